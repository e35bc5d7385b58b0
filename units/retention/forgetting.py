"""Carrying the rules out, some rows at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from units import audit
from units.models import User
from units.retention.rule import RULES, Rule


@dataclass(frozen=True)
class Outcome:
    """How much a rule has forgotten, or would forget; `before` is None where it never does."""

    rule: Rule
    before: datetime | None
    count: int


def due(now: datetime | None = None) -> Iterator[Outcome]:
    """What each rule would forget now."""
    for rule in RULES:
        before = rule.before(now or timezone.now())
        yield Outcome(rule, before, rule.count(before) if before else 0)


def forget(*, by: User | str, now: datetime | None = None) -> Iterator[Outcome]:
    """Forget what is due, rule by rule; what went is written down, as numbers alone. Whoever is
    killed in between leaves the rest to the next run. A rule that fails (a file that cannot be
    removed) keeps none of the others from their work; the first such error is raised at the end."""
    failed: Exception | None = None
    for rule in RULES:
        before = rule.before(now or timezone.now())
        try:
            count = _forget_all(rule, before, by) if before else 0
        except Exception as error:
            failed = failed or error
        else:
            yield Outcome(rule, before, count)
    if failed is not None:
        raise failed


def _forget_all(rule: Rule, before: datetime, by: User | str) -> int:
    """What went before an error is written down, too."""
    count = 0
    try:
        while gone := rule.forget_some(before):
            count += gone
    finally:
        if count:
            told = {"rows": count, "before": before.isoformat()}
            audit.record(by=by, action="forget", label=rule.name, new=told)
    return count
