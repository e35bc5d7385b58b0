"""The links by a table that save it as a file: the page's own address with `format`."""

from typing import Any

from django import template
from django.template import Context

from units.components import Option
from units.sheets.sheet import Format

register = template.Library()
# What an address says of the page alone, not of its tables.
_OF_THE_PAGE = ("page", "format", "table")


@register.simple_tag(takes_context=True)
def files_of(context: Context, table: str = "") -> list[Option]:
    """The table of the page as a file, in each format; `table` names it where there are several."""
    request = context["request"]
    query = request.GET.copy()
    for name in _OF_THE_PAGE:
        query.pop(name, None)
    if table:
        query["table"] = table
    options = []
    for form in Format:
        query["format"] = form
        options.append(Option(form.upper(), f"{request.path}?{query.urlencode()}"))
    return options


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: Context, table: str = "", of: str = "", note: str = "") -> dict[str, Any]:
    """The line of these links; `of` says whose they are to who hears it, `note` to everybody."""
    return {"downloads": files_of(context, table), "of": of or note, "note": note}
