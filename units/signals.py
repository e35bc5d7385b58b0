"""What others may listen to."""

from django.dispatch import Signal

# Sent inside the transaction of the change, after the paths are rebuilt, with
# `affected: frozenset[int]`, the units whose dossiers may be counted elsewhere now (see
# `units.differences.affected`), and `at_once`: whether what follows is to be done before the
# transaction ends, as units vanish.
hierarchy_changed = Signal()

# Asks what a change would entail, with `affected` as above; receivers return sentences.
what_follows = Signal()

# Sent ahead of a change that is followed at once, before units are locked: receivers lock what they
# will write, in the order in which everybody does.
hierarchy_to_be_followed = Signal()

# Sent before units are deleted, with `unit_ids: frozenset[int]`; a receiver that cannot do without
# one raises UnitError.
units_vanish = Signal()
