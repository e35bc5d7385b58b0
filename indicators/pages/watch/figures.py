"""What is watched of figures: those below their targets, and those that moved."""

from django.utils.translation import gettext as _

from indicators.pages.watch.frame import Frame
from indicators.pages.watch.section import Section
from indicators.tables import Cell, Column, Row, Table, aside, counted, shared
from indicators.wording import period_name
from indicators.writing import count, points, share
from units.sheets.sheet import Kind


def _indicator_columns() -> list[Column]:
    return [
        Column(_("Code of the indicator"), name="indicator", only_in_file=True),
        Column(_("Indicator"), name="indicator_name", only_in_file=True),
    ]


def short_section(frame: Frame) -> Section:
    """The units below a target."""
    rows, more = frame.cut("short", frame.found.short)
    table = Table(
        [
            *frame.unit_columns(),
            *_indicator_columns(),
            Column(_("Share"), number=True, name="value", kind=Kind.SHARE),
            Column(_("Target"), name="target", kind=Kind.SHARE, only_in_file=True),
            Column(_("Missing dossiers"), number=True, name="short"),
        ],
        [
            Row(
                [
                    *frame.unit(one.unit_id, frame.labels[one.indicator]),
                    aside(one.indicator),
                    aside(frame.labels[one.indicator]),
                    shared(
                        one.value.value,
                        frame.figure_url(one.unit_id, one.indicator),
                        _("target %(target)s") % {"target": share(one.target, short=True)},
                    ),
                    aside(one.target),
                    counted(one.short),
                ]
            )
            for one in rows
        ],
        _("Below target"),
    )
    nothing = (
        frame.none(
            _("Every unit reaches its targets."),
            is_told=frame.found.is_told or frame.found.has_values,
        )
        if frame.found.has_targets
        else _("No target holds in this period.")
    )
    return Section(
        name="short",
        title=_("Below target"),
        note=_("In %(period)s, with all units below; units with too few cases are left out.")
        % {"period": period_name(frame.selection.period)},
        number=count(len(frame.found.short)),
        table=table if frame.found.short else None,
        none=nothing,
        **more,
    )


def moves_section(frame: Frame) -> Section:
    """The shares that fell or rose further than chance moves them."""
    moves = frame.found.moves or []
    rows, more = frame.cut("moves", moves)
    before = period_name(frame.selection.period.before)
    table = Table(
        [
            *frame.unit_columns(),
            *_indicator_columns(),
            Column(_("Share"), number=True, name="value", kind=Kind.SHARE),
            Column(_("Value before"), name="value_before", kind=Kind.SHARE, only_in_file=True),
            Column(_("Change"), number=True, name="value_change", kind=Kind.SHARE),
        ],
        [
            Row(
                [
                    *frame.unit(one.unit_id, frame.labels[one.indicator]),
                    aside(one.indicator),
                    aside(frame.labels[one.indicator]),
                    shared(
                        one.now.value,
                        frame.figure_url(one.unit_id, one.indicator),
                        _("before: %(share)s") % {"share": share(one.before.value)},
                    ),
                    aside(one.before.value),
                    Cell(
                        _("%(points)s points, better") % {"points": points(one.difference)}
                        if one.is_better
                        else _("%(points)s points, worse") % {"points": points(one.difference)},
                        tone="good" if one.is_better else "bad",
                        number=True,
                        value=one.difference,
                    ),
                ]
            )
            for one in rows
        ],
        _("Fell or rose"),
    )
    nothing = (
        frame.none(
            _("No share moved further than chance alone would move it."),
            is_told=frame.found.is_told or frame.found.has_values,
        )
        if frame.found.moves is not None
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
