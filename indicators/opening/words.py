"""What is listed, in plain words: "resolved late", "resolved or in progress"."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.measure_words import measure_name
from indicators.measures import LODGED, RECEIVED

# What makes up a group, what else belongs to it where it is there, and its name.
_GROUPS: tuple[tuple[frozenset[str], frozenset[str], Promise], ...] = (
    (
        frozenset({"resolved_early", "resolved_on_time", "resolved_late"}),
        frozenset({"resolved_without_due", "resolved_taken_as_on_time"}),
        gettext_lazy("resolved"),
    ),
    (
        frozenset({"resolved_early", "resolved_on_time"}),
        frozenset({"resolved_taken_as_on_time"}),
        gettext_lazy("resolved early or on time"),
    ),
    (
        frozenset({"in_progress_within_due", "in_progress_overdue", "waiting"}),
        frozenset({"in_progress_without_due", "in_progress_taken_as_within_due"}),
        gettext_lazy("in progress"),
    ),
    (
        frozenset({"in_progress_within_due", "waiting"}),
        frozenset({"in_progress_taken_as_within_due"}),
        gettext_lazy("in progress within due"),
    ),
    (frozenset(LODGED), frozenset(), gettext_lazy("handed in")),
    (frozenset(RECEIVED), frozenset(), gettext_lazy("received")),
)


def listed(measures: Sequence[str]) -> str:
    """The measures of a part, shortened where they make up a whole, to follow "dossiers"."""
    left, phrases = list(measures), []
    for members, others, name in _GROUPS:
        if members.issubset(left):
            phrases.append(str(name))
            left = [measure for measure in left if measure not in members | others]
    phrases += [_lower_first(measure_name(measure)) for measure in left]
    return _(" or ").join(phrases)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
