"""From an upload's file to its staging table: check and stage it piece by piece.

Each piece is staged in a transaction of its own, with the problems that were found in it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from dossiers import jobs
from dossiers.checking.days_seen import DaysSeen
from dossiers.checking.mapping import Mapping, map_columns
from dossiers.checking.problems import WARNING, Problem, quotable_word
from dossiers.checking.procedures import Procedures
from dossiers.checking.rows import Checked, check, newest_date, odd_code_rows
from dossiers.checking.serials import counted_from_1904, written_out
from dossiers.checking.twin_columns import compared
from dossiers.checking.unit_names import SourceUnits
from dossiers.checking.words import DATE_FIELDS, REQUIRED_FIELDS
from dossiers.loading import staging
from dossiers.loading.ahead import ahead
from dossiers.loading.kept_copy import KeptCopy
from dossiers.models import Job, JobKind, Upload
from dossiers.models import Problem as ProblemRow
from dossiers.preview.seen import Seen
from dossiers.reading import Piece, Table
from dossiers.reading.furniture import drop_furniture
from dossiers.reading.guard import unguarded, unguarded_columns
from dossiers.source_settings import SourceSettings

_NAMED_BY_LISTS = len(REQUIRED_FIELDS)
_UNREAD_SHOWN = 10

# Told after each piece: rows done, and how many there will be, guessed by the bytes read.
Progress = Callable[[int, int], None]


@dataclass
class Staged:
    """What a file turned out to hold.

    `exported_at` is given or guessed (DESIGN.md section 4); `notes`: what is to be said of the file
    as a whole, one problem each.
    """

    procedures: Procedures
    columns: list[str]
    code_header: str
    period: tuple[date, date] | None
    exported_at: datetime | None
    rows: int = 0
    rejected: int = 0
    warned: int = 0
    odd_codes: int = 0
    odd_code_row: int | None = None
    notes: list[Problem] = field(default_factory=list)
    seen: Seen | None = None


def map_table(table: Table, settings: SourceSettings) -> Mapping:
    """Which columns of an open file hold which fields; raises MappingError."""
    head = table.head
    return map_columns(
        table.header,
        settings,
        head.sample if head else (),
        titles=head.titles if head else (),
        names=SourceUnits(settings, None),
    )


def stage(
    *,
    job: Job,
    upload: Upload,
    settings: SourceSettings,
    table: Table,
    mapping: Mapping,
    copy_path: Path,
    progress: Progress,
) -> Staged:
    """Stage the job's upload from its open file, and write its mapped columns to `copy_path`.

    What is `seen` of the cells is noted where somebody is shown a preview. Raises ReadError,
    UnitError with a sentence if the file cannot be understood; jobs.ClaimLost if the job is not
    ours any more.
    """
    procedures = Procedures(free_text=mapping.procedure_is_free_text)
    staging.create(staging.table_of(job))
    staging.create_rejected(staging.table_of(job))
    with transaction.atomic():
        forget_problems(upload)
        jobs.hold(job)
    copy = KeptCopy(copy_path, mapping, procedures)
    try:
        intake = _Intake(job, upload, settings, table, mapping, procedures, copy)
        for piece, checked in ahead(intake.check_all(table)):
            intake.take(piece, checked)
            rows = intake.staged.rows + intake.postponed
            total = int(rows * table.total_bytes / max(piece.bytes_done, 1))
            progress(rows, max(total, rows))
        intake.take_postponed()
        progress(intake.staged.rows, intake.staged.rows)
    finally:
        copy.close()
    return intake.staged


def forget_problems(upload: Upload) -> None:
    """Remove what another attempt found, or a check before the answers."""
    ProblemRow.objects.filter(upload=upload).delete()


def write_problems(
    upload: Upload, problems: Sequence[Problem], *, table: str = "dossiers_problem"
) -> None:
    """Keep problems with their upload, or in a table beside staged rows until these are merged."""
    if not problems:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f'COPY {table} (upload_id, "row", "column", field, value, kind, params,'
            " is_warning) FROM STDIN"
        ) as copy,
    ):
        for p in problems:
            params = Jsonb(dict(p.params))
            is_warning = p.severity == WARNING
            copy.write_row(
                (upload.pk, p.row, p.column, p.field, p.value, p.kind, params, is_warning)
            )


class _Intake:
    """The look at one file, piece by piece.

    Where the export day is not known yet, rows whose unit was not found on the day of receipt
    are postponed, whatever else is wrong with them: they may name a unit of the export day.
    """

    def __init__(
        self,
        job: Job,
        upload: Upload,
        settings: SourceSettings,
        table: Table,
        mapping: Mapping,
        procedures: Procedures,
        copy: KeptCopy,
    ) -> None:
        self._job = job
        self._upload = upload
        self._settings = settings
        self._mapping = mapping
        self._procedures = procedures
        self._copy = copy
        self._postponed: list[Piece] = []
        self.postponed = 0
        # What was confirmed is loaded with the export time that the preview had.
        given = upload.exported_at if upload.confirmed_at else upload.exported_at_given
        is_shown = upload.confirmed_at or job.kind != JobKind.LOAD
        self.staged = Staged(
            procedures=procedures,
            columns=sorted(mapping.columns),
            code_header=mapping.header_of("code"),
            period=table.period,
            exported_at=given and min(given, timezone.now()),
            seen=Seen(mapping, procedures, settings) if is_shown else None,
        )
        self._days = DaysSeen()
        self._serials = 0
        self._epoch_1904 = _is_epoch_1904(table, mapping, settings)
        self._saved_at = table.modified_at
        self.staged.notes += _structure_notes(table, mapping, settings)
        self._is_settled = given is not None
        self._given_on = self._exported_on()
        self._units = SourceUnits(settings, self._given_on)

    def check_all(self, table: Table) -> Iterator[tuple[Piece, Checked]]:
        """The pieces of the table, checked; uses no database."""
        pieces = (
            compared(replace(piece, columns=unguarded_columns(piece.columns)), self._mapping)
            for piece in table.pieces(self._mapping.read)
        )
        for piece in drop_furniture(pieces, self._mapping, names=self._units, head=table.head):
            columns = dict(piece.columns)
            for name, index in self._mapping.columns.items():
                if name in DATE_FIELDS:
                    columns[index], count = written_out(columns[index], epoch_1904=self._epoch_1904)
                    self._serials += count
            piece = replace(piece, columns=columns)
            checked = self._check(piece, self._given_on)
            self._days.add(checked.days)
            yield piece, checked
        self.staged.notes += self._notes_on_dates(table)

    def _notes_on_dates(self, table: Table) -> Iterator[Problem]:
        if self._serials:
            kind = "serial_dates_1904" if self._epoch_1904 else "serial_dates"
            yield Problem(table.header_row, kind, params={"count": self._serials})
        if sign := self._days.suspicion():
            yield Problem(
                table.header_row,
                sign.kind,
                column=self._mapping.header_of(sign.field),
                field=sign.field,
                params={"count": sign.count, "of": sign.of},
            )

    def take(self, piece: Piece, checked: Checked) -> None:
        """Stage a checked piece, but for the rows that are postponed."""
        self._note_dates(checked.frame)
        if len(checked.undecided):
            postponed = np.isin(piece.rows, checked.undecided)
            self._postponed.append(replace(piece.keep(postponed), cells=_forgotten))
            self.postponed += len(checked.undecided)
            piece = piece.keep(~postponed)
            checked = _decided(checked)
        self._keep(piece, checked)

    def take_postponed(self) -> None:
        """Settle the export time, and look at the postponed rows once more."""
        now = timezone.now()
        self.staged.exported_at = min(self.staged.exported_at or now, now)
        exported_on = self._exported_on()
        self._units = SourceUnits(self._settings, exported_on)
        for piece in self._postponed:
            self._keep(piece, self._check(piece, exported_on))

    def _check(self, piece: Piece, exported_on: date | None) -> Checked:
        return check(piece, self._mapping, self._settings, self._units, exported_on=exported_on)

    def _keep(self, piece: Piece, checked: Checked) -> None:
        self._copy.write(piece, checked.problems)
        numbers = self._procedures.numbers(checked.frame)
        frame = checked.frame.append_column("procedure_number", numbers)
        with transaction.atomic():
            staging.append(staging.table_of(self._job), frame)
            if self.staged.seen is not None:
                staging.append_rejected(staging.table_of(self._job), checked.rejected_codes)
            write_problems(self._upload, checked.problems)
            jobs.hold(self._job)
        staged = self.staged
        staged.rows += checked.rows
        staged.rejected += checked.rejected
        staged.warned += checked.warned
        staged.odd_codes += checked.odd_codes
        odd_rows = (staged.odd_code_row, checked.odd_code_row)
        staged.odd_code_row = min((row for row in odd_rows if row is not None), default=None)
        if staged.seen is not None:
            staged.seen.look(piece, checked)

    def _note_dates(self, frame: pa.Table) -> None:
        """Without a given export time, the newest of the title's period end, the time at which the
        workbook was saved, and the rows' dates."""
        if self._is_settled:
            return
        known = [self.staged.exported_at, self._saved_at, newest_date(frame)]
        if self.staged.period:
            known.append(self._end_of(self.staged.period[1]))
        self.staged.exported_at = max((at for at in known if at is not None), default=None)

    def _end_of(self, day: date) -> datetime:
        midnight = datetime.combine(day + timedelta(days=1), time(), self._settings.zone)
        return midnight - timedelta(microseconds=1)

    def _exported_on(self) -> date | None:
        at = self.staged.exported_at
        return at.astimezone(self._settings.zone).date() if at else None


def _forgotten(_index: int) -> list[str]:
    """The cells of a row that is postponed: they would keep all of its piece in memory."""
    return []


def _other_lists(table: Table, settings: SourceSettings) -> int:
    """How many sheets beside the one that is read look like lists of dossiers as well."""
    if settings.sheet:
        return 0
    alike = [sheet for sheet in table.sheets if sheet.rows and sheet.named >= _NAMED_BY_LISTS]
    return sum(sheet.name != table.sheet for sheet in alike)


def _structure_notes(table: Table, mapping: Mapping, settings: SourceSettings) -> Iterator[Problem]:
    """What is to be said of how a file was understood."""
    if table.head and table.head.shift:
        yield Problem(table.header_row, "shifted_header")
    if mapping.unit_from == "headings":
        yield Problem(table.header_row, "unit_from_headings")
    if mapping.unit_from == "title":
        unit = ", ".join(filter(None, mapping.title_unit))
        yield Problem(table.header_row, "unit_from_title", params={"unit": unit})
    if (gaps := _gaps(mapping, settings)) and mapping.unread:
        shown = ", ".join(filter(None, map(quotable_word, mapping.unread[:_UNREAD_SHOWN])))
        params = {"fields": gaps, "columns": shown, "count": len(mapping.unread)}
        yield Problem(table.header_row, "columns_unread", params=params)
    if others := _other_lists(table, settings):
        yield Problem(table.header_row, "other_sheets", params={"count": others})


def _is_epoch_1904(table: Table, mapping: Mapping, settings: SourceSettings) -> bool:
    """Whether numbers of days are counted from 1904: the settings say so, or the workbook, or the
    days in the codes of the first rows."""
    if settings.epoch:
        return settings.epoch == 1904
    rows = table.head.sample if table.head else ()
    code, received = (
        unguarded(pa.array([row[i] if i < len(row) else "" for row in rows], pa.string()))
        for i in (mapping.columns["code"], mapping.columns["received_at"])
    )
    return table.epoch_1904 or counted_from_1904(code, received)


def _gaps(mapping: Mapping, settings: SourceSettings) -> list[str]:
    """The fields that figures hang on and the file does not have, though nobody said so."""
    found = set(mapping.columns) | {name for name, told in settings.columns.items() if not told}
    if "returned_at" in mapping.columns:
        found.add("finished_at")
    return [name for name in ("due_at", "finished_at", "status") if name not in found]


def _decided(checked: Checked) -> Checked:
    """The outcome without the rows that are postponed."""
    later = set(checked.undecided.tolist())
    problems = [problem for problem in checked.problems if problem.row not in later]
    rejected = {problem.row for problem in problems if problem.severity != WARNING}
    frame = checked.frame.filter(
        pc.invert(pc.is_in(checked.frame["row"], value_set=pa.array(checked.undecided)))
    )
    odd = odd_code_rows(frame)
    return replace(
        checked,
        frame=frame,
        problems=problems,
        rows=checked.rows - len(later),
        rejected=len(rejected),
        warned=len({p.row for p in problems if p.severity == WARNING} - rejected),
        undecided=checked.undecided[:0],
        odd_codes=len(odd),
        odd_code_row=int(odd[0]) if len(odd) else None,
    )
