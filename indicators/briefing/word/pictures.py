"""Charts as pictures of a document, with a text for who cannot see them."""

from io import BytesIO

from docx.shared import Length
from docx.text.paragraph import Paragraph

from indicators.charts.chart import Chart

_LONGEST = 1000


def add_picture(paragraph: Paragraph, chart: Chart, picture: bytes, width: int) -> None:
    """Put the picture (PNG) at the end of a paragraph, as wide as it may be."""
    shape = paragraph.add_run().add_picture(BytesIO(picture), width=Length(width))
    described = shape._inline.docPr
    described.set("title", chart.title)
    described.set("descr", alternative(chart))


def alternative(chart: Chart) -> str:
    """What the chart shows, in words: its title, and the numbers of its table as far as they can be
    listened to."""
    heads = [column.label for column in chart.table.columns]
    lines = [
        ", ".join(f"{head}: {cell.text}" for head, cell in zip(heads, row.cells, strict=True))
        for row in chart.table.rows
    ]
    text = f"{chart.title}. {chart.note} {'; '.join(lines)}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
