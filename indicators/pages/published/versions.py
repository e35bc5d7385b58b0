"""The choice between the published figures of a closed period and the live ones."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from indicators.closing.finding import PUBLISHED
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.writing import day
from units.access import Access

Url = Callable[[str], str]


def versions(
    selection: Selection, results: Results, access: Access, url: Url
) -> list[dict[str, Any]]:
    """The links of components/tabs.html; none where nothing like the selection was published, nor
    for the public, from whom published tables are kept (units.access.NOT_PUBLIC). `url` gives the
    page's address for a value of `as`."""
    if access.only_totals:
        return []
    known = results.publication(selection.period)
    if known is not None and selection.indicator.code not in known.codes:
        known = None
    is_usual = (
        selection.scope == Scope.WHOLE
        and selection.map_day is None
        and selection.procedure_ids is None
    )
    if not is_usual or (known is None and selection.publication is None):
        return []
    shown, tabs = selection.publication, []
    if known is not None:
        text = _("Published on %(day)s") % {"day": day(known.at)}
        is_shown = shown is not None and shown.pk == known.pk
        tabs.append({"label": text, "url": url(PUBLISHED), "current": is_shown})
    if shown is not None and (known is None or known.pk != shown.pk):
        text = _("Published on %(day)s, opened again since") % {"day": day(shown.published_at)}
        tabs.append({"label": text, "url": url(str(shown.pk)), "current": True})
    return [*tabs, {"label": _("Live figures"), "url": url(""), "current": shown is None}]
