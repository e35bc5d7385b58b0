"""The pages of a long table, as templates/components/pager.html wants them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


def pager(page: int, pages: int, url: Callable[[int], str]) -> dict[str, Any] | None:
    """The first, the last, and those around the present one; None for a single page."""
    if pages < 2:
        return None
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    found: list[dict[str, Any]] = []
    for before, one in zip([0, *shown], shown, strict=False):
        if one > before + 1:
            found.append({"gap": True})
        found.append({"label": str(one), "url": url(one), "current": one == page})
    return {
        "summary": _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages},
        "pages": found,
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < pages else "",
    }
