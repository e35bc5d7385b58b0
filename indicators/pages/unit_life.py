"""How a unit began and ended, and the units that it came from and went into."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.pages.addresses import unit_url
from indicators.selection import Selection
from indicators.writing import day
from units.access import Access
from units.models import Extent


@dataclass(frozen=True)
class Other:
    """A unit before or after; `url` is empty where the account may not see it."""

    name: str
    url: str


@dataclass(frozen=True)
class Turn:
    """A beginning or end: a sentence, and the units that follow it."""

    text: str
    others: list[Other]


def turns_of(selection: Selection, unit_id: int, access: Access) -> list[Turn]:
    """How the unit began, if out of others or within the period, and how it ended or will."""
    lines = access.units
    begins_on, end = lines.life(unit_id)
    found = []
    before = [(link.predecessor_id, link.extent) for link in lines.predecessors(unit_id)]
    if before or begins_on > selection.period.begins_on:
        text = _("Began on %(day)s, out of:") if before else _("Began on %(day)s.")
        others = _others(selection, before, access)
        found.append(Turn(text % {"day": day(begins_on)}, others))
    after = [(link.successor_id, link.extent) for link in lines.successors(unit_id)]
    if end is not None:
        text = _("Ended on %(day)s, went into:") if after else _("Ended on %(day)s.")
        others = _others(selection, after, access)
        found.append(Turn(text % {"day": day(lines.last_day(unit_id))}, others))
    elif after:
        found.append(Turn(_("A part of it went into:"), _others(selection, after, access)))
    return found


def _others(selection: Selection, links: Iterable[tuple[int, str]], access: Access) -> list[Other]:
    lines, found = access.units, []
    for unit_id, extent in links:
        name = lines.name(unit_id, selection.day)
        visible = access.may_see(unit_id, selection.day)
        found.append(
            Other(
                name=_("%(name)s (a part)") % {"name": name} if extent == Extent.PART else name,
                url=unit_url(selection, unit_id) if visible else "",
            )
        )
    return found
