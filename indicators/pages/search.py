"""The page of a search, and the panel that opens below the search field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.searching.everything import Found, Group
from indicators.searching.hits import Hit
from indicators.searching.wanted import Wanted
from indicators.selection import SelectionError
from indicators.writing import count
from units.paging import Pages, pages_of

_IN_PANEL, _IN_GROUP, _IN_PAGE = 5, 10, 50


@dataclass(frozen=True)
class Shown:
    """A group as it is shown: its first hits, how many there are, where all are."""

    name: str
    label: str
    hits: Sequence[Hit]
    total: str
    all_url: str = ""
    pager: Pages | None = None


def group_of(text: str) -> Group | None:
    """The one group that an address asks for. Raises SelectionError."""
    if not text:
        return None
    try:
        return Group(text)
    except ValueError as error:
        sentence = _("“%(text)s” is nothing that is searched for.")
        raise SelectionError(sentence % {"text": text[:40]}) from error


def panel(wanted: Wanted, found: Sequence[Found]) -> dict[str, Any]:
    """The context of the panel: the first of each group, and how many there are in all."""
    return {
        "wanted": wanted,
        "groups": [_shown(wanted, one, _IN_PANEL) for one in found],
        "told": _told(found) if wanted.words else "",
        "url": _url(wanted),
    }


def search_page(
    wanted: Wanted, found: Sequence[Found], only: Group | None, page: int
) -> dict[str, Any]:
    """The context of templates/indicators/search.html: all groups, or one of them in pages."""
    if only is not None:
        found = [one for one in found if one.group == only]
        groups = [_paged(wanted, one, page) for one in found]
    else:
        groups = [_shown(wanted, one, _IN_GROUP) for one in found]
    title = _("Search: %(text)s") % {"text": wanted.text} if wanted.text else _("Search")
    return {
        "title": title,
        "wanted": wanted,
        "groups": groups,
        "only": only,
        "told": _told(found) if wanted.words else "",
        "url": _url(wanted),
    }


def _shown(wanted: Wanted, found: Found, most: int) -> Shown:
    total = len(found.hits)
    more = _url(wanted, **{"in": found.group}) if total > most else ""
    return Shown(found.group, found.group.label, found.hits[:most], count(total), more)


def _paged(wanted: Wanted, found: Found, number: int) -> Shown:
    page = Paginator(found.hits, _IN_PAGE).get_page(number)
    query = QueryDict(urlencode({"q": wanted.text, "in": found.group}))
    return Shown(
        found.group,
        found.group.label,
        list(page),
        count(len(found.hits)),
        pager=pages_of(page, query) if page.has_other_pages() else None,
    )


def _told(found: Sequence[Found]) -> str:
    total = sum(len(one.hits) for one in found)
    if not total:
        return _("Nothing found.")
    return ngettext("%(count)s found.", "%(count)s found.", total) % {"count": count(total)}


def _url(wanted: Wanted, **more: str) -> str:
    return f"{reverse('indicators:search')}?{urlencode({'q': wanted.text, **more})}"
