"""The links below a list that comes in pages (components/pager.html)."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class PageLink:
    """A page by its number, or the gap where numbers are left out."""

    label: str
    url: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Pages:
    """What the pager shows; `summary` such as "1–50 of 3.762"."""

    summary: str
    pages: list[PageLink]
    previous_url: str
    next_url: str


def pages_of(page: Page[Any], query: QueryDict) -> Pages:
    """The links of a page that keep the rest of the query."""

    def url(number: int) -> str:
        changed = query.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return Pages(
        summary=_("%(first)s–%(last)s of %(total)s")
        % {
            "first": localize(page.start_index()),
            "last": localize(page.end_index()),
            "total": localize(page.paginator.count),
        },
        pages=[
            PageLink(localize(number), url(number), current=number == page.number)
            if isinstance(number, int)
            else PageLink(str(number), gap=True)
            for number in numbers
        ],
        previous_url=url(page.previous_page_number()) if page.has_previous() else "",
        next_url=url(page.next_page_number()) if page.has_next() else "",
    )
