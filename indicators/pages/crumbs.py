"""The way from the highest unit that an account may see down to one."""

from indicators.pages.addresses import unit_url
from indicators.selection import Selection
from units.access import Access


def crumbs_of(selection: Selection, access: Access, unit_id: int) -> list[dict[str, str]]:
    """The units above it that the account may see, highest first, and itself without a link."""
    lines, day = access.units, selection.day
    above = [one for one in lines.ancestors(unit_id, day)[:0:-1] if access.may_see(one, day)]
    crumbs = [{"label": lines.name(one, day), "url": unit_url(selection, one)} for one in above]
    return [*crumbs, {"label": lines.name(unit_id, day), "url": ""}]
