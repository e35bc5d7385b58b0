"""Figures as published and live, as the cells of plain tables."""

from collections.abc import Sequence

from indicators.figures import Figure
from indicators.models import Indicator
from indicators.pages.published.causes import Cause
from indicators.tables import Cell
from indicators.writing import NOTHING, count, share


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
    return Cell(value_text(indicator, figure), url=url, note=cases_text(figure), number=True)


def rank_cell(figure: Figure | None) -> Cell:
    """The rank; empty without one."""
    rank = None if figure is None else figure.rank
    return Cell("" if rank is None else count(rank), number=True)


def causes_text(causes: Sequence[Cause], *, is_share: bool) -> str:
    """All causes in one text, each with its amount."""
    sentences = []
    for cause in causes:
        amount = cause.amount(is_share=is_share).replace(" ", "\u00a0")
        sentences.append(f"{cause.text} ({amount})" if amount else cause.text)
    return " · ".join(sentences)
