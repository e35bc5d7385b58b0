"""The sections of a unit's page by name, in the order in which they stand."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from units.components import Option

_SECTIONS = {
    "tiles": _("Main figures"),
    "ranks": _("Ranks"),
    "flow": _("By month"),
    "overdue": _("Overdue"),
    "fields": _("Fields"),
    "procedures": _("Procedures"),
    "children": _("Units below"),
    "dossiers": _("Dossiers"),
    "scorecards": _("Scorecards"),
    "exports": _("Exports"),
    "life": _("Before and after"),
}


def jumps_to(page: Mapping[str, Any]) -> list[Option]:
    """A link to each section that the page has; nothing where there is but one."""
    there = [name for name in _SECTIONS if page.get(name)]
    if len(there) < 2:
        return []
    return [Option(str(_SECTIONS[name]), f"#{name}") for name in there]
