"""Which of the services of a unit are listed: of a field, of an online-service level, with dossiers
or without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models import OnlineLevel
from indicators.pages.coverage_words import untold
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.services import Service, Services, services
from indicators.writing import count
from units.names import fold

NO_LEVEL = "none"


class Show(StrEnum):
    """Which of the services are listed."""

    ALL = ""
    WITHOUT = "without"
    ONLINE_WITHOUT = "online_without"
    NOT_ONLINE = "not_online"
    WITH = "with"


_SHOWN: dict[Show, Callable[[Service], bool]] = {
    Show.ALL: lambda one: True,
    Show.WITHOUT: lambda one: not one.received,
    Show.ONLINE_WITHOUT: lambda one: one.is_online and not one.received,
    Show.NOT_ONLINE: lambda one: one.is_online and not one.online,
    Show.WITH: lambda one: one.received > 0,
}

HEADINGS = {
    Show.ALL: gettext_lazy("Services offered"),
    Show.WITHOUT: gettext_lazy("Services without a single dossier"),
    Show.ONLINE_WITHOUT: gettext_lazy("Online services without a single dossier"),
    Show.NOT_ONLINE: gettext_lazy("Online services without a dossier handed in online"),
    Show.WITH: gettext_lazy("Services with dossiers"),
}
# The same in few words, to choose from.
NAMES = {
    Show.ALL: gettext_lazy("All of them"),
    Show.WITH: gettext_lazy("With dossiers"),
    Show.WITHOUT: gettext_lazy("Without a dossier"),
    Show.ONLINE_WITHOUT: gettext_lazy("Online, without a dossier"),
    Show.NOT_ONLINE: gettext_lazy("Online, none handed in online"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: which services of which field and online-service level."""

    show: Show
    of_field: str
    online: str
    page: int

    @classmethod
    def parse(cls, show: str, of_field: str, online: str, page: int) -> "Asked":
        """Raises SelectionError."""
        if show not in list(Show):
            text = _("“%(text)s” is no list of services: one of %(lists)s.")
            lists = ", ".join(one for one in Show if one)
            raise SelectionError(text % {"text": show[:40], "lists": lists})
        if online not in ("", NO_LEVEL, *OnlineLevel.values):
            text = _("“%(text)s” is no online-service level: one of %(levels)s.")
            levels = ", ".join([*OnlineLevel.values, NO_LEVEL])
            raise SelectionError(text % {"text": online[:40], "levels": levels})
        return cls(Show(show), of_field, online, page)


def services_of(selection: Selection, results: Results, unit_id: int) -> Services:
    """The services of a unit, computed once per state of the data."""
    return results.keep(f"services {unit_id}", selection, lambda: services(selection, unit_id))


def chosen(found: Services, asked: Asked) -> list[Service]:
    """The services that the address asks for. Raises SelectionError for a field that none has."""
    kept = _of_field(found.offered, asked)
    if asked.online:
        level = "" if asked.online == NO_LEVEL else asked.online
        kept = [one for one in kept if one.level == level]
    return [one for one in kept if _SHOWN[asked.show](one)]


def level_name(level: str) -> str:
    """As in "whole process"; "–" where none is known."""
    return str(OnlineLevel(level).label) if level else "–"


def heading(asked: Asked, number: int) -> str:
    """As in "Services without a single dossier, Hộ tịch: 12"."""
    parts = [str(HEADINGS[asked.show]), asked.of_field]
    if asked.online:
        parts.append(_("no level known") if asked.online == NO_LEVEL else level_name(asked.online))
    return f"{', '.join(part for part in parts if part)}: {count(number)}"


def nothing_told(selection: Selection, results: Results, unit_id: int, found: Services) -> str:
    """Why there is nothing to tell of any service; "" where there is. That nobody asked for a
    service is told by exports alone (docs/decisions/0014)."""
    if not found.offered:
        return _(
            "The catalogue of procedures has none that units of these levels decide on. It is"
            " loaded by load_procedures, or kept in the administration."
        )
    if silent := untold(selection.period, results):
        return silent
    if not found.is_told:
        return _("The unit cannot be compared on this map in this period.")
    if not found.received and not results.is_told(selection, unit_id):
        return _("No export tells of these units in this period: nobody knows what was asked for.")
    return ""


def _of_field(offered: Sequence[Service], asked: Asked) -> list[Service]:
    if not asked.of_field:
        return list(offered)
    wanted = fold(asked.of_field)
    found = [one for one in offered if fold(one.field) == wanted]
    if not found:
        raise SelectionError(_("There is no field “%(text)s”.") % {"text": asked.of_field[:40]})
    return found
