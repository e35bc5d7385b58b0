"""The Word document in its built-in layout, read back."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from docx.shared import Pt

from indicators.briefing.layout import sections
from indicators.briefing.word.document import document_of
from indicators.tables import Table
from tests.indicators.briefing.reading import report, whole
from tests.pages.small_province import looking_from


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


# A picture of one dot.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    + chunk(b"IEND", b"")
)


@pytest.fixture
def document(form_june: None) -> Any:
    return made("vi")


def made(language: str, pictures: dict[str, bytes] | None = None, **asked: str) -> Any:
    with translation.override(language):
        content = document_of(report(**asked), pictures or {})
    return docx.Document(BytesIO(content))


def texts(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs]


def test_it_says_what_the_page_says(document: Any):
    said = texts(document)
    for line in whole("vi").splitlines():
        assert line in said


def test_page_and_type_are_those_of_administrative_documents(document: Any):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert 20 <= round(section.top_margin.mm) <= 25
    styles = document.styles
    for name in ("Normal", "Heading 1", "Body Text", "Title", "Caption"):
        assert styles[name].font.name == "Times New Roman", name
    assert styles["Body Text"].font.size == Pt(14)


def test_the_head_names_state_unit_and_what_is_to_be_filled_in(document: Any):
    head = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert head[0].startswith("ỦY BAN NHÂN DÂN\nTỈNH GIA LAI")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head[1]
    assert head[2].startswith("Số: ")
    assert "ngày …… tháng …… năm" in head[3]
    assert "BÁO CÁO" in texts(document)
    assert "Nơi nhận:" in document.tables[-1].rows[0].cells[0].text


def test_the_motto_of_the_state_has_room_for_one_line(document: Any):
    left, right = (column.width.mm for column in document.tables[0].columns)
    assert right > 95, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, bold, 12 pt"
    assert left + right < 161


def test_a_committee_is_signed_for_by_its_chair(document: Any):
    signed = document.tables[-1].rows[0].cells[1].text
    assert signed.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Ký")


def test_headings_are_headings_numbered_in_roman(document: Any):
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert [one.split(".")[0] for one in heads] == ["I", "II", "III", "IV", "V"]


def test_tables_have_repeated_heads_and_numbers_at_the_right(document: Any):
    with translation.override("vi"):
        blocks = [block for one in sections(report()) for block in one.blocks]
    told = [
        one if isinstance(one, Table) else one.table for one in blocks if not isinstance(one, str)
    ]
    tables = document.tables[1:-1]
    assert len(tables) == len(told) >= 3
    for table, from_ in zip(tables, told, strict=True):
        cells: list[list[Any]] = [list(row.cells) for row in table.rows]
        assert [one.text for one in cells[0]] == [column.label for column in from_.columns]
        assert [[one.text for one in row] for row in cells[1:]] == [
            [cell.text for cell in row.cells] for row in from_.rows
        ]
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        for cell, column in zip(cells[1], from_.columns, strict=True):
            side = cell.paragraphs[0]._p.find(f".//{qn('w:jc')}").get(qn("w:val"))
            assert side == ("right" if column.number else "left")


def test_captions_are_counted_by_fields(document: Any):
    captions = [one for one in document.paragraphs if one.style.name == "Caption"]
    fields = [one._p.find(f".//{qn('w:fldSimple')}") for one in captions]
    assert all("SEQ" in one.get(qn("w:instr")) for one in fields)
    assert len(captions) == len(document.tables) - 2


def test_pages_are_numbered_but_for_the_first(document: Any):
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert "PAGE" not in section.first_page_header._element.xml


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_language_and_properties(form_june: None, language: str, tag: str):
    document = made(language)
    tags = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert tags == {tag}
    assert document.core_properties.language == tag
    assert document.core_properties.author == "Tỉnh Gia Lai"
    assert "Tỉnh Gia Lai" in document.core_properties.title
    assert "python-docx" not in document.core_properties.comments


def test_pictures_have_words_for_who_cannot_see_them(small_province: None):
    document = made("vi", {"league": PNG})
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr")
    assert any(one.startswith("Biểu đồ ") for one in texts(document)), "the number is a field"


def test_the_download(form_june: None):
    site = looking_from("64", language="vi")
    answer = site.get("/briefing/?period=2018-06&format=docx")
    assert 'filename="bao-cao_64_2018-06.docx"' in answer["Content-Disposition"]
    assert zipfile.ZipFile(BytesIO(answer.content)).testzip() is None
    assert whole("vi").splitlines()[0] in texts(docx.Document(BytesIO(answer.content)))
    assert site.get("/briefing/?period=2018-06&format=pdf").status_code == 400
    assert site.get("/briefing/?period=2018-06&format=docx&under=52").status_code in (400, 404)
