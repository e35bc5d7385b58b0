"""Figures as published and live, as the cells of plain tables."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.figures import Figure
from indicators.models import Indicator
from indicators.pages.published.causes import Cause
from indicators.tables import Cell
from indicators.writing import NOTHING, count, share
from units.sheets.sheet import Kind


def value_text(indicator: Indicator, figure: Figure | None) -> str:
    """A share or a count in words; "–" without a value."""
    if figure is None:
        return NOTHING
    return share(figure.value) if indicator.denominator else count(figure.numerator)


def cases_text(figure: Figure | None) -> str:
    """As in "19 / 20"; "" of a plain count, and without cases."""
    if figure is None or not figure.denominator:
        return ""
    return f"{count(figure.numerator)} / {count(figure.denominator)}"


def value_cell(indicator: Indicator, figure: Figure | None, url: str = "") -> Cell:
    """The value, with its two sides below."""
    text, value = value_text(indicator, figure), told(indicator, figure)
    return Cell(text, url=url, note=cases_text(figure), number=True, value=value)


def told(indicator: Indicator, figure: Figure | None) -> Fraction | Decimal | int | None:
    """What `value_text` writes."""
    if figure is None:
        return None
    return figure.value if indicator.denominator else figure.numerator


def value_kind(indicator: Indicator) -> Kind:
    """What the values are."""
    return Kind.SHARE if indicator.denominator else Kind.COUNT


def rank_cell(figure: Figure | None) -> Cell:
    """The rank; empty without one."""
    rank = None if figure is None else figure.rank
    return Cell("" if rank is None else count(rank), number=True, value=rank)


def nothing_counted() -> str:
    """Why a published 0 that has no value now, or the other way about, is no difference."""
    return _("nothing was counted then, and nothing is now")


def causes_text(causes: Sequence[Cause], *, is_share: bool) -> str:
    """All causes in one text, each with its amount."""
    sentences = []
    for cause in causes:
        amount = cause.amount(is_share=is_share).replace(" ", "\u00a0")
        sentences.append(f"{cause.text} ({amount})" if amount else cause.text)
    return " · ".join(sentences)
