"""The units that a dossier's life consists of (docs/decisions/0001, "The stays of a dossier")."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from units.names import fold_unit_name
from units.timeline import Timeline


class Stay(NamedTuple):
    """A dossier is at the unit from `from_on` until before `to_on` (None: to the end)."""

    unit_id: int
    from_on: date
    to_on: date | None


class Named(NamedTuple):
    """A live state names the unit, as `find` gave it, in an export of the day."""

    unit_id: int
    exported_on: date


def stays(timeline: Timeline, named: Sequence[Named], received_on: date) -> tuple[Stay, ...]:
    """The uncut stays of a dossier.

    `named`: what its live states name, oldest state first, the present one last; `received_on`:
    the present state's received day.
    """
    moves = _path(timeline, named, received_on)
    ends = [day for _, day in moves[1:]] + [None]
    return tuple(Stay(unit_id, day, end) for (unit_id, day), end in zip(moves, ends, strict=True))


def cut(
    stays_of_dossier: Sequence[Stay], ended_on: date | None, data_date: date
) -> tuple[Stay, ...]:
    """The stays that begin on or before the dossier's end day (open: the source's data date);
    the first one always stays, and the last one has no end."""
    until = data_date if ended_on is None else ended_on
    kept = [stay for stay in stays_of_dossier[1:] if stay.from_on <= until]
    kept.insert(0, stays_of_dossier[0])
    kept[-1] = kept[-1]._replace(to_on=None)
    return tuple(kept)


Move = tuple[int, date]  # to a unit, on a day


def _path(timeline: Timeline, named: Sequence[Named], received_on: date) -> list[Move]:
    unit_id, exported_on = named[-1]
    begin, _ = timeline.life(unit_id)
    base = _before(timeline, named, received_on)
    if begin <= received_on:
        known = base is not None and timeline.life(base[0][0])[0] <= received_on
        if base and known:
            reached = _at(base, exported_on)
            if _is_meant(timeline, unit_id, reached, exported_on):
                return base  # it came there with the units, and was not re-assigned
            left = _left_open_on(timeline, reached, exported_on)
            if left is not None and left > received_on and timeline.is_valid(unit_id, left):
                kept = [(other, day) for other, day in base if day < left]
                return _followed(timeline, [*kept, (unit_id, left)])
        return _followed(timeline, [(unit_id, received_on)])
    if base is None:  # recorded under the later unit
        return _followed(timeline, [(unit_id, received_on)])
    moves = [(other, day) for other, day in base if day < begin]
    if moves[-1][0] != unit_id:
        moves.append((unit_id, begin))
    return _followed(timeline, moves)


def _before(timeline: Timeline, named: Sequence[Named], received_on: date) -> list[Move] | None:
    """Where the dossier is by the states before the last one, or without any, if its unit began
    after the receipt, by that unit's single whole predecessor; None if nobody knows."""
    if len(named) > 1:
        return _path(timeline, named[:-1], received_on)
    unit_id, exported_on = named[0]
    predecessor = timeline.single_whole_predecessor(unit_id)
    if predecessor is None or timeline.life(unit_id)[0] <= received_on:
        return None
    return _path(timeline, [Named(predecessor, exported_on)], received_on)


def _left_open_on(timeline: Timeline, unit_id: int, exported_on: date) -> date | None:
    """The day on which a unit that is gone by an export ended without a whole successor: what it
    left open went to whom the export names."""
    _, end = timeline.life(unit_id)
    gone = end is not None and end <= exported_on and timeline.whole_successor(unit_id) is None
    return end if gone else None


def _is_meant(timeline: Timeline, named: int, reached: int, exported_on: date) -> bool:
    """Whether an export that names a unit may mean the one that the dossier has reached by then:
    that very unit, what the named one went into, or one of the same name if that has ended (A and
    B became a new A: the later file's "A" is the new one for the dossiers of B as well)."""
    if timeline.follow(named, exported_on) == reached:
        return True
    names = [fold_unit_name(timeline.name(unit, exported_on)) for unit in (named, reached)]
    return not timeline.is_valid(named, exported_on) and names[0] == names[1]


def _at(moves: list[Move], day: date) -> int:
    """The unit that the dossier is at on a day, at the first one before."""
    return next((unit_id for unit_id, begin in reversed(moves) if begin <= day), moves[0][0])


def _followed(timeline: Timeline, moves: list[Move]) -> list[Move]:
    while True:
        unit_id, day = moves[-1]
        _, end = timeline.life(unit_id)
        successor = timeline.whole_successor(unit_id)
        if end is None or successor is None or timeline.follow(unit_id, end) == unit_id:
            return moves
        if end <= day:  # it ended before the dossier came to it
            moves[-1] = (successor, day)
        else:
            moves.append((successor, end))
