"""League tables as a selection asks for them: as published, or live."""

from datetime import date
from fractions import Fraction

from django.db import connection

from indicators.figures import Figure, figures, ranked
from indicators.models import Publication
from indicators.rollup import Relation
from indicators.selection import Selection
from units.snapshot import snapshot


def figures_asked(selection: Selection) -> list[Figure]:
    """The figures of a selection, in their order (see `indicators.figures.figures`)."""
    return figures(selection) if selection.publication is None else published(selection)


@snapshot()
def published(selection: Selection) -> list[Figure]:
    """The kept figures. Within a unit they are ranked among each other, as its live table is."""
    assert selection.publication is not None  # noqa: S101
    found = [figure for figure, _target in published_lines(selection)]
    if selection.under_id is None:
        return found
    return ranked(selection.indicator, found)


def published_lines(selection: Selection) -> list[tuple[Figure, Fraction | None]]:
    """The kept figures with their targets, in the order and with the ranks of their level."""
    publication = selection.publication
    assert publication is not None  # noqa: S101
    below = "TRUE"
    params: list[int | date] = []
    if selection.under_id is not None:
        below = (
            "EXISTS (SELECT FROM indicators_publishedpath p WHERE p.publication_id = %s"
            " AND p.unit_id = l.unit_id AND p.ancestor_id = %s"
            " AND p.valid_from <= %s AND p.valid_to > %s)"
        )
        day = selection.period.ends_on
        params = [publication.pk, selection.under_id, day, day]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.unit_id, l.code, l.name, l.sort_key, f.numerator, f.denominator, f.rank,"
            " count(f.rank) OVER (), f.target"
            " FROM indicators_publishedunit l JOIN indicators_publishedfigure f ON f.line_id = l.id"
            " JOIN indicators_publishedindicator i ON i.id = f.indicator_id"
            " WHERE l.publication_id = %s AND i.publication_id = %s AND i.code = %s"
            f" AND l.level = %s AND {below} ORDER BY f.rank, l.sort_key, l.code",
            [publication.pk, publication.pk, selection.indicator.code, selection.level, *params],
        )
        rows = cursor.fetchall()
    return [(_figure(*row), None if aim is None else Fraction(aim)) for *row, aim in rows]


def _figure(
    unit_id: int,
    code: str,
    name: str,
    sort_key: str,
    numerator: int | None,
    denominator: int | None,
    rank: int | None,
    ranked_units: int,
) -> Figure:
    return Figure(
        unit_id=unit_id,
        code=code,
        name=name,
        sort_key=sort_key,
        numerator=numerator,
        denominator=denominator,
        value=value_of(numerator, denominator),
        rank=rank,
        ranked=ranked_units,
    )


def value_of(numerator: int | None, denominator: int | None) -> Fraction | None:
    """The exact ratio, or the count where there is no denominator; None without cases."""
    if numerator is None or denominator == 0:
        return None
    return Fraction(numerator, 1 if denominator is None else denominator)


def paths_of(publication: Publication) -> Relation:
    """Which unit's counts went into which figure then (see `indicators.rollup`)."""
    return Relation(
        "(SELECT unit_id, ancestor_id AS into_id, valid_from, valid_to"
        " FROM indicators_publishedpath WHERE publication_id = %s)",
        [publication.pk],
    )
