"""The twin's road from uploads to dossiers: rows checked, present states chosen, and where each
dossier stays (DESIGN.md sections 4 and 9, docs/decisions/0001)."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.twin.finding import UnitProblemError, find_unit
from tests.twin.model import (
    Dossier,
    Key,
    Load,
    LoadResult,
    Row,
    Settings,
    State,
    Stay,
    Upload,
    World,
    day_of,
)
from tests.twin.rewriting import Told, rewritten_on
from tests.twin.statutory import due_of
from tests.twin.units import (
    Hierarchy,
    Unit,
    derive_units,
    fold,
    line_on,
    own_day,
    single_whole_predecessor,
    whole_successor,
)


@dataclass(frozen=True)
class Said:
    """A live upload and the state that it says of each code."""

    upload: Upload
    states: dict[str, State]


class RowProblemError(Exception):
    """The row is rejected; args[0] is the kind of problem."""


def play(world: World) -> tuple[list[Said], dict[int, LoadResult]]:
    """Load and undo in order; the live uploads, and what each load did, by upload id.

    A file of which every row is rejected loads nothing and does not become a live upload.
    """
    hierarchy = derive_units(world.lines, world.links)
    live: list[Said] = []
    results: dict[int, LoadResult] = {}
    for event in world.events:
        if isinstance(event, Load):
            states, result = _load(hierarchy, world.settings(event.upload.source), event, live)
            results[event.upload.id] = result
            if states:
                live.append(Said(event.upload, states))
        else:
            live = [said for said in live if said.upload.id != event.upload_id]
    return live, results


def dossiers(world: World) -> list[Dossier]:
    """Every dossier that a live upload names, with its stays."""
    hierarchy = derive_units(world.lines, world.links)
    live, _ = play(world)
    found = []
    named = {(said.upload.source, code) for said in live for code in said.states}
    for source, code in sorted(named):
        told = _history(live, source, code)
        data_day = data_date(live, source)
        rewritten = rewritten_on(world.settings(source), told)
        history = [(exported_at.date(), state) for exported_at, state in told]
        due = due_of(world, world.settings(source), history[-1][1])
        found.append(_dossier(hierarchy, source, code, history, data_day, rewritten, due))
    return found


def data_date(live: list[Said], source: str) -> date:
    """The day of the newest export among the source's live uploads."""
    return max(said.upload.exported_at for said in live if said.upload.source == source).date()


def end_of(state: State, exported_on: date) -> date | datetime | None:
    """When the dossier ended: finished, else returned, else status_at; for withdrawn and
    stopped else the export day. None for an open one, and for a resolved one without a date."""
    if state.status not in ("resolved", "withdrawn", "stopped"):
        return None
    given = state.finished_at or state.returned_at or state.status_at
    if given is None and state.status != "resolved":
        return max(exported_on, state.received_on)
    return given


def _history(live: list[Said], source: str, code: str) -> list[Told]:
    """What live uploads say about a code, oldest first."""
    naming = [said for said in live if said.upload.source == source and code in said.states]
    naming.sort(key=lambda said: (said.upload.exported_at, said.upload.id))
    return [(said.upload.exported_at, said.states[code]) for said in naming]


def _present(live: list[Said], source: str, code: str) -> State | None:
    history = _history(live, source, code)
    return history[-1][1] if history else None


# Loading: each row checked, codes that come twice settled, the rest compared with what is known.


def _load(
    hierarchy: Hierarchy, settings: Settings, event: Load, live: list[Said]
) -> tuple[dict[str, State], LoadResult]:
    upload = event.upload
    problems: dict[int, str] = {}
    good: dict[int, tuple[str, State]] = {}
    for index, row in enumerate(upload.rows):
        try:
            good[index] = (row["code"], _read(hierarchy, settings, row, upload.exported_at.date()))
        except (RowProblemError, UnitProblemError) as problem:
            problems[index] = str(problem.args[0])
    repeated = 0
    states: dict[str, State] = {}
    for code in {code for code, _ in good.values()}:
        lines = [index for index in good if good[index][0] == code]
        states[code] = good[lines[-1]][1]
        if all(good[index][1] == states[code] for index in lines):
            repeated += len(lines) - 1
        else:
            problems |= dict.fromkeys(lines[:-1], f"again in row {lines[-1]}")
    new = changed = 0
    for code in states:
        before = _present(live, upload.source, code)
        after = _present([*live, Said(upload, states)], upload.source, code)
        new += before is None
        changed += before is not None and before != after
    unchanged = len(states) - new - changed + repeated
    return states, LoadResult(new, changed, unchanged, len(problems), problems)


def _read(hierarchy: Hierarchy, settings: Settings, row: Row, exported: date) -> State:
    if not row["code"]:
        raise RowProblemError("missing_code")
    over = row["finished_at"] or row["returned_at"]
    status = row["status"] or ("resolved" if over else "in_progress")
    if row["received_at"] is None and status != "not_received":
        raise RowProblemError("missing_received")
    received = day_of(row["received_at"] or exported)
    unit = find_unit(hierarchy, row["unit"], received, exported, settings.under, row["parent_unit"])
    receiving = unit
    if row["receiving_unit"]:
        receiving = find_unit(hierarchy, row["receiving_unit"], received, exported, settings.under)
    has_channel = "channel" in settings.columns_present
    state = State(
        unit=unit,
        receiving=receiving,
        procedure=row["procedure_code"],
        field=row["field"],
        received_on=received,
        received_at=row["received_at"],
        due_at=row["due_at"],
        finished_at=row["finished_at"],
        returned_at=row["returned_at"],
        status_at=row["status_at"],
        status=status,
        channel=(row["channel"] or "in_person") if has_channel else None,
        fee=row["fee"],
        paid_online=row["paid_online"],
        result_due=row["result_due"],
        e_result=row["e_result"],
        digitised=row["digitised"],
    )
    ended = end_of(state, exported)
    if status == "resolved" and ended is None:
        raise RowProblemError("no_end_date")
    if ended is not None and day_of(ended) < received:
        raise RowProblemError("ended_before_received")
    return state


# Where a dossier stays.


def _dossier(
    hierarchy: Hierarchy,
    source: str,
    code: str,
    history: list[tuple[date, State]],
    data_day: date,
    rewritten: date | None,
    due: date | datetime | None,
) -> Dossier:
    present = history[-1][1]
    said_on = min(exported for exported, state in history if state == present)
    ended = end_of(present, said_on)
    received = present.received_on
    last = day_of(ended) if ended is not None else data_day
    path = _path(hierarchy, [(state.unit, day) for day, state in history], received)
    stays = [stay for stay in path if stay.begins <= last] or path[:1]
    receiving = [(state.receiving, day) for day, state in history]
    lodged = _path(hierarchy, receiving, received)[0].unit
    return Dossier(source, code, present, due, said_on, ended, tuple(stays), lodged, rewritten)


def _path(hierarchy: Hierarchy, named: list[tuple[Key, date]], received: date) -> list[Stay]:
    """The stays of a dossier whose live states name these units on these export days, oldest
    state first."""
    newest, exported = hierarchy.units[named[-1][0]], named[-1][1]
    predecessor = single_whole_predecessor(hierarchy, newest)
    if newest.begins <= received:
        stays = [Stay(newest.key, received)]
        if len(named) > 1:
            # Came there with its unit before this export: no re-assignment.
            before = _path(hierarchy, named[:-1], received)
            reached = [stay for stay in before if stay.begins <= exported] or before[:1]
            known = hierarchy.units[before[0].unit].begins <= received
            last = hierarchy.units[reached[-1].unit]
            if known and _may_mean(hierarchy, newest, last, exported):
                stays = before
            elif known and _left_open(hierarchy, last, newest, received, exported):
                assert last.ends is not None
                stays = _moved_to(newest.key, last.ends, before)
    elif len(named) > 1:
        stays = _moved_to(newest.key, newest.begins, _path(hierarchy, named[:-1], received))
    elif predecessor is not None:
        base = _path(hierarchy, [(predecessor.key, exported)], received)
        stays = _moved_to(newest.key, newest.begins, base)
    else:
        stays = [Stay(newest.key, received)]
    return _followed(hierarchy, stays, received)


def _left_open(
    hierarchy: Hierarchy, last: Unit, newest: Unit, received: date, exported: date
) -> bool:
    """The unit that had the dossier ended after the receipt and by the export, into none as a
    whole, and the named one lived on that day."""
    if last.ends is None or not received < last.ends <= exported:
        return False
    lives = newest.ends is None or last.ends < newest.ends
    return lives and whole_successor(hierarchy, last) is None


def _may_mean(hierarchy: Hierarchy, named: Unit, reached: Unit, day: date) -> bool:
    """The very unit, what it went into as a whole by the day, or one of its name if it ended."""
    successor = named
    while successor.ends is not None and successor.ends <= day:
        following = whole_successor(hierarchy, successor)
        if following is None:
            break
        successor = following
    if successor.key == reached.key:
        return True
    ended = named.ends is not None and named.ends <= day
    name = line_on(named, own_day(named, day)).name
    return ended and fold(name) == fold(line_on(reached, own_day(reached, day)).name)


def _moved_to(newest: Key, begins: date, base: list[Stay]) -> list[Stay]:
    stays = [stay for stay in base if stay.begins < begins]
    if stays[-1].unit == newest:
        return stays
    return [*stays, Stay(newest, begins)]


def _followed(hierarchy: Hierarchy, stays: list[Stay], received: date) -> list[Stay]:
    """After the last unit's end come its whole successors; a unit that had ended by the
    received day hands over at once, so the receipt is at its successor."""
    last = hierarchy.units[stays[-1].unit]
    successor = whole_successor(hierarchy, last)
    if successor is None or last.ends is None:
        return stays
    if last.ends <= received:
        return _followed(hierarchy, [Stay(successor.key, received)], received)
    return _followed(hierarchy, [*stays, Stay(successor.key, last.ends)], received)
