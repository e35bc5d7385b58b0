"""What is known of exports and expectations, read with a query for each table."""

from collections import defaultdict

from django.db import connection

from dossiers.models import Source, UploadState
from indicators.completeness.statuses import Export, Mark, Reporter, Statuses, find_statuses
from indicators.half_months import half_month
from indicators.models import Expectation, ExpectationKind
from units.errors import UnitError
from units.hierarchy import Hierarchy
from units.queries import hierarchy
from units.snapshot import snapshot


@snapshot()
def statuses() -> Statuses:
    """The statuses of all units by the live uploads and what administrators decided."""
    lines = hierarchy()
    exports = _exports(lines)
    reporters = [
        Reporter(
            source_id=source.pk,
            under=_served(source, lines),
            until=_until(source),
            exports=exports[source.pk],
        )
        for source in Source.objects.filter(pk__in=exports).order_by("pk")
    ]
    marks = [
        Mark(
            unit_id=row.unit_id,
            below=row.with_units_below,
            is_expected=row.kind == ExpectationKind.EXPECTED,
            source_id=row.source_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in Expectation.objects.order_by("pk")
    ]
    return find_statuses(lines, reporters, marks)


def _exports(lines: Hierarchy) -> dict[int, list[Export]]:
    known, found = set(lines.units()), defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.source_id, u.covers_from, u.covers_to,"
            " array_agg(n.unit_id ORDER BY n.unit_id)"
            " FROM dossiers_upload u JOIN dossiers_namedunit n ON n.upload_id = u.id"
            " WHERE u.state = %s AND u.covers_from <= u.covers_to GROUP BY u.id ORDER BY u.id",
            [UploadState.LOADED],
        )
        for source_id, begins, ends, unit_ids in cursor.fetchall():
            named = [unit_id for unit_id in unit_ids if unit_id in known]
            found[source_id].append(Export(half_month(begins), half_month(ends), named))
    return found


def _served(source: Source, lines: Hierarchy) -> int | None:
    """The unit below which each export of the source tells of all; None where it tells of those
    that it names, or where the unit is not known any more."""
    if source.settings.get("covers") != "all" or source.data_day is None:
        return None
    try:
        return lines.resolve(source.settings["under"], on=source.data_day)
    except UnitError:
        return None


def _until(source: Source) -> int | None:
    """The last half month of a system that was switched off."""
    return None if source.ended_on is None else half_month(source.ended_on)
