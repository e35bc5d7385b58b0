"""What is watched of the exports: those that are missing, and those that rewrite dates."""

from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.pages.addresses import completeness_url, dossiers_url
from indicators.pages.watch.frame import Frame
from indicators.pages.watch.section import Section
from indicators.selection import Scope
from indicators.tables import Cell, Column, Row, Table, counted
from indicators.watch.gathering import REWRITTEN_SHARE
from indicators.wording import month_label, period_name
from indicators.writing import count


def exports_section(frame: Frame) -> Section:
    """The units of which expected exports are missing."""
    rows, more = frame.cut("exports", frame.found.gaps)
    table = Table(
        [*frame.unit_columns(), Column(_("Months"), name="months")],
        [
            Row(
                [
                    *frame.unit(one.unit_id),
                    Cell(
                        ", ".join(month_label(month) for month in one.months),
                        url=completeness_url(
                            replace(frame.of(frame.selection, one.unit_id), period=one.months[-1]),
                            one.unit_id,
                        ),
                        value=", ".join(month.text for month in one.months),
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
        number=count(len(frame.found.gaps)),
        table=table if frame.found.gaps else None,
        none=_("Every export that was expected has been received."),
        **more,
    )


def rewritten_section(frame: Frame) -> Section:
    """The units whose exports show rewritten dates."""
    found = frame.found.rewritten or []
    rows, more = frame.cut("rewritten", found)
    own = replace(frame.selection, scope=Scope.OWN)
    table = Table(
        [*frame.unit_columns(), Column(_("Dossiers"), number=True, name="rewritten")],
        [
            Row(
                [
                    *frame.unit(one.unit_id),
                    counted(
                        one.numbers[0],
                        dossiers_url(
                            own,
                            one.unit_id,
                            "numerator",
                            indicator=REWRITTEN_SHARE,
                            level="",
                            under="",
                        ),
                    ),
                ]
            )
            for one in rows
        ],
        _("Rewritten dates"),
    )
    nothing = (
        frame.none(_("No export shows rewritten dates."), is_told=frame.found.is_told)
        if frame.found.rewritten is not None
        else _("There are no two exports to compare.")
    )
    return Section(
        name="rewritten",
        title=_("Rewritten dates"),
        note=_("Shown by exports of %(period)s.") % {"period": period_name(frame.selection.period)},
        number=count(sum(one.numbers[0] for one in found)),
        table=table if found else None,
        none=nothing,
        **more,
    )
