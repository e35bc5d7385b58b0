"""A map in words and shapes, whatever its colours tell: templates/indicators/map_picture.html."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.pages.league_map.outlined import MOST, Outlined
from indicators.writing import count, day
from units.boundaries.drawing import LINE
from units.names import fold, split_kind

# The colours in which names are written in the colour of the ground.
_DARK = ("4", "5")
# A letter is about this wide, in units of the picture.
_LETTER = LINE * 6 // 11


@dataclass(frozen=True)
class Told:
    """What a map says of a unit: its name and `words`, where it opens, and the colour or pattern
    that fills it: "0" to "5", "few", "none"."""

    name: str
    words: str
    url: str
    fill: str


def picture_parts(
    found: Outlined, told: Mapping[int, Told], notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Shapes, names, notes, and the units without an outline, of all units by their ids."""
    picture = found.picture
    return {
        # Texts, as all numbers of the picture, so that no language puts a point into them.
        "view_box": f"-4 -4 {picture.width + 8} {picture.height + 8}",
        "shapes": [
            {
                "unit": str(unit_id),
                "url": told[unit_id].url,
                "path": one.path,
                "fill": told[unit_id].fill,
                "title": f"{told[unit_id].name}: {told[unit_id].words}",
            }
            for unit_id, one in picture.shapes.items()
        ],
        "names": [
            {"x": str(x), "y": str(y), "text": name, "is_dark": told[unit_id].fill in _DARK}
            for unit_id, one in picture.shapes.items()
            if one.room >= len(name := short_name(told[unit_id].name)) * _LETTER
            for x, y in [one.centre]
        ],
        "notes": [text for text in (*notes, _as_of(found)) if text],
        "without": _without(found, told),
        "too_many": _too_many() if found.too_many else "",
    }


def short_name(name: str) -> str:
    """Without the kind word: "Xã Ia Băng" is "Ia Băng"."""
    kind, _rest = split_kind(name)
    words, length = name.split(), len(kind.split())
    is_written_out = fold(" ".join(words[:length])) == kind
    return " ".join(words[length:]) if kind and is_written_out else name


def _as_of(found: Outlined) -> str:
    """As in "Outlines as of 01/07/2025"."""
    days = ", ".join(day(one) for one in found.as_of)
    return _("Outlines as of %(days)s.") % {"days": days} if days else ""


def _too_many() -> str:
    words = {"count": count(MOST)}
    return _("A map shows up to %(count)s units. Choose above what they are within.") % words


def _without(found: Outlined, told: Mapping[int, Told]) -> Mapping[str, Any] | None:
    names = [one.name for unit_id, one in told.items() if unit_id not in found.picture.shapes]
    if not names or not found.picture.shapes:
        return None
    words = ngettext("%(count)s unit has no outline", "%(count)s units have no outline", len(names))
    return {"title": words % {"count": count(len(names))}, "names": ", ".join(names)}
