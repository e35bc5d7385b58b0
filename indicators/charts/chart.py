"""One chart: the figure that Plotly draws, and the table that says the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from indicators.tables import Table


@dataclass(frozen=True)
class Chart:
    """A chart as templates/components/chart.html wants it.

    `figure` is Plotly's data and layout without its default template. Texts in it that begin with
    two dashes name custom properties of the style sheet: the script puts in what they are in the
    light or dark that the page is shown in, "--brand/40" at 40%.
    """

    id: str
    title: str
    note: str
    figure: dict[str, Any]
    table: Table

    @property
    def html(self) -> SafeString:
        """The place of the picture, and the figure as data that no browser executes."""
        return format_html(
            '<div class="chart__plot" data-chart="{}" role="img" aria-label="{}"></div>{}',
            f"{self.id}-figure",
            self.title,
            json_script(self.figure, f"{self.id}-figure"),
        )
