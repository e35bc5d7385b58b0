"""What needs a look, one short line each, the worst first; nothing that is not so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.defaults import levels_below
from indicators.measures import DUE_WITHIN
from indicators.models import Indicator
from indicators.pages.addresses import completeness_url, dossiers_url, figure_url, watch_url
from indicators.pages.watch.page import lead
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.watch import Watch
from indicators.watch.gathering import (
    OPEN,
    REWRITTEN_SHARE,
    Counted,
    Move,
    Short,
    overdue_then,
)
from indicators.wording import month_label
from indicators.writing import count, day, points
from units.components import Fact
from units.queries import hierarchy

# So many units of what there is most of, and of everything else.
_OVERDUE, _OTHERS = 3, 2
Judged = TypeVar("Judged", Short, Move)


@dataclass(frozen=True)
class Badge:
    """What a line is about, in a word or two."""

    text: str
    tone: str


@dataclass(frozen=True)
class Line:
    """Who or what it is, how much (`value`, or several `values` that open each for itself), and
    where it opens; `note` says of which indicator. `is_part`: the unit has others below it, and
    its figure, which is of all of them, is more than this."""

    badge: Badge
    text: str
    url: str = ""
    value: str = ""
    note: str = ""
    values: Sequence[Fact] = ()
    is_part: bool = False


@dataclass(frozen=True)
class Attention:
    """The lines, as of which day (`note`), why there are none, and the way to all of it."""

    note: str
    lines: Sequence[Line]
    none: str
    link: dict[str, str]


@dataclass(frozen=True)
class _Asked:
    """What all lines are made from; `is_now`: the period is not over by the newest data."""

    selection: Selection
    results: Results
    found: Watch
    is_now: bool
    labels: dict[str, str]

    @property
    def under_id(self) -> int:
        assert self.selection.under_id is not None  # noqa: S101
        return self.selection.under_id

    def name(self, unit_id: int) -> str:
        return hierarchy().name(unit_id, self.selection.day)


def attention_of(selection: Selection, results: Results, found: Watch) -> Attention:
    """Of the unit that the selection is within and all below it. Of a period that is over it tells
    what was so at its end; what is due soon is known of today alone."""
    covered, ends_on = results.coverage, selection.period.ends_on
    assert covered is not None  # noqa: S101
    is_now = covered.newest_day <= ends_on
    labels = {one.code: one.label for one in Indicator.objects.order_by("valid_from")}
    asked = _Asked(selection, results, found, is_now, labels)
    lines = [line for make in _KINDS for line in make(asked)]
    told = found.is_told_now if is_now else found.is_told
    none = _("Nothing needs a look.") if told else _("No export tells of this unit in that time.")
    then = _("as of the end of the period, %(day)s") % {"day": day(ends_on)}
    notes = [lead(covered, found.now)[0] if is_now else then]
    if any(line.is_part for line in lines):
        notes.append(_("overdue: each unit by itself"))
    return Attention(
        note=" · ".join(notes),
        lines=lines,
        none="" if lines else none,
        link={"label": _("All that is watched"), "url": watch_url(selection)},
    )


def _overdue(asked: _Asked) -> list[Line]:
    """The units with most of what is overdue."""
    counted = asked.found.open if asked.is_now else overdue_then(asked.selection, asked.results)
    period = asked.found.now if asked.is_now else asked.selection.period
    own = replace(asked.selection, scope=Scope.OWN, period=period)
    lines, on = hierarchy(), asked.selection.day
    return [
        Line(
            badge=Badge(_("overdue"), "bad"),
            text=asked.name(one.unit_id),
            url=dossiers_url(own, one.unit_id, OPEN[0], indicator="in_progress", under=""),
            value=count(one.numbers[0]),
            is_part=bool(levels_below(lines, one.unit_id, on)),
        )
        for one in counted[:_OVERDUE]
        if one.numbers[0]
    ]


def _short(asked: _Asked) -> list[Line]:
    """Those that miss most dossiers to a target; the unit's own is told by its tile."""
    rows = _each_once(one for one in asked.found.short if one.unit_id != asked.under_id)
    return [
        Line(
            badge=Badge(_("below target"), "bad"),
            text=asked.name(one.unit_id),
            url=figure_url(asked.selection, one.unit_id, indicator=one.indicator, under=""),
            value=ngettext("%(count)s short", "%(count)s short", one.short)
            % {"count": count(one.short)},
            note=asked.labels[one.indicator],
        )
        for one in rows[:_OTHERS]
    ]


def _fell(asked: _Asked) -> list[Line]:
    """Shares that became worse by more than chance alone would do."""
    moves = [one for one in asked.found.moves or [] if not one.is_better]
    rows = _each_once(one for one in moves if one.unit_id != asked.under_id)
    return [
        Line(
            badge=Badge(_("became worse"), "bad"),
            text=asked.name(one.unit_id),
            url=figure_url(asked.selection, one.unit_id, indicator=one.indicator, under=""),
            value=points(one.difference),
            note=_("%(indicator)s, percentage points") % {"indicator": asked.labels[one.indicator]},
        )
        for one in rows[:_OTHERS]
    ]


def _each_once(rows: Iterable[Judged]) -> list[Judged]:
    """The first of each unit: one that misses several targets is one unit to look at."""
    first: dict[int, Judged] = {}
    for one in rows:
        first.setdefault(one.unit_id, one)
    return list(first.values())


def _missing(asked: _Asked) -> list[Line]:
    """The exports that were expected and are not there: of the newest months, or the period."""
    selection, badge = asked.selection, Badge(_("not received"), "warn")
    if not asked.is_now:
        missing = asked.results.tally(selection, asked.under_id).missing
        url = completeness_url(selection, asked.under_id, only="missing")
        if len(missing) == 1:
            return [Line(badge, asked.name(next(iter(missing))), url)]
        return [Line(badge, _("Exports of units"), url, count(len(missing)))] if missing else []
    gaps = asked.found.gaps
    if not gaps:
        return []
    url = f"{watch_url(selection)}#exports"
    if len(gaps) > 1:
        return [Line(badge, _("Exports of units"), url, count(len(gaps)))]
    months = ", ".join(month_label(month) for month in gaps[0].months)
    return [Line(badge, asked.name(gaps[0].unit_id), url, months)]


def _due(asked: _Asked) -> list[Line]:
    """What is due within days, each number of dossiers to be opened."""
    totals = asked.found.totals[1:] if asked.is_now else []
    if not any(totals):
        return []
    now = replace(asked.selection, period=asked.found.now)
    values = [
        Fact(
            term=_("Within %(days)s days") % {"days": days},
            text=count(number),
            url=dossiers_url(now, asked.under_id, part, indicator="in_progress", under="")
            if number
            else "",
        )
        for (part, days), number in zip(DUE_WITHIN.items(), totals, strict=True)
    ]
    text = _("3 · 7 · 14 days")
    return [Line(Badge(_("due soon"), "warn"), text, values=values)]


def _rewritten(asked: _Asked) -> list[Line]:
    """The unit whose exports show most rewritten dates."""
    own = replace(asked.selection, scope=Scope.OWN)
    more = {"indicator": REWRITTEN_SHARE, "level": "", "under": ""}
    rows: Sequence[Counted] = asked.found.rewritten or []
    return [
        Line(
            badge=Badge(_("dates rewritten"), "warn"),
            text=asked.name(one.unit_id),
            url=dossiers_url(own, one.unit_id, "numerator", **more),
            value=count(one.numbers[0]),
        )
        for one in rows[:1]
    ]


# What is late already before what may be, and what is not known before what was changed.
_KINDS: tuple[Callable[[_Asked], list[Line]], ...] = (
    _overdue,
    _short,
    _fell,
    _missing,
    _due,
    _rewritten,
)
