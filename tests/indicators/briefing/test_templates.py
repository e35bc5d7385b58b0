"""Templates of reports: what is taken, what is refused, and what comes of it."""

import io
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from docx.shared import Pt

from indicators.briefing.placeholders import PLACEHOLDERS, Kind
from indicators.briefing.word.checks import TemplateError, check
from indicators.briefing.word.filling import filled
from indicators.briefing.word.starter import starter
from tests.indicators.briefing.reading import report, told
from tests.indicators.briefing.test_document import PNG


def template(*texts: str, make: Callable[[Any], None] = lambda _document: None) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    make(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def fill(content: bytes, pictures: dict[str, bytes] | None = None, **asked: str) -> Any:
    with translation.override("vi"):
        return docx.Document(BytesIO(filled(content, report(**asked), pictures or {})))


def changed(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The file with its parts changed, and more of them."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, text in more.items():
            new.writestr(name, text)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(TemplateError) as refused:
        check(content)
    return str(refused.value)


def test_words_are_put_where_placeholders_stand(form_june: None):
    document = fill(
        template("Báo cáo {{ky}} của {{ don_vi }}: {{tiep_nhan}} hồ sơ ({{Tiếp nhận}}).")
    )
    assert document.paragraphs[0].text == (
        "Báo cáo tháng 6 năm 2018 của Tỉnh Gia Lai: 24 hồ sơ (24)."
    )


def test_a_placeholder_that_word_split_keeps_the_format_of_its_first_run(form_june: None):
    def make(document: Any) -> None:
        paragraph = document.add_paragraph("Tiếp nhận ")
        for text, bold in (("{", True), ("{tiep", False), ("_nhan}", False), ("} hồ sơ", False)):
            paragraph.add_run(text).bold = bold
        paragraph.runs[1].font.size = Pt(20)

    paragraph = fill(template(make=make)).paragraphs[0]
    assert paragraph.text == "Tiếp nhận 24 hồ sơ"
    (number,) = [run for run in paragraph.runs if "24" in run.text]
    assert (number.bold, number.font.size) == (True, Pt(20))


def test_paragraphs_keep_the_style_of_their_place(form_june: None):
    def make(document: Any) -> None:
        document.add_paragraph("{{doan_so_sanh}}", style="Intense Quote")
        document.add_paragraph("{{doan_tiep_nhan}} Hết.")

    document = fill(template(make=make))
    texts = [one.text for one in document.paragraphs if one.style.name == "Intense Quote"]
    assert " ".join(texts) == told("doan_so_sanh", "vi")
    assert len(texts) == 2
    assert document.paragraphs[-1].text == f"{told('doan_tiep_nhan', 'vi')} Hết."


def test_tables_cells_headers_and_footers(form_june: None):
    def make(document: Any) -> None:
        document.add_table(rows=1, cols=2).rows[0].cells[1].text = "{{tiep_nhan}}"
        document.sections[0].header.paragraphs[0].text = "{{don_vi}}"
        document.sections[0].footer.paragraphs[0].text = "{{ky}}"

    document = fill(template("{{bang_so_lieu}}", make=make))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Tỉnh Gia Lai"
    assert section.footer.paragraphs[0].text == "tháng 6 năm 2018"
    made, own = document.tables
    table = told("bang_so_lieu", "vi")
    assert [one.text for one in made.rows[1].cells] == [c.text for c in table.rows[0].cells]
    assert made.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert own.rows[0].cells[1].text == "24"
    assert document.paragraphs[0].text == table.caption


def test_a_chart_is_a_picture_or_its_table(small_province: None):
    content = template("{{bieu_do_don_vi}}")
    document = fill(content, {"league": PNG})
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr")
    assert len(fill(content).tables) == 1


def test_what_there_is_nothing_of_is_a_dash(form_june: None):
    texts = [one.text for one in fill(template("{{bang_so_nganh}}", "{{chi_tieu}}")).paragraphs]
    assert texts == ["–", "–"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_starter_is_a_template_and_fills(form_june: None, language: str):
    with translation.override(language):
        content = starter()
    assert len(check(content)) > 15
    document = fill(content)
    assert "{{" not in "".join(one.text for one in document.paragraphs)
    assert document.sections[0].header.paragraphs[-1].text == "Tỉnh Gia Lai · tháng 6 năm 2018"


def test_every_placeholder_is_taken_by_both_names_and_gives_what_it_says(form_june: None):
    names = [name for one in PLACEHOLDERS for name in (one.name, one.english)]
    assert len(set(names)) == len(names)
    assert check(template(*(f"{{{{{name}}}}}" for name in names))) == [o.name for o in PLACEHOLDERS]
    made = report()
    for one in PLACEHOLDERS:
        given = one.give(made)
        if one.kind == Kind.TEXT:
            assert isinstance(given, str)
            assert one.example
        if one.kind == Kind.PARAGRAPHS:
            assert isinstance(given, list)


def test_unknown_names_are_told_with_what_they_are_like():
    told = refusal(template("{{tiep_nhann}} {{zzzz}}"))
    assert "{{tiep_nhann}} (did you mean {{tiep_nhan}}?)" in told
    assert "{{zzzz}}" in told


@pytest.mark.parametrize("text", ["{{don_vi", "don_vi}}", "{{don_vi}"])
def test_braces_that_are_not_closed_are_refused(text: str):
    assert "not closed" in refusal(template("{{ky}}", text))


def test_a_table_stands_alone_in_the_body():
    def make(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{bang_don_vi}}"

    assert "stands alone" in refusal(template("Bảng: {{bang_don_vi}}"))
    assert "stands alone" in refusal(template("{{ky}}", make=make))


def test_a_file_without_placeholders_is_refused():
    assert "no placeholder" in refusal(template("Báo cáo"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_no_document_is_refused(content: bytes):
    assert "no Word document" in refusal(content)


def same(_name: str, text: bytes) -> bytes:
    return text


GOOD = template("{{ky}}")
RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="%s" TargetMode="External"/></Relationships>'
)


def with_relation(kind: bytes, target: bytes) -> bytes:
    def change(name: str, text: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return text
        return text.replace(b"</Relationships>", RELATION % (kind, target))

    return changed(GOOD, change)


def test_what_carries_more_than_words_is_refused():
    assert check(GOOD) == ["ky"]
    assert "macros" in refusal(changed(GOOD, same, **{"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal(changed(GOOD, same, **{"word/embeddings/oleObject1.bin": b"x"}))

    def as_docm(name: str, text: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        return text.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    assert "not .docm" in refusal(changed(GOOD, as_docm))


def test_what_fetches_something_is_refused():
    assert "elsewhere" in refusal(with_relation(b"attachedTemplate", b"http://x/y.dotm"))
    assert "elsewhere" in refusal(with_relation(b"image", b"http://x/y.png"))
    assert "elsewhere" in refusal(with_relation(b"hyperlink", b"file:///etc/passwd"))
    assert check(with_relation(b"hyperlink", b"https://gialai.gov.vn")) == ["ky"]

    def make(document: Any) -> None:
        run = document.add_paragraph().add_run()
        field = run._r.makeelement(qn("w:instrText"), {})
        field.text = ' INCLUDETEXT "C:\\\\secret.txt" '
        run._r.append(field)

    assert "INCLUDETEXT" in refusal(template("{{ky}}", make=make))


def test_bombs_and_entities_are_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 70_000_000)
    assert len(bomb.getvalue()) < 100_000
    assert "unpacked" in refusal(bomb.getvalue())

    def entity(name: str, text: bytes) -> bytes:
        head = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        return text.replace(b"?>", b"?>" + head, 1) if name == "word/document.xml" else text

    assert "no Word document" in refusal(changed(GOOD, entity))
    assert "too large" in refusal(b"PK" + b"0" * 6_000_000)


def with_field(*pieces: str) -> bytes:
    """A template with a field for each text, the signs of which lie in runs of their own."""

    def make(document: Any) -> None:
        paragraph = document.add_paragraph()
        for text in pieces:
            for kind in ("begin", *text, "end"):
                run = paragraph.add_run()._r
                name = "w:instrText" if len(kind) == 1 else "w:fldChar"
                one = run.makeelement(qn(name), {})
                if len(kind) == 1:
                    one.text = kind
                else:
                    one.set(qn("w:fldCharType"), kind)
                run.append(one)

    return template("{{ky}}", make=make)


def test_a_field_is_read_as_word_does_through_all_runs_and_alone():
    assert check(with_field("PAGE", "NUMPAGES")) == ["ky"]
    assert "DDEAUTO" in refusal(with_field("PAGE", "DDEAUTO c:\\\\cmd.exe"))


def test_what_is_embedded_is_known_by_its_kind_whatever_its_name():
    for kind in (b"vbaProject", b"oleObject", b"aFChunk", b"control", b"package"):
        content = with_relation(kind, b"media/image1.png")
        assert "macros or embedded" in refusal(content), kind


def test_xml_is_looked_at_by_any_name_and_in_any_encoding():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    for name in ("word/settings2.xml", "word/other.bin"):
        more = {name: text.encode("utf-16")}
        assert "no Word document" in refusal(changed(GOOD, same, **more)), name
    hidden = b'<w:p xmlns:w="%s"><w:fldSimple w:instr="LINK x"/></w:p>'
    main = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert "LINK" in refusal(changed(GOOD, same, **{"other/part": hidden % main}))


def test_names_of_parts_lead_nowhere(tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    """Parts are read, never unpacked to a disk."""
    monkeypatch.chdir(tmp_path)
    more = {"../../outside.png": b"x", "/outside.png": b"x"}
    assert check(changed(GOOD, same, **more)) == ["ky"]
    assert not list(tmp_path.iterdir())
    assert not (tmp_path.parent.parent / "outside.png").exists()


def test_a_part_that_is_larger_than_its_directory_says_is_no_document():
    content = changed(GOOD, same, **{"word/media/x.png": b"0" * 100_000})
    size = (100_000).to_bytes(4, "little")
    assert content.count(size) >= 2
    assert "no Word document" in refusal(content.replace(size, (10).to_bytes(4, "little")))
