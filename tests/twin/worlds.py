"""Small random worlds for both the twin and the real thing: a province's history, two sources,
and files of a few rows, loaded in any order and partly undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.twin.histories import histories, interesting_days
from tests.twin.model import (
    DATE_FIELDS,
    FLAG_FIELDS,
    ROW_FIELDS,
    Load,
    Row,
    Settings,
    Undo,
    UnitLine,
    Upload,
    World,
    blank_row,
    day_of,
)

CODES = tuple(f"H21.17-2001{number:02}-0001" for number in range(1, 8))
STATUSES = (
    "in_progress",
    "in_progress",
    "resolved",
    "waiting",
    "withdrawn",
    "stopped",
    "not_received",
)
FIELDS_BY_PROCEDURE = {None: None, "1.000656": "Đất đai", "2.001009": "Hộ tịch"}
# Of the procedures: terms in person, online, by post. Tết of 2020 was from 23 to 29 January.
TERMS = (
    (("1.000656", ("3 Ngày làm việc", "10 Ngày", "")), ("2.001009", ("", "24 Giờ", "1 Tháng"))),
    (("1.000656", ("15 Ngày", "5 Ngày làm việc", "1 Ngày làm việc")),),
    (("2.001009", ("", "", "28 Giờ")),),
)
SPECIAL_DAYS = (
    (),
    ((date(2020, 2, 3), False), (date(2020, 2, 8), True), (date(2020, 3, 2), False)),
)
TIMES = (time(0, 0), time(8, 30), time(23, 59, 59))
STEPS = (0, 0, 1, 2, 5, 14, 15, 30)
# A day that occurs once in four years must be drawn more often than one among all.
LEAP_DAY, LEAP_DAY_IN = date(2020, 2, 29), 6
OPTIONAL_COLUMNS = (
    ("receiving_unit",),
    ("parent_unit",),
    ("procedure_code", "field"),
    ("due_at",),
    ("returned_at",),
    ("status_at",),
    ("status",),
    ("channel",),
    ("fee", "paid_online"),
    ("result_due", "e_result"),
    ("digitised",),
)


@dataclass
class Habits:
    """How the files of one source are written, and what they have said so far.

    timed: the date columns that carry times (due dates may carry one or not, row by row); a
    column is of one kind, and a blank channel or flag stands for one value, so that two ways of
    writing the same thing do not raise the question whether a state changed.
    """

    settings: Settings
    timed: frozenset[str]
    channels: tuple[str | None, ...]
    unticked: bool | None
    said: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """What rows are drawn from: the days, the units, and whether rows may lie in the future."""

    days: tuple[date, ...]
    lines: tuple[UnitLine, ...]
    future: bool


@st.composite
def worlds(draw: DrawFn, *, future: bool = True, rejects: bool = True) -> World:
    """A world. future: dates after the export occur (then identities need not hold at the data
    date); rejects: rows that must be rejected occur."""
    anchor = date(2019, 12, 22) + timedelta(days=draw(st.integers(0, 76)))
    days = interesting_days(anchor)
    lines, links = draw(histories(days))
    changed = {line.valid_from for line in lines if line.valid_from >= days[0]}
    around = [day + timedelta(days=step) for day in sorted(changed) for step in (0, -1)]
    leap_days = (LEAP_DAY,) * (len(days) // LEAP_DAY_IN)
    stage = Stage((*around, *days, *leap_days), lines, future)
    provinces = tuple(sorted({line.code for line in lines if line.level == "province"}))
    habits = [draw(_habits(slug, provinces)) for slug in ("one", "two")]
    events: list[Load | Undo] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        upload = _upload(draw, stage, draw(st.sampled_from(habits)), number, rejects)
        if any(_same_file(upload, live) for live in _live(events)):
            continue
        events.append(Load(upload))
        if draw(st.sampled_from((False, False, False, True))):
            events.append(Undo(draw(st.sampled_from(_live(events))).id))
    return World(
        lines,
        links,
        tuple(one.settings for one in habits),
        tuple(events),
        draw(st.sampled_from(TERMS)),
        draw(st.sampled_from(SPECIAL_DAYS)),
    )


def _live(events: Sequence[Load | Undo]) -> list[Upload]:
    undone = {event.upload_id for event in events if isinstance(event, Undo)}
    return [
        event.upload
        for event in events
        if isinstance(event, Load) and event.upload.id not in undone
    ]


def _same_file(one: Upload, other: Upload) -> bool:
    return one.source == other.source and one.rows == other.rows


@st.composite
def _habits(draw: DrawFn, slug: str, provinces: tuple[str, ...]) -> Habits:
    left_out = draw(st.sets(st.sampled_from(OPTIONAL_COLUMNS), max_size=4))
    missing = {column for columns in left_out for column in columns}
    under = draw(st.sampled_from((None, None, None, *provinces)))
    settings = Settings(
        slug=slug,
        compare_by=draw(st.sampled_from(("day", "second"))),
        missing_due=draw(st.sampled_from(("exclude", "on_time", "statutory"))),
        under=under,
        columns_present=frozenset(ROW_FIELDS) - missing,
        covers_all=under is not None and draw(st.booleans()),
    )
    return Habits(
        settings,
        frozenset(draw(st.sets(st.sampled_from(DATE_FIELDS)))),
        ("online", "postal", draw(st.sampled_from(("in_person", None)))),
        draw(st.sampled_from((False, None))),
    )


def _upload(draw: DrawFn, stage: Stage, habits: Habits, number: int, rejects: bool) -> Upload:
    exported = datetime.combine(draw(st.sampled_from(stage.days)), draw(st.sampled_from(TIMES)))
    rows: list[Row] = []
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True))
    for code in codes:
        row = _said_again(draw, stage, habits, code, exported.date())
        habits.said[code] = row
        rows.append(row)
        if draw(st.sampled_from((False,) * 9 + (True,))):
            rows.append(_repeated(draw, habits, row))
    if rejects:
        spoilt = draw(st.sampled_from((None, None, None, *SPOILERS)))
        if spoilt:
            wrong = _fresh(draw, stage, habits, f"H21.17-200199-{number:04}", exported.date())
            rows.append({**wrong, **spoilt})
    kept = habits.settings.columns_present
    cells = [{name: row[name] if name in kept else None for name in ROW_FIELDS} for row in rows]
    return Upload(number, habits.settings.slug, exported, tuple(cells))


# What makes a row that must be rejected (the last one where the source has a status column).
SPOILERS: tuple[dict[str, Any], ...] = (
    {"code": None},
    {"received_at": None, "status": "in_progress"},
    {"unit": "Xã Không Có"},
    {"finished_at": date(2015, 1, 1), "status": "resolved"},
    {"finished_at": None, "returned_at": None, "status_at": None, "status": "resolved"},
)


def _said_again(draw: DrawFn, stage: Stage, habits: Habits, code: str, exported: date) -> Row:
    """The row as the source said it before, some of its cells changed; or a fresh row."""
    if code not in habits.said:
        return _fresh(draw, stage, habits, code, exported)
    row = habits.said[code]
    fresh = _fresh(draw, stage, habits, code, exported)
    changing = draw(st.sampled_from(CHANGING))
    changed = {**row, **{name: fresh[name] for name in changing}}
    if changed["received_at"] is None and changed["status"] != "not_received":
        return fresh
    happened = [changed[name] for name in DATE_FIELDS if name != "due_at" and changed[name]]
    foreseen = any(day_of(moment) > exported for moment in happened)
    return fresh if foreseen and not stage.future else changed


LIFE = ("status", "finished_at", "returned_at", "status_at")
NAMING = ("unit", "parent_unit", "receiving_unit")
CHANGING = (
    (),
    LIFE,
    NAMING,
    (*LIFE, *NAMING),
    ("due_at",),
    ("received_at", *LIFE),
    ROW_FIELDS,
)


def _repeated(draw: DrawFn, habits: Habits, row: Row) -> Row:
    """The same code once more in a file: an equal row, or one with another due date and
    procedure. Its unit and end are the same: so both are good rows, or neither is."""
    if draw(st.booleans()):
        return row
    procedure = draw(st.sampled_from(tuple(FIELDS_BY_PROCEDURE)))
    received = row["received_at"] or row["due_at"] or date(2020, 2, 29)
    habits.said[row["code"]] = {
        **row,
        "due_at": _due(draw, day_of(received)),
        "procedure_code": procedure,
        "field": FIELDS_BY_PROCEDURE[procedure],
    }
    return habits.said[row["code"]]


def _fresh(draw: DrawFn, stage: Stage, habits: Habits, code: str, exported: date) -> Row:
    received = draw(st.sampled_from(stage.days))
    if received > exported and not (stage.future and draw(st.integers(0, 9)) == 9):
        received = exported - timedelta(days=draw(st.sampled_from(STEPS)))
    status = draw(st.sampled_from(STATUSES))
    unit, above = _unit_cells(draw, stage, received, exported)
    procedure = draw(st.sampled_from(tuple(FIELDS_BY_PROCEDURE)))
    row = blank_row(
        code=code,
        unit=unit,
        parent_unit=above if draw(st.integers(0, 3)) else None,
        procedure_code=procedure,
        field=FIELDS_BY_PROCEDURE[procedure],
        received_at=_moment(draw, habits, "received_at", received),
        due_at=_due(draw, received),
        status=status,
        channel=draw(st.sampled_from(habits.channels)),
    )
    row = {**row, **_ends(draw, stage, habits, status, received, exported)}
    if draw(st.integers(0, 3)) == 3:
        row["receiving_unit"] = _unit_cells(draw, stage, received, exported)[0]
    if status == "not_received" and draw(st.booleans()):
        row["received_at"] = None
    ticks = draw(st.integers(0, 2 ** len(FLAG_FIELDS) - 1))
    for bit, name in enumerate(FLAG_FIELDS):
        row[name] = True if ticks >> bit & 1 else habits.unticked
    return row


def _ends(
    draw: DrawFn, stage: Stage, habits: Habits, status: str, received: date, exported: date
) -> dict[str, date | None]:
    """Finished, returned and status dates: any of them for an ended dossier, at least one for
    a resolved one; now and then one under an open status, which says nothing."""
    if status == "resolved":
        given = draw(st.sampled_from((1, 1, 2, 3, 4, 5, 6, 7)))
    elif status in ("withdrawn", "stopped"):
        given = draw(st.sampled_from((0, 0, 1, 2, 4)))
    else:
        given = draw(st.sampled_from((0, 0, 0, 1)))
    cells: dict[str, date | None] = {}
    for bit, name in enumerate(("finished_at", "returned_at", "status_at")):
        if given >> bit & 1:
            day = received + timedelta(days=draw(st.sampled_from(STEPS)))
            if not stage.future:
                day = max(received, min(day, exported))
            cells[name] = _moment(draw, habits, name, day)
    return cells


def _moment(draw: DrawFn, habits: Habits, name: str, day: date) -> date:
    if name in habits.timed:
        return datetime.combine(day, draw(st.sampled_from(TIMES)))
    return day


def _due(draw: DrawFn, received: date) -> date | None:
    step = draw(st.sampled_from((None, *STEPS, -1)))
    if step is None:
        return None
    day = received + timedelta(days=step)
    at = draw(st.sampled_from((None, *TIMES)))
    return day if at is None else datetime.combine(day, at)


def _unit_cells(
    draw: DrawFn, stage: Stage, received: date, exported: date
) -> tuple[str, str | None]:
    """How a file may name a unit, and the one above it: mostly one of the received day, often
    one that ends later or has begun since, sometimes an ended one, or any."""
    aim = draw(st.sampled_from((*("received",) * 4, *("leaving", "begun") * 2, "ended", "any")))
    then = [line for line in stage.lines if _valid(line, received)]
    wanted = {
        "received": then,
        "leaving": [line for line in then if line.valid_to],
        "begun": [line for line in stage.lines if received < line.valid_from <= exported],
        "ended": [line for line in stage.lines if line.valid_to and line.valid_to <= received],
        "any": list(stage.lines),
    }[aim]
    counters = [line for line in wanted or then if line.level != "province"]
    line = draw(st.sampled_from(counters or stage.lines))
    above = [one for one in stage.lines if one.code == line.parent_code]
    shared = [one for one in above if _valid(one, line.valid_from)] or above
    return _dressed(draw, line), shared[-1].name if shared else None


def _valid(line: UnitLine, day: date) -> bool:
    return line.valid_from <= day and (line.valid_to is None or day < line.valid_to)


def _dressed(draw: DrawFn, line: UnitLine) -> str:
    """The name as files write it, or the code, or the identifier where there is one."""
    texts = (
        line.name,
        line.code,
        line.identifiers[0][1] if line.identifiers else line.code,
        f"UBND {line.name}",
        line.name.upper(),
        f"{line.name.replace(' ', '  ')} ",
        line.name.replace("Hòa", "Hoà").replace("Thủy", "Thuỷ"),
        f"{line.name} - Tỉnh Gia Lai",
    )
    return draw(st.sampled_from(texts))
