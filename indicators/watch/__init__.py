"""What needs a look now: overdue, due soon, below target, changed, missing, rewritten
(docs/decisions/0019)."""

from indicators.watch.gathering import Watch, watch_of

__all__ = ["Watch", "watch_of"]
