"""The dossiers behind a figure as a sheet: all of the list, however many, read chunk by chunk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dossiers.checking.words import Channel, Status
from dossiers.loading.rewriting import first_rewritings
from dossiers.pages.timeliness import Timeliness
from dossiers.pages.timeliness_words import in_words
from indicators.exporting.about import Whole
from indicators.measure_words import measure_name
from indicators.measures import REWRITTEN
from indicators.opening import Case, open_figure
from indicators.pages.dossiers import Asked, rewriting_of, standing_of
from units.hierarchy import Hierarchy
from units.queries import hierarchy, one_hierarchy
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet, file_name
from units.snapshot import snapshot


@dataclass(frozen=True)
class _Line:
    """A case, how it stands, and how its dates were rewritten, where it is listed for that."""

    case: Case
    standing: Timeliness
    rewritten: str
    unit: str
    unit_code: str
    parent: str | None


def dossiers_sheet(asked: Asked, title: str, number: int, facts: list[Fact], whole: Whole) -> Sheet:
    """A row for each of the `number` cases of the list, in its order. Nothing but what mapped
    columns said of a dossier, and what follows from that (DESIGN.md section 4)."""
    said: list[Said[_Line]] = [
        Said("code", _("Code"), lambda one: one.case.dossier.code),
        Said("source", _("Source"), lambda one: one.case.source.slug),
        *_procedure(),
        Said("unit", _("Code of the unit"), lambda one: one.unit_code),
        Said("unit_name", _("Unit"), lambda one: one.unit),
        Said("parent", _("Within"), lambda one: one.parent),
        Said("channel", _("Channel"), _channel),
        Said("received", _("Received"), lambda one: one.case.dossier.received_on, Kind.DATE),
        Said("due", _("Due"), lambda one: one.case.dossier.due_day, Kind.DATE),
        Said("due_by_term", _("Due by the statutory term"), _is_statutory, Kind.YES_NO),
        Said("finished", _("Finished"), lambda one: one.case.dossier.closed_on, Kind.DATE),
        Said("status", _("Status in the files"), _status),
        Said("standing", _("State"), lambda one: one.standing.standing.value),
        Said("standing_words", _("In words"), lambda one: in_words(one.standing).text),
        Said("days", _("Days to or from the due day"), lambda one: one.standing.days, Kind.COUNT),
        Said("counted_as", _("Counted as"), lambda one: one.case.measure),
        Said("counted_as_words", _("Counted as, in words"), _measure),
        Said("counted_on", _("Counted on"), lambda one: one.case.counted_on, Kind.DATE),
        Said("rewritten", _("Dates rewritten"), lambda one: one.rewritten),
        Said("url", _("Opens the dossier"), _address(whole), Kind.LINK),
    ]
    selection = asked.selection
    code = hierarchy().code(asked.unit_id, selection.day)
    name = file_name(
        ["dossiers", selection.indicator.code, asked.part, code, selection.period.text]
    )
    return list_sheet(name, title, facts, said, _lines(asked), number)


def _procedure() -> list[Said[_Line]]:
    return [
        Said("procedure", _("Code of the procedure"), lambda one: one.case.dossier.procedure.code),
        Said("procedure_name", _("Procedure"), lambda one: one.case.dossier.procedure.name),
        Said("field", _("Field"), lambda one: one.case.dossier.procedure.field),
    ]


def _lines(asked: Asked) -> Iterator[_Line]:
    """All in one snapshot of its own, since the view may have returned."""
    with snapshot(), one_hierarchy():
        opening, lines = open_figure(asked.selection, asked.unit_id, asked.part), hierarchy()
        for cases in opening.chunks(order=asked.order, descending=asked.descending):
            again = [case.dossier for case in cases if case.measure == REWRITTEN]
            found = first_rewritings(again) if again else {}
            for case in cases:
                rewritten = found.get(case.dossier.pk) if case.measure == REWRITTEN else None
                words = rewriting_of(case, lines, rewritten) if rewritten else ""
                yield _line(case, lines, words)


def _line(case: Case, lines: Hierarchy, rewritten: str) -> _Line:
    unit_id, on = case.counted_at, case.counted_on
    parent = lines.parent(unit_id, on)
    return _Line(
        case=case,
        standing=standing_of(case),
        rewritten=rewritten,
        unit=lines.name(unit_id, on),
        unit_code=lines.code(unit_id, on),
        parent=None if parent is None else lines.name(parent, on),
    )


def _status(one: _Line) -> Cell:
    return Status(one.case.dossier.status).name.lower()


def _channel(one: _Line) -> Cell:
    channel = one.case.dossier.channel
    return None if channel is None else Channel(channel).name.lower()


def _is_statutory(one: _Line) -> Cell:
    return one.case.dossier.due_on is None and one.case.dossier.due_day is not None


def _measure(one: _Line) -> Cell:
    return measure_name(one.case.measure)


def _address(whole: Whole) -> Callable[[_Line], Cell]:
    return lambda one: whole(one.case.url)
