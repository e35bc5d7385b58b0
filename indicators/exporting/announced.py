"""The list of announced scores as a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.announced.values import Announced
from indicators.exporting.about import plain
from indicators.exporting.entered import number, who
from indicators.models import AnnouncedScore
from indicators.pages.announced.listing import Beside, beside, state_of
from indicators.periods import parse_period
from indicators.scoring.judging import Score
from units.access import Access
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet

_AT_ONCE = 500


@dataclass(frozen=True)
class _Line:
    """A version, what it says, and what is computed beside it where it holds."""

    row: AnnouncedScore
    says: Announced
    score: Score | None


def announced_sheet(found: QuerySet[AnnouncedScore], access: Access, facts: list[Fact]) -> Sheet:
    """All versions of the list, newest first, each with what is computed where it holds."""
    lines = access.units

    def unit(one: _Line, *, code: bool) -> Cell:
        if one.row.unit_id not in lines.units():
            return None
        ends_on = parse_period(one.row.period).ends_on
        return (lines.code if code else lines.name)(one.row.unit_id, ends_on)

    def difference(one: _Line) -> Cell:
        found = None if one.score is None else one.says.difference(one.score)
        return None if found is None else plain(found)

    said: list[Said[_Line]] = [
        Said("unit", _("Code"), lambda one: unit(one, code=True)),
        Said("unit_name", _("Unit"), lambda one: unit(one, code=False)),
        Said("scorecard", _("Scorecard"), lambda one: one.row.scorecard),
        Said("period", _("Period"), lambda one: one.row.period),
        Said("points", _("Points"), lambda one: number(one.says.points), Kind.COUNT),
        Said("level", _("Readiness level"), lambda one: one.says.level),
        Said("groups", _("Points per group"), _groups),
        Said("warning", _("Warning"), lambda one: one.says.warning),
        Said(
            "computed_points",
            _("Computed points"),
            lambda one: plain(one.score.points) if one.score else None,
            Kind.COUNT,
        ),
        Said(
            "computed_level",
            _("Computed level"),
            _computed_level,
        ),
        Said("difference", _("Computed less announced"), difference, Kind.COUNT),
        Said("state", _("State"), lambda one: state_of(one.row, one.says)),
        Said("document", _("Document"), lambda one: one.row.document),
        Said("announced_on", _("Announced on"), lambda one: one.row.announced_on, Kind.DATE),
        Said("note", _("Note"), lambda one: one.row.note),
        Said("file", _("File"), lambda one: one.row.file_name),
        Said("row", _("Row"), lambda one: one.row.row, Kind.COUNT),
        Said("entered_at", _("Entered"), lambda one: one.row.entered_at, Kind.MOMENT),
        Said("entered_by", _("Entered by"), lambda one: who(one.row.entered_by)),
    ]
    title = _("Announced scores")
    return list_sheet("announced-scores", title, facts, said, _lines(found), found.count())


def _computed_level(one: _Line) -> Cell:
    return one.score.grade if one.score else None


def _groups(one: _Line) -> Cell:
    return "; ".join(f"{code}: {points}" for code, points in one.says.groups.items())


def _lines(found: QuerySet[AnnouncedScore]) -> Iterator[_Line]:
    rows = found.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        known: Beside = beside(some)
        for row in some:
            says = known.says(row)
            yield _Line(row, says, known.computed(row, says))
