"""What a change of units would do, found by doing it and taking it back at once."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from units.changing import rehearsing
from units.differences import Difference
from units.models import Unit, UnitChange
from units.queries import generation
from units.signals import what_follows
from units.undoing import difference_of


@dataclass(frozen=True)
class Rehearsal:
    """The rows that would change, sentences that say what follows from that, and the state of the
    hierarchy that it was tried on."""

    changed: Difference
    follows: list[str]
    generation: UUID | None


def rehearse(act: Callable[[], object]) -> Rehearsal:
    """Try a change of units that can be undone; nothing of it stays, and nothing is counted by it.
    Raises what it raises."""
    with rehearsing():
        tried_on = generation()
        act()
        change = UnitChange.objects.latest("event_id")  # nobody else can have changed units since
        answers = what_follows.send(sender=Unit, affected=frozenset(change.affected))
    return Rehearsal(
        changed=difference_of(change),
        follows=[sentence for _receiver, told in answers for sentence in told or ()],
        generation=tried_on,
    )
