"""XML Spreadsheet 2003, beyond what test_workbooks.py compares."""

import pytest

from dossiers.reading import ReadError
from dossiers.reading.sheets import Limits
from tests.dossiers.reading import builders
from tests.dossiers.reading.tables import read_here

HEADER = ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận"]
CONTENT = builders.xml(("a", [HEADER, ["A1", "Sở A", "01/07/2018"]]))


def with_cells(cells: str, **options):
    row = f"<Row>{cells}</Row></Table>".encode()
    return read_here(CONTENT.replace(b"</Table>", row), **options).rows[1]


def test_comments_and_formats_within_cells():
    cells = (
        '<Cell><Data ss:Type="String">A2</Data><Comment><Data>note</Data></Comment></Cell>'
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">S<B>ở</B> B'
        "</ss:Data></Cell>"
    )
    assert with_cells(cells) == ["3", "A2", "Sở B", ""]


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("Number", "43282.5", "43282.5"),
        ("Number", "1E3", "1000"),
        ("Number", "many", "many"),
        ("Boolean", "1", "TRUE"),
        ("Error", "#N/A", "#N/A"),
        ("DateTime", "2018-07-01T08:30:59.999", "2018-07-01 08:31:00"),
        ("DateTime", "1899-12-31T08:30:00.000", "08:30:00"),
        ("DateTime", "2018-07-01T08:30:00+07:00", "2018-07-01T08:30:00+07:00"),
        ("DateTime", "soon", "soon"),
        ("New", "x", "x"),
    ],
)
def test_types_of_cells(kind, text, read):
    cells = f'<Cell ss:Index="3"><Data ss:Type="{kind}">{text}</Data></Cell>'
    other = '<Cell><Data ss:Type="String">A2</Data></Cell>'
    assert with_cells(other + cells) == ["3", "A2", "", read]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'encoding="utf-8"', b'encoding="utf-16"'),
        (b"<?xml", b"\xef\xbb\xbf\r\n<?xml"),
        (b'<?xml version="1.0" encoding="utf-8"?>', b""),
        (b"<Workbook", b"<!--" + b" report" * 2000 + b"--><Workbook"),
    ],
)
def test_how_programs_begin_it(old, new):
    content = CONTENT.replace(old, new, 1)
    assert content != CONTENT
    assert read_here(content).rows == [["2", "A1", "Sở A", "01/07/2018"]]
    assert read_here(content[content.index(b"<Workbook") :]).rows


def test_it_may_be_in_utf_16():
    text = CONTENT.decode().replace("utf-8", "utf-16")
    assert read_here(text.encode("utf-16")).rows == [["2", "A1", "Sở A", "01/07/2018"]]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE Workbook [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE Workbook [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Workbook SYSTEM "http://localhost/x.dtd">',
    ],
)
def test_entities_are_not_even_declared(declared):
    content = CONTENT.replace(b"?><Workbook", f"?>{declared}<Workbook".encode())
    with pytest.raises(ReadError, match="entities"):
        read_here(content.replace(b"A1", b"&b;"))


@pytest.mark.parametrize(
    "content", [CONTENT[:-30], CONTENT.replace(b"</Row>", b"", 1), CONTENT + b"x"]
)
def test_what_is_not_well_formed(content):
    with pytest.raises(ReadError, match="damaged or was cut off: it begins like XML Spreadsheet"):
        read_here(content)


def test_rows_and_columns_without_end():
    with pytest.raises(ReadError, match="more than 0 rows"):
        read_here(CONTENT, limits=Limits(rows=0, columns=9))
    far = '<Cell ss:Index="999999999"><Data ss:Type="String">x</Data></Cell>'
    with pytest.raises(ReadError, match="more than 100 columns"):
        with_cells(far)
    row = '<Row ss:Index="1000000"><Cell><Data ss:Type="String">A2</Data></Cell></Row></Table>'
    rows = read_here(CONTENT.replace(b"</Table>", row.encode())).rows
    assert [cells[0] for cells in rows] == ["2", "1000000"]
