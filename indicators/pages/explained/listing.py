"""All indicators, each with its formula in words."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Direction, Indicator
from indicators.opening.words import listed
from indicators.pages.explained.versions import by_code, in_force
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.writing import NOTHING


def indicators_page() -> dict[str, Any]:
    """The context of templates/indicators/indicators.html: a table of shares, one of counts."""
    today = timezone.localdate()
    held = [in_force(versions, today) for versions in by_code().values()]
    shares = [one for one in held if one.denominator]
    counts = [one for one in held if not one.denominator]
    return {
        "title": _("Indicators"),
        "lead": _("What each figure counts, by which rules and on what legal basis."),
        "shares": _shares(shares),
        "counts": _counts(counts),
    }


def _shares(indicators: list[Indicator]) -> Table:
    columns = [
        *_name_columns(),
        Column(_("Numerator"), name="numerator"),
        Column(_("Denominator"), name="denominator"),
        Column(_("Direction"), name="direction"),
        Column(_("Cases for a rank"), number=True, name="minimum_cases"),
        Column(_("Legal basis"), name="legal_basis"),
    ]
    rows = [
        Row(
            [
                *_name(one),
                Cell(listed(one.numerator)),
                Cell(listed(one.denominator)),
                Cell(str(Direction(one.direction).label)),
                counted(one.minimum_cases if one.direction != Direction.NONE else None),
                Cell(one.legal_basis or NOTHING),
            ]
        )
        for one in indicators
    ]
    return Table(columns, rows, _("Shares"))


def _counts(indicators: list[Indicator]) -> Table:
    columns = [*_name_columns(), Column(_("Counted"), name="counted")]
    rows = [Row([*_name(one), Cell(listed(one.numerator))]) for one in indicators]
    return Table(columns, rows, _("Plain counts"))


def _name_columns() -> list[Column]:
    return [
        Column(_("Indicator"), name="indicator"),
        Column(_("Code"), name="code", only_in_file=True),
    ]


def _name(indicator: Indicator) -> list[Cell]:
    url = reverse("indicators:indicator", args=[indicator.code])
    return [Cell(indicator.label, url=url, note=indicator.code), aside(indicator.code)]
