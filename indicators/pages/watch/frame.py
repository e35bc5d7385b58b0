"""What all sections of one watch page share: what was found, and the cells that open."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.lived_words import lived_note
from indicators.models import Indicator
from indicators.pages.addresses import completeness_url, dossiers_url, figure_url, unit_url
from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.pages.watch.section import Asked
from indicators.selection import Scope, Selection
from indicators.tables import Cell, Column, Row, aside, counted
from indicators.watch import Watch
from indicators.watch.gathering import OPENED_UNDER, Counted
from indicators.writing import count
from units.access import Access
from units.queries import hierarchy

_TOP, _PAGE = 8, 100
Line = TypeVar("Line")


class Frame:
    """The selection of a page, what is watched in it, who looks, and what is asked for."""

    def __init__(
        self, selection: Selection, found: Watch, access: Access, bar: FilterBar, asked: Asked
    ) -> None:
        assert selection.under_id is not None  # noqa: S101
        self.under_id = selection.under_id
        self.selection, self.found, self.bar, self.asked = selection, found, bar, asked
        self.access = access
        self.now = replace(selection, period=found.now)
        self.exports_url = completeness_url(self.now, self.under_id)
        self.lines = hierarchy()
        self.labels = {one.code: one.label for one in Indicator.objects.order_by("valid_from")}

    def cut(self, name: str, lines: Sequence[Line]) -> tuple[Sequence[Line], dict[str, Any]]:
        """The first lines of a list, or a page of all; and the way to all, and back. All of them
        for a file."""
        if self.asked.complete:
            return lines, {}
        if self.asked.whole != name:
            if len(lines) <= _TOP:
                return lines, {}
            text = ngettext("All %(count)s line", "All %(count)s lines", len(lines))
            label = text % {"count": count(len(lines))}
            return lines[:_TOP], {"link": {"label": label, "url": self.bar.url(all=name)}}
        pages = max(1, ceil(len(lines) / _PAGE))
        page = min(self.asked.page, pages)

        def url(one: int) -> str:
            return self.bar.url(all=name, page=str(one) if one > 1 else "")

        return lines[(page - 1) * _PAGE : page * _PAGE], {"pager": pager(page, pages, url)}

    @staticmethod
    def unit_columns() -> list[Column]:
        """The columns of `unit`."""
        return [
            Column(_("Unit"), name="name"),
            Column(_("Code"), name="unit", only_in_file=True),
            Column(_("Within"), name="parent", only_in_file=True),
        ]

    def unit(self, unit_id: int, note: str = "") -> list[Cell]:
        """A unit that opens its page, with the one above it where that is not the page's own, and
        until when it was there."""
        day_then, parent = self.selection.day, self.lines.parent(unit_id, self.selection.day)
        above = "" if parent in (None, self.under_id) else self.lines.name(parent, day_then)
        return [
            Cell(
                self.lines.name(unit_id, day_then),
                url=unit_url(self.of(self.selection, unit_id), unit_id),
                note=" · ".join(filter(None, (above, self._lived(unit_id), note))),
            ),
            aside(self.lines.code(unit_id, day_then)),
            aside(None if parent is None else self.lines.name(parent, day_then)),
        ]

    def _lived(self, unit_id: int) -> str:
        """Why a unit is none of those that are shown, as in "up to 30 Jun 2025"."""
        shown, (first, end) = self.selection.day, self.lines.life(unit_id)
        last = None if end is None or shown < end else self.lines.last_day(unit_id)
        return lived_note((first if shown < first else None, last))

    def of(self, selection: Selection, unit_id: int) -> Selection:
        """The selection under which a unit can be opened: one that has no place on the map as it
        was."""
        if self.lines.is_valid(unit_id, selection.day):
            return selection
        return replace(selection, map="then", map_day=None)

    def none(self, nothing: str, *, is_told: bool) -> str:
        """That there is nothing, which exports alone can tell (docs/decisions/0019)."""
        return nothing if is_told else _("Not known: no export tells of this unit in that time.")

    def figure_url(self, unit_id: int, indicator: str) -> str:
        return figure_url(self.selection, unit_id, indicator=indicator, under="")

    def counted(
        self, selection: Selection, rows: Sequence[Counted], parts: Sequence[str]
    ) -> list[Row]:
        own = replace(selection, scope=Scope.OWN)
        return [
            Row(
                [
                    *self.unit(one.unit_id),
                    *(
                        self.number(own, one.unit_id, part, number)
                        for part, number in zip(parts, one.numbers, strict=True)
                    ),
                ]
            )
            for one in rows
        ]

    def number(self, selection: Selection, unit_id: int, part: str, number: int) -> Cell:
        """A number that opens its dossiers; what is open is opened as of now."""
        code = OPENED_UNDER[part]
        asked = self.opened(selection, code)
        url = dossiers_url(asked, unit_id, part, indicator=code, under="") if number else ""
        return counted(number, url)

    def opened(self, selection: Selection, code: str) -> Selection:
        """What is open is told of now."""
        return replace(selection, period=self.found.now) if code == "in_progress" else selection
