"""What people of the demo ask for: which office, which procedure, on which day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from egov.demo import working_days
from egov.demo.chance import Chance, Floats, Ints
from egov.demo.offices import Office, Procedure
from egov.demo.totals import Totals

YEAR = 2018
BEFORE = working_days.last_before(date(YEAR, 1, 1))  # the last working day of the year before
LAST = working_days.last_before(date(YEAR + 1, 1, 1))

# Dossiers of a day by month: the system spreads over the province, and towards the end of the year
# everybody wants to be done.
_MONTHS = (0.72, 0.66, 0.80, 0.86, 0.90, 0.94, 0.96, 1.00, 1.06, 1.12, 1.34, 1.62)
_WEEKDAYS = (1.22, 1.06, 1.0, 0.94, 0.80)
_TET = (date(2018, 2, 5), date(2018, 3, 2), 0.55)  # few come in the weeks about the New Year
_OVERDUE_BEFORE = 0.06  # of what came from the year before, this share was overdue already


@dataclass(frozen=True)
class Asked:
    """The dossiers as columns: positions of office and procedure, days and terms in working days
    (`working_days.DAYS`). `overdue_before`: past due as the year began."""

    office: Ints
    procedure: Ints
    received: Ints
    term: Ints
    overdue_before: npt.NDArray[np.bool_]

    @property
    def due(self) -> Ints:
        return self.received + self.term


def ask(
    offices: list[Office], by_group: dict[str, list[Procedure]], totals: Totals, chance: Chance
) -> Asked:
    """The dossiers that come from the year before, and those received within the year."""
    office, procedure, weights = _services(offices, by_group, chance)
    terms = np.array([one.term for group in by_group.values() for one in group])[procedure]
    # What takes long is likelier to be still there.
    old = chance.pick(weights * terms, totals.carried)
    new = chance.pick(weights, totals.received)
    received, overdue = _received_before(terms[old], chance)
    service = np.concatenate((old, new))
    return Asked(
        office=office[service],
        procedure=procedure[service],
        received=np.concatenate((received, _days_of_the_year(totals.received, chance))),
        term=terms[service],
        overdue_before=np.concatenate((overdue, np.zeros(totals.received, bool))),
    )


def _services(
    offices: list[Office], by_group: dict[str, list[Procedure]], chance: Chance
) -> tuple[Ints, Ints, Floats]:
    """Every procedure of every office: positions of both, and how often it is asked for."""
    first: dict[str, int] = {}
    for group in by_group:
        first[group] = sum(len(by_group[one]) for one in first)
    pairs: list[tuple[int, int]] = []
    weights: list[float] = []
    for position, office in enumerate(offices):
        procedures = by_group[office.group]
        usual = office.dossiers / sum(one.weight for one in procedures)
        pairs += [(position, first[office.group] + n) for n in range(len(procedures))]
        weights += [one.weight * usual for one in procedures]
    office_of, procedure_of = np.array(pairs, np.int64).T
    return office_of, procedure_of, np.array(weights) * np.exp(0.3 * chance.bell(len(pairs)))


def _days_of_the_year(size: int, chance: Chance) -> Ints:
    """A working day of the year for each dossier."""
    days = working_days.DAYS[BEFORE + 1 : LAST + 1]
    weights = [_MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] for day in days]
    first, end, dip = _TET
    quiet = [dip if first <= day < end else 1.0 for day in days]
    return BEFORE + 1 + chance.pick(np.array(weights) * np.array(quiet), size)


def _received_before(terms: Ints, chance: Chance) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The days on which the dossiers came that were open as the year began, and which of them
    were overdue by then: their due days, one term later, lie before the year."""
    age = chance.below(terms)
    overdue = chance.uniform(len(terms)) < _OVERDUE_BEFORE
    late_by = 1 + np.floor(-12.0 * np.log(chance.uniform(len(terms)))).astype(np.int64)
    age = np.where(overdue, terms - 1 + np.minimum(late_by, 60), age)
    return BEFORE - age, overdue
