"""The twin's counts: what happened on which day at which unit, and a census of what was open at
the end of each half month (DESIGN.md section 6, docs/decisions/0002)."""

from collections import Counter
from datetime import date, datetime
from functools import lru_cache

from tests.twin.dossiers import data_date, dossiers, play
from tests.twin.model import (
    Dossier,
    Key,
    Settings,
    World,
    day_of,
    first_instant,
    half_of,
    last_day,
    last_instant,
    next_half,
)

CountKey = tuple[str, Key, str | None, date]  # source, unit, procedure, half month
Counts = dict[CountKey, Counter[str]]

LODGED = ("lodged_online", "lodged_in_person", "lodged_postal")
RECEIVED = ("received_online", "received_other")
RESOLVED = ("resolved_early", "resolved_on_time", "resolved_late", "resolved_without_due")
STOCKS = (
    "in_progress_within_due",
    "in_progress_overdue",
    "in_progress_without_due",
    "waiting",
)
MEASURES = (
    *LODGED,
    *RECEIVED,
    "moved_in",
    "moved_out",
    *RESOLVED,
    "withdrawn",
    "stopped",
    "days_sum",
    "days_count",
    "with_fee",
    "paid_online",
    "digitised",
    "result_due",
    "e_result",
    "rewritten",
    *STOCKS,
)


@lru_cache(maxsize=8)
def counts(world: World) -> Counts:
    """Every measure that is not 0, per source, unit, procedure and half month."""
    found: Counts = {}
    for dossier, (unit, half, measure, number) in events(world):
        key = (dossier.source, unit, dossier.state.procedure, half)
        found.setdefault(key, Counter())[measure] += number
    return found


@lru_cache(maxsize=8)
def events(world: World) -> list[tuple[Dossier, "Event"]]:
    """What every dossier adds to the counts, if it is not 0."""
    found = []
    data_days = data_dates(world)
    for dossier in dossiers(world):
        if dossier.state.status == "not_received":
            continue
        settings = world.settings(dossier.source)
        happened = _flows(settings, dossier) + _stocks(settings, dossier, data_days[dossier.source])
        found += [(dossier, event) for event in happened if event[3]]
    return found


@lru_cache(maxsize=8)
def data_dates(world: World) -> dict[str, date]:
    """The day up to which each source with a live upload is known."""
    live, _ = play(world)
    return {said.upload.source: data_date(live, said.upload.source) for said in live}


@lru_cache(maxsize=8)
def export_days(world: World) -> dict[str, list[date]]:
    """The days of each source's live exports, in the order of the export times."""
    found: dict[str, list[date]] = {}
    live, _ = play(world)
    for said in sorted(live, key=lambda said: (said.upload.exported_at, said.upload.id)):
        found.setdefault(said.upload.source, []).append(said.upload.exported_at.date())
    return found


Event = tuple[Key, date, str, int]  # unit, half month, measure, number


def _flows(settings: Settings, dossier: Dossier) -> list[Event]:
    state = dossier.state
    received = half_of(state.received_on)
    first = dossier.stays[0].unit
    online = state.channel == "online"
    events = [
        (dossier.lodged_at, received, f"lodged_{state.channel}", int(state.channel is not None)),
        (first, received, "received_online" if online else "received_other", 1),
        (first, received, "with_fee", int(bool(state.fee))),
        (first, received, "paid_online", int(bool(state.fee and state.paid_online))),
        (first, received, "digitised", int(bool(state.digitised))),
    ]
    for before, after in zip(dossier.stays, dossier.stays[1:], strict=False):
        moved = half_of(after.begins)
        events += [(before.unit, moved, "moved_out", 1), (after.unit, moved, "moved_in", 1)]
    return events + _end(settings, dossier) + _rewritten(dossier)


def _rewritten(dossier: Dossier) -> list[Event]:
    day = dossier.rewritten_on
    if day is None:
        return []
    here = [stay.unit for stay in dossier.stays if stay.begins <= day] or [dossier.stays[0].unit]
    return [(here[-1], half_of(day), "rewritten", 1)]


def _end(settings: Settings, dossier: Dossier) -> list[Event]:
    if dossier.ended is None:
        return []
    state = dossier.state
    day = day_of(dossier.ended)
    half, last = half_of(day), dossier.stays[-1].unit
    if state.status != "resolved":
        return [(last, half, state.status, 1)]
    return [
        (last, half, _judged(settings, dossier.ended, dossier.due), 1),
        (last, half, "days_sum", (day - state.received_on).days),
        (last, half, "days_count", 1),
        (last, half, "result_due", int(bool(state.result_due))),
        (last, half, "e_result", int(bool(state.result_due and state.e_result))),
    ]


def _judged(settings: Settings, ended: date | datetime, due: date | datetime | None) -> str:
    if due is None:
        return "resolved_without_due"
    if settings.compare_by == "day":
        late = day_of(ended) > day_of(due)
    else:
        late = first_instant(ended) > last_instant(due)
    if late:
        return "resolved_late"
    return "resolved_early" if day_of(ended) < day_of(due) else "resolved_on_time"


def _stocks(settings: Settings, dossier: Dossier, data_day: date) -> list[Event]:
    """Ask at the end of every half month up to the data date: is it open, where, and how?"""
    if dossier.state.received_on > data_day:
        return []
    events = []
    half = half_of(dossier.state.received_on)
    while half <= data_day:
        if dossier.ended is not None and day_of(dossier.ended) <= last_day(half):
            break
        here = [stay.unit for stay in dossier.stays if stay.begins <= last_day(half)][-1]
        part = _stock_part(settings, dossier, half, min(last_day(half), data_day))
        events.append((here, half, part, 1))
        half = next_half(half)
    return events


def _stock_part(settings: Settings, dossier: Dossier, half: date, judged_on: date) -> str:
    state = dossier.state
    if state.status == "waiting" and half >= half_of(dossier.said_on):
        return "waiting"
    if dossier.due is None:
        return "in_progress_without_due"
    if settings.compare_by == "day":
        overdue = day_of(dossier.due) < judged_on
    else:
        overdue = last_instant(dossier.due) < last_instant(judged_on)
    return "in_progress_overdue" if overdue else "in_progress_within_due"
