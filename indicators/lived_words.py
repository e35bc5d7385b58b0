"""Of which part of a period the figure of a unit is that began or ended in it, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.completeness import Asked
from indicators.listing import LivedPart, lived_part
from indicators.writing import day
from units.queries import hierarchy


def lived_words(selection: Asked, unit_id: int | None) -> list[str]:
    """As in "only from 1 Jul 2025 on, when Tỉnh Gia Lai began"; nothing where the unit was there
    all the time, and without one."""
    return [] if unit_id is None else list(_lived_words(selection, unit_id))


def _lived_words(selection: Asked, unit_id: int) -> Iterator[str]:
    lines = hierarchy()
    first, last = lived_part(unit_id, selection, lines)
    if first is not None:
        words = {"day": day(first), "unit": lines.name(unit_id, first)}
        yield _("only from %(day)s on, when %(unit)s began") % words
    if last is not None:
        words = {"day": day(last), "unit": lines.name(unit_id, last)}
        yield _("only up to %(day)s, when %(unit)s ended") % words


def lived_note(part: LivedPart) -> str:
    """As in "from 1 Jul 2025 on", beside a unit's name; "" where it was there all the time."""
    first, last = part
    if first is not None and last is not None:
        return f"{day(first)} – {day(last)}"
    if first is not None:
        return _("from %(day)s on") % {"day": day(first)}
    return "" if last is None else _("up to %(day)s") % {"day": day(last)}
