"""The check of an upload: what was understood, and what its load would do.

The merge is done as a load does it, in a transaction that is rolled back; what came of it is kept
with the upload as its preview (dossiers.preview.kept).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from dossiers import jobs
from dossiers.checking.mapping import Mapping, MappingError, shown_header
from dossiers.checking.problems import Problem
from dossiers.checking.words import header_key, is_personal_header
from dossiers.loading import merge_report, outcome, staging
from dossiers.loading.intake import Staged, forget_problems, write_problems
from dossiers.loading.present import lock
from dossiers.models import Job, JobKind, Source, Upload, UploadState
from dossiers.preview.asking import Asking
from dossiers.preview.kept import (
    COUNTS,
    NO_COLUMN,
    NO_ROW,
    Column,
    NamedCount,
    Preview,
    Unread,
)
from dossiers.preview.seen import Seen, shape
from dossiers.reading import Table
from dossiers.source_settings import SourceSettings
from units.queries import hierarchy

_MOST_NAMED = 10
_MOST_COLUMNS = 100  # of those that are not read


@dataclass(frozen=True)
class Check:
    """What a check works on. `unread`: the sheet that was to be read in the place of the table's;
    `units`: the state of the hierarchy before the rows were staged."""

    job: Job
    upload: Upload
    settings: SourceSettings
    table: Table
    unread: Unread | None
    units: UUID | None


def preview_unmapped(check: Check, error: MappingError, *, again: bool) -> None:
    """End a check whose file has not the columns that it needs."""
    fields = {index: name for name, index in error.columns.items()}
    preview = replace(
        _understood(check, fields, None),
        again=again,
        blocking=NO_COLUMN,
        missing_fields=(*error.missing, *(twice.field for twice in error.twice)),
        wanted=error.missing,
        twice=tuple(error.twice),
    )
    check.upload.columns = sorted(error.columns)
    with transaction.atomic():
        forget_problems(check.upload)
        _finish(check, preview, [], None)


def preview_unloadable(check: Check, mapping: Mapping, staged: Staged, *, again: bool) -> None:
    """End a check whose file has no row that could be loaded."""
    counts = counts_of(check.upload)
    seen = _of_rows(check, mapping, staged)
    preview = replace(seen, again=again, blocking=NO_ROW, counts=counts)
    with transaction.atomic():
        _finish(check, preview, staged.notes, None)


def preview_load(check: Check, mapping: Mapping, staged: Staged, *, again: bool) -> None:
    """End a check with what the load would do; `again`: things changed since the first preview."""
    upload = check.upload
    with transaction.atomic(), connection.cursor() as cursor:
        source = lock(cursor, upload.source_id)
        before = merge_report.by_month(cursor, source)
        merged = outcome.merge_staged(check.job, upload, staged, check.settings)
        after = merge_report.by_month(cursor, Source.objects.get(pk=source.pk))
        missing = None
        if merged.is_newest:
            rejected = staging.rejected_of(staging.table_of(check.job))
            missing = merge_report.no_longer_mentioned(cursor, source, rejected)
        transaction.set_rollback(True)
    preview = replace(
        _of_rows(check, mapping, staged),
        again=again,
        counts=counts_of(upload),
        months=merge_report.changed_months(before, after),
        others=merged.others.sources,
    )
    if missing is not None and upload.exported_on is not None:
        day = upload.exported_on
        units = missing.of_units.most_common(_MOST_NAMED)
        preview = replace(
            preview,
            missing=tuple(NamedCount(hierarchy().label(pk, day), n) for pk, n in units),
            missing_count=missing.of_units.total(),
            missing_elsewhere=(missing.of_others.total(), len(missing.of_others)),
        )
    with transaction.atomic():
        _finish(check, preview, merged.problems, source.generation)


def counts_of(upload: Upload) -> dict[str, int]:
    """What becomes of the rows, as a preview says it."""
    return {name: getattr(upload, name) for name in COUNTS}


def _finish(
    check: Check, preview: Preview, problems: Sequence[Problem], generation: int | None
) -> None:
    """The end of a check's transaction. One that only tries the file leaves its upload waiting."""
    upload = check.upload
    tried = check.job.kind == JobKind.CHECK
    upload.state = UploadState.PENDING if tried else UploadState.PREVIEWED
    upload.loaded_at = upload.confirmed_at = upload.confirmed_by = None
    upload.preview = preview.to_dict()
    upload.previewed_generation, upload.previewed_units = generation, check.units
    write_problems(upload, problems)
    upload.save()
    jobs.finish(check.job)


def _of_rows(check: Check, mapping: Mapping, staged: Staged) -> Preview:
    """What was understood of the file and its rows."""
    fields = {index: name for name, index in mapping.columns.items()}
    preview = _understood(check, fields, staged.seen)
    if staged.seen is None:
        return preview
    zone = check.settings.zone
    day = (staged.exported_at or timezone.now()).astimezone(zone).date()
    asking = Asking(check.settings, day)
    questions, unasked = asking.of_unknown(staged.seen.unknown)
    told = asking.of_told(staged.seen.told.rows, questions)
    return replace(preview, questions=questions, unasked=unasked, told=told)


def _understood(check: Check, fields: dict[int, str], seen: Seen | None) -> Preview:
    table = check.table
    columns = _columns(check, fields, seen)
    unread = [column for column in columns if not column.field]
    left_out = {column.key for column in unread[_MOST_COLUMNS:]}
    return Preview(
        format=table.format,
        encoding=table.encoding,
        separator=table.separator,
        header_row=table.header_row,
        day_first=check.settings.day_first,
        sheet=table.sheet,
        sheets=table.sheets,
        unread=check.unread,
        container=table.container,
        columns=tuple(column for column in columns if column.key not in left_out),
        more_columns=len(unread[_MOST_COLUMNS:]),
    )


def _columns(check: Check, fields: dict[int, str], seen: Seen | None) -> list[Column]:
    header = check.table.header
    numbers = _numbers(header)
    columns = []
    for index, text in enumerate(header):
        if not text.strip():
            continue
        field, is_personal = fields.get(index, ""), is_personal_header(text)
        named = " ".join(text.split()) + numbers[index]
        own = {header_key(name) for name in check.settings.columns.get(field, ())}
        columns.append(
            Column(
                header=shown_header(text) + numbers[index],
                key=named,
                field=field,
                by_settings=not own.isdisjoint((header_key(text), header_key(named))),
                is_personal=is_personal,
                samples=tuple(seen.samples.get(index, ())) if seen else (),
                shape="" if field or is_personal else _shape(check.table, index),
            )
        )
    return columns


def _numbers(header: Sequence[str]) -> list[str]:
    """What the settings write behind headers that stand several times: "#2" for the second one
    (see dossiers.checking.mapping)."""
    keys = ["" if is_personal_header(text) else header_key(text) for text in header]
    counts = Counter(keys)
    seen: Counter[str] = Counter()
    numbers = []
    for key in keys:
        seen[key] += 1
        numbers.append(f"#{seen[key]}" if key and counts[key] > 1 else "")
    return numbers


def _shape(table: Table, index: int) -> str:
    """The shape of a column's first value within the first rows."""
    rows = table.head.sample if table.head else ()
    cells = (row[index] for row in rows if index < len(row))
    return shape(next(filter(str.strip, cells), ""))
