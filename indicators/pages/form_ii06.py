"""The form II.06 as its page shows it: the columns and rows of the workbook, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from indicators.form_ii06 import words
from indicators.form_ii06.columns import COLUMNS, Numbers
from indicators.form_ii06.form import Asked, By, Form, Line
from indicators.form_ii06.notes import notes_of
from indicators.form_ii06.values import form_of
from indicators.listing import lived_part
from indicators.lived_words import lived_note
from indicators.pages.addresses import unit_url
from indicators.pages.coverage_words import untold
from indicators.pages.filter_bar import FilterBar
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import UNITS_OF, period_name, qualifiers
from indicators.writing import count, day
from units.access import Access
from units.components import Option, Picker
from units.queries import hierarchy

_BY = {By.FIELD: gettext_lazy("by field"), By.UNIT: gettext_lazy("by unit")}


@dataclass(frozen=True)
class Row:
    """A row of the table: its number, its name (with a link and a note), columns 3 to 13."""

    place: str
    name: str
    numbers: Sequence[str]
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of a level, under the row that sums them up."""

    head: Row
    rows: Sequence[Row]


def form_page(selection: Selection, results: Results, access: Access, by: By) -> dict[str, Any]:
    """The context of templates/indicators/form_ii06.html."""
    form = kept_form(selection, results, by)
    bar = FilterBar(reverse("indicators:form_ii06"), selection, results, {"by": by.value})
    period = selection.period
    name = hierarchy().name(form.asked.unit_id, period.ends_on)
    days = {"begins": day(period.begins_on), "ends": day(period.ends_on)}
    reports = {"label": _("Reports of units"), "url": reverse("indicators:reports")}
    return {
        "title": ", ".join(
            [_("Form II.06"), name, period_name(period), *qualifiers(selection), str(_BY[by])]
        ),
        "lead": [
            _("State and results of the handling of administrative procedures"),
            _("from %(begins)s to %(ends)s") % days,
            _("unit of measure: number of dossiers"),
        ],
        "crumbs": bar.crumbs(access),
        "pickers": [bar.under(access), bar.period(), _by(bar, by), bar.scope()],
        "actions": [
            *([] if access.only_totals else [reports]),
            {"label": _("The unit's page"), "url": unit_url(selection, form.asked.unit_id)},
            {
                "label": _("Download xlsx"),
                "url": bar.url(format="xlsx"),
                "kind": "primary",
                "download": True,
            },
        ],
        "untold": untold(period, results),
        "what": pgettext("column", "Field") if by == By.FIELD else _("Unit"),
        "numbers": words.NUMBERS,
        "groups": [
            Group(
                _row(words.roman(place), str(UNITS_OF[group.level]), group.total),
                [
                    _line(str(number), line, selection, access)
                    for number, line in enumerate(group.lines, 1)
                ],
            )
            for place, group in enumerate(form.groups, 1)
        ],
        "total": _row("", _("Total"), form.total if form.is_told else None),
        "notes": notes_of(form),
    }


def kept_form(selection: Selection, results: Results, by: By) -> Form:
    """The form of the unit that the selection is within."""
    assert selection.under_id is not None  # noqa: S101
    asked = Asked(selection.under_id, selection.period, selection.scope, by)
    return results.keep(
        f"form II.06 {by}", selection, lambda: form_of(asked, lambda: results.statuses)
    )


def _by(bar: FilterBar, chosen: By) -> Picker:
    options = [Option(str(name), bar.url(by=by.value), by == chosen) for by, name in _BY.items()]
    return Picker(pgettext("choice", "Rows"), str(_BY[chosen]), options)


def _line(place: str, line: Line, selection: Selection, access: Access) -> Row:
    reported = _("as reported") if line.is_reported else ""
    if line.unit_id is None:
        return _row(place, line.name or _("No field given"), line.numbers, note=reported)
    seen = access.may_see(line.unit_id, selection.period.ends_on)
    lived = lived_note(lived_part(line.unit_id, selection, access.units))
    return _row(
        place,
        line.name,
        line.numbers,
        url=unit_url(selection, line.unit_id) if seen else "",
        note=" · ".join(filter(None, (lived, reported))),
    )


def _row(place: str, name: str, numbers: Numbers | None, *, url: str = "", note: str = "") -> Row:
    by_column = dict.fromkeys(COLUMNS) if numbers is None else numbers.by_column
    return Row(place, name, [count(one) for one in by_column.values()], url, note)
