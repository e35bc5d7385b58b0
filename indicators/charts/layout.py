"""What all charts share: quiet axes, our colours and type, numbers as the language writes them."""

from typing import Any

from django.utils.formats import get_format

# One size for all that is written in a chart: LOOK.md's small text.
_SIZE = 13
HEIGHT = 320
MARGIN = {"l": 8, "r": 12, "t": 16, "b": 8}


def layout(**more: Any) -> dict[str, Any]:
    """Plotly's layout; `more` adds to it: axes, shapes, annotations."""
    return {
        "separators": get_format("DECIMAL_SEPARATOR") + get_format("THOUSAND_SEPARATOR"),
        "height": HEIGHT,
        "font": {"family": "--sans", "size": _SIZE, "color": "--soft"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": MARGIN,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": -1,
        "hoverlabel": {
            "bgcolor": "--ink",
            "bordercolor": "--ink",
            "font": {"family": "--sans", "size": _SIZE, "color": "--card"},
            "align": "left",
        },
        **more,
    }


def category_axis(values: list[str], labels: dict[str, str]) -> dict[str, Any]:
    """A horizontal axis of `values` in their order, of which those in `labels` are written."""
    return {
        **_QUIET,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": values,
        "range": [-0.5, len(values) - 0.5],
        "tickmode": "array",
        "tickvals": list(labels),
        "ticktext": list(labels.values()),
        "tickangle": 0,
        "showgrid": False,
        "linecolor": "--line",
    }


def share_axis(low: float, high: float) -> dict[str, Any]:
    """A vertical axis of shares that holds low and high with some air, within 0 and 1."""
    air = max((high - low) * 0.15, 0.02)
    return {
        **_QUIET,
        "range": [max(0.0, low - air), min(1.0, high + air)],
        "tickformat": ",.2~%",
        "nticks": 6,
        "gridcolor": "--line",
    }


def count_axis(high: float) -> dict[str, Any]:
    """A vertical axis of counts from zero on."""
    steps: dict[str, Any] = {"dtick": 1} if high < 6 else {"nticks": 6}
    return {
        **_QUIET,
        "range": [0, max(high * 1.12, 1)],
        "tickformat": ",d",
        "gridcolor": "--line",
        **steps,
    }


_QUIET: dict[str, Any] = {
    "automargin": True,
    "fixedrange": True,
    "zeroline": False,
    "ticks": "",
    "ticklabelstandoff": 8,
}
