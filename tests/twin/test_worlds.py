"""The worlds that the suite draws hold all that the rules tell apart: else the twin and the real
thing could agree on it without either being asked."""

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.twin import dossiers as twin
from tests.twin.histories import OLD_TIMES
from tests.twin.model import Dossier, Load, Undo, World, day_of
from tests.twin.worlds import STATUSES, worlds

# Hypothesis varies what it has drawn already: several beginnings show more than one long run.
BEGINNINGS, EXAMPLES = 10, 20
A_FEW = 5

FEATURES = {
    *(f"present state: {status}" for status in STATUSES),
    *("on day 1", "on day 14", "on day 15", "on the last day", "on 29/2"),
    *("compare by day", "compare by second", "missing due: exclude", "missing due: on_time"),
    *("missing due: statutory", "due by a statutory term"),
    *("due date missing", "due date with a time", "due date without a time"),
    *("unit renamed", "unit under another", "units merge", "unit splits", "unit begins"),
    *("unit ends for good", "province ends", "dossier moves", "received elsewhere"),
    *("two sources", "code in two sources", "code in two uploads"),
    *("undo", "undo of what others say as well", "old export late"),
    *("row rejected", "row repeated"),
}


def test_every_feature_is_drawn_in_more_than_a_few():
    seen: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(world=worlds())
    def look(world: World) -> None:
        seen.update(set(features(world)))

    for beginning in range(BEGINNINGS):
        seed(beginning)(look)()
    assert set(seen) <= FEATURES
    assert {name: seen[name] for name in FEATURES if seen[name] < A_FEW} == {}


def features(world: World) -> Iterator[str]:
    """What a world holds."""
    known = twin.dossiers(world)
    yield from of_dossiers(known)
    yield from of_units(world)
    yield from of_uploads(world)
    sources = {dossier.source for dossier in known}
    for source in sources:
        yield f"compare by {world.settings(source).compare_by}"
        yield f"missing due: {world.settings(source).missing_due}"
    if len(sources) == 2:
        yield "two sources"
        codes = Counter(dossier.code for dossier in known)
        if max(codes.values()) == 2:
            yield "code in two sources"


def of_dossiers(known: Iterable[Dossier]) -> Iterator[str]:
    for dossier in known:
        state = dossier.state
        yield f"present state: {state.status}"
        if state.status == "not_received":
            continue
        yield from of_day(state.received_on)
        if dossier.ended:
            yield from of_day(day_of(dossier.ended))
        if state.due_at is None:
            yield "due date missing" if dossier.due is None else "due by a statutory term"
        else:
            timed = hasattr(state.due_at, "hour")
            yield "due date with a time" if timed else "due date without a time"
        if len(dossier.stays) > 1:
            yield "dossier moves"
        if state.receiving != state.unit:
            yield "received elsewhere"


def of_day(day: date) -> Iterator[str]:
    """The days at which half months and months begin and end."""
    if day.day in (1, 14, 15):
        yield f"on day {day.day}"
    if (day.month, day.day) == (2, 29):
        yield "on 29/2"
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        yield "on the last day"


def of_units(world: World) -> Iterator[str]:
    whole = Counter(
        (link.level, link.successor_code, link.effective_on)
        for link in world.links
        if link.extent == "whole"
    )
    if max(whole.values(), default=0) > 1:
        yield "units merge"
    if any(link.extent == "part" for link in world.links):
        yield "unit splits"
    gone = {(link.level, link.predecessor_code, link.effective_on) for link in world.links}
    come = {(link.level, link.successor_code, link.effective_on) for link in world.links}
    begins = {(line.level, line.code, line.valid_from): line for line in world.lines}
    ends = {(line.level, line.code, line.valid_to): line for line in world.lines}
    for key, line in ends.items():
        following = begins.get((line.level, line.code, line.valid_to or OLD_TIMES))
        if line.valid_to and following:
            if following.name != line.name:
                yield "unit renamed"
            if following.parent_code != line.parent_code:
                yield "unit under another"
        elif line.valid_to and key not in gone:
            yield "unit ends for good"
        if line.valid_to and line.level == "province" and not following:
            yield "province ends"
    if any(day > OLD_TIMES for _level, _code, day in begins.keys() - ends.keys() - come):
        yield "unit begins"


def of_uploads(world: World) -> Iterator[str]:
    live: dict[int, Load] = {}
    for event in world.events:
        if isinstance(event, Undo):
            yield "undo"
            undone = live.pop(event.upload_id)
            if codes_of(undone) & {code for load in live.values() for code in codes_of(load)}:
                yield "undo of what others say as well"
            continue
        for load in live.values():
            if load.upload.source == event.upload.source:
                if codes_of(load) & codes_of(event):
                    yield "code in two uploads"
                if load.upload.exported_at > event.upload.exported_at:
                    yield "old export late"
        live[event.upload.id] = event
        if len({row["code"] for row in event.upload.rows}) < len(event.upload.rows):
            yield "row repeated"
    _dossiers, results = twin.play(world)
    if any(result.rejected for result in results.values()):
        yield "row rejected"


def codes_of(load: Load) -> set[tuple[str, str]]:
    return {(load.upload.source, row["code"]) for row in load.upload.rows if row["code"]}
