"""The page of services: what the units offer, and what nobody asked for in the period."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dossiers.models import OnlineLevel
from indicators.defaults import unit_text
from indicators.lived_words import lived_words
from indicators.pages.addresses import PLAIN, procedure_url, unit_url
from indicators.pages.completeness_words import exports_words, lacking
from indicators.pages.coverage_words import coverage_words
from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.pages.service_lists import (
    NAMES,
    NO_LEVEL,
    Asked,
    Show,
    chosen,
    heading,
    level_name,
    nothing_told,
    services_of,
)
from indicators.pages.service_tiles import notes_of, tiles_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.services import Service, Services
from indicators.tables import Cell, Column, Row, Table
from indicators.wording import period_name, qualifiers
from indicators.writing import count
from units.access import Access
from units.components import Option, Picker
from units.names import sort_key

PER_PAGE = 300


def services_page(
    selection: Selection, results: Results, access: Access, asked: Asked
) -> dict[str, Any]:
    """The context of templates/indicators/services.html. The selection is within a unit."""
    unit_id = selection.under_id
    assert unit_id is not None  # noqa: S101
    found = services_of(selection, results, unit_id)
    listed = chosen(found, asked)
    bar = _bar(selection, results, asked)
    pages = max(1, -(-len(listed) // PER_PAGE))
    page = min(asked.page, pages)
    shown = listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    nothing = nothing_told(selection, results, unit_id, found)
    return {
        "title": _title(selection, access),
        "lead": [
            _("Procedures of the catalogue that units of these levels decide on"),
            *exports_words(selection, results, unit_id),
            *lived_words(selection, unit_id),
            *coverage_words(results, selection.period),
        ],
        "crumbs": _crumbs(selection, access, bar),
        "pickers": [
            bar.under(access),
            bar.period(),
            bar.scope(),
            bar.map(),
            *_pickers(found, asked, bar),
        ],
        "nothing": nothing,
        "tiles": [] if nothing else tiles_of(found, asked, bar),
        "lacking": None if nothing else lacking(selection, results, unit_id),
        "notes": [] if nothing else notes_of(selection, found),
        "table": None if nothing else _table(selection, shown, found),
        "heading": heading(asked, len(listed)),
        "pager": pager(page, pages, lambda one: bar.url(page=str(one) if one > 1 else "")),
        "downloads": bar.downloads(),
        "tabs": [
            Option(str(name), f"{bar.url(show=show)}#services", show == asked.show)
            for show, name in NAMES.items()
            if show != Show.NOT_ONLINE or found.tells_channel
        ],
        "actions": [
            {"label": _("The unit's page"), "url": unit_url(selection, unit_id)},
        ],
    }


def _bar(selection: Selection, results: Results, asked: Asked) -> FilterBar:
    extra = {"show": asked.show, "of_field": asked.of_field, "online": asked.online}
    return FilterBar(reverse("indicators:services"), selection, results, PLAIN | extra)


def _title(selection: Selection, access: Access) -> str:
    assert selection.under_id is not None  # noqa: S101
    name = access.units.name(selection.under_id, selection.day)
    return ", ".join([_("Services"), name, period_name(selection.period), *qualifiers(selection)])


def _crumbs(selection: Selection, access: Access, bar: FilterBar) -> list[dict[str, str]]:
    """The units above, each this page within it."""
    assert selection.under_id is not None  # noqa: S101
    lines, day = access.units, selection.day
    above = lines.ancestors(selection.under_id, day)[::-1]
    ends_on = selection.period.ends_on
    crumbs = [
        {"label": lines.name(one, day), "url": bar.url(under=unit_text(lines, one, ends_on))}
        for one in above
        if access.may_see(one, day)
    ]
    return [*crumbs, {"label": _("Services"), "url": ""}]


def _table(selection: Selection, shown: Sequence[Service], found: Services) -> Table | None:
    if not shown:
        return None
    columns = [
        Column(_("Service")),
        Column(_("Online-service level"), number=True),
        Column(_("Received"), number=True),
        Column(_("of these online"), number=True),
    ]
    rows = [
        Row(
            [
                Cell(
                    one.name,
                    url=procedure_url(selection, one.procedure_id, level="")
                    if one.procedure_id is not None
                    else "",
                    note=" · ".join(part for part in (one.code, one.field) if part),
                ),
                Cell(level_name(one.level), number=True),
                Cell(count(one.received), number=True),
                Cell(count(one.online) if found.tells_channel else "–", number=True),
            ]
        )
        for one in shown
    ]
    return Table(columns, rows, _("Services and their dossiers"))


def _pickers(found: Services, asked: Asked, bar: FilterBar) -> list[Picker]:
    """Field and online-service level."""
    fields = sorted({one.field for one in found.offered if one.field}, key=sort_key)
    levels = [level for level in OnlineLevel.values if any(o.level == level for o in found.offered)]
    of_field = [Option(_("all fields"), bar.url(of_field=""), not asked.of_field)]
    of_field += [Option(one, bar.url(of_field=one), one == asked.of_field) for one in fields]
    every = pgettext("online-service levels", "all levels")
    online = [Option(every, bar.url(online=""), not asked.online)]
    online += [
        Option(capfirst(level_name(one)), bar.url(online=one), one == asked.online)
        for one in levels
    ]
    is_none = asked.online == NO_LEVEL
    online.append(Option(_("no level known"), bar.url(online=NO_LEVEL), is_none))
    value = next((one.label for one in online if one.current), "") or level_name(asked.online)
    return [
        Picker(_("Field"), asked.of_field or pgettext("fields", "all"), of_field),
        Picker(_("Online-service level"), value, online),
    ]
