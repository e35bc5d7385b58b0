"""One year of the demo province, as columns."""

from dataclasses import dataclass

import numpy as np

from egov.demo.asking import BEFORE, LAST, Asked, ask
from egov.demo.chance import Chance, Floats, Ints
from egov.demo.clock import OFFICE_MINUTES, by_the_clock, running_numbers
from egov.demo.offices import Office, Procedure, offices, procedures
from egov.demo.outcomes import OPEN, finished_days
from egov.demo.totals import Totals

IN_PERSON, ONLINE, POSTAL = range(3)

_SEED = 766
_BY_LEVEL = {2: 0.0, 3: 1.0, 4: 1.5}  # how much a service is used online
_POSTAL = {"department": 0.03, "district": 0.012, "commune": 0.001}


@dataclass(frozen=True)
class Year:
    """The dossiers received in the year or open at its start.

    `office`, `procedure` are positions in the lists; days are numbers of working days
    (`working_days.DAYS`), OPEN where there is none yet; minutes count from midnight; `number`
    runs per office and day.
    """

    offices: list[Office]
    procedures: list[Procedure]
    office: Ints
    procedure: Ints
    channel: Ints
    received: Ints
    received_minute: Ints
    due: Ints
    finished: Ints
    finished_minute: Ints
    returned: Ints
    number: Ints


def make_year(totals: Totals | None = None, seed: int = _SEED) -> Year:
    """The year with these totals; equal seeds give equal years."""
    totals = totals or Totals()
    chance = Chance(seed)
    every, by_group = offices(chance), procedures()
    named = [one for group in by_group.values() for one in group]
    asked = ask(every, by_group, totals, chance)
    finished = finished_days(asked, every, named, totals, chance)
    size = len(finished)
    minute = chance.below(np.full(size, OFFICE_MINUTES - 20))
    earliest = np.where(finished == asked.received, minute + 1, 0)
    finished_minute = earliest + chance.below(OFFICE_MINUTES - earliest)
    fetched_after = np.floor(-1.3 * np.log(chance.uniform(size))).astype(np.int64)
    return Year(
        offices=every,
        procedures=named,
        office=asked.office,
        procedure=asked.procedure,
        channel=_channels(asked, every, named, chance),
        received=asked.received,
        received_minute=by_the_clock(minute),
        due=asked.due,
        finished=finished,
        finished_minute=by_the_clock(finished_minute),
        returned=np.where(finished == OPEN, OPEN, finished + fetched_after),
        number=running_numbers(asked.office, asked.received, minute),
    )


def _channels(asked: Asked, every: list[Office], named: list[Procedure], chance: Chance) -> Ints:
    """Online only where the service is offered so, and more from month to month."""
    use = np.array([_BY_LEVEL[one.level] for one in named])[asked.procedure]
    share = np.array([one.online for one in every])[asked.office] * use * _growth(asked)
    postal = np.array([_POSTAL[one.level] for one in every])[asked.office]
    drawn = chance.uniform(len(share))
    return np.where(drawn < share, ONLINE, np.where(drawn > 1 - postal, POSTAL, IN_PERSON))


def _growth(asked: Asked) -> Floats:
    return 0.7 + 0.6 * np.clip((asked.received - BEFORE) / (LAST - BEFORE), 0, 1)
