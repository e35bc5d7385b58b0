"""The report as a Word document in the layout of administrative documents (Nghị định
30/2020/NĐ-CP)."""

from collections.abc import Mapping
from io import BytesIO

import docx
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from indicators.briefing.facts import Facts
from indicators.briefing.layout import Block, sections
from indicators.briefing.periods import named
from indicators.briefing.report import Report
from indicators.briefing.word.filling import filled
from indicators.briefing.word.pictures import add_picture
from indicators.briefing.word.styles import WIDTH, field, lay_out
from indicators.briefing.word.tables import table_element
from indicators.charts.chart import Chart
from indicators.models import BriefingTemplate
from indicators.tables import Table
from units.models import Level
from units.queries import hierarchy

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A picture of each chart (PNG), by the chart's id.
Pictures = Mapping[str, bytes]


def made(report: Report, template: BriefingTemplate | None, pictures: Pictures) -> bytes:
    """The document by a template, or in the built-in layout."""
    if template is None:
        return document_of(report, pictures)
    return filled(bytes(template.content), report, pictures)


def document_of(report: Report, pictures: Pictures) -> bytes:
    """The docx file in the language of the reader; charts without a picture are left to their
    tables."""
    document = docx.Document()
    lay_out(document, get_language() or "vi")
    _describe(document, report)
    _head(document, report)
    numbers = {"table": 0, "picture": 0}
    for section in sections(report):
        document.add_paragraph(section.heading, style="Heading 1")
        for block in section.blocks:
            _add(document, block, pictures, numbers)
    _foot(document, report.facts)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, report: Report) -> None:
    properties = document.core_properties
    properties.title = title_of(report)
    properties.subject = named(report.facts.period)
    properties.author = report.facts.name
    properties.comments = ""
    properties.keywords = ""
    properties.created = properties.modified = timezone.now()


def title_of(report: Report) -> str:
    """What the report is about, in one line."""
    words = {"unit": report.facts.name, "period": named(report.facts.period)}
    return _("Report on the handling of administrative procedures: %(unit)s, %(period)s") % words


def _head(document: Document, report: Report) -> None:
    """Who writes and in which state, number, place and day to be filled in, and the title."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, (0.39, 0.61), strict=True):
        column.width = int(WIDTH * share)
        for cell in column.cells:
            cell.width = column.width
    left, right = table.rows[0].cells
    _lines(left, [*_office(report.facts), ("–––––––", False)])
    _lines(
        right,
        [
            (pgettext("letterhead", "SOCIALIST REPUBLIC OF VIET NAM"), True),
            (pgettext("letterhead", "Independence - Freedom - Happiness"), True),
            ("–––––––––––––", False),
        ],
    )
    left, right = table.rows[1].cells
    _lines(left, [(pgettext("letterhead", "No.: …… /BC-……"), False)])
    _lines(right, [(pgettext("letterhead", "…………, …… / …… / ………"), False)], italic=True)
    document.add_paragraph()
    document.add_paragraph(pgettext("document", "REPORT"), style="Title")
    about = document.add_paragraph(
        pgettext("document", "Handling of administrative procedures, %(period)s")
        % {"period": named(report.facts.period)}
    )
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.runs[0].bold = True
    about.paragraph_format.space_after = Pt(0)
    document.add_paragraph("–––––––").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _office(facts: Facts) -> list[tuple[str, bool]]:
    """Who writes: the people's committee of a territory, or a department below one."""
    name, lines, on = facts.name.upper(), hierarchy(), facts.selection.day
    committee = pgettext("letterhead", "PEOPLE'S COMMITTEE")
    if facts.level != Level.DEPARTMENT:
        return [(committee, True), (name, True)]
    above = lines.parent(facts.unit_id, on)
    found = [] if above is None else [(f"{committee} {lines.name(above, on).upper()}", False)]
    return [*found, (name, True)]


def _lines(cell: _Cell, lines: list[tuple[str, bool]], *, italic: bool = False) -> None:
    for number, (text, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = is_bold, italic, Pt(12)


def _add(document: Document, block: Block, pictures: Pictures, numbers: dict[str, int]) -> None:
    if isinstance(block, Table):
        numbers["table"] += 1
        _table(document, block, numbers["table"])
    elif isinstance(block, Chart):
        if block.id in pictures:
            numbers["picture"] += 1
            _picture(document, block, pictures[block.id], numbers["picture"])
        else:
            numbers["table"] += 1
            _table(document, block.table, numbers["table"])
    else:
        document.add_paragraph(block, style="Body Text")


def _table(document: Document, table: Table, number: int) -> None:
    caption = document.add_paragraph(style="Caption")
    _numbered(caption, pgettext("caption", "Table"), "Table", number, table.caption)
    style = document.styles["Table Cell"].style_id
    caption._p.addnext(table_element(table, WIDTH, style))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(document: Document, chart: Chart, picture: bytes, number: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    add_picture(paragraph, chart, picture, WIDTH)
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = False
    _numbered(caption, pgettext("caption", "Chart"), "Chart", number, chart.title)


def _numbered(paragraph: Paragraph, word: str, kind: str, number: int, text: str) -> None:
    """As in "Table 1. ..."; Word counts again where some are put in or taken out."""
    paragraph.add_run(f"{word} ")
    field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
    paragraph.add_run(f". {text}")


def _foot(document: Document, facts: Facts) -> None:
    """Who receives it, and who signs: for a committee its chair."""
    table = document.add_table(rows=1, cols=2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    receivers = left.paragraphs[0]
    run = receivers.add_run(pgettext("foot", "To:"))
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    for text in ("- ……;", pgettext("foot", "- File.")):
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(text).font.size = Pt(11)
    _lines(
        right,
        [
            *_signed_for(facts),
            (pgettext("foot", "(signature, seal, full name)"), False),
        ],
    )


def _signed_for(facts: Facts) -> list[tuple[str, bool]]:
    if facts.level == Level.DEPARTMENT:
        return [(pgettext("foot", "HEAD OF THE UNIT"), True)]
    return [
        (pgettext("foot", "FOR THE PEOPLE'S COMMITTEE"), True),
        (pgettext("foot", "CHAIR"), True),
    ]
