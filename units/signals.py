"""What others may listen to."""

from django.dispatch import Signal

# Sent inside the transaction of the change, after the paths are rebuilt, with
# `unit_ids: frozenset[int]`, the units whose versions, links or identifiers changed.
hierarchy_changed = Signal()
