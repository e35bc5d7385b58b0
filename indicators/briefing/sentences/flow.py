"""What was received, resolved and ended, and what is in progress."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.briefing.facts import Facts
from indicators.briefing.lists import capital, in_sentence, joined
from indicators.briefing.periods import during
from indicators.selection import Scope
from indicators.values import NOTHING
from indicators.writing import count, day, share
from units.models import Level

_ABOVE_ALL = (Level.COUNTRY, Level.PROVINCE)


def dossiers(number: int) -> str:
    """As in "232,325 dossiers"."""
    text = ngettext("%(count)s dossier", "%(count)s dossiers", number)
    return text % {"count": count(number)}


def who(facts: Facts) -> str:
    """The subject: offices of a whole province, or the unit by its name."""
    if facts.level in _ABOVE_ALL and facts.selection.scope == Scope.WHOLE:
        return _("the agencies and localities")
    return in_sentence(facts.name)


def received(facts: Facts) -> list[str]:
    """What was received and how, and what was carried over."""
    if facts.silent:
        return [facts.silent]
    number = facts.number("received")
    words = {"during": _when(facts), "who": who(facts)}
    if number is None:
        text = _("%(during)s, how many dossiers %(who)s received is not in the data.")
        return [capital(text % words)]
    if number == 0:
        sentence = _("%(during)s, %(who)s received no dossiers.") % words
    else:
        sentence = _("%(during)s, %(who)s received %(dossiers)s%(parts)s.") % {
            **words,
            "dossiers": dossiers(number),
            "parts": _of_which(facts, number),
        }
    return [" ".join(filter(None, [capital(sentence), _lodged(facts, number), *_carried(facts)]))]


def _when(facts: Facts) -> str:
    """The period; of one that is not over, up to which day the data tell of it."""
    covered, period = facts.coverage, facts.period
    if covered is None or not covered.tells_of(period) or covered.is_over(period):
        return during(period)
    words = {"during": during(period), "day": day(covered.stretch(period)[1])}
    return pgettext("report", "%(during)s (up to %(day)s)") % words


def _channels(facts: Facts) -> list[str] | None:
    """The numbers by channel with their shares; None where the data do not tell them."""
    total = facts.number("lodged")
    texts = {
        "online": _("%(count)s online (%(share)s)"),
        "in_person": _("%(count)s at the counter (%(share)s)"),
        "postal": _("%(count)s by public post (%(share)s)"),
    }
    parts = []
    for code, text in texts.items():
        number = facts.number(code)
        if number is None or not total:
            return None
        part = facts.now[code].value
        of_all = None if part is None else part / total
        parts.append(text % {"count": count(number), "share": share(of_all)})
    return parts


def _of_which(facts: Facts, number: int) -> str:
    """The channels, where the unit received what was handed in to it."""
    parts = _channels(facts)
    if parts is None or facts.number("lodged") != number:
        return ""
    return _(", of which %(parts)s") % {"parts": joined(parts)}


def _lodged(facts: Facts, number: int) -> str:
    """What was handed in here for whichever unit resolves it; or that no channel is known."""
    lodged = facts.number("lodged")
    if lodged is None:
        return _("How they were handed in is not in the data.") if number else ""
    parts = _channels(facts)
    if lodged == number or parts is None:
        return ""
    words = {"dossiers": dossiers(lodged), "parts": joined(parts)}
    return _("Handed in at its counters were %(dossiers)s, of which %(parts)s.") % words


def _carried(facts: Facts) -> list[str]:
    """What was there at the beginning, what came with units, and the sum of all."""
    carried, received = facts.carried_over, facts.number("received")
    moved = facts.number("moved_in")
    if carried is None or carried < 0:
        return [_("How many were carried over from the period before is not known.")]
    if carried:
        text = ngettext(
            "%(count)s dossier was carried over from the period before.",
            "%(count)s dossiers were carried over from the period before.",
            carried,
        )
        found = [text % {"count": count(carried)}]
    else:
        found = [_("No dossiers were carried over from the period before.")]
    if moved:
        text = ngettext(
            "%(count)s dossier came with units that changed.",
            "%(count)s dossiers came with units that changed.",
            moved,
        )
        found.append(text % {"count": count(moved)})
    total = carried + (received or 0) + (moved or 0)
    if total and (carried or moved):
        found.append(_("In all, %(dossiers)s were to be resolved.") % {"dossiers": dossiers(total)})
    return found


def resolved(facts: Facts) -> list[str]:
    """What was resolved, early, on time and late, and what ended otherwise."""
    number = facts.number("resolved")
    if facts.silent:
        return []
    if number is None:
        return [_("How many dossiers were resolved is not in the data.")]
    if number == 0:
        sentence = _("No dossiers were resolved in the period.")
    else:
        sentence = _("Resolved were %(dossiers)s, of which %(parts)s.") % {
            "dossiers": dossiers(number),
            "parts": joined(_outcomes(facts, number)),
        }
    return [" ".join(filter(None, [sentence, _ended(facts), _went(facts)]))]


def _of(facts: Facts, code: str, total: int) -> str:
    """A share in brackets, where it is of exactly the number that the sentence is about."""
    found = facts.now.get(code, NOTHING)
    if found.value is None or found.denominator != total:
        return ""
    return pgettext("in brackets", " (%(share)s)") % {"share": share(found.value)}


def _outcomes(facts: Facts, number: int) -> list[str]:
    """Early, on time, late with its share, and without a due date where there are some."""
    early, punctual, late = (facts.number(code) or 0 for code in ("early", "punctual", "late"))
    without = facts.number("without_due") or 0
    parts = []
    if early or punctual or late or not without:
        parts = [
            _("%(count)s early") % {"count": count(early)},
            _("%(count)s on time") % {"count": count(punctual)},
            _("%(count)s late%(share)s")
            % {"count": count(late), "share": _of(facts, "late_share", number)},
        ]
    if without:
        parts.append(_("%(count)s without a due date") % {"count": count(without)})
    return parts


def _ended(facts: Facts) -> str:
    """What was withdrawn or stopped."""
    withdrawn, stopped = facts.number("withdrawn"), facts.number("stopped")
    if withdrawn is None or stopped is None:
        return _("Whether any were withdrawn or stopped is not in the data.")
    if not withdrawn and not stopped:
        return _("No dossiers were withdrawn or stopped.")
    words = {"withdrawn": dossiers(withdrawn), "stopped": dossiers(stopped)}
    return _("Withdrawn by the citizen: %(withdrawn)s; stopped: %(stopped)s.") % words


def _went(facts: Facts) -> str:
    moved = facts.number("moved_out")
    if not moved:
        return ""
    text = ngettext(
        "%(count)s dossier went with units that changed.",
        "%(count)s dossiers went with units that changed.",
        moved,
    )
    return text % {"count": count(moved)}


def in_progress(facts: Facts) -> list[str]:
    """What is open on the last day told of: within due, overdue with its share, waiting."""
    if facts.silent:
        return []
    number, on = facts.number("in_progress"), {"day": day(facts.stocks_on)}
    if number is None:
        return [_("How many dossiers are in progress at the end of the period is not known.")]
    if number == 0:
        return [_("As of %(day)s, no dossiers are in progress.") % on]
    sentence = _("As of %(day)s, %(dossiers)s are in progress, of which %(parts)s.")
    return [
        sentence % {**on, "dossiers": dossiers(number), "parts": joined(_stocks(facts, number))}
    ]


def _stocks(facts: Facts, number: int) -> list[str]:
    within, overdue = facts.number("within_due") or 0, facts.number("overdue") or 0
    without, waiting = facts.number("open_without_due"), facts.number("waiting")
    parts = []
    if within or overdue or not (without or waiting):
        parts = [
            _("%(count)s within due") % {"count": count(within)},
            _("%(count)s overdue%(share)s")
            % {"count": count(overdue), "share": _of(facts, "overdue_share", number)},
        ]
    if waiting:
        parts.append(_("%(count)s waiting for the citizen") % {"count": count(waiting)})
    if without:
        parts.append(_("%(count)s without a due date") % {"count": count(without)})
    return parts
