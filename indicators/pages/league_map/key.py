"""The key of a map: what each colour and pattern means, and of how many units."""

from typing import Any

from django.utils.translation import gettext as _

from indicators.pages.league import Apart
from indicators.pages.league_map.mapped import Mapped
from indicators.selection import Selection
from indicators.writing import count, share


def key_of(selection: Selection, found: Mapped) -> list[dict[str, Any]]:
    """The entries that are drawn, lowest first, then those without a step."""
    drawn = found.drawn_in()
    texts: dict[int | Apart, str] = {0: _write(selection, 0)}
    texts |= {step: text or _("all values") for step, text in found.fills.key()}
    words = {"count": count(selection.indicator.minimum_cases)}
    texts |= {
        Apart.FEW: _("fewer than %(count)s cases") % words,
        Apart.NO_CASES: _("no cases"),
        Apart.NO_VALUE: _("no value"),
    }
    return [
        {"fill": fill_name(colour), "text": text, "count": count(drawn[colour])}
        for colour, text in texts.items()
        if drawn[colour]
    ]


def fill_name(colour: int | Apart) -> str:
    """What the style sheet, or a pattern of the picture, calls a colour."""
    return str(colour) if isinstance(colour, int) else _PATTERNS[colour]


_PATTERNS = {Apart.FEW: "few", Apart.NO_CASES: "none", Apart.NO_VALUE: "none", Apart.NO: "none"}


def steps_words(selection: Selection, found: Mapped) -> str:
    """How the steps were chosen."""
    if not found.fills.bounds:
        return ""
    words = _("The stronger the colour, the higher the value.")
    if found.target is not None:
        target = {"target": share(found.target, short=True)}
        words += " " + _("One limit is the target, %(target)s.") % target
    return words


def _write(selection: Selection, value: int) -> str:
    return share(value) if selection.indicator.denominator else count(value)
