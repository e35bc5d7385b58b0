"""The rates of being on time, each of its own total, and the online share, against targets."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.briefing.facts import Facts
from indicators.targets import missing
from indicators.values import NOTHING, Value
from indicators.writing import count, points, share


def on_time(facts: Facts) -> list[str]:
    """Three rates of one data set (DOMAIN.md section 3): of the resolved, with those in progress,
    and of what was received; a sentence for each that is known."""
    if facts.silent:
        return []
    found = []
    for code, text in (
        (
            "on_time",
            _("Of the dossiers resolved, %(share)s were resolved early or on time (%(cases)s)."),
        ),
        (
            "on_time_all",
            _(
                "With those in progress, %(share)s were on time or still within due (%(cases)s"
                " dossiers resolved and in progress)."
            ),
        ),
    ):
        value = facts.now.get(code, NOTHING)
        if value.value is not None:
            found.append(text % {"share": share(value.value), "cases": cases(value)})
            found += _aim(facts, code)
    found += _of_received(facts)
    return [" ".join(found)] if found else [_("There is no rate of being on time: no cases.")]


def cases(value: Value) -> str:
    """As in "207,635/216,738"."""
    return f"{count(value.numerator)}/{count(value.denominator)}"


def _of_received(facts: Facts) -> list[str]:
    """What "of the dossiers received" would say; nothing where more were late than came."""
    value = facts.now["late_of_received"]
    if value.numerator is None or not value.denominator or value.numerator > value.denominator:
        return []
    good = value.denominator - int(value.numerator)
    text = _(
        "Against the dossiers received in the period, those neither late nor overdue are %(share)s"
        " (%(good)s/%(all)s); for comparison only, since what came in one period may be resolved in"
        " another."
    )
    return [
        text
        % {
            "share": share(Fraction(good, value.denominator)),
            "good": count(good),
            "all": count(value.denominator),
        }
    ]


def _aim(facts: Facts, code: str) -> list[str]:
    """How a share stands to its target; nothing without one."""
    aim, value, indicator = facts.aims.get(code), facts.now[code], facts.indicators[code]
    if aim is None or value.value is None:
        return []
    short = missing(indicator, value, aim)
    if not short:
        return [_("The target of %(target)s is reached.") % {"target": share(aim)}]
    text = ngettext(
        "That is %(points)s percentage points from the target of %(target)s: %(count)s dossier"
        " short.",
        "That is %(points)s percentage points from the target of %(target)s: %(count)s dossiers"
        " short.",
        short,
    )
    by = points(abs(value.value - aim), sign=False)
    return [text % {"points": by, "target": share(aim), "count": count(short)}]


def online(facts: Facts) -> list[str]:
    """The share handed in online, against its target."""
    if facts.silent:
        return []
    value = facts.now.get("online_share", NOTHING)
    if value.numerator is None:
        return [_("How many dossiers were handed in online is not in the data.")]
    if value.value is None:
        return []
    text = _("Handed in online were %(share)s of the dossiers (%(cases)s).")
    sentence = text % {"share": share(value.value), "cases": cases(value)}
    return [" ".join([sentence, *_aim(facts, "online_share")])]
