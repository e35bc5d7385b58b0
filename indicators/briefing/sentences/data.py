"""What the figures rest on: their day, missing exports, what the files lack, and what changed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.briefing.facts import Facts
from indicators.briefing.lists import capital, in_sentence, joined
from indicators.briefing.sentences.flow import who
from indicators.lived_words import lived_words
from indicators.pages.turning_words import turning_words
from indicators.writing import count, day
from units.queries import hierarchy
from units.turnings import TurningKind

_MOST_NAMED = 10


def data_date(facts: Facts) -> list[str]:
    """How new the figures are, of which part of the period where the unit was not there all the
    time, and whether they tell of all of it."""
    covered, period = facts.coverage, facts.period
    if covered is None or facts.silent:
        return []
    on = {"day": day(covered.data_at(period))}
    sentences = [_("The figures are computed from data up to %(day)s.") % on]
    sentences += [f"{capital(text)}." for text in lived_words(facts.selection, facts.unit_id)]
    if covered.tells_of(period):
        first, last = covered.stretch(period)
        if not covered.is_over(period):
            text = _("The period is not complete: the data end on %(day)s.")
            sentences.append(text % {"day": day(last)})
        if not covered.holds(period):
            text = _("The period is not complete: the data begin on %(day)s.")
            sentences.append(text % {"day": day(first)})
    if lagging := covered.lagging(period):
        text = _("Older data come from: %(sources)s.")
        sentences.append(text % {"sources": ", ".join(lagging)})
    return [" ".join(sentences)]


def completeness(facts: Facts) -> list[str]:
    """Of how many units exports are there, and of which they are missing."""
    missing, listed = facts.tally.missing, facts.tally.listed
    if not listed:
        return []
    if not missing:
        text = ngettext(
            "Exports of the only unit that was to be told of are there.",
            "Exports of all %(count)s units that were to be told of are there.",
            listed,
        )
        return [text % {"count": count(listed)}]
    text = ngettext(
        "Exports of %(count)s of %(listed)s units are missing for at least a part of the period;"
        " the figures do not hold its dossiers%(names)s.",
        "Exports of %(count)s of %(listed)s units are missing for at least a part of the period;"
        " the figures do not hold their dossiers%(names)s.",
        len(missing),
    )
    words = {"count": count(len(missing)), "listed": count(listed), "names": _names(facts)}
    return [text % words]


def _names(facts: Facts) -> str:
    """The units that exports are missing of, where they can be named in a sentence."""
    missing, lines = facts.tally.missing, hierarchy()
    if len(missing) > _MOST_NAMED:
        return ""
    on = facts.period.ends_on
    ordered = sorted(missing, key=lambda one: (lines.version_at(one, on).sort_key, one))
    return f": {joined([in_sentence(lines.name(one, on)) for one in ordered])}"


def lacking(facts: Facts) -> list[str]:
    """What the files do not have, of what a report would tell."""
    if facts.silent:
        return []
    told = {
        _("how dossiers were handed in (online, at the counter, by post)"): "lodged",
        _("the state of dossiers (withdrawn, stopped, waiting for the citizen)"): "withdrawn",
    }
    lacks = [text for text, code in told.items() if facts.number(code) is None]
    if not lacks:
        return []
    text = _("Not in the data, and therefore not told as 0: %(what)s.")
    return [text % {"what": joined(lacks)}]


def on_map(facts: Facts) -> list[str]:
    """That units are those of the map of a day; nothing where they are as they were."""
    if facts.selection.map_day is None:
        return []
    text = _("Units are those of %(day)s; earlier figures are sums of what became part of them.")
    return [text % {"day": day(facts.selection.map_day)}]


def reported(facts: Facts) -> list[str]:
    """How many units' figures are in it as they reported them."""
    value = facts.now.get("received")
    if value is None or not value.reported:
        return []
    text = _("Figures of %(reported)s of %(units)s units are as they reported them.")
    return [text % {"reported": count(value.reported), "units": count(value.units)}]


def changes(facts: Facts) -> list[str]:
    """What happened to the unit's territory or tasks within the periods that are told of."""
    found = []
    for one in facts.turnings:
        words = {"day": day(one.day), "unit": who(facts), "what": turning_words(one)}
        if one.kind == TurningKind.MORE_TASKS:
            text = _(
                "Since %(day)s %(unit)s has the same territory and more tasks: figures of before"
                " and after that day are not of the same tasks."
            )
        elif one.kind == TurningKind.TIER_ENDED:
            text = _(
                "On %(day)s the tier between ended (%(what)s): communes of the same territory have"
                " more tasks since, and their figures of before and after are not of the same"
                " tasks."
            )
        else:
            text = _("On %(day)s: %(what)s; figures of before and after are not of the same unit.")
        found.append(capital(text % words))
    return found
