"""How a statutory due date came about, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers import statutory
from dossiers.checking.words import Channel
from dossiers.models import Dossier, MissingDue
from dossiers.working_days import Reckoned, Runs

_FOR = {
    Channel.IN_PERSON: gettext_lazy("for dossiers handed in in person"),
    Channel.ONLINE: gettext_lazy("for dossiers handed in online"),
    Channel.POSTAL: gettext_lazy("for dossiers handed in by post"),
}


def in_words(dossier: Dossier) -> str:
    """As in "By the statutory term “5 Ngày làm việc” of 1.000656 for dossiers handed in online: 5
    working days after the receipt." """
    source, entry = dossier.source, dossier.procedure.catalogue
    given = statutory.term_for(entry, dossier.channel) if entry else None
    if entry is None or given is None or source.terms_state != statutory.state_of(source):
        return _("By a statutory term or a day off that has changed since; it is counted anew.")
    sentence = _("By the statutory term “%(term)s” of %(code)s %(channel)s: %(number)s.") % {
        "term": given.text,
        "code": entry.code,
        "channel": _FOR[given.channel],
        "number": _in_numbers(given.reckoned),
    }
    if given.channel != (dossier.channel or Channel.IN_PERSON):
        sentence += " " + _("The catalogue gives no term of its own for this channel.")
    return sentence


def without_term(dossier: Dossier) -> str:
    """Why a dossier of a source with statutory due dates has none; "" for others."""
    if (
        dossier.source.missing_due != MissingDue.STATUTORY
        or dossier.due_day
        or not dossier.received_on
    ):
        return ""
    if dossier.procedure.catalogue is None:
        return _("The export gives none, and the catalogue does not know the procedure.")
    return _("The export gives none, and the catalogue gives the procedure no term.")


def _in_numbers(reckoned: Reckoned) -> str:
    number = reckoned.number
    texts = {
        Runs.WORKING_DAYS: ngettext(
            "%(number)s working day after the receipt",
            "%(number)s working days after the receipt",
            number,
        ),
        Runs.DAYS: ngettext(
            "%(number)s day after the receipt, or the next working day",
            "%(number)s days after the receipt, or the next working day",
            number,
        ),
        Runs.MONTHS: ngettext(
            "%(number)s month after the receipt, or the next working day",
            "%(number)s months after the receipt, or the next working day",
            number,
        ),
    }
    return texts[reckoned.runs] % {"number": number}
