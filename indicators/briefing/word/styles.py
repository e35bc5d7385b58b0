"""Page, styles and language of the built-in document: Nghị định 30/2020/NĐ-CP, Phụ lục I (A4, Times
New Roman 13-14 pt, margins of 20-25, 20-25, 30-35 and 15-20 mm, page numbers at the top but for the
first page)."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_TEXT, _TABLE, _CAPTION = Pt(14), Pt(11), Pt(12)
# A4, less the margins.
WIDTH = Mm(210 - 30 - 20)


def lay_out(document: Document, language: str) -> None:
    """Give an empty document its page, styles and language."""
    _page(document)
    normal = document.styles["Normal"]
    _font(normal, _TEXT)
    _language(document, LANGUAGES.get(language, "vi-VN"))
    normal.paragraph_format.space_after = Pt(6)
    for number, is_bold, is_italic in ((1, True, False), (2, True, False), (3, True, True)):
        heading = document.styles[f"Heading {number}"]
        _font(heading, _TEXT, bold=is_bold, italic=is_italic)
        heading.paragraph_format.space_before = Pt(12)
        heading.paragraph_format.space_after = Pt(6)
        heading.paragraph_format.keep_with_next = True
    _font(document.styles["Title"], _TEXT, bold=True)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _without_border(document.styles["Title"])
    body = document.styles["Body Text"]
    _font(body, _TEXT)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Mm(10)
    body.paragraph_format.space_after = Pt(6)
    body.paragraph_format.line_spacing = 1.15
    caption = document.styles["Caption"]
    _font(caption, _CAPTION, bold=True)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.keep_with_next = True
    cell = document.styles.add_style("Table Cell", WD_STYLE_TYPE.PARAGRAPH)
    _font(cell, _TABLE)
    cell.paragraph_format.space_after = Pt(0)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(number, "PAGE", "2")


def _font(style: ParagraphStyle, size: Pt, *, bold: bool = False, italic: bool = False) -> None:
    """The same font for all scripts: Word chooses by script, and Vietnamese falls in two."""
    style.font.name, style.font.size = FONT, size
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _language(document: Document, language: str) -> None:
    """The language of spelling and of reading aloud, for all text that has none of its own."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for found in defaults.iter(qn("w:lang")):
        for script in ("val", "eastAsia"):
            found.set(qn(f"w:{script}"), language)
    document.core_properties.language = language


def _without_border(style: ParagraphStyle) -> None:
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field of Word's, with what it shows until it is computed again."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {instruction} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)
