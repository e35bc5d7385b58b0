"""What becomes of the demo's dossiers: finished in time, late, or still open at the year's end.

Each is drawn as it would go by itself. Then those are chosen that were late, late and still open,
or open within their term: exactly as many as the totals say, and each time those that chance had
brought nearest to it.
"""

import numpy as np
import numpy.typing as npt

from egov.demo.asking import BEFORE, LAST, Asked
from egov.demo.chance import Chance, Floats, Ints
from egov.demo.offices import Office, Procedure
from egov.demo.totals import Totals

OPEN = int(np.iinfo(np.int32).max)  # beyond every day

_FIELDS = {  # how late by field (1 = usual), where it is not usual
    ("district", "Đất đai"): 3.2,
    ("district", "Hoạt động xây dựng"): 1.4,
    ("district", "Bảo trợ xã hội"): 1.2,
    ("commune", "Đất đai"): 1.5,
    ("commune", "Chứng thực"): 0.3,
    ("commune", "Hộ tịch"): 0.5,
}
_LONG_DELAY = "Đất đai"
Mask = npt.NDArray[np.bool_]


def finished_days(
    asked: Asked,
    offices: list[Office],
    procedures: list[Procedure],
    totals: Totals,
    chance: Chance,
) -> Ints:
    """The number of the working day on which each dossier was finished, OPEN if it was not."""
    natural = _in_time(asked, chance)
    ends_this_year = asked.due <= LAST
    late = _late(asked, ends_this_year, offices, procedures, totals, chance)
    finished = np.where(late, _when_late(asked, late, procedures, totals, chance), natural)
    still_open = _nearest(natural, ~ends_this_year, totals.open - totals.overdue, chance)
    hurried = ~ends_this_year & ~still_open & (natural > LAST)
    in_year = np.maximum(asked.received, BEFORE + 1)
    squeezed = in_year + chance.below(np.maximum(LAST - in_year + 1, 1))
    return np.where(still_open, OPEN, np.where(hurried, squeezed, finished))


def _in_time(asked: Asked, chance: Chance) -> Ints:
    """The day on which a dossier is finished that is not late: the longer the term, the nearer to
    its end. What was open as the year began ends within it."""
    haste = 1 / (1 + np.minimum(asked.term, 30) / 6)
    used = np.floor(chance.uniform(len(asked.term)) ** haste * (asked.term + 1)).astype(np.int64)
    return np.asarray(np.maximum(asked.received + used, BEFORE + 1), np.int64)


def _late(
    asked: Asked,
    can_be: Mask,
    offices: list[Office],
    procedures: list[Procedure],
    totals: Totals,
    chance: Chance,
) -> Mask:
    """Those past due, whether finished since or still open."""
    levels = [one.level for one in offices]
    of_office = np.array([one.lateness for one in offices])
    weight = of_office[asked.office] * _swings(asked, len(offices), chance)
    fields = [one.field for one in procedures]
    for (level, field), factor in _FIELDS.items():
        at_level = np.array([one == level for one in levels])[asked.office]
        in_field = np.array([one == field for one in fields])[asked.procedure]
        weight = np.where(at_level & in_field, weight * factor, weight)
    score = np.where(can_be, chance.order(weight), -np.inf)
    score = np.where(asked.overdue_before, np.inf, score)
    return _greatest(score, totals.late + totals.overdue)


def _swings(asked: Asked, offices: int, chance: Chance) -> Floats:
    """How much better or worse an office does from month to month."""
    months = (asked.due - asked.due.min()) // 21
    swing = np.exp(0.4 * chance.bell(offices * (int(months.max()) + 1)))
    return np.asarray(swing[asked.office * (int(months.max()) + 1) + months], np.float64)


def _when_late(
    asked: Asked, late: Mask, procedures: list[Procedure], totals: Totals, chance: Chance
) -> Ints:
    """The day on which the late ones are finished; those that would take longest stay open."""
    size = len(asked.term)
    is_long = np.array([one.field == _LONG_DELAY for one in procedures])[asked.procedure]
    typical = np.where(is_long, 45.0, 18.0)
    delay = 1 + np.floor(typical * np.exp(1.35 * chance.bell(size))).astype(np.int64)
    day = np.maximum(asked.due + delay, BEFORE + 1)
    # Due on the very last working day and finished late within the year is impossible.
    stays = np.where(asked.due >= LAST, OPEN, day)
    still_open = _nearest(stays, late, totals.overdue, chance)
    room = np.maximum(LAST - np.maximum(asked.due, BEFORE), 1)
    squeezed = np.maximum(asked.due, BEFORE) + 1 + chance.below(room)
    return np.where(still_open, OPEN, np.where(day > LAST, squeezed, day))


def _nearest(day: Ints, among: Mask, count: int, chance: Chance) -> Mask:
    """As many of those among which to choose as asked for: those with the latest days."""
    score = np.where(among, day + chance.uniform(len(day)), -np.inf)
    return _greatest(score, count) & among


def _greatest(score: Floats, count: int) -> Mask:
    chosen = np.zeros(len(score), bool)
    chosen[np.argsort(-score, kind="stable")[:count]] = True
    return chosen
