"""The dossiers of the second stretch, as columns."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from egov.demo import working_days
from egov.demo.chance import Chance, Floats, Ints
from egov.demo.clock import OFFICE_MINUTES, by_the_clock, running_numbers
from egov.demo.offices import Procedure, procedures
from egov.demo.outcomes import OPEN
from egov.demo.recent.calendar import (
    DEPARTMENTS_MERGE,
    DISTRICTS_END,
    FIRST,
    LAST,
    MONTHS,
    WARM_UP,
    number_from,
)
from egov.demo.recent.counters import Counter, counters

IN_PERSON, ONLINE, POSTAL = range(3)
RESOLVED, WITHDRAWN, STOPPED, NOT_RECEIVED = range(4)

_SEED = 2025
_A_MONTH = 8_000
_WEEKDAYS = (1.22, 1.06, 1.0, 0.94, 0.80)
_QUIET = (date(2025, 1, 20), date(2025, 2, 7), date(2026, 2, 9), date(2026, 2, 27))
# How often a dossier ends otherwise, waits for its citizen, or has no due date.
_WITHDRAWN, _STOPPED, _NOT_RECEIVED, _WAITS, _NO_DUE = 0.010, 0.006, 0.008, 0.05, 0.015
_LATE = 0.035  # of all, where nothing is unusual
_PUT_OFF = 0.25  # of the dossiers overdue at the end of a month, whose due date is then moved
_FIELDS = {"Đất đai": 2.6, "Hoạt động xây dựng": 1.4, "Chứng thực": 0.3, "Hộ tịch": 0.5}

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Dossiers:
    """One element per dossier. `office` and `lodged` (where it was handed in) are positions in
    `offices`, as of the day on which it came; days are numbers of working days, OPEN where there
    is none; minutes count from midnight."""

    offices: list[Counter]
    procedures: list[Procedure]
    office: Ints
    lodged: Ints
    procedure: Ints
    channel: Ints
    received: Ints
    received_minute: Ints
    due: Ints
    finished: Ints
    finished_minute: Ints
    returned: Ints
    number: Ints
    end: Ints
    waits: Mask
    put_off: Mask
    fee: Mask
    paid_online: Mask
    digitised: Mask
    e_result: Mask


def make_dossiers(one_in: int = 1, seed: int = _SEED) -> Dossiers:
    """The dossiers received in the stretch or open at its start, one in so many."""
    chance = Chance(seed)
    every, by_group = counters(chance), procedures()
    named = [one for group in by_group.values() for one in group]
    received = _days(one_in, chance)
    office, procedure = _asked(received, every, by_group, chance)
    term = np.array([one.term for one in named])[procedure]
    end = _ends(len(received), chance)
    late = chance.uniform(len(received)) < _lateness(
        office, procedure, received, every, named, chance
    )
    used = np.floor(chance.uniform(len(term)) ** _haste(term) * (term + 1)).astype(np.int64)
    delay = 1 + np.floor(14.0 * np.exp(1.3 * chance.bell(len(term)))).astype(np.int64)
    late &= end == RESOLVED
    finished = np.where(late, received + term + delay, received + used)
    kept = np.flatnonzero((finished >= FIRST) & ((end != NOT_RECEIVED) | (received >= FIRST)))
    return _dressed(
        every, named, chance, kept, office, procedure, received, received + term, finished, end
    )


def _dressed(
    every: list[Counter],
    named: list[Procedure],
    chance: Chance,
    kept: Ints,
    *columns: Ints,
) -> Dossiers:
    """The dossiers that are kept with all that an export says of them besides."""
    office, procedure, received, due, finished, end = (column[kept] for column in columns)
    size = len(kept)
    grown = np.clip((received - FIRST) / (LAST - FIRST), 0, 1)
    minute = chance.below(np.full(size, OFFICE_MINUTES - 20))
    earliest = np.where(finished == received, minute + 1, 0)
    finished_minute = earliest + chance.below(OFFICE_MINUTES - earliest)
    fetched = np.floor(-1.1 * np.log(chance.uniform(size))).astype(np.int64)
    channel = _channels(office, procedure, grown, every, named, chance)
    known = finished <= LAST
    fee = (procedure * 7 % 10 < 4) & (end != NOT_RECEIVED)
    return Dossiers(
        offices=every,
        procedures=named,
        office=office,
        lodged=_lodged(office, received, every, chance),
        procedure=procedure,
        channel=channel,
        received=received,
        received_minute=by_the_clock(minute),
        due=np.where((chance.uniform(size) < _NO_DUE) | (end == NOT_RECEIVED), OPEN, due),
        finished=np.where(known, finished, OPEN),
        finished_minute=by_the_clock(finished_minute),
        returned=np.where(known & (end == RESOLVED), finished + fetched, OPEN),
        number=running_numbers(office, received, minute),
        end=end,
        waits=chance.uniform(size) < _WAITS,
        put_off=chance.uniform(size) < _PUT_OFF,
        fee=fee,
        paid_online=fee & (channel == ONLINE) & (chance.uniform(size) < 0.45 + 0.4 * grown),
        digitised=chance.uniform(size) < 0.50 + 0.42 * grown,
        e_result=chance.uniform(size) < 0.40 + 0.50 * grown,
    )


def _days(one_in: int, chance: Chance) -> Ints:
    """The working day on which each dossier comes, from the warm-up on."""
    begin = number_from(WARM_UP)
    days = working_days.DAYS[begin : LAST + 1]
    first, first_end, second, second_end = _QUIET
    weights = [
        _WEEKDAYS[day.weekday()]
        * (0.5 if first <= day < first_end or second <= day < second_end else 1.0)
        * (1.1 if day.month == 12 else 1.0)
        for day in days
    ]
    size = _A_MONTH * (len(MONTHS) + 2) // one_in
    return begin + chance.pick(np.array(weights), size)


def _asked(
    received: Ints, every: list[Counter], by_group: dict[str, list[Procedure]], chance: Chance
) -> tuple[Ints, Ints]:
    """The office and the procedure of each dossier, of those that were there on its day."""
    first: dict[str, int] = {}
    for group in by_group:
        first[group] = sum(len(by_group[one]) for one in first)
    office, procedure = np.empty_like(received), np.empty_like(received)
    days = [WARM_UP, DEPARTMENTS_MERGE, DISTRICTS_END, working_days.LAST]
    for begin, end in pairwise(days):
        where = np.flatnonzero((received >= number_from(begin)) & (received < number_from(end)))
        pairs: list[tuple[int, int]] = []
        weights: list[float] = []
        for position, one in enumerate(every):
            for group, dossiers in one.services.items() if one.lives_on(begin.isoformat()) else ():
                usual = dossiers / sum(each.weight for each in by_group[group])
                pairs += [(position, first[group] + n) for n in range(len(by_group[group]))]
                weights += [each.weight * usual for each in by_group[group]]
        office_of, procedure_of = np.array(pairs, np.int64).T
        usage = np.array(weights) * np.exp(0.3 * chance.bell(len(pairs)))
        chosen = chance.pick(usage, len(where))
        office[where], procedure[where] = office_of[chosen], procedure_of[chosen]
    return office, procedure


def _ends(size: int, chance: Chance) -> Ints:
    drawn = chance.uniform(size)
    ends = np.full(size, RESOLVED)
    ends[drawn < _WITHDRAWN + _STOPPED + _NOT_RECEIVED] = NOT_RECEIVED
    ends[drawn < _WITHDRAWN + _STOPPED] = STOPPED
    ends[drawn < _WITHDRAWN] = WITHDRAWN
    return ends


def _haste(term: Ints) -> Floats:
    """The longer the term, the nearer to its end is a dossier finished that is not late."""
    return np.asarray(1 / (1 + np.minimum(term, 30) / 6), np.float64)


def _lateness(
    office: Ints,
    procedure: Ints,
    received: Ints,
    every: list[Counter],
    named: list[Procedure],
    chance: Chance,
) -> Floats:
    """How likely each dossier is to be late: by office, field and month; most in the communes in
    the months after districts had ended."""
    of_office = np.array([one.lateness for one in every])[office]
    of_field = np.array([_FIELDS.get(one.field, 1.0) for one in named])[procedure]
    month = (received - received.min()) // 21
    months = int(month.max()) + 1
    swing = np.exp(0.35 * chance.bell(len(every) * months))[office * months + month]
    since = received - number_from(DISTRICTS_END)
    is_commune = np.array([one.level == "commune" for one in every])[office]
    learning = np.where(is_commune & (since >= 0), 1 + 2.4 * np.exp(-since / 70), 1.0)
    return np.asarray(_LATE * of_office * of_field * swing * learning, np.float64)


def _channels(
    office: Ints,
    procedure: Ints,
    grown: Floats,
    every: list[Counter],
    named: list[Procedure],
    chance: Chance,
) -> Ints:
    """Online more from month to month, from about a third to most."""
    of_office = np.array([one.online for one in every])[office]
    of_level = np.array([0.8 if one.level == 2 else 1.0 for one in named])[procedure]
    online = np.minimum(of_office * of_level * (0.85 + 0.9 * grown), 0.97)
    drawn = chance.uniform(len(online))
    return np.where(drawn < online, ONLINE, np.where(drawn > 0.985, POSTAL, IN_PERSON))


def _lodged(office: Ints, received: Ints, every: list[Counter], chance: Chance) -> Ints:
    """Where it was handed in: since districts ended, also at another commune of the province."""
    now = np.array(
        [n for n, one in enumerate(every) if one.level == "commune" and not one.heirs], np.int64
    )
    other = now[chance.below(np.full(len(office), len(now)))]
    elsewhere = (chance.uniform(len(office)) < 0.04) & (received >= number_from(DISTRICTS_END))
    return np.where(elsewhere, other, office)
