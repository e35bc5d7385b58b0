"""The league table of one scorecard: a table to read, CSV, or JSON (docs/commands.md)."""

import csv
import json
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.announced.held import announced_for
from indicators.announced.values import Announced
from indicators.pages.scores.words import standing_words
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Input, Judged, Score
from indicators.scoring.kept import bring_up_to_date
from indicators.scoring.league import Scored, scores
from indicators.selection import SelectionError
from indicators.writing import score as points
from units import command
from units.sheets.guard import guarded
from units.snapshot import snapshot


class Command(command.Command):
    help = "Print what the units of one level score by a scorecard in one period."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scorecard", required=True, help="its code")
        parser.add_argument("--level", required=True)
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07")
        parser.add_argument("--under", help="a unit's code, or code@date")
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        params = {name: value for name, value in options.items() if isinstance(value, str)}
        try:
            request = ScoreRequest.parse(params)
        except SelectionError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        bring_up_to_date(codes=[request.scorecard.code], period=request.period, waits=True)
        with snapshot():
            found = scores(request)
            told = announced_for(
                request.scorecard.code, request.period, [one.unit_id for one in found]
            )
        if options["format"] == "json":
            rows = [_row(one) | _beside(one, told.get(one.unit_id)) for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        elif options["format"] == "csv":
            self._print_csv(request, found)
        else:
            self._print_table(request, found)

    def _print_csv(self, request: ScoreRequest, found: list[Scored[Score]]) -> None:
        """One line a unit: its sums, the points of each group, and of each criterion."""
        groups = [one.code for one in request.rules.groups]
        criteria = [one.code for one in request.rules.criteria if one.applies_to(request.level)]
        writer = csv.writer(self.stdout, lineterminator="\n")
        heads = [f"group {code}" for code in groups] + [f"criterion {code}" for code in criteria]
        writer.writerow([*_SUMS, *heads])
        for one in found:
            row = _row(one)
            by_group = {group["code"]: group["points"] for group in row["groups"]}
            by_criterion = {each["code"]: each["points"] for each in row["criteria"]}
            cells = [
                *(row[name] for name in _SUMS),
                *(by_group.get(code) for code in groups),
                *(by_criterion.get(code) for code in criteria),
            ]
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])

    def _print_table(self, request: ScoreRequest, found: list[Scored[Score]]) -> None:
        self.stdout.write(f"{request.scorecard.label}: {request.query()}")
        groups = request.rules.groups
        heads = [_("Rank"), _("Unit"), _("Name"), _("Points"), _("Can be judged")]
        heads += [one.code for one in groups] + (
            [pgettext("readiness", "Level")] if request.rules.grades else []
        )
        lines = [heads]
        for one in found:
            line = [
                "–" if one.rank is None else str(one.rank),
                *(one.code, one.name),
                points(one.score.points) if one.score.judged else "–",
                f"{points(one.score.judged)} / {points(one.score.possible)}",
            ]
            line += [_points_of(one.score, group.code) for group in groups]
            lines.append(line + ([standing_words(one.score)] if request.rules.grades else []))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = [
                f"{text:<{width}}" if place in _TEXT_COLUMNS else f"{text:>{width}}"
                for place, (text, width) in enumerate(zip(line, widths, strict=True))
            ]
            self.stdout.write("  ".join(cells))


# The code and the name; numbers stand to the right.
_TEXT_COLUMNS = (1, 2)
_SUMS = (
    *("unit", "name", "points", "judged", "possible", "value", "rank", "ranked", "level"),
    "standing",
)


def _row(one: Scored[Score]) -> dict[str, Any]:
    score = one.score
    groups = [(code, *score.of_group(code)) for code in score.groups]
    return {
        "unit": one.code,
        "name": one.name,
        "points": _plain(score.points),
        "judged": _plain(score.judged),
        "possible": _plain(score.possible),
        "value": None if score.share is None else float(score.share),
        "rank": one.rank,
        "ranked": one.ranked,
        "level": score.grade or None,
        "standing": score.standing.value or None,
        "groups": [
            {
                "code": code,
                "points": _plain(points),
                "judged": _plain(judged),
                "possible": _plain(possible),
            }
            for code, points, judged, possible in groups
        ],
        "criteria": [_criterion(each) for each in score.criteria],
    }


def _beside(one: Scored[Score], told: Announced | None) -> dict[str, Any]:
    """Why there is no level, what is missing, and what was announced."""
    score = one.score
    return {
        "failed": list(score.failed),
        "unknown": list(score.unknown),
        "missing": score.missing,
        "announced": told
        and {
            "points": _plain(told.points),
            "level": told.level or None,
            "difference": _plain(told.difference(score)),
        },
    }


def _criterion(one: Judged) -> dict[str, Any]:
    # What is added up of several inputs has no numerator and denominator of its own.
    alone = one.inputs[0] if len(one.inputs) == 1 else Input()
    return {
        "code": one.criterion.code,
        "points": _plain(one.points),
        "maximum": _plain(one.criterion.maximum),
        "numerator": _plain(alone.numerator),
        "denominator": _plain(alone.denominator),
        "ratio": _plain(one.ratio),
        "state": one.state.value,
        "missing": list(one.missing),
    }


def _plain(value: Fraction | Decimal | int | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _points_of(score: Score, code: str) -> str:
    found, judged, _possible = score.of_group(code)
    return points(found) if judged else "–"
