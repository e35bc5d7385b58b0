"""Made-up values for the style page: each component in each of its states."""

from typing import Any

from egov.style_samples import figures, forms, selection, tables, work


def samples() -> dict[str, Any]:
    """The context of style.html."""
    return {
        **selection.samples(),
        **figures.samples(),
        **tables.samples(),
        **work.samples(),
        **forms.samples(),
        "colours": COLOURS,
    }


# Tokens of colour, in the order in which the page shows them.
COLOURS = ["paper", "card", "ink", "soft", "line", "brand", "good", "bad", "warn"]
