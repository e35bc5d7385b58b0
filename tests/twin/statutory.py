"""The twin's statutory due dates: one day after another is looked at until the term is over
(docs/decisions/0014). What is a public holiday it asks the same package as the real thing."""

from datetime import date, datetime, timedelta

import holidays

from tests.twin.model import Settings, State, World

# Of a procedure: its terms in person, online, by post, "" for none. Which of them is asked first.
Texts = tuple[str, str, str]
ORDER = {"in_person": (0, 2, 1), "online": (1, 0, 2), "postal": (2, 0, 1)}


def due_of(world: World, settings: Settings, state: State) -> date | datetime | None:
    """When a dossier is due: as its file says, else by its term where the source's rule is so."""
    if state.due_at is not None or settings.missing_due != "statutory":
        return state.due_at
    texts = dict(world.terms).get(state.procedure or "")
    given = [texts[place] for place in ORDER[state.channel or "in_person"]] if texts else []
    for text in given:
        if text:
            return _end_of(world, state.received_on, text)
    return None


def _end_of(world: World, day: date, text: str) -> date:
    number, _space, unit = text.partition(" ")
    left = int(number)
    if unit == "Giờ":
        left, unit = (left + 23) // 24, "Ngày"
    if unit == "Ngày làm việc":
        while left:
            day += timedelta(days=1)
            left -= _works(world, day)
        return day
    if unit == "Tháng":
        day = _months_later(day, left)
    else:
        day += timedelta(days=left)
    while not _works(world, day):
        day += timedelta(days=1)
    return day


def _months_later(day: date, months: int) -> date:
    year, month, wanted = day.year, day.month, day.day
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:  # the month has no such day
            wanted -= 1


def _works(world: World, day: date) -> bool:
    special = dict(world.special_days)
    if day in special:
        return special[day]
    return day.weekday() < 5 and day not in holidays.country_holidays("VN", years=day.year)
