"""Tables of a report as tables of Word: a repeated header, numbers at the right."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from indicators.tables import Column, Table

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_RANK, _NUMBER, _NAME = 6, 7, 18  # shares of the width
_TWENTIETHS = 635  # EMU of a twentieth of a point


def table_element(table: Table, width: int, style: str = "") -> Any:
    """The table as XML, `width` EMU wide; `style` is the id of the paragraph style of its cells.

    Built by hand: python-docx looks for each cell among all of the table, which takes seconds for
    hundreds of rows.
    """
    widths = _widths(table.columns, width)
    found = _element("w:tbl")
    found.append(_properties(sum(widths), table.caption))
    grid = _element("w:tblGrid")
    for one in widths:
        grid.append(_element("w:gridCol", w=one))
    found.append(grid)
    labels = [column.label for column in table.columns]
    found.append(_row(labels, table.columns, widths, style, is_head=True))
    for row in [*(one.cells for one in table.rows), *([table.totals] if table.totals else [])]:
        found.append(_row([cell.text for cell in row], table.columns, widths, style))
    return found


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    shares = [_NUMBER if column.number else _NAME for column in columns]
    if columns[0].number:  # ranks
        shares[0] = _RANK
    whole = width // _TWENTIETHS
    return [whole * share // sum(shares) for share in shares]


def _properties(width: int, caption: str) -> Any:
    found = _element("w:tblPr")
    found.append(_element("w:tblW", w=width, type="dxa"))
    found.append(_element("w:jc", val="center"))
    borders = _element("w:tblBorders")
    for side in _BORDERS:
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color="auto"))
    found.append(borders)
    found.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=70, type="dxa"))
    found.append(margins)
    # The first row is the header, which readers announce.
    found.append(_element("w:tblLook", val="0020", firstRow=1, noHBand=1, noVBand=1))
    if caption:
        found.append(_element("w:tblCaption", val=caption))
    return found


def _row(
    texts: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    style: str,
    *,
    is_head: bool = False,
) -> Any:
    found = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if is_head:
        properties.append(_element("w:tblHeader"))
    found.append(properties)
    for text, column, width in zip(texts, columns, widths, strict=True):
        side = "center" if is_head else "right" if column.number else "left"
        found.append(_cell(text, width, style, side, is_head=is_head))
    return found


def _cell(text: str, width: int, style: str, side: str, *, is_head: bool) -> Any:
    cell, properties = _element("w:tc"), _element("w:tcPr")
    properties.append(_element("w:tcW", w=width, type="dxa"))
    properties.append(_element("w:vAlign", val="center"))
    paragraph, format_ = _element("w:p"), _element("w:pPr")
    if style:
        format_.append(_element("w:pStyle", val=style))
    format_.append(_element("w:jc", val=side))
    run = _element("w:r")
    if is_head:
        bold = _element("w:rPr")
        bold.append(_element("w:b"))
        run.append(bold)
    written = _element("w:t")
    written.text = text
    run.append(written)
    paragraph.append(format_)
    paragraph.append(run)
    cell.append(properties)
    cell.append(paragraph)
    return cell


def _element(name: str, **attributes: str | int) -> Any:
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), str(value))
    return found
