"""From a file, as it was exported and filled in, to drafts: one row per unit and measure.

An empty value says nothing, "-" empties what was told. A row whose `version` is not that of the
unit's submission any more is refused: somebody has changed it since the file was made.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue
from indicators.entered.reading import columns_of, number_of, rank_of
from indicators.lines.cells import unit_of
from indicators.lines.reading import check_filled, read_lines
from indicators.lines.taking import EnteringError, Problem
from indicators.models import EnteredMeasure
from indicators.submitting.actions import Draft
from indicators.submitting.asked import InputsAsked
from indicators.submitting.checks import changed_since, refused_values
from indicators.submitting.telling import (
    EMPTY,
    Told,
    as_told,
    holding,
    newest_submissions,
    told_in,
)
from units.names import fold
from units.sheets.guard import unguarded_text

_NEEDED = ("unit", "measure", "value")
# What stands for an emptied value.
_EMPTIED = ("-", "\u2013", "\u2212")


@dataclass(frozen=True)
class Row:
    """What a line says of a unit and a measure."""

    row: int
    unit_id: int
    measure: EnteredMeasure
    told: Told
    version: int | None

    @property
    def key(self) -> tuple[int, int]:
        return self.unit_id, self.measure.pk


@dataclass
class ReadInputs:
    """The drafts of a file, those rows of theirs that change something, and what is wrong with the
    lines that are left out."""

    drafts: list[Draft] = field(default_factory=list)
    rows_of: dict[int, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


# The level of a unit that the account may fill in, and of which something is asked; raises
# EnteringError.
LevelOf = Callable[[int], str]


def read_inputs(content: bytes, asked: InputsAsked, level_of: LevelOf) -> ReadInputs:
    """Read a CSV file of the inputs of a scorecard and period. Raises FileError where its header
    cannot be understood."""
    measures: dict[str, EnteredMeasure] = {}
    for one in asked.questions.measures.values():
        measures |= {fold(one.name): one, fold(one.name_en): one, one.code: one}
    levels = asked.scorecard.levels
    asks = {level: {one.pk for one in asked.questions.measures_of(level)} for level in levels}

    def check_asked(row: Row) -> None:
        if row.measure.pk not in asks[level_of(row.unit_id)]:
            words = {"measure": row.measure.label}
            raise EnteringError(_("“%(measure)s” is not asked of this unit.") % words)

    read = read_lines(
        content,
        columns=lambda header: columns_of(header, _NEEDED),
        line=lambda texts, number: _row(texts, number, asked, measures),
        check=check_asked,
    )
    found = ReadInputs(problems=read.problems)
    _into_drafts(found, read.lines, asked)
    found.problems.sort(key=lambda one: one.row)
    return found


def _row(
    texts: Mapping[str, str],
    number: int,
    asked: InputsAsked,
    measures: Mapping[str, EnteredMeasure],
) -> Row | None:
    """None for a line that says nothing."""
    texts = {name: unguarded_text(text) for name, text in texts.items()}
    if not texts.get("value") and not texts.get("note"):
        return None
    check_filled(texts, _NEEDED)
    for name, meant in (("period", asked.period.text), ("scorecard", asked.scorecard.code)):
        if texts.get(name, meant) != meant:
            words = {"text": texts[name][:40], "meant": meant}
            raise EnteringError(_("The line is of “%(text)s”, the form of “%(meant)s”.") % words)
    measure = measures.get(texts["measure"]) or measures.get(fold(texts["measure"]))
    if measure is None:
        words = {"text": texts["measure"][:60]}
        raise EnteringError(_("The scorecard asks for no measure “%(text)s”.") % words)
    unit_id = unit_of(texts["unit"], asked.period)
    return Row(number, unit_id, measure, _told(texts, measure), _version(texts))


def _told(texts: Mapping[str, str], measure: EnteredMeasure) -> Told:
    if texts["value"] in _EMPTIED:
        return EMPTY
    note = " ".join(texts.get("note", "").split())[:500]
    return Told(number_of(texts["value"], measure), rank_of(texts.get("rank", "")), note)


def _version(texts: Mapping[str, str]) -> int | None:
    text = texts.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise EnteringError(_("“%(text)s” is no version.") % {"text": text[:40]})
    return int(text)


def _into_drafts(found: ReadInputs, rows: list[Row], asked: InputsAsked) -> None:
    by_unit: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    there = newest_submissions(asked.scorecard.code, asked.period, by_unit)
    held = holding(asked.questions.measures.values(), by_unit, asked.period)
    refused = _refused(rows, asked)
    for unit_id, some in by_unit.items():
        known = there.get(unit_id)
        version = known.version if known is not None else 0
        is_open = known is not None and known.is_open
        before = told_in(known) if known and is_open else as_told(held.get(unit_id, {}))
        changed = []
        for row in some:
            if before.get(row.measure.pk, EMPTY) == row.told:
                continue
            sentence = refused.get(row.key, "")
            if row.version is not None and row.version != version:
                sentence = changed_since()
            if sentence:
                found.problems.append(Problem(row.row, sentence))
            else:
                changed.append(row)
        if not changed:
            continue
        measures = {one.pk: one for one in asked.questions.measures.values()}
        told = {pk: one for pk, one in before.items() if pk in measures}
        told |= {row.measure.pk: row.told for row in changed}
        found.drafts.append(
            Draft(
                asked.scorecard.code,
                unit_id,
                asked.period,
                {measures[pk]: one for pk, one in told.items()},
                version,
            )
        )
        found.rows_of[unit_id] = [row.row for row in changed]


def _refused(rows: list[Row], asked: InputsAsked) -> dict[tuple[int, int], str]:
    values = [
        NewValue(row.measure, row.unit_id, asked.period, row.told.value, row.told.rank, row=row.row)
        for row in rows
    ]
    return {(key[1], key[0]): sentence for key, sentence in refused_values(values).items()}
