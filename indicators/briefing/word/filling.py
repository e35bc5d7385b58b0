"""The administrator's own template filled with a report: plain replacement, in the format that the
placeholder has."""

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.shared import Emu
from docx.text.paragraph import Paragraph

from indicators.briefing.placeholders import PATTERN, Kind, known_as
from indicators.briefing.report import Report
from indicators.briefing.word.pictures import add_picture
from indicators.briefing.word.places import Place, places, text_of, texts_of
from indicators.briefing.word.tables import table_element
from indicators.charts.chart import Chart
from indicators.tables import Table
from indicators.writing import NOTHING


def filled(template: bytes, report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The template with what its placeholders stand for. A chart without a picture gives its
    table; what there is nothing of gives "–"."""
    document = docx.Document(BytesIO(template))
    width = _width(document)
    for paragraph in _paragraphs(list(places(document))):
        _fill(document, paragraph, report, pictures, width)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraphs(found: list[Place]) -> list[Any]:
    """Each paragraph with placeholders once."""
    return list({id(one.paragraph): one.paragraph for one in found}.values())


def _width(document: Document) -> int:
    """How wide the text of the first section is."""
    section = document.sections[0]
    sides = (section.left_margin or Emu(0)) + (section.right_margin or Emu(0))
    return max(int((section.page_width or Emu(7_560_000)) - sides), 1_000_000)


def _fill(
    document: Document, paragraph: Any, report: Report, pictures: Mapping[str, bytes], width: int
) -> None:
    said = text_of(paragraph).strip()
    alone = PATTERN.fullmatch(said)
    placeholder = known_as(alone[1]) if alone else None
    if placeholder is None or placeholder.kind == Kind.TEXT:
        _replace(paragraph, report)
        return
    given = placeholder.give(report)
    if isinstance(given, Chart) and given.id in pictures:
        _write(paragraph, [""])
        add_picture(Paragraph(paragraph, document._body), given, pictures[given.id], width)
    elif isinstance(given, Chart | Table):
        table = given.table if isinstance(given, Chart) else given
        _write(paragraph, [table.caption])
        paragraph.addnext(_after_table(paragraph))
        paragraph.addnext(table_element(table, width))
    else:
        _write(paragraph, given if isinstance(given, list) and given else [NOTHING])


def _after_table(paragraph: Any) -> Any:
    """An empty paragraph: two tables without one between them would become one, and a cell must
    end with one."""
    found = deepcopy(paragraph)
    for one in texts_of(found):
        one.text = ""
    return found


def _write(paragraph: Any, texts: list[str]) -> None:
    """The texts in the place of all that a paragraph says, each in a paragraph of its own."""
    last = paragraph
    for number, text in enumerate(texts):
        one = paragraph if number == 0 else deepcopy(paragraph)
        first, *others = texts_of(one)
        _set(first, text)
        for other in others:
            other.text = ""
        if number:
            last.addnext(one)
            last = one


def _replace(paragraph: Any, report: Report) -> None:
    """Each placeholder within a line, in the format of the run that it begins in."""
    while True:
        pieces = texts_of(paragraph)
        said = "".join(one.text or "" for one in pieces)
        found = PATTERN.search(said)
        if found is None:
            return
        placeholder = known_as(found[1])
        given = placeholder.give(report) if placeholder else NOTHING
        text = " ".join(given) if isinstance(given, list) else str(given)
        _put(pieces, found.start(), found.end(), text.replace("{{", "{ {") or NOTHING)


def _put(pieces: list[Any], begin: int, end: int, text: str) -> None:
    """A text in the place of what stands from a sign to another one, over however many pieces."""
    at, is_put = 0, False
    for piece in pieces:
        said = piece.text or ""
        first, last = max(begin - at, 0), min(end - at, len(said))
        if first < last:
            _set(piece, said[:first] + ("" if is_put else text) + said[last:])
            is_put = True
        at += len(said)


def _set(piece: Any, text: str) -> None:
    piece.text = text
    # Word drops blanks at the ends of a piece that does not say so.
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
