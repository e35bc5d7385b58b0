"""What is watched of dossiers: those that are late or will be, and what nobody apologised for."""

from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.measures import WITHOUT_APOLOGY
from indicators.pages.watch.frame import Frame
from indicators.pages.watch.off_map import off_map
from indicators.pages.watch.section import Section
from indicators.selection import Scope
from indicators.tables import Cell, Column, Table
from indicators.watch.gathering import OPEN
from indicators.wording import period_name
from indicators.writing import count


def open_section(frame: Frame) -> Section:
    """What is overdue now, and what is due within days."""
    columns = [
        *frame.unit_columns(),
        Column(_("Overdue"), number=True, name="overdue"),
        *(
            Column(_("Within %(days)s days") % {"days": n}, number=True, name=f"due_within_{n}")
            for n in (3, 7, 14)
        ),
    ]
    rows, more = frame.cut("open", frame.found.open)
    totals = [Cell(_("All together"))]
    whole = replace(frame.now, scope=Scope.WHOLE)
    totals += [
        frame.number(whole, frame.under_id, part, number)
        for part, number in zip(OPEN, frame.found.totals, strict=True)
    ]
    told = [
        *frame.counted(frame.now, rows, OPEN),
        *off_map(frame, frame.found.open_off_map, OPEN),
    ]
    table = Table(columns, told, _("Open dossiers"), totals)
    return Section(
        name="open",
        title=_("Overdue and due soon"),
        note=_("Open dossiers at the unit's own counter; due within 7 days holds those of 3."),
        number=count(frame.found.totals[0] + frame.found.totals[-1]),
        table=table if told else None,
        none=frame.none(
            _("Nothing is overdue, and nothing is due within 14 days."),
            is_told=frame.found.is_told_now,
        ),
        **more,
    )


def apologies_section(frame: Frame) -> Section:
    """What is late, or overdue now, without a letter of apology."""
    found, beside = frame.found.without_apology or [], frame.found.without_apology_off_map
    rows, more = frame.cut("apologies", found)
    columns = [
        *frame.unit_columns(),
        Column(_("Resolved late"), number=True, name="resolved_late"),
        Column(_("Overdue now"), number=True, name="overdue"),
    ]
    told = [
        *frame.counted(frame.selection, rows, WITHOUT_APOLOGY),
        *off_map(frame, beside, WITHOUT_APOLOGY),
    ]
    table = Table(columns, told, _("Without an apology"))
    nothing = (
        frame.none(
            _("No late dossier is without a letter of apology."), is_told=frame.found.is_told
        )
        if frame.found.without_apology is not None
        else _("The export files have no column for letters of apology.")
    )
    return Section(
        name="apologies",
        title=_("Late without an apology"),
        note=_("Resolved late in %(period)s, or overdue now, without a letter of apology.")
        % {"period": period_name(frame.selection.period)},
        number=count(sum(sum(one.numbers) for one in (*found, *beside))),
        table=table if told else None,
        none=nothing,
        **more,
    )
