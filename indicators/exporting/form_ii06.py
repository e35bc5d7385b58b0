"""The form II.06 as a plain table: its rows by the numbers of their columns. As a workbook it is
the official form (`indicators.form_ii06.workbook`)."""

from django.utils.translation import gettext as _

from indicators.form_ii06.columns import COLUMNS
from indicators.form_ii06.form import By, Form, Line
from indicators.form_ii06.words import NUMBERS
from indicators.listing import LivedPart, lived_part
from indicators.wording import UNITS_OF
from units.models import Level
from units.queries import hierarchy
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet

_Placed = tuple[Level, Line]


def form_sheet(form: Form, name: str, title: str, facts: list[Fact]) -> Sheet:
    """A row for each field or unit of each level; sums are left to the reader of the file."""
    lines, ends_on = hierarchy(), form.asked.period.ends_on

    def code(one: _Placed) -> Cell:
        unit_id = one[1].unit_id
        return None if unit_id is None else lines.code(unit_id, ends_on)

    def lived(one: _Placed) -> LivedPart:
        unit_id = one[1].unit_id
        return (None, None) if unit_id is None else lived_part(unit_id, form.asked, lines)

    def number(column: int) -> Said[_Placed]:
        label = NUMBERS[column - 1]
        return Said(
            f"column_{column}", label, lambda one: one[1].numbers.by_column[column], Kind.COUNT
        )

    what = _("Unit") if form.asked.by == By.UNIT else _("Field")
    said: list[Said[_Placed]] = [
        Said("level", _("Level"), lambda one: one[0].value),
        Said("level_name", _("In words"), lambda one: str(UNITS_OF[one[0]])),
        Said("unit", _("Code"), code),
        Said("name", what, lambda one: one[1].name),
        *(number(column) for column in COLUMNS),
        Said("since", _("Only from"), lambda one: lived(one)[0], Kind.DATE),
        Said("until", _("Only up to"), lambda one: lived(one)[1], Kind.DATE),
        Said("is_reported", _("As reported"), lambda one: one[1].is_reported, Kind.YES_NO),
    ]
    rows = [(group.level, line) for group in form.groups for line in group.lines]
    return list_sheet(name, title, facts, said, rows)
