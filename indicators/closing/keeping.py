"""What a publication keeps: the league tables of a period, and by what they were made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from dossiers.models import Source
from indicators.coverage import coverage
from indicators.entered.entering import entered
from indicators.figures import Figure, figure_of, ranked, with_published_ranks
from indicators.half_months import first_day, last_day
from indicators.indicator_versions import indicators_of
from indicators.listing import listed_units
from indicators.measures import MEASURES
from indicators.models import (
    Indicator,
    Publication,
    PublishedIndicator,
    PublishedSource,
    PublishedUnit,
)
from indicators.periods import Calendar, Period, parse_period
from indicators.rollup import relation
from indicators.selection import Scope, Selection
from indicators.sums import Participant, participants
from indicators.targets import targets
from indicators.values import values
from units import audit
from units.models import Level
from units.queries import hierarchy
from units.timeline import Version


@dataclass(frozen=True)
class Kept:
    """The league tables of a period: indicators, by level the units listed, and figures by
    indicator code and level; the sources, and the earliest data date among them."""

    indicators: list[Indicator]
    listed: dict[Level, list[int]]
    tables: dict[tuple[str, Level], list[Figure]]
    sources: list[Participant]
    data_at: datetime


def period_of(publication: Publication) -> Period:
    """The period that was closed."""
    return parse_period(publication.period, Calendar(publication.calendar))


def obstacle(period: Period) -> str:
    """Why a period cannot be closed now, in a sentence; "" where it can."""
    covered = coverage()
    if covered is None:
        return _("No export file has been loaded yet.")
    if not covered.knows(period):
        return _("Neither files nor reports tell anything of this period.")
    stale = Source.objects.filter(data_day__isnull=False).exclude(stale_units=[])
    if stale.exists():
        return _("Units have changed and are being counted anew. Close the period afterwards.")
    return ""


def to_keep(period: Period) -> Kept:
    """All league tables of a period: every indicator that holds on its last day, every level,
    whole units as they were (docs/decisions/0020)."""
    lines, sources, indicators = hierarchy(), participants(period), indicators_of(period)
    into = relation(Scope.WHOLE, None, lines)
    listed: dict[Level, list[int]] = {}
    for level in Level:
        selection = Selection(indicators[0], level, period)
        if found := listed_units(selection, lines, into, sources):
            listed[level] = found
    everyone = {unit_id for unit_ids in listed.values() for unit_id in unit_ids}
    selection = Selection(indicators[0], Level.COMMUNE, period)
    found_values = values(selection, indicators, [period], everyone)
    versions = {unit_id: lines.version_at(unit_id, period.ends_on) for unit_id in everyone}
    tables = {}
    for indicator in indicators:
        told = entered(indicator, period) if indicator.entered else None
        for level, unit_ids in listed.items():
            table = ranked(
                indicator,
                [
                    figure_of(unit_id, found_values[indicator.code, unit_id][0], versions[unit_id])
                    for unit_id in unit_ids
                ],
            )
            if told is not None and told.is_index:
                table = with_published_ranks(table, told)
            tables[indicator.code, level] = table
    covered = coverage()
    assert covered is not None  # noqa: S101  (else there is an obstacle)
    return Kept(indicators, listed, tables, sources, covered.data_at(period))


def keep(publication: Publication, kept: Kept) -> None:
    """Write what a publication keeps, in the caller's transaction."""
    published = PublishedIndicator.objects.bulk_create(
        PublishedIndicator(publication=publication, code=one.code, definition=audit.values(one))
        for one in kept.indicators
    )
    lines = hierarchy()
    listed = PublishedUnit.objects.bulk_create(
        _line(publication, level, unit_id, lines.version_at(unit_id, last_day(publication.last)))
        for level, unit_ids in kept.listed.items()
        for unit_id in unit_ids
    )
    PublishedSource.objects.bulk_create(
        PublishedSource(
            publication=publication,
            source_id=one.source_id,
            missing_due=one.missing_due,
            columns=sorted(one.columns),
            closing=one.closing,
            compares=one.compares,
        )
        for one in kept.sources
    )
    _copy_figures(publication, kept, published, listed)
    _copy_counts(publication)


def _line(publication: Publication, level: Level, unit_id: int, version: Version) -> PublishedUnit:
    return PublishedUnit(
        publication=publication,
        level=level,
        unit_id=unit_id,
        code=version.code,
        name=version.name,
        sort_key=version.sort_key,
    )


def _copy_figures(
    publication: Publication,
    kept: Kept,
    published: list[PublishedIndicator],
    listed: list[PublishedUnit],
) -> None:
    line_ids = {(line.level, line.unit_id): line.pk for line in listed}
    aims = targets([one.code for one in published], last_day(publication.last))

    def rows() -> Iterator[tuple[int | Decimal | str | bool | None, ...]]:
        for indicator in published:
            for level in kept.listed:
                for figure in kept.tables[indicator.code, level]:
                    aim = aims[indicator.code].of(figure.unit_id, level)
                    yield (
                        indicator.pk,
                        line_ids[level, figure.unit_id],
                        figure.numerator,
                        figure.denominator,
                        figure.rank,
                        figure.untold,
                        None if aim is None else f"{float(aim):.4f}",
                    )

    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY indicators_publishedfigure (indicator_id, line_id, numerator, denominator, rank,"
            " untold, target) FROM STDIN"
        ) as copy,
    ):
        for row in rows():
            copy.write_row(row)


def _copy_counts(publication: Publication) -> None:
    """The counts of the period, and what is above the units that are listed or counted."""
    names = ", ".join(MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO indicators_publishedcount (publication_id, source_id, half, unit_id,"
            f" {names}) SELECT %s, source_id, half, unit_id, {names} FROM indicators_unitcount"
            " WHERE half BETWEEN %s AND %s",
            [publication.pk, publication.first, publication.last],
        )
        cursor.execute(
            "INSERT INTO indicators_publishedpath"
            " (publication_id, unit_id, ancestor_id, valid_from, valid_to)"
            " SELECT %(publication)s, unit_id, ancestor_id, valid_from, valid_to"
            " FROM units_unitpath WHERE valid_from <= %(last)s AND valid_to > %(first)s"
            " AND unit_id IN (SELECT unit_id FROM indicators_publishedcount"
            "  WHERE publication_id = %(publication)s UNION SELECT unit_id"
            "  FROM indicators_publishedunit WHERE publication_id = %(publication)s)",
            {
                "publication": publication.pk,
                "first": first_day(publication.first),
                "last": last_day(publication.last),
            },
        )
