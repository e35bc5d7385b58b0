"""The worked example of the rates of timeliness, as their pages show it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators import worked_example as gia_lai
from indicators.indicator_versions import indicators_on
from indicators.models import Indicator
from indicators.pages.rewritten import TIMELINESS
from indicators.periods import parse_period
from indicators.tables import Cell, Column, Row, Table, aside
from indicators.values import Value
from indicators.writing import count, fine_share, share
from units.components import Fact
from units.sheets.sheet import Kind

_RATES = ("on_time", "on_time_all")


def example_of(indicator: Indicator) -> dict[str, Any] | None:
    """The counts, the three rates that come from them, and what was said of them; None for an
    indicator that is no rate of timeliness."""
    if indicator.code not in TIMELINESS:
        return None
    indicators = indicators_on(_RATES, parse_period(gia_lai.YEAR))
    found = gia_lai.rates(indicators)
    lines = [
        (one, found.by_code[code]) for code in _RATES if (one := indicators.get(code)) is not None
    ]
    rows = [_row(one.label, one.explanation, value, _url(one, indicator)) for one, value in lines]
    note = _(
        "Neither late nor overdue / received: no indicator, what came in one year is resolved"
        " in another"
    )
    rows.insert(1, _row(_("Of the dossiers received"), note, found.of_received, ""))
    columns = [
        Column(_("Definition"), name="definition"),
        Column(_("Numerator"), name="numerator", kind=Kind.COUNT, only_in_file=True),
        Column(_("Denominator"), name="denominator", kind=Kind.COUNT, only_in_file=True),
        Column(_("Dossiers"), number=True, name="dossiers", kind=Kind.TEXT),
        Column(_("Share"), number=True, name="share", kind=Kind.SHARE),
    ]
    said = {"share": share(gia_lai.SAID)}
    return {
        "facts": _counts(),
        "table": Table(columns, rows, _("Three rates of the same dossiers")),
        "said": _(
            "The province's article said %(share)s on time “of the dossiers received”. Only one of"
            " the three rates is that number, and it is of the resolved and those in progress:"
            " a rate never stands without its definition and its denominator."
        )
        % said,
    }


def _counts() -> list[Fact]:
    return [
        Fact(_("Received"), count(gia_lai.RECEIVED_IN_2018)),
        Fact(_("Resolved"), count(gia_lai.RESOLVED), note=_of_them(_("late"), gia_lai.LATE)),
        Fact(
            _("In progress"),
            count(gia_lai.IN_PROGRESS),
            note=_of_them(_("overdue"), gia_lai.OVERDUE),
        ),
    ]


def _of_them(what: str, number: int) -> str:
    return _("%(count)s of them %(what)s") % {"count": count(number), "what": what}


def _url(one: Indicator, shown: Indicator) -> str:
    is_shown = one.code == shown.code
    return "" if is_shown else reverse("indicators:indicator", args=[one.code])


def _row(name: str, definition: str, value: Value, url: str) -> Row:
    cases = f"{count(value.numerator)} / {count(value.denominator)}"
    return Row(
        [
            Cell(name, url=url, note=definition),
            aside(value.numerator),
            aside(value.denominator),
            Cell(cases, number=True, value=cases),
            # With two places: one would make 94.46% and 94.61% look almost alike.
            Cell(fine_share(value.value), number=True, value=value.value),
        ]
    )
