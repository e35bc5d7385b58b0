"""The days on which a unit's tasks or territory changed, as marks of a chart over months."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from indicators.charts.months import Mark
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name
from units.queries import hierarchy
from units.turnings import Turning, TurningKind, turnings

_WORDS = {
    TurningKind.MORE_TASKS: gettext_lazy("same territory, more tasks"),
    TurningKind.TIER_ENDED: gettext_lazy("%(level)s ended"),
    TurningKind.PART_LEFT: gettext_lazy("a part went to another unit"),
    TurningKind.TOOK_IN: gettext_lazy("took in another unit or a part of one"),
    TurningKind.JOINED: gettext_lazy("several units became one"),
    TurningKind.BEGAN: gettext_lazy("the unit began"),
    TurningKind.ENDED: gettext_lazy("the unit ended"),
}


def marks_of(
    selection: Selection, results: Results, unit_id: int, months: Sequence[Period]
) -> list[Mark]:
    """The marks of a unit's months: what happened after the first of them had begun."""
    found = results.keep(
        f"turnings {unit_id}",
        selection,
        lambda: turnings(hierarchy(), unit_id, selection.map_day),
    )
    return [
        Mark(one.day, turning_words(one))
        for one in found
        if months[0].begins_on < one.day <= months[-1].ends_on
    ]


def turning_words(one: Turning) -> str:
    """As in "same territory, more tasks"."""
    words = {"level": capfirst(level_name(one.level)) if one.level else ""}
    return str(_WORDS[one.kind]) % words
