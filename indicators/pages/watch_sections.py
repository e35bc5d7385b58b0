"""The sections of the watch page, each a table of units with the numbers that open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.measures import WITHOUT_APOLOGY
from indicators.models import Indicator
from indicators.pages.addresses import (
    completeness_url,
    dossiers_url,
    figure_url,
    unit_url,
)
from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.results import Results
from indicators.selection import Scope, Selection, SelectionError
from indicators.tables import Cell, Column, Row, Table
from indicators.watch import Watch
from indicators.watch.gathering import OPEN, OPENED_UNDER, REWRITTEN_SHARE, Counted
from indicators.wording import month_label, period_name
from indicators.writing import count, points, share
from units.queries import hierarchy

_TOP, _PAGE = 8, 100
Line = TypeVar("Line")


@dataclass(frozen=True)
class Section:
    """One thing that is watched: `table` where there is something, else `none` says so; `link`
    leads to all of a long list, or back."""

    name: str
    title: str
    note: str
    number: str
    table: Table | None
    none: str
    link: dict[str, str] | None = None
    pager: dict[str, Any] | None = None

    @property
    def heading(self) -> str:
        """The title, with how many there are."""
        return f"{self.title} ({self.number})" if self.table else self.title


@dataclass(frozen=True)
class Asked:
    """Which section is shown whole, "" for none, and which page of it."""

    whole: str
    page: int


SECTIONS = ("open", "exports", "short", "moves", "apologies", "rewritten")


def asked_of(whole: str, page: int) -> Asked:
    """What the address asks for. Raises SelectionError."""
    if whole and whole not in SECTIONS:
        raise SelectionError(
            _("“%(text)s” is no list: one of %(known)s.")
            % {"text": whole[:40], "known": ", ".join(SECTIONS)}
        )
    return Asked(whole, page)


class Sections:
    """Makes the sections of one page."""

    def __init__(
        self, selection: Selection, results: Results, found: Watch, bar: FilterBar, asked: Asked
    ) -> None:
        self.selection, self.found, self.bar, self.asked = selection, found, bar, asked
        self.now = replace(selection, period=found.now)
        self.exports_url = completeness_url(self.now, self._under)
        self.lines = hierarchy()
        self.labels = {one.code: one.label for one in Indicator.objects.order_by("valid_from")}

    def all(self) -> list[Section]:
        """First what is late or will be, then what is not known, then how figures stand."""
        return [
            self.open(),
            self.exports(),
            self.short(),
            self.moves(),
            self.apologies(),
            self.rewritten(),
        ]

    def open(self) -> Section:
        columns = [
            Column(_("Unit")),
            Column(_("Overdue"), number=True),
            *(Column(_("Within %(days)s days") % {"days": n}, number=True) for n in (3, 7, 14)),
        ]
        rows, more = self._cut("open", self.found.open)
        totals = [Cell(_("All together"))]
        whole = replace(self.now, scope=Scope.WHOLE)
        totals += [
            self._number(whole, self._under, part, number)
            for part, number in zip(OPEN, self.found.totals, strict=True)
        ]
        table = Table(columns, self._counted(self.now, rows, OPEN), _("Open dossiers"), totals)
        return Section(
            name="open",
            title=_("Overdue and due soon"),
            note=_("Open dossiers at the unit's own counter; due within 7 days holds those of 3."),
            number=count(self.found.totals[0] + self.found.totals[-1]),
            table=table if self.found.open else None,
            none=_("Nothing is overdue, and nothing is due within 14 days."),
            **more,
        )

    def exports(self) -> Section:
        rows, more = self._cut("exports", self.found.gaps)
        table = Table(
            [Column(_("Unit")), Column(_("Months"))],
            [
                Row(
                    [
                        self._unit(one.unit_id),
                        Cell(
                            ", ".join(month_label(month) for month in one.months),
                            url=completeness_url(
                                replace(self.selection, period=one.months[-1]), one.unit_id
                            ),
                        ),
                    ]
                )
                for one in rows
            ],
            _("Exports missing"),
        )
        return Section(
            name="exports",
            title=_("Exports not received"),
            note=_("Months of the last twelve that were over by the newest data."),
            number=count(len(self.found.gaps)),
            table=table if self.found.gaps else None,
            none=_("Every export that was expected has been received."),
            **more,
        )

    def short(self) -> Section:
        rows, more = self._cut("short", self.found.short)
        table = Table(
            [
                Column(_("Unit")),
                Column(_("Share"), number=True),
                Column(_("Missing dossiers"), number=True),
            ],
            [
                Row(
                    [
                        self._unit(one.unit_id, self.labels[one.indicator]),
                        Cell(
                            share(one.value.value),
                            url=self._figure(one.unit_id, one.indicator),
                            note=_("target %(target)s") % {"target": share(one.target, short=True)},
                            number=True,
                        ),
                        Cell(count(one.short), number=True),
                    ]
                )
                for one in rows
            ],
            _("Below target"),
        )
        nothing = (
            _("Every unit reaches its targets.")
            if self.found.has_targets
            else _("No target holds in this period.")
        )
        return Section(
            name="short",
            title=_("Below target"),
            note=_("In %(period)s, with all units below; units with too few cases are left out.")
            % {"period": period_name(self.selection.period)},
            number=count(len(self.found.short)),
            table=table if self.found.short else None,
            none=nothing,
            **more,
        )

    def moves(self) -> Section:
        moves = self.found.moves or []
        rows, more = self._cut("moves", moves)
        before = period_name(self.selection.period.before)
        table = Table(
            [
                Column(_("Unit")),
                Column(_("Share"), number=True),
                Column(_("Change"), number=True),
            ],
            [
                Row(
                    [
                        self._unit(one.unit_id, self.labels[one.indicator]),
                        Cell(
                            share(one.now.value),
                            url=self._figure(one.unit_id, one.indicator),
                            note=_("before: %(share)s") % {"share": share(one.before.value)},
                            number=True,
                        ),
                        Cell(
                            _("%(points)s points, better") % {"points": points(one.difference)}
                            if one.is_better
                            else _("%(points)s points, worse") % {"points": points(one.difference)},
                            tone="good" if one.is_better else "bad",
                            number=True,
                        ),
                    ]
                )
                for one in rows
            ],
            _("Fell or rose"),
        )
        nothing = (
            _("No share moved further than chance alone would move it.")
            if self.found.moves is not None
            else _("The files do not tell of the period before.")
        )
        return Section(
            name="moves",
            title=_("Fell or rose"),
            note=_("Against %(period)s, by more than chance alone would do.") % {"period": before},
            number=count(len(moves)),
            table=table if moves else None,
            none=nothing,
            **more,
        )

    def apologies(self) -> Section:
        found = self.found.without_apology or []
        rows, more = self._cut("apologies", found)
        columns = [
            Column(_("Unit")),
            Column(_("Resolved late"), number=True),
            Column(_("Overdue now"), number=True),
        ]
        table = Table(
            columns, self._counted(self.selection, rows, WITHOUT_APOLOGY), _("Without an apology")
        )
        nothing = (
            _("No late dossier is without a letter of apology.")
            if self.found.without_apology is not None
            else _("The export files have no column for letters of apology.")
        )
        return Section(
            name="apologies",
            title=_("Late without an apology"),
            note=_("Resolved late in %(period)s, or overdue now, without a letter of apology.")
            % {"period": period_name(self.selection.period)},
            number=count(sum(sum(one.numbers) for one in found)),
            table=table if found else None,
            none=nothing,
            **more,
        )

    def rewritten(self) -> Section:
        found = self.found.rewritten or []
        rows, more = self._cut("rewritten", found)
        own = replace(self.selection, scope=Scope.OWN)
        table = Table(
            [Column(_("Unit")), Column(_("Dossiers"), number=True)],
            [
                Row(
                    [
                        self._unit(one.unit_id),
                        Cell(
                            count(one.numbers[0]),
                            url=dossiers_url(
                                own,
                                one.unit_id,
                                "numerator",
                                indicator=REWRITTEN_SHARE,
                                level="",
                                under="",
                            ),
                            number=True,
                        ),
                    ]
                )
                for one in rows
            ],
            _("Rewritten dates"),
        )
        nothing = (
            _("No export shows rewritten dates.")
            if self.found.rewritten is not None
            else _("There are no two exports to compare.")
        )
        return Section(
            name="rewritten",
            title=_("Rewritten dates"),
            note=_("Shown by exports of %(period)s.")
            % {"period": period_name(self.selection.period)},
            number=count(sum(one.numbers[0] for one in found)),
            table=table if found else None,
            none=nothing,
            **more,
        )

    @property
    def _under(self) -> int:
        assert self.selection.under_id is not None  # noqa: S101
        return self.selection.under_id

    def _cut(self, name: str, lines: Sequence[Line]) -> tuple[Sequence[Line], dict[str, Any]]:
        """The first lines of a list, or a page of all; and the way to all, and back."""
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

    def _unit(self, unit_id: int, note: str = "") -> Cell:
        """A unit that opens its page, with the one above it where that is not the page's own."""
        day_then, parent = self.selection.day, self.lines.parent(unit_id, self.selection.day)
        above = "" if parent in (None, self._under) else self.lines.name(parent, day_then)
        return Cell(
            self.lines.name(unit_id, day_then),
            url=unit_url(self.selection, unit_id),
            note=" · ".join(filter(None, (above, note))),
        )

    def _figure(self, unit_id: int, indicator: str) -> str:
        return figure_url(self.selection, unit_id, indicator=indicator, under="")

    def _counted(
        self, selection: Selection, rows: Sequence[Counted], parts: Sequence[str]
    ) -> list[Row]:
        own = replace(selection, scope=Scope.OWN)
        return [
            Row(
                [
                    self._unit(one.unit_id),
                    *(
                        self._number(own, one.unit_id, part, number)
                        for part, number in zip(parts, one.numbers, strict=True)
                    ),
                ]
            )
            for one in rows
        ]

    def _number(self, selection: Selection, unit_id: int, part: str, number: int) -> Cell:
        """A number that opens its dossiers; what is open is opened as of now."""
        code = OPENED_UNDER[part]
        asked = replace(selection, period=self.found.now) if code == "in_progress" else selection
        url = dossiers_url(asked, unit_id, part, indicator=code, under="") if number else ""
        return Cell(count(number), url=url, number=True)
