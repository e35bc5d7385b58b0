"""Why a unit of a map cannot be compared in a period, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.selection import Selection
from indicators.wording import map_name
from indicators.writing import day
from units.hierarchy import Break, BreakKind, Hierarchy

_SENTENCES = {
    BreakKind.PART_RECEIVED: gettext_lazy(
        "On %(day)s only a part of %(other)s came to %(unit)s, and a part is never guessed."
    ),
    BreakKind.ABSORBED: gettext_lazy("On %(day)s %(unit)s took in %(other)s."),
    BreakKind.PART_GIVEN: gettext_lazy(
        "On %(day)s a part of %(unit)s went to %(other)s, and a part is never guessed."
    ),
    BreakKind.MERGED: gettext_lazy(
        "On %(day)s %(unit)s went into %(other)s, which holds more than that."
    ),
    BreakKind.ENDED: gettext_lazy("%(unit)s ended on %(day)s without a successor."),
    BreakKind.LINEAGE_UNKNOWN: gettext_lazy(
        "Lineage unknown since %(day)s: nothing says how %(unit)s and %(other)s, which bore the"
        " same code, are related."
    ),
}


def cannot_be_compared(selection: Selection, found: Break, lines: Hierarchy) -> str:
    """As in "On today's map the unit cannot be compared in this period. On 1 Jul 2025 ..."."""
    cannot = _("On the %(map)s the unit cannot be compared in this period.")
    return f"{cannot % {'map': map_name(selection)}} {break_words(found, lines)}"


def break_words(found: Break, lines: Hierarchy) -> str:
    """As in "On 1 Jul 2025 a part of Xã C went to Xã Đông, and a part is never guessed."."""
    names = [
        "" if one is None else lines.name(one, found.day) for one in (found.unit_id, found.other_id)
    ]
    words = {"day": day(found.day), "unit": names[0], "other": names[1]}
    return str(_SENTENCES[found.kind]) % words
