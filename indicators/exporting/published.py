"""A published league table as a sheet: what was published, what holds now, and why they differ."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.comparing import Against
from indicators.exporting.about import Whole, kind_of, looked_for, number_of, plain
from indicators.exporting.league import league_sheet
from indicators.models import Indicator
from indicators.pages.published.causes import Causes
from indicators.pages.published.cells import causes_text, nothing_counted
from indicators.pages.published.lines import Line, lines_of, looked_through
from indicators.results import Results
from indicators.selection import Selection
from units.access import Access
from units.sheets.sheet import Cell, Column, Kind, Sheet


def published_sheet(
    selection: Selection, results: Results, access: Access, whole: Whole, words: str = ""
) -> Sheet:
    """The columns of the league table as they were published, then the live ones, the difference
    of the values and its causes; who came to the table since stands below. All of it, or the units
    that `words` mean."""
    sheet = league_sheet(selection, results, Against.BEFORE, whole)
    since = results.since(selection)
    causes = Causes(selection, since, access)
    then = selection.indicator
    now = since.indicator_now or then
    names = [column.name for column in sheet.columns]
    # By unit: two may bear a code within a period, one that ended and one that began.
    unit_ids = [one.unit_id for one in results.figures(selection)]
    listed = dict(zip(unit_ids, sheet.rows, strict=True))
    rows: list[Sequence[Cell]] = []
    for line in looked_through(selection, lines_of(selection, results), words):
        known = {"unit": line.code, "name": line.figure.name}
        published = (
            listed[line.figure.unit_id] if line.published else [known.get(one) for one in names]
        )
        rows.append([*published, *_live(line, then, now), _why(line, causes, then)])
    return replace(
        sheet,
        facts=[*sheet.facts, *looked_for(words)],
        columns=[
            *(
                replace(one, label=_("Published")) if one.name == "value" else one
                for one in sheet.columns
            ),
            Column("numerator_live", _("Numerator, live"), Kind.COUNT),
            Column("denominator_live", _("Denominator, live"), Kind.COUNT),
            Column("value_live", _("Live"), kind_of(now)),
            Column("rank_live", _("Rank now"), Kind.COUNT),
            Column("difference", _("Live less published"), kind_of(then)),
            Column("causes", _("Why"), Kind.TEXT),
        ],
        rows=rows,
    )


def _live(line: Line, then: Indicator, now: Indicator) -> list[Cell]:
    live = line.live
    if live is None:
        return [None] * 5
    return [
        None if live.numerator is None else plain(live.numerator),
        live.denominator,
        number_of(now, live.value),
        live.rank,
        number_of(then, _difference(line, then, now)),
    ]


def _difference(line: Line, then: Indicator, now: Indicator) -> Fraction | None:
    published = line.published.value if line.published else None
    live = line.live.value if line.live else None
    if published is None or live is None:
        return None
    # A share and a count have no difference.
    return live - published if bool(then.denominator) == bool(now.denominator) else None


def _why(line: Line, causes: Causes, indicator: Indicator) -> str | None:
    if line.difference is None:
        return nothing_counted() if line.is_nothing else None
    found = causes.of(line.difference)
    return causes_text(found, is_share=bool(indicator.denominator)).replace("\u00a0", " ")
