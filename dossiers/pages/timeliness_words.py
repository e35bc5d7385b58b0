"""How a dossier stands, in words: a state with its tone, and by how many days."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.pages.timeliness import Standing, Timeliness


@dataclass(frozen=True)
class Said:
    """What a badge says (components/badge.html), and beside it by how many days, perhaps ""."""

    text: str
    tone: str
    detail: str


_STATES = {
    Standing.NOT_RECEIVED: gettext_lazy("Not received"),
    Standing.WITHIN_DUE: gettext_lazy("In progress"),
    Standing.OVERDUE: gettext_lazy("Overdue"),
    Standing.OPEN_WITHOUT_DUE: gettext_lazy("In progress"),
    Standing.WAITING: gettext_lazy("Waiting for the citizen"),
    Standing.EARLY: gettext_lazy("Resolved early"),
    Standing.ON_TIME: gettext_lazy("Resolved on time"),
    Standing.LATE: gettext_lazy("Resolved late"),
    Standing.RESOLVED_WITHOUT_DUE: gettext_lazy("Resolved"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
    Standing.STOPPED: gettext_lazy("Stopped"),
}
_TONES = {
    Standing.OVERDUE: "bad",
    Standing.LATE: "bad",
    Standing.EARLY: "good",
    Standing.ON_TIME: "good",
}
SOON_DAYS = 3


def in_words(found: Timeliness) -> Said:
    """As in "Resolved late", "12 days late"."""
    tone = _TONES.get(found.standing, "")
    if found.standing == Standing.WITHIN_DUE and (found.days or 0) <= SOON_DAYS:
        tone = "warn"
    return Said(str(_STATES[found.standing]), tone, _detail(found))


def _detail(found: Timeliness) -> str:
    if found.standing in (Standing.OPEN_WITHOUT_DUE, Standing.RESOLVED_WITHOUT_DUE):
        return _("without a due date")
    days = found.days
    if days is None:
        return ""
    if days == 0:
        return _("due today") if found.standing == Standing.WITHIN_DUE else _("by less than a day")
    texts = {
        Standing.LATE: ngettext("%(days)s day late", "%(days)s days late", days),
        Standing.OVERDUE: ngettext("%(days)s day overdue", "%(days)s days overdue", days),
        Standing.EARLY: ngettext("%(days)s day early", "%(days)s days early", days),
        Standing.WITHIN_DUE: ngettext("due in %(days)s day", "due in %(days)s days", days),
    }
    return texts[found.standing] % {"days": number_format(days, force_grouping=True)}
