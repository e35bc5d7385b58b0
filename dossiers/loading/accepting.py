"""Rejected rows of a loaded upload become part of it once their words and units are known: the
work of an accept job (docs/decisions/0010).

What the upload has loaded stays as it is; of the codes concerned all is as if the file had been
loaded with today's settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import jobs
from dossiers.checking.problems import OF_FILES, Problem
from dossiers.checking.procedures import Procedures
from dossiers.checking.rows import odd_code_rows
from dossiers.loading import intake, merge, outcome, present, staging
from dossiers.loading.looking_again import RejectedRows
from dossiers.loading.staging import STATE_COLUMNS
from dossiers.models import Acceptance, Job, Source, Upload, UploadState
from dossiers.source_settings import SourceSettings
from units.queries import generation

_STATE = ", ".join(STATE_COLUMNS)
# What an acceptance writes on its upload.
_OUTCOME = (
    *("new", "changed", "unchanged", "rejected", "warnings"),
    *("settings", "units_generation"),
)


class AcceptError(ValueError):
    """Nothing can be accepted; the text is a sentence for the user."""


@dataclass
class _Staged:
    """What another look at the rejected rows has found; the rows that are `accepted`."""

    units_generation: UUID | None
    procedures: Procedures
    accepted: set[int] = field(default_factory=set)
    warned: int = 0
    odd_codes: list[int] = field(default_factory=list)


def settings_now(upload: Upload) -> SourceSettings:
    """The settings by which rejected rows of an upload are read: its own, but for the words, units
    and `under`, which are those that its source has now."""
    source = SourceSettings.from_dict(upload.source.settings)
    return replace(
        SourceSettings.from_dict(upload.settings),
        under=source.under,
        channel_words=source.channel_words,
        status_words=source.status_words,
        units=source.units,
    )


def accept(job: Job, progress: intake.Progress) -> None:
    """Do a claimed job that accepts rejected rows, and end it.

    Raises AcceptError, NoCopyError, UnitError with a sentence; jobs.ClaimLost.
    """
    acceptance = Acceptance.objects.get(job=job)
    upload = Upload.objects.select_related("source").get(pk=acceptance.upload_id)
    answers = SourceSettings.from_dict(acceptance.answers)
    settings = settings_now(upload).knowing(answers)
    _check_loaded(upload)  # its copy would be gone
    rejected = RejectedRows(upload)
    staged = _stage(job, upload, rejected, settings, progress)
    with transaction.atomic():
        source = _source_in_turn(upload)
        if generation() != staged.units_generation:
            merge.refuse_vanished(staging.table_of(job))
        _put_problems(upload, staging.table_of(job))
        _stage_loaded_rows(upload, staging.table_of(job), rejected)
        merged = merge.merge_again(
            upload=upload,
            table=staging.table_of(job),
            procedures=staged.procedures,
            settings=SourceSettings.from_dict(source.settings).knowing(answers),
            by=acceptance.asked_by,
        )
        of_code = partial(Problem, column=rejected.mapping.header_of("code"), field="code")
        again = [
            of_code(row, "repeated_code", params={"again": last}) for row, last in merged.again
        ]
        intake.write_problems(upload, again)
        _write_outcome(upload, staged, merged, settings)
        if staged.odd_codes:
            params = {"count": len(staged.odd_codes)}
            _tell_of_file(upload, of_code(min(staged.odd_codes), "code_form", params=params))
        if merged.others.count:
            _check_reason(upload, acceptance)
            params = outcome.params_of(merged.others)
            _tell_of_file(upload, of_code(merged.others.row, "other_source", params=params))
        gave_way = {row for row, _last in merged.again}
        acceptance.rows = len(staged.accepted - gave_way)
        acceptance.accepted_at = timezone.now()
        acceptance.save()
        jobs.finish(job)


def _stage(
    job: Job,
    upload: Upload,
    rejected: RejectedRows,
    settings: SourceSettings,
    progress: intake.Progress,
) -> _Staged:
    """Stage the rows without errors, and beside them the problems that the others have now."""
    table = staging.table_of(job)
    staging.create(table)
    staging.create_problems(table)
    procedures = Procedures(free_text=rejected.mapping.procedure_is_free_text)
    staged = _Staged(generation(), procedures)
    done = 0
    for seen in rejected.look_again(settings):
        frame = seen.checked.frame
        frame = frame.append_column("procedure_number", procedures.numbers(frame))
        with transaction.atomic():
            staging.append(table, frame)
            intake.write_problems(upload, seen.problems, table=staging.problems_of(table))
            jobs.hold(job)
        staged.accepted |= seen.accepted
        staged.warned += len(seen.accepted & {problem.row for problem in seen.problems})
        staged.odd_codes += seen.accepted & set(odd_code_rows(frame).tolist())
        done += seen.checked.rows
        progress(done, max(upload.rejected, done))
    return staged


def _source_in_turn(upload: Upload) -> Source:
    """Wait for the source's turn; raises AcceptError if the upload was taken back meanwhile."""
    with connection.cursor() as cursor:
        source = present.lock(cursor, upload.source_id)
    upload.refresh_from_db()
    _check_loaded(upload)
    return source


def _check_loaded(upload: Upload) -> None:
    if upload.state != UploadState.LOADED:
        raise AcceptError(_("Upload %(id)s was taken back meanwhile.") % {"id": upload.pk})


def _check_reason(upload: Upload, acceptance: Acceptance) -> None:
    if not (upload.reason or acceptance.reason):
        raise AcceptError(
            _("Some codes are known under another source: say why they are loaded all the same.")
        )


def _put_problems(upload: Upload, table: str) -> None:
    """Put the problems that the rows looked at have now in the place of those that they had."""
    beside = staging.problems_of(table)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM dossiers_problem WHERE upload_id = %s AND kind <> ALL (%s)"
            f' AND "row" IN (SELECT "row" FROM {table} UNION SELECT "row" FROM {beside})',
            [upload.pk, list(OF_FILES)],
        )
        columns = 'upload_id, "row", "column", field, value, kind, params, is_warning'
        cursor.execute(
            f"INSERT INTO dossiers_problem ({columns}) SELECT {columns} FROM {beside} ORDER BY id"
        )


def _stage_loaded_rows(upload: Upload, table: str, rejected: RejectedRows) -> None:
    """Stage what the upload has loaded of the same codes, as it was loaded: the merge will say
    which row of a code is the last, and whether they differ."""
    said = "JOIN dossiers_saying s ON s.dossier_id = d.id AND s.upload_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT t.code FROM {table} t"
            f" JOIN dossiers_dossier d ON d.source_id = %s AND d.code = t.code {said}",
            [upload.source_id, upload.pk],
        )
        codes = [code for (code,) in cursor.fetchall()]
        if codes:
            _stage_said(cursor, upload, table, said, rejected.rows_of(pa.array(codes)))


def _stage_said(
    cursor: CursorWrapper, upload: Upload, table: str, said: str, rows: Sequence[tuple[int, str]]
) -> None:
    """Of these rows, stage those that are neither rejected nor staged: they say what the upload
    says of their code."""
    of_dossier, of_state = (
        ", ".join(f"{alias}.{name}" for name in STATE_COLUMNS) for alias in ("d", "st")
    )
    cursor.execute(
        f"""
        INSERT INTO {table} ("row", code, {_STATE})
        SELECT r."row", r.code, said.*
        FROM unnest(%s::integer[], %s::text[]) AS r ("row", code)
        JOIN dossiers_dossier d ON d.source_id = %s AND d.code = r.code
        {said}
        CROSS JOIN LATERAL (
            SELECT {of_dossier} WHERE s.state = d.state
            UNION ALL
            SELECT {of_state} FROM dossiers_state st
            WHERE st.dossier_id = d.id AND st.number = s.state
        ) said
        WHERE r."row" NOT IN (SELECT "row" FROM {table})
            AND r."row" NOT IN (
                SELECT "row" FROM dossiers_problem WHERE upload_id = %s AND NOT is_warning
            )
        """,
        [
            [row for row, _code in rows],
            [code for _row, code in rows],
            *(upload.source_id, upload.pk, upload.pk),
        ],
    )


def _write_outcome(
    upload: Upload, staged: _Staged, merged: merge.Merged, settings: SourceSettings
) -> None:
    """What was loaded before keeps its part of the counts; what is rejected, the problems say."""
    errors = upload.problems.filter(is_warning=False)
    upload.rejected = errors.aggregate(rows=Count("row", distinct=True))["rows"]
    upload.new += merged.new
    upload.changed += merged.changed
    upload.unchanged = upload.rows - upload.rejected - upload.new - upload.changed
    upload.warnings += staged.warned
    upload.settings = settings.to_dict()
    upload.units_generation = staged.units_generation
    upload.save(update_fields=_OUTCOME)  # somebody may ask for an undo meanwhile


def _tell_of_file(upload: Upload, problem: Problem) -> None:
    """Keep a problem that stands for codes of the whole file, with those that it counted before."""
    before = upload.problems.filter(kind=problem.kind).first()
    if before is not None:
        params = {**problem.params, "count": problem.params["count"] + before.params["count"]}
        if "sources" in params:
            names = (*before.params["sources"], *params["sources"])
            params["sources"] = list(dict.fromkeys(names))
        problem = replace(problem, row=min(problem.row, before.row), params=params)
        before.delete()
    intake.write_problems(upload, [problem])
