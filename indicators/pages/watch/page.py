"""The watch page: what needs a look now in a unit and all below it, first things first."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.coverage import Coverage
from indicators.half_months import half_month
from indicators.pages.filter_bar import FilterBar
from indicators.pages.watch.dossiers import apologies_section, open_section
from indicators.pages.watch.exports import exports_section, rewritten_section
from indicators.pages.watch.figures import moves_section, short_section
from indicators.pages.watch.frame import Frame
from indicators.pages.watch.section import Asked
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.watch import watch_of
from indicators.wording import qualifiers
from indicators.writing import count, day
from units.access import Access
from units.components import Fact
from units.queries import hierarchy
from units.sheets.sheet import Fact as SheetFact


def watch_page(
    selection: Selection, results: Results, access: Access, asked: Asked
) -> dict[str, Any]:
    """The context of templates/indicators/watch.html."""
    assert selection.under_id is not None  # noqa: S101
    assert results.coverage is not None  # noqa: S101
    bar = FilterBar(reverse("indicators:watch"), selection, results, _EXTRA | {"all": asked.whole})
    found = watch_of(selection, results)
    frame = Frame(selection, found, access, bar, asked)
    made = [make(frame) for make in _SECTIONS]
    sections = [one for one in made if not asked.whole or one.name == asked.whole]
    name = hierarchy().name(selection.under_id, selection.day)
    return {
        "title": ", ".join([_("Watch, %(unit)s") % {"unit": name}, *qualifiers(selection)]),
        "lead": lead(results.coverage, found.now),
        "crumbs": bar.crumbs(access),
        "pickers": [bar.under(access), bar.period(), bar.map()],
        "stale": stale_sources(results.coverage),
        "sections": [one for one in sections if one.table],
        "quiet": [
            Fact(one.title, one.none, url=frame.exports_url if one.name == "exports" else "")
            for one in sections
            if not one.table
        ],
        "actions": [{"label": _("Daily mail"), "url": reverse("indicators:watch_mail")}],
        "back": bar.url(all="") if asked.whole else "",
    }


def watch_facts(page: dict[str, Any]) -> list[SheetFact]:
    """What a file of a section says of its data."""
    return [SheetFact("data", _("Data date"), page["lead"][0])]


# First what is late or will be, then what is not known, then how figures stand.
_SECTIONS = (
    open_section,
    exports_section,
    short_section,
    moves_section,
    apologies_section,
    rewritten_section,
)
_EXTRA = {"indicator": "", "level": "", "scope": "", "procedure": "", "field": ""}


def lead(covered: Coverage, now: Period) -> list[str]:
    """As of which days: those of the sources that still run, from which days are counted."""
    days = sorted({one.data_day for one in covered.of(now) if one.ended_on is None})
    days = days or [covered.newest_day]
    first, last = day(days[0]), day(days[-1])
    if first == last:
        text = _("as of the data date, %(day)s") % {"day": last}
    else:
        words = {"first": first, "last": last}
        text = _("as of the data dates of the sources, %(first)s to %(last)s") % words
    return [text, _("days are counted from there, since nobody knows what has ended since")]


def stale_sources(covered: Coverage) -> list[str]:
    """A sentence for each running source of which a whole month is due today."""
    today = timezone.localdate()
    found = []
    for one in covered.sources:
        is_running = one.ended_on is None or one.ended_on >= today
        months = today.year * 12 + today.month - 1 - half_month(one.data_day) // 2 - 1
        if is_running and months > 0 and one.name:
            text = ngettext(
                "%(source)s: no export since %(day)s, a whole month is due.",
                "%(source)s: no export since %(day)s, %(months)s whole months are due.",
                months,
            )
            words = {"source": one.name, "day": day(one.data_day), "months": count(months)}
            found.append(text % words)
    return found
