"""From a piece of text to typed rows, with every problem of every row named.

The rules are those of DESIGN.md section 4 and DOMAIN.md section 6; no database here.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking import cells
from dossiers.checking.dates import Dates, ends_of_days, parse_dates
from dossiers.checking.days_seen import DaysSeen
from dossiers.checking.findings import Findings
from dossiers.checking.mapping import Mapping
from dossiers.checking.problems import Problem
from dossiers.checking.unit_finding import LATER, UnitFinder, find_units
from dossiers.checking.words import BOOLEAN_FIELDS, DATE_FIELDS, Channel, Status
from dossiers.reading.table import Piece
from dossiers.source_settings import SourceSettings

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_TIME = pa.timestamp("us", "UTC")
_LONGEST_CODE = 100
_CODES_LOOKED_AT = 1000
_ENDS = ("finished_at", "returned_at", "status_at")
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Checked:
    """What a piece holds.

    `frame`: the rows without errors, columns: row int32; code string; unit_id,
    receiving_unit_id int32; procedure_code, procedure, field string; service_level, status,
    channel, return_channel int8; submitted_at, received_at, due_at, finished_at, returned_at,
    status_at, apology_at, ended_at timestamps in UTC, microseconds; received_on, due_on, ended_on
    date32 in the source's zone; due_has_time, fee, paid_online, result_due, e_result, digitised
    bool. Null is unknown, or a column that the file does not have.

    `rows`: dossier rows seen; `rejected`: those with an error; `warned`: those loaded with a
    warning; `undecided`: those, with an error or not, of which a unit is still to be looked for on
    the export day; `odd_codes`: loaded rows whose code has not the national form, `odd_code_row`
    the first of them (a source may have codes of its own: one `code_form` problem per file);
    `days`: what is seen of all dates.

    `rejected_codes`: the codes of the rows with an error; `findings`: all that was found.
    """

    frame: pa.Table
    problems: list[Problem]
    rows: int
    rejected: int
    warned: int
    undecided: npt.NDArray[np.int32]
    odd_codes: int
    odd_code_row: int | None
    days: DaysSeen
    rejected_codes: pa.StringArray
    findings: Findings


def check(
    piece: Piece,
    mapping: Mapping,
    settings: SourceSettings,
    finder: UnitFinder,
    *,
    exported_on: date | None = None,
) -> Checked:
    """Check the rows of a piece from which `drop_furniture` took what is no dossier.

    `exported_on`: the day on which units are looked for where a row has no received day.
    """
    row = _Rows(piece, mapping, settings, Findings(piece, mapping), finder)
    columns: dict[str, Any] = {"row": pa.array(piece.rows, pa.int32()), "code": _codes(row)}
    dates = {name: _dates(row, name) for name in DATE_FIELDS}
    status = _status(row, dates)
    _check_received(row, dates["received_at"], status)
    columns |= _unit_columns(row, dates["received_at"], exported_on)
    columns |= _plain_columns(row)
    columns |= {name: _instants(dates[name]) for name in DATE_FIELDS}
    columns |= _due_columns(row, dates["due_at"], dates["received_at"])
    columns |= _end_columns(row, dates, status)
    columns |= {
        "received_on": _days(dates["received_at"].day, dates["received_at"].read),
        "status": pa.array(status, pa.int8()),
        "channel": _channel(row, "channel"),
        "return_channel": _channel(row, "return_channel"),
    }
    columns |= {name: _flag(row, name) for name in BOOLEAN_FIELDS}
    return _checked(row, pa.table(columns), DaysSeen.of(dates, _some_days_in(columns["code"])))


def _some_days_in(codes: pa.StringArray) -> Ints:
    """The days in the codes of the first rows: a few tell of the whole file."""
    return cells.days_in_codes(codes.slice(0, _CODES_LOOKED_AT))


def newest_date(frame: pa.Table) -> datetime | None:
    """The newest received, finished, returned or status date of a frame (never a due date)."""
    newest = [pc.max(frame[name]).cast(pa.int64()).as_py() for name in ("received_at", *_ENDS)]
    micros = max((value for value in newest if value is not None), default=None)
    if micros is None:
        return None
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def odd_code_rows(frame: pa.Table) -> npt.NDArray[np.int32]:
    """The rows of a frame whose code has not the national form."""
    has_form = pc.match_substring_regex(frame["code"], cells.NATIONAL_CODE)
    rows: npt.NDArray[np.int32] = frame["row"].filter(pc.invert(has_form)).to_numpy()
    return rows


@dataclass(frozen=True)
class _Rows:
    """A piece and what has been found about its rows."""

    piece: Piece
    mapping: Mapping
    settings: SourceSettings
    findings: Findings
    finder: UnitFinder

    @property
    def nothing(self) -> Mask:
        """A new mask without any row."""
        return np.zeros(len(self.piece), bool)

    def texts(self, name: str) -> pa.StringArray | None:
        index = self.mapping.columns.get(name)
        return None if index is None else self.piece.columns[index]

    def nulls(self, kind: pa.DataType) -> pa.Array:
        return pa.nulls(len(self.piece), kind)


def _checked(row: _Rows, frame: pa.Table, days: DaysSeen) -> Checked:
    findings = row.findings
    good = ~findings.rejected
    rejected_codes = frame["code"].filter(pa.array(~good))
    undecided = row.nothing
    for name in ("unit_id", "receiving_unit_id"):
        undecided |= frame[name].fill_null(0).to_numpy() == LATER
    if not good.all():
        frame = frame.filter(pa.array(good))
    odd = odd_code_rows(frame)
    return Checked(
        frame=frame,
        problems=findings.problems(),
        rows=len(row.piece),
        rejected=int((~good).sum()),
        warned=int((good & findings.warned).sum()),
        undecided=row.piece.rows[undecided],
        odd_codes=len(odd),
        odd_code_row=int(odd[0]) if len(odd) else None,
        days=days,
        rejected_codes=rejected_codes,
        findings=findings,
    )


def _codes(row: _Rows) -> pa.StringArray:
    codes = cells.codes(row.piece.columns[row.mapping.columns["code"]])
    lengths = pc.utf8_length(codes).to_numpy(zero_copy_only=False)
    row.findings.add("missing", "code", lengths == 0)
    row.findings.add("code_too_long", "code", lengths > _LONGEST_CODE)
    return codes


def _dates(row: _Rows, name: str) -> Dates:
    texts = row.texts(name)
    if texts is None:
        zeros = np.zeros(len(row.piece), np.int64)
        nothing = row.nothing
        return Dates(zeros, zeros, nothing, nothing, nothing, nothing, nothing)
    dates = parse_dates(texts, row.settings.zone, day_first=row.settings.day_first)
    row.findings.add("odd_year", name, dates.odd_year)
    row.findings.add("unreadable", name, dates.unreadable & ~dates.odd_year)
    return dates


def _status(row: _Rows, dates: MappingOf[str, Dates]) -> npt.NDArray[np.int8]:
    """The status; where the file does not say, a finished or returned date means resolved."""
    over = dates["finished_at"].read | dates["returned_at"].read
    by_date = np.where(over, np.int8(Status.RESOLVED), np.int8(Status.IN_PROGRESS))
    texts = row.texts("status")
    if texts is None:
        return by_date
    found = cells.values(texts, row.settings.statuses)
    row.findings.add("unknown_word", "status", found.unknown)
    is_open = (found.values == Status.IN_PROGRESS) | (found.values == Status.WAITING)
    for name in ("finished_at", "returned_at"):
        row.findings.add("finished_while_open", name, is_open & ~found.blank & dates[name].read)
    return np.where(found.blank, by_date, found.values)


def _check_received(row: _Rows, received: Dates, status: npt.NDArray[np.int8]) -> None:
    absent = ~received.read & ~received.unreadable
    row.findings.add("missing", "received_at", absent & (status != Status.NOT_RECEIVED))


def _channel(row: _Rows, name: str) -> pa.Array:
    texts = row.texts(name)
    if texts is None:
        return row.nulls(pa.int8())
    found = cells.values(texts, row.settings.channels)
    row.findings.add("unknown_word", name, found.unknown)
    return pa.array(np.where(found.blank, np.int8(Channel.IN_PERSON), found.values), pa.int8())


def _flag(row: _Rows, name: str) -> pa.Array:
    texts = row.texts(name)
    if texts is None:
        return row.nulls(pa.bool_())
    found = cells.flags(texts, amounts=name == "fee")
    row.findings.add("unreadable_flag", name, found.unknown)
    return pa.array(found.values == 1)


def _plain_columns(row: _Rows) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    readers = {
        "procedure_code": cells.procedure_codes,
        "procedure": cells.texts_or_null,
        "field": cells.texts_or_null,
    }
    for name, read in readers.items():
        texts = row.texts(name)
        columns[name] = row.nulls(pa.string()) if texts is None else read(texts)
    texts = row.texts("service_level")
    columns["service_level"] = row.nulls(pa.int8())
    if texts is not None:
        found = cells.service_levels(texts)
        row.findings.add("unreadable_level", "service_level", found.unknown)
        columns["service_level"] = pa.array(found.values, pa.int8(), mask=found.values == 0)
    return columns


def _due_columns(row: _Rows, due: Dates, received: Dates) -> dict[str, Any]:
    """A due date without a time means the end of that day (DESIGN.md section 4)."""
    before = due.read & received.read & (due.day < received.day)
    row.findings.add("due_before_received", "due_at", before)
    days_only = due.read & ~due.has_time
    instant = due.instant.copy()
    instant[days_only] = ends_of_days(due.day[days_only], row.settings.zone)
    return {
        "due_at": _times(instant, due.read),
        "due_on": _days(due.day, due.read),
        "due_has_time": pa.array(due.has_time),
    }


def _end_columns(
    row: _Rows, dates: MappingOf[str, Dates], status: npt.NDArray[np.int8]
) -> dict[str, Any]:
    """The end of a dossier: finished, else returned, else status date (DESIGN.md section 4)."""
    received = dates["received_at"]
    final = (status >= Status.RESOLVED) & (status <= Status.STOPPED)
    ended = row.nothing
    instant, day = np.zeros(len(ended), np.int64), np.zeros(len(ended), np.int64)
    unreadable = row.nothing
    for name in _ENDS:
        end = dates[name]
        here = final & ~ended & end.read
        instant[here], day[here] = end.instant[here], end.day[here]
        ended |= here
        unreadable |= end.unreadable
        earlier_day = here & received.read & (end.day < received.day)
        row.findings.add("ends_before_received", name, earlier_day)
        same_day = here & received.read & (end.day == received.day)
        earlier = same_day & end.has_time & received.has_time & (end.instant < received.instant)
        row.findings.add("same_day_before_received", name, earlier)
    no_end = (status == Status.RESOLVED) & ~ended & ~unreadable
    row.findings.add("no_end_date", "status", no_end)
    return {"ended_at": _times(instant, ended), "ended_on": _days(day, ended)}


def _unit_columns(row: _Rows, received: Dates, exported_on: date | None) -> dict[str, Any]:
    parents = row.texts("parent_unit")
    unit_ids = _find_units(row, "unit", parents, received, exported_on)
    receiving_ids = _find_units(row, "receiving_unit", None, received, exported_on)
    other = (receiving_ids != 0) & (receiving_ids != unit_ids)
    return {
        "unit_id": pa.array(unit_ids, pa.int32(), mask=unit_ids == 0),
        "receiving_unit_id": pa.array(receiving_ids, pa.int32(), mask=~other),
    }


def _find_units(
    row: _Rows,
    name: str,
    parents: pa.StringArray | None,
    received: Dates,
    exported_on: date | None,
) -> npt.NDArray[np.int32]:
    """The units that a column names, 0 for none; what was not found is a problem."""
    texts = row.texts(name)
    if texts is None:
        return np.zeros(len(row.piece), np.int32)
    units = cells.words(texts)
    blank = units.blank
    if name == "unit":
        row.findings.add("missing", name, blank)
    export_day = exported_on.toordinal() - _EPOCH_DAY if exported_on else -1
    ids, failures = find_units(
        row.finder,
        units,
        None if parents is None else cells.words(parents),
        np.where(received.read, received.day, export_day),
        ~blank & ~received.unreadable & ~row.findings.faulty,
    )
    for failure, where in failures:
        row.findings.add(failure.problem or "unknown_unit", name, where, failure.params)
    return ids


def _instants(dates: Dates) -> pa.Array:
    return _times(dates.instant, dates.read)


def _times(micros: Ints, known: Mask) -> pa.Array:
    return pa.array(micros, pa.int64(), mask=~known).view(_TIME)


def _days(days: Ints, known: Mask) -> pa.Array:
    return pa.array(days.astype(np.int32), pa.int32(), mask=~known).view(pa.date32())
