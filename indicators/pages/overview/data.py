"""How complete the figures of the overview are, and which sources lag."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.pages.addresses import completeness_url
from indicators.pages.watch.page import stale_sources
from indicators.results import Results
from indicators.selection import Selection
from indicators.writing import count, day


@dataclass(frozen=True)
class Data:
    """`received` of how many units exports are there ("92/93"), "" where none was expected;
    `share` of them for a bar, from 0 to 100; `behind`: sentences on the sources that lag."""

    received: str
    share: int
    url: str
    behind: Sequence[str]


def data_of(selection: Selection, results: Results) -> Data:
    """What was received for the selection's unit and period."""
    assert selection.under_id is not None  # noqa: S101
    assert results.coverage is not None  # noqa: S101
    covered, tally = results.coverage, results.tally(selection, selection.under_id)
    received = ""
    if tally.listed:
        received = f"{count(len(tally.received))}/{count(tally.listed)}"
    lagging = covered.lagging(selection.period)
    behind = [
        _("%(source)s: data only up to %(day)s.") % {"source": one.name, "day": day(one.data_day)}
        for one in covered.of(selection.period)
        if one.name in lagging
    ]
    if covered.newest_day <= selection.period.ends_on:
        behind += stale_sources(covered)
    return Data(
        received=received,
        share=100 * len(tally.received) // tally.listed if tally.listed else 0,
        url=completeness_url(selection, selection.under_id),
        behind=behind,
    )
