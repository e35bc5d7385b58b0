"""What an opened row of a scorecard's league table shows: the unit's points by group and criterion,
where it stands, and what would bring most."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.pages.detail import Detail, Part
from indicators.pages.scores.addresses import unit_url
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.computed import computed, not_computed
from indicators.pages.scores.criteria import GroupLines, groups_of
from indicators.pages.scores.gain_words import gains_table, next_level_words
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.unit import score_facts, unit_page_url
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.gains import gains, next_level
from indicators.scoring.judging import Score
from indicators.scoring.kept import kept_scores
from indicators.tables import Cell, Column, Row, Table
from units.access import Access
from units.components import Fact, Option

_GAINS = 5


def detail_of(
    request: ScoreRequest, cards: Cards, results: Results, access: Access, unit_id: int
) -> Detail:
    """The detail of a unit that the request's table lists."""
    code, period = request.scorecard.code, request.period
    found = kept_scores(code, period, [unit_id]).get(unit_id)
    opened = unit_url(code, period, unit_id)
    facts: list[Fact] = []
    parts: list[Part] = []
    if found is not None:
        names = InputNames(request.rules)
        facts = score_facts(request, found, cards, results, access, unit_id)
        groups = groups_of(request, found, names, unit_id)
        parts = [
            _by_group(groups),
            *_gains(request, found, names, opened),
            _by_criterion(groups, opened),
        ]
    return Detail(
        unit_id=unit_id,
        name=access.units.name(unit_id, period.ends_on),
        none="" if found else not_computed(computed(request.scorecard, period, results)),
        facts=facts,
        parts=parts,
        months=None,
        links=[
            Option(_("Points, criterion by criterion"), opened),
            Option(_("Page of the unit"), unit_page_url(request, unit_id)),
        ],
    )


def _by_group(groups: Sequence[GroupLines]) -> Part:
    title = _("Points by group")
    rows = [
        Row(
            [
                Cell(f"{one.code} {one.name}"),
                Cell(f"{one.points} / {one.of}" if one.of else one.points, number=True),
                Cell(one.maximum, number=True),
            ]
        )
        for one in groups
    ]
    columns = [
        Column(_("Group")),
        Column(_("Points"), number=True),
        Column(_("Maximum"), number=True),
    ]
    return Part(title, Table(columns, rows, title))


def _by_criterion(groups: Sequence[GroupLines], opened: str) -> Part:
    title = _("Criterion by criterion")
    rows = [
        Row(
            [
                Cell(f"{line.code} {line.name}", f"{opened}#criterion-{line.code}", line.note),
                Cell(line.ratio, number=True),
                Cell(line.points, number=True),
                Cell(line.maximum, number=True),
            ]
        )
        for group in groups
        for line in group.lines
    ]
    columns = [
        Column(_("Criterion")),
        Column(_("Ratio"), number=True),
        Column(_("Points"), number=True),
        Column(_("Maximum"), number=True),
    ]
    return Part(title, Table(columns, rows, title), is_folded=True)


def _gains(request: ScoreRequest, found: Score, names: InputNames, opened: str) -> list[Part]:
    """What would bring most points, and what lacks to the next level."""
    parts = []
    table = gains_table(gains(request.rules, request.level, found), names)
    if table is not None:
        rows = [Row([_elsewhere(cell, opened) for cell in row.cells]) for row in table.rows]
        parts.append(Part(table.caption, replace(table, rows=rows[:_GAINS])))
    level = next_level_words(next_level(request.rules, found), names)
    if level is not None:
        parts.append(Part(level["title"], lines=level["lines"]))
    return parts


def _elsewhere(cell: Cell, opened: str) -> Cell:
    """A cell that opens a criterion, which stands on the unit's page."""
    return replace(cell, url=opened + cell.url) if cell.url.startswith("#") else cell
