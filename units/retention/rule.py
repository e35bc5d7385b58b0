"""Rules of what is forgotten, and the list of them; each room adds its own when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise

# Removed in one transaction, so that no run holds rows for long.
AT_ONCE = 2000


@dataclass(frozen=True)
class Rule:
    """What is forgotten so many days after it came, as `setting` says. `count` tells how much would
    go of what is older than a moment, `forget_some` forgets some of it, at most AT_ONCE, and tells
    how much that was."""

    name: str
    label: Promise
    setting: str
    count: Callable[[datetime], int]
    forget_some: Callable[[datetime], int]

    @property
    def days(self) -> int | None:
        """After how many days; None: never."""
        days: int | None = getattr(settings, self.setting)
        return days

    def before(self, now: datetime) -> datetime | None:
        """What is older than this goes; None: nothing does."""
        return None if self.days is None else now - timedelta(days=self.days)


RULES: list[Rule] = []


def add_rules(*rules: Rule) -> None:
    """Add rules once; `AppConfig.ready` may be called again."""
    RULES.extend(rule for rule in rules if rule not in RULES)
