"""Filters that write figures and dates: those of `indicators.writing`, for templates; the sign of a
direction; and cells that may be left out."""

from collections.abc import Mapping
from functools import partial

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import writing

register = template.Library()

register.filter("share", writing.share)
register.filter("short_share", partial(writing.share, short=True))
register.filter("count", writing.count)
register.filter("points", writing.points)
register.filter("day", writing.day)
register.filter("moment", writing.moment)


@register.filter
def arrow(direction: str) -> SafeString:
    """A direction (up, down or same) as a sign that is read out in words."""
    sign, word = {"up": ("▲", _("up")), "down": ("▼", _("down"))}.get(
        direction, ("–", _("unchanged"))
    )
    return format_html(
        '<span class="arrow" aria-hidden="true">{}</span><span class="out-of-sight">{}</span>',
        sign,
        word,
    )


class _Blank(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


@register.filter
def with_blanks(cells: Mapping[str, object]) -> _Blank:
    """Cells of which those that are left out are empty, by themselves: in a mapping that lacks them
    Django looks in four ways, ten times a row."""
    return _Blank(cells)
