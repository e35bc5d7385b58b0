"""The units below: first and last, and those below their target."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.briefing.facts import Facts, LevelBelow
from indicators.briefing.lists import in_sentence, joined
from indicators.figures import Figure
from indicators.wording import SO_MANY
from indicators.writing import count, share

_ENDS, _MOST_NAMED = 3, 10


def first_and_last(facts: Facts) -> list[str]:
    """For each level below, how many have a rank, and who is first and last, the lowest first."""
    return [_of_level(one) for one in facts.levels]


def _of_level(below: LevelBelow) -> str:
    ranked, listed = below.ranked, len(below.lines)
    units = str(SO_MANY[below.level])
    words = {"ranked": count(len(ranked)), "listed": count(listed), "units": units}
    if not ranked:
        return _("None of the %(listed)s %(units)s has a rank: there are too few cases.") % words
    sentence = _(
        "%(ranked)s of %(listed)s %(units)s have a rank by dossiers on time or within due."
    )
    first, last = ends(ranked)
    parts = [sentence % words, _("First: %(names)s.") % {"names": _named(first)}]
    if last:
        parts.append(_("Last: %(names)s.") % {"names": _named(last[::-1])})
    return " ".join(parts)


def ends(ranked: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The first and the last of a league by their ranks, equal ranks together: of more than can be
    named those of the first rank alone; no last ones where they would be among the first."""
    first = [one for one in ranked if one.rank is not None and one.rank <= _ENDS]
    if len(first) > _MOST_NAMED:
        first = [one for one in ranked if one.rank == ranked[0].rank]
    others = ranked[len(first) :]
    if len(others) < _ENDS:
        return first, []
    begins = others[-_ENDS].rank or 0
    last = [one for one in others if one.rank is not None and one.rank >= begins]
    if len(last) > _MOST_NAMED:
        last = [one for one in others if one.rank == others[-1].rank]
    return first, last


def _named(figures: Sequence[Figure]) -> str:
    """Their names with their shares; how many where too many share one."""
    if len(figures) > _MOST_NAMED:
        words = {"count": count(len(figures)), "share": share(figures[0].value)}
        return _("%(count)s units with %(share)s each") % words
    return joined([f"{in_sentence(one.name)} ({share(one.value)})" for one in figures])


def below_target(facts: Facts) -> list[str]:
    """For each level that has a target, who of its ranked units is below it."""
    return [_short(one, one.short) for one in facts.levels if one.short is not None and one.ranked]


def _short(below: LevelBelow, short: Sequence[Figure]) -> str:
    words = {
        "count": count(len(short)),
        "judged": count(len(below.ranked)),
        "units": str(SO_MANY[below.level]),
        "target": "" if below.target is None else f" {share(below.target)}",
    }
    if not short:
        text = _("All %(judged)s %(units)s with a rank reached their target%(target)s on time.")
        return text % words
    if len(short) > _MOST_NAMED:
        words["names"] = _named(short[:_ENDS])
        text = _(
            "%(count)s of %(judged)s %(units)s with a rank are below their target%(target)s on"
            " time; the lowest are %(names)s."
        )
    else:
        words["names"] = _named(short)
        text = _(
            "%(count)s of %(judged)s %(units)s with a rank are below their target%(target)s on"
            " time: %(names)s."
        )
    return text % words
