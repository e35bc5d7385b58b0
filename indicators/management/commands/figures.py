"""The league table of one selection: a table to read, CSV, or JSON (DESIGN.md section 9)."""

import csv
import json
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from django.core.management.base import CommandParser
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.closing.tables import figures_asked
from indicators.comparing import Against, Change, changes, compared_with, earlier
from indicators.completeness import Tally, statuses, tally_of
from indicators.coverage import Coverage, coverage
from indicators.exporting.about import counted_sides
from indicators.figures import Figure
from indicators.league_table import LeagueTable
from indicators.listing import lived_part
from indicators.lived_words import lived_note, lived_words
from indicators.models import Indicator
from indicators.other_list_words import places_not_compared
from indicators.pages.completeness_words import in_words as exports_in_words
from indicators.pages.coverage_words import in_words
from indicators.pages.published.league import publication_words
from indicators.pages.reported_words import as_reported
from indicators.periods import Period
from indicators.saying import Exports
from indicators.selection import Selection, SelectionError
from indicators.wording import period_name
from indicators.writing import count, points, share
from units import command
from units.queries import hierarchy, one_hierarchy
from units.sheets.guard import guarded
from units.snapshot import snapshot

_FIELDS = ("unit", "name", "numerator", "denominator", "value", "rank", "ranked")
# With --compare.
_CHANGE_FIELDS = ("value_before", "value_change", "rank_before", "rank_change")
_WHY_NOT = "places_not_compared"


class Command(command.Command):
    help = "Print the figures of one indicator for the units of one level in one period."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--indicator", required=True)
        parser.add_argument("--level", required=True)
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07, 2018-YTD, ...")
        parser.add_argument("--under", help="a unit's code, or code@date")
        parser.add_argument("--scope", help="whole (default) or own")
        parser.add_argument("--calendar", help="month (default) or kstt")
        parser.add_argument("--map", help="then (default), today, or a day")
        parser.add_argument("--as", help="live (default), published, or a publication's number")
        parser.add_argument(
            "--compare",
            choices=tuple(Against),
            help="also what changed against the period before, or against a year earlier",
        )
        parser.add_argument("--field", help="only procedures of this field")
        parser.add_argument("--procedure", help="only this procedure: the number in its address")
        parser.add_argument(
            "--tasks", help="before-break: procedures that communes handled before districts ended"
        )
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    @one_hierarchy()  # else each row of the table would ask whether units have changed
    def handle(self, *args: Any, **options: Any) -> None:
        params = {name: value for name, value in options.items() if isinstance(value, str)}
        try:
            selection = Selection.parse(params)
        except SelectionError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        against = Against(options["compare"]) if options["compare"] else None
        exports = cache(statuses)
        with snapshot():
            found = figures_asked(selection, exports)
            covered = coverage()
            is_told = selection.publication is None and not selection.indicator.is_entered
            told = tally_of(exports(), selection, selection.under_id) if is_told else Tally()
            before = _before(selection, against, covered) if against else None
            moved = _changes(selection, found, before, exports) if before else {}
            why_not = places_not_compared(selection, before)
        rows = [_row(selection.indicator, figure) for figure in found]
        if against:
            for row, figure in zip(rows, found, strict=True):
                row.update(
                    _change(figure, moved.get(figure.unit_id)), **{_WHY_NOT: why_not or None}
                )
        fields = (*_FIELDS, *_CHANGE_FIELDS, _WHY_NOT) if against else _FIELDS
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1, default=float))
        elif options["format"] == "csv":
            writer = csv.DictWriter(self.stdout, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                row | {name: guarded(row[name]) for name in ("unit", "name")} for row in rows
            )
        else:
            self._print_head(selection, covered, told)
            if why_not:
                self.stdout.write(why_not)
            self._print_table(selection, rows, [_note(selection, one) for one in found], against)

    def _print_head(self, selection: Selection, covered: Coverage | None, told: Tally) -> None:
        """What is counted, how new it is, of how many units of the level there are exports, and
        of which units there are not; of what was published that it was."""
        self.stdout.write(f"{selection.indicator.label}: {selection.indicator.explanation}")
        self.stdout.write(selection.query())
        told_of = exports_in_words(told, selection, selection.level)
        if selection.publication is not None:
            texts = publication_words(selection.publication)
        else:
            texts = in_words(covered, selection.period) if covered else []
            texts += lived_words(selection, selection.under_id)
        texts += filter(None, [told_of])
        if texts:
            self.stdout.write(capfirst("; ".join(texts)))
        lines, day = hierarchy(), selection.day
        missing = [
            f"{lines.code(one, day)} {lines.name(one, day)}"
            for one in sorted(told.missing, key=lambda one: (lines.code(one, day), one))
        ]
        if missing:
            self.stdout.write(_("Exports missing: %(units)s") % {"units": ", ".join(missing)})

    def _print_table(
        self,
        selection: Selection,
        rows: list[dict[str, Any]],
        notes: list[str],
        against: Against | None,
    ) -> None:
        heads = [_("Rank"), _("Unit"), _("Name"), _("Value"), _("Cases")]
        if against:
            before = period_name(earlier(selection.period, against))
            self.stdout.write(capfirst(_("against %(period)s") % {"period": before}))
            heads += [_("Value before"), _("Change"), _("Rank before"), _("Places risen")]
        lines = [heads]
        for row in rows:
            cases = "" if row["numerator"] is None else count(row["numerator"])
            if row["denominator"] is not None:
                cases += f" / {count(row['denominator'])}"
            line = [_text(row["rank"]), row["unit"], row["name"], _value(row), cases]
            lines.append(line + _change_words(selection.indicator, row) if against else line)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line, note in zip(lines, ["", *notes], strict=True):
            cells = [
                f"{text:<{width}}" if place in _TEXT_COLUMNS else f"{text:>{width}}"
                for place, (text, width) in enumerate(zip(line, widths, strict=True))
            ]
            self.stdout.write("  ".join([*cells, note] if note else cells))


# The code and the name; numbers stand to the right.
_TEXT_COLUMNS = (1, 2)


def _note(selection: Selection, figure: Figure) -> str:
    """What stands behind a unit's line: of which part of the period it is, and what it reported."""
    is_live = selection.publication is None
    part = lived_part(figure.unit_id, selection, hierarchy()) if is_live else (None, None)
    return "; ".join(filter(None, [lived_note(part), as_reported(figure)]))


def _row(indicator: Indicator, figure: Figure) -> dict[str, Any]:
    numerator, denominator = counted_sides(indicator, figure)
    return {
        "unit": figure.code,
        "name": figure.name,
        "numerator": numerator,
        "denominator": denominator,
        "value": _plain(figure.value, is_count=figure.denominator is None),
        "rank": figure.rank,
        "ranked": figure.ranked,
    }


def _before(selection: Selection, against: Against, covered: Coverage | None) -> Period | None:
    # What was published was published without a comparison.
    if selection.publication is not None:
        return None
    return compared_with(selection.indicator, selection.period, against, covered)


def _changes(
    selection: Selection, found: list[Figure], before: Period, exports: Exports
) -> dict[int, Change]:
    then = LeagueTable(figures_asked(replace(selection, period=before), exports))
    return changes(selection, before, found, then)


def _change(figure: Figure, change: Change | None) -> dict[str, Any]:
    if change is None:
        return dict.fromkeys(_CHANGE_FIELDS)
    is_count = figure.denominator is None
    return {
        "value_before": _plain(change.value_before, is_count=is_count),
        "value_change": _plain(change.value, is_count=is_count),
        "rank_before": change.rank_before,
        "rank_change": change.places,
    }


def _plain(value: Fraction | None, *, is_count: bool) -> float | int | None:
    if value is None:
        return None
    # Entered values may have decimals.
    return int(value) if is_count and value.denominator == 1 else float(value)


def _change_words(indicator: Indicator, row: dict[str, Any]) -> list[str]:
    write = share if indicator.denominator else count
    moved = points if indicator.denominator else count
    return [
        write(row["value_before"]),
        moved(row["value_change"]),
        _text(row["rank_before"]),
        _text(row["rank_change"]),
    ]


def _text(value: int | None) -> str:
    return "–" if value is None else str(value)


def _value(row: dict[str, Any]) -> str:
    return count(row["value"]) if row["denominator"] is None else share(row["value"])
