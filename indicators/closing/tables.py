"""League tables as a selection asks for them: as published, or live."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from indicators.completeness import statuses
from indicators.figures import Figure, figures, ranked
from indicators.models import Publication, PublishedUnit
from indicators.rollup import Relation
from indicators.saying import Exports
from indicators.selection import Selection
from units.models import Level
from units.snapshot import snapshot


def figures_asked(selection: Selection, exports: Exports = statuses) -> list[Figure]:
    """The figures of a selection, in their order (see `indicators.figures.figures`)."""
    return figures(selection, exports) if selection.publication is None else published(selection)


@snapshot()
def published(selection: Selection) -> list[Figure]:
    """The kept figures. Within a unit they are ranked among each other, as its live table is."""
    assert selection.publication is not None  # noqa: S101
    found = [figure for figure, _target in published_lines(selection)]
    # Only an index has ranks without a denominator: they were published with it.
    is_index = any(one.rank is not None and one.denominator is None for one in found)
    if selection.under_id is None or is_index:
        return found
    return ranked(selection.indicator, found)


def published_lines(selection: Selection) -> list[tuple[Figure, Fraction | None]]:
    """The kept figures with their targets, in the order and with the ranks of their level."""
    publication = selection.publication
    assert publication is not None  # noqa: S101
    condition = "l.publication_id = %s AND i.code = %s AND l.level = %s"
    params: list[int | str | date] = [publication.pk, selection.indicator.code, selection.level]
    if selection.under_id is not None:
        condition += (
            " AND EXISTS (SELECT FROM indicators_publishedpath p WHERE p.publication_id = %s"
            " AND p.unit_id = l.unit_id AND p.ancestor_id = %s"
            " AND p.valid_from <= %s AND p.valid_to > %s)"
        )
        day = selection.period.ends_on
        params += [publication.pk, selection.under_id, day, day]
    return [(figure, aim) for _code, figure, aim in _lines(condition, params)]


def published_of(publication: Publication, level: Level, unit_id: int) -> dict[str, Figure]:
    """Indicator code -> the kept figure of a unit in the table of a level; `ranked` is not told."""
    condition = "l.publication_id = %s AND l.level = %s AND l.unit_id = %s"
    found = _lines(condition, [publication.pk, level, unit_id])
    return {code: figure for code, figure, _aim in found}


def _lines(
    condition: str, params: list[int | str | date]
) -> list[tuple[str, Figure, Fraction | None]]:
    """Indicator code, figure and target of kept lines `l` under indicators `i`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.code, f.target, l.unit_id, l.code, l.name, l.sort_key, f.numerator,"
            " f.denominator, f.rank, f.untold, count(f.rank) OVER ()"
            " FROM indicators_publishedunit l JOIN indicators_publishedfigure f ON f.line_id = l.id"
            " JOIN indicators_publishedindicator i ON i.id = f.indicator_id"
            f" WHERE {condition} ORDER BY f.rank, l.sort_key, l.code",
            params,
        )
        return [
            (code, _figure(*row), None if aim is None else Fraction(aim))
            for code, aim, *row in cursor.fetchall()
        ]


def _figure(
    unit_id: int,
    code: str,
    name: str,
    sort_key: str,
    numerator: Decimal | None,
    denominator: Decimal | None,
    rank: int | None,
    untold: bool,  # noqa: FBT001  (a row of the query)
    ranked_units: int,
) -> Figure:
    return Figure(
        unit_id=unit_id,
        code=code,
        name=name,
        sort_key=sort_key,
        numerator=_whole(numerator),
        denominator=None if denominator is None else int(denominator),
        rank=rank,
        ranked=ranked_units,
        untold=untold,
    )


def _whole(number: Decimal | None) -> int | Decimal | None:
    """Counts are kept as decimals, as entered values may have some."""
    return int(number) if number is not None and number == number.to_integral_value() else number


def paths_of(publication: Publication) -> Relation:
    """Which unit's counts went into which figure then (see `indicators.rollup`)."""
    return Relation(
        "(SELECT unit_id, ancestor_id AS into_id, valid_from, valid_to"
        " FROM indicators_publishedpath WHERE publication_id = %s)",
        [publication.pk],
    )


def published_targets(selection: Selection) -> dict[int, Fraction]:
    """unit id -> the target that it had then."""
    return {figure.unit_id: aim for figure, aim in published_lines(selection) if aim is not None}


def level_of(publication: Publication, unit_id: int) -> Level | None:
    """The level in whose table a unit was published; the lower one where it changed its level in
    the period, None where it was in none."""
    levels = set(
        PublishedUnit.objects.filter(publication=publication, unit_id=unit_id).values_list(
            "level", flat=True
        )
    )
    return next((level for level in reversed(list(Level)) if level in levels), None)
