"""What an export says of a dossier, field by field, as people read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.checking.problems import FIELD_LABELS
from dossiers.checking.words import Channel, Status
from dossiers.models import Facts, Procedure
from units.hierarchy import Hierarchy

NOTHING = "–"

STATUS_WORDS = {
    Status.NOT_RECEIVED: gettext_lazy("Not received"),
    Status.IN_PROGRESS: gettext_lazy("In progress"),
    Status.WAITING: gettext_lazy("Waiting for the citizen"),
    Status.RESOLVED: gettext_lazy("Resolved"),
    Status.WITHDRAWN: gettext_lazy("Withdrawn"),
    Status.STOPPED: gettext_lazy("Stopped"),
}
CHANNEL_WORDS = {
    Channel.IN_PERSON: gettext_lazy("In person"),
    Channel.ONLINE: gettext_lazy("Online"),
    Channel.POSTAL: gettext_lazy("By public post"),
}


@dataclass(frozen=True)
class Wording:
    """What it takes to write the facts of one source's dossiers."""

    zone: ZoneInfo
    lines: Hierarchy
    procedures: Mapping[int, Procedure]

    def value(self, facts: Facts, field: str) -> str:
        """A field's content, "–" where there is none."""
        content = getattr(facts, field)
        if content is None:
            return NOTHING
        if field == "due_at":
            return self.due(facts)
        if isinstance(content, datetime):
            return self.moment(content)
        if isinstance(content, bool):
            return _("yes") if content else _("no")
        if field in ("unit_id", "receiving_unit_id"):
            return self.unit(content, facts.received_on)
        if field == "procedure_id":
            return str(self.procedures[content])
        if field == "status":
            return str(STATUS_WORDS[Status(content)])
        if field in ("channel", "return_channel"):
            return str(CHANNEL_WORDS[Channel(content)])
        return str(content)

    def moment(self, at: datetime) -> str:
        """A day with its time; without one where the export gave none, which is midnight."""
        local = at.astimezone(self.zone)
        is_day = local.time() == time.min
        return date_format(local, "DATE_FORMAT" if is_day else "DATETIME_FORMAT")

    def due(self, facts: Facts) -> str:
        """The due date, with its time if it has one."""
        if facts.due_at is None or facts.due_on is None:
            return NOTHING
        if not facts.due_has_time:
            return date_format(facts.due_on, "DATE_FORMAT")
        return date_format(facts.due_at.astimezone(self.zone), "DATETIME_FORMAT")

    def unit(self, unit_id: int, on: date | None) -> str:
        """Name and parent's name, since names repeat: "Xã Ia Băng, Huyện Đăk Đoa"."""
        day = on or date.max
        parent = self.lines.parent(unit_id, day)
        names = [self.lines.name(one, day) for one in (unit_id, parent) if one is not None]
        return ", ".join(names)


def label(field: str) -> str:
    """As in "Due date"."""
    return capfirst(str(FIELD_LABELS[field.removesuffix("_id")]))


def wording(zone: str, lines: Hierarchy, states: Iterable[Facts]) -> Wording:
    """The wording for some states of dossiers: one query for the procedures that they name."""
    named = {state.procedure_id for state in states}
    return Wording(ZoneInfo(zone), lines, Procedure.objects.in_bulk(named))
