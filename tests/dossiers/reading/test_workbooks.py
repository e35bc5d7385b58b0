"""Workbooks, pages and XML of every kind into the same table, compared cell by cell."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial

import pytest

from dossiers.reading import ReadError, Sheet
from tests.dossiers.reading import builders
from tests.dossiers.reading.tables import opened, rows_of

HEADER = ["STT", "Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Lệ phí", "Số hóa"]
BODY: builders.Rows = [
    [
        1,
        "H21.17-180701-0001",
        "Sở A & B",
        datetime(2018, 7, 1, 8, 30),
        date(2018, 7, 5),
        50_000,
        True,
    ],
    [
        2,
        "000.00.17.H21-180702-0002",
        "Xã Ia Băng",
        datetime(2018, 7, 2, 23, 59, 59),
        None,
        12.5,
        False,
    ],
    [None] * 7,
    [3, "=1+1", "'Thôn 1", date(2018, 7, 3), "05/07/2018", 123_456_789_012, None],
]
EXPECTED = [
    [
        "4",
        "1",
        "H21.17-180701-0001",
        "Sở A & B",
        "2018-07-01 08:30:00",
        "2018-07-05",
        "50000",
        "TRUE",
    ],
    [
        "5",
        "2",
        "000.00.17.H21-180702-0002",
        "Xã Ia Băng",
        "2018-07-02 23:59:59",
        "",
        "12.5",
        "FALSE",
    ],
    ["7", "3", "=1+1", "'Thôn 1", "2018-07-03", "05/07/2018", "123456789012", ""],
]
TITLES = [["UBND TỈNH GIA LAI"], ["(Từ ngày 01/07/2018 đến ngày 31/07/2018)"]]
SHEET: builders.Sheet = ("Danh sách", [*TITLES, HEADER, *BODY])
OTHER: builders.Sheet = ("Ghi chú", [["Người lập", "Trần Văn C"], ["Ngày", date(2018, 8, 1)]])
WORKBOOKS: dict[str, Callable[..., bytes]] = {
    "xlsx": builders.xlsx,
    "xls": builders.xls,
    "xlsb": builders.xlsb,
    "ods": builders.ods,
    "xml": builders.xml,
}

_SHEET = "xl/worksheets/sheet1.xml"

each_format = pytest.mark.parametrize("form", WORKBOOKS)
with_merges = pytest.mark.parametrize(
    "build", [builders.xlsx, builders.xls, builders.xlsb, builders.ods]
)


@each_format
def test_every_cell_of_every_format(tmp_path, form):
    table = opened(tmp_path, WORKBOOKS[form](OTHER, SHEET))
    assert (table.format, table.sheet) == (form, "Danh sách")
    assert list(table.header) == HEADER
    assert table.header_row == 3
    assert table.period == (date(2018, 7, 1), date(2018, 7, 31))
    assert [(sheet.name, sheet.named) for sheet in table.sheets] == [
        ("Ghi chú", 0),
        ("Danh sách", 6),
    ]
    assert rows_of(table) == EXPECTED


def test_every_cell_of_a_page(tmp_path):
    table = opened(tmp_path, builders.html(OTHER, SHEET))
    assert (table.format, table.sheet) == ("html", "2")
    assert list(table.header) == HEADER
    shown = [[builders.shown(cell).replace("&nbsp;", "") for cell in row] for row in BODY]
    shown[0][2] = "Sở A & B"
    assert [row[1:] for row in rows_of(table)] == [
        [cell.replace("&#x27;", "'") for cell in row] for row in shown if any(row)
    ]
    assert [row[0] for row in rows_of(table)] == ["4", "5", "7"]


@each_format
def test_a_sheet_named_by_the_settings(tmp_path, form):
    second = [HEADER, [9, "A9", "Sở A", date(2018, 7, 9)]]
    content = WORKBOOKS[form](SHEET, ("Tháng 8", second))
    assert rows_of(opened(tmp_path, content, sheet="Tháng 8"))[0][:3] == ["2", "9", "A9"]
    with pytest.raises(ReadError, match=r"no sheet named “Tháng 9”.* Danh sách, Tháng 8"):
        opened(tmp_path, content, sheet="Tháng 9")


def test_of_equal_sheets_the_longest_and_hidden_ones_last(tmp_path):
    def sheet(name: str, rows: int):
        return name, [HEADER[:5], *([i, f"A{i}", "Sở A", date(2018, 7, 1)] for i in range(rows))]

    content = builders.xlsx(sheet("a", 1), sheet("b", 3), sheet("c", 2), hidden=["b"])
    table = opened(tmp_path, content)
    assert table.sheet == "c"
    assert table.sheets == (Sheet("a", 1, 4), Sheet("b", 3, 4), Sheet("c", 2, 4))
    few: builders.Sheet = ("few", [["Mã hồ sơ", "Đơn vị"], *[["x", "y"]] * 9])
    assert opened(tmp_path, builders.xlsx(few, sheet("a", 1))).sheet == "a"
    hidden = builders.xlsx(sheet("a", 1), ("b", [["x"]]), hidden=["a"])
    assert opened(tmp_path, hidden).sheet == "a"


def test_a_hidden_sheet_of_xml(tmp_path):
    options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    hidden = builders.xml(("a", SHEET[1]), after=options)
    few = builders.xml(("b", [["Mã hồ sơ", "Đơn vị"], ["x", "y"]]))
    both = hidden.replace(b"</Workbook>", few[few.index(b"<Worksheet") :])
    assert opened(tmp_path, both).sheet == "b"


@with_merges
def test_cells_merged_downwards_repeat_and_those_to_the_right_do_not(tmp_path, build):
    rows = [
        ["Mã hồ sơ", "Đơn vị", "Ngày", None],
        [None, None, "tiếp nhận", "hẹn trả"],
        ["A1", "Sở A", "01/07/2018", None],
        ["A2", None, "02/07/2018", "05/07/2018"],
        ["A3", None, "03/07/2018", None],
        ["A4", "Sở B", "04/07/2018", None],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (2, 1, 4, 1), (5, 2, 5, 3)]
    table = opened(tmp_path, build(("a", rows), merges=merges))
    assert table.header == ("Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả")
    assert [row[2] for row in rows_of(table)] == ["Sở A", "Sở A", "Sở A", "Sở B"]
    assert rows_of(table)[3][4] == ""


def test_merged_cells_of_xml_and_pages(tmp_path):
    cell = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'.format
    head = "".join(cell("", text) for text in HEADER[1:5])
    body = (
        cell("", "A1") + cell(' ss:MergeDown="1"', "Sở A") + cell("", "01/07/2018"),
        cell("", "A2") + cell(' ss:Index="3"', "02/07/2018"),
        cell(' ss:MergeAcross="2"', "Sở B") + cell("", "x"),
    )
    rows = "".join(f"<Row>{row}</Row>" for row in (head, *body[:2]))
    rows += f'<Row ss:Index="9">{body[2]}</Row>'
    content = builders.xml(("a", [])).replace(b"</Table>", f"{rows}</Table>".encode())
    expected = [
        ["2", "A1", "Sở A", "01/07/2018", ""],
        ["3", "A2", "Sở A", "02/07/2018", ""],
        ["9", "Sở B", "", "", "x"],
    ]
    assert rows_of(opened(tmp_path, content)) == expected
    page = f"""<table><tr>{"".join(f"<th>{text}</th>" for text in HEADER[1:5])}
        <tr><td>A1<td rowspan=2>Sở A<td>01/07/2018<tr><td>A2<td>02/07/2018
        <tr><tr><td colspan="3">Sở B<td>x</table>"""
    expected[2][0] = "5"
    assert rows_of(opened(tmp_path, page.encode())) == expected
    first, second = cell("", "01/07/2018"), cell(' ss:Index="3"', "02/07/2018")
    content = content.replace(first.encode(), cell(' ss:MergeDown="1"', "01/07/2018").encode())
    content = content.replace(second.encode(), b"")
    assert rows_of(opened(tmp_path, content))[1] == ["3", "A2", "Sở A", "01/07/2018", ""]


def test_cells_of_every_type(tmp_path):
    rows: builders.Rows = [
        HEADER[1:5],
        ["A1", "Sở A", 43_282, 43_282.375],
        [20_180_701_000_001, 1e15, 0.1 + 0.2, -7],
        [time(8, 30), "x\ny", "", 1e-7],
    ]
    table = opened(tmp_path, builders.xlsx(("a", rows)))
    assert [row[1:] for row in rows_of(table)] == [
        ["A1", "Sở A", "43282", "43282.375"],
        ["20180701000001", "1000000000000000", "0.3", "-7"],
        ["08:30:00", "x\ny", "", "0.0000001"],
    ]


def with_formula(cell: str, calculated: bool = True, row: builders.Rows = ()) -> bytes:
    """A workbook whose cell C2 is as given; `row` follows below."""
    content = builders.xlsx(("a", [HEADER[1:6], ["A1", "Sở A", "=x", None, 5], *row]))
    content = _replaced(content, _SHEET, b'<c r="C2" t="s"><v>7</v></c>', cell.encode())
    if calculated:
        content = _replaced(content, "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")
    return content


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="C2" t="str"><f>TEXT(1,"x")</f><v>01/07/2018</v></c>', "01/07/2018"),
        ('<c r="C2" t="str"><f>IF(A1&gt;1,"","")</f><v></v></c>', ""),
        ('<c r="C2"><f t="shared" si="0"/><v>43282</v></c>', "43282"),
        ('<c r="C2" t="e"><f>NA()</f><v>#N/A</v></c>', "#N/A"),
        ('<c r="C2"><f>D2-5</f><v>0</v></c>', "0"),
        ('<c r="C2" t="e"><v>#REF!</v></c>', "#REF!"),
    ],
)
def test_formula_cells_give_their_stored_values(tmp_path, cell, value):
    table = opened(tmp_path, with_formula(cell))
    assert rows_of(table) == [["2", "A1", "Sở A", value, "", "5"]]


def test_a_stored_value_counts_also_where_the_workbook_wants_to_be_calculated(tmp_path):
    cell = '<c r="C2"><f>DATE(2018,7,1)</f><v>43282</v></c>'
    table = opened(tmp_path, with_formula(cell, calculated=False))
    assert rows_of(table) == [["2", "A1", "Sở A", "43282", "", "5"]]


@pytest.mark.parametrize(
    ("cell", "calculated"),
    [
        ('<c r="C2"><f>D2-5</f><v/></c>', True),
        ('<c r="C2" s="1"><f>D2-5</f><v></v></c>', True),
        ('<c r="C2"><f t="shared" si="0"/></c>', True),
        ('<c r="C2" t="str"><f>TEXT(D2,"x")</f></c>', True),
        ('<x:c r="C2"><x:f>D2-5</x:f><x:v /></x:c><c r="C2"/>', True),
        ('<c r="C2"><f>D2-5</f><v>0</v></c>', False),
        ('<c r="C2" t="str"><f>TEXT(D2,"x")</f><v></v></c>', False),
    ],
)
def test_formulas_that_were_not_calculated(tmp_path, cell, calculated):
    with pytest.raises(ReadError, match="In row 2, “Ngày tiếp nhận” is a formula whose value"):
        opened(tmp_path, with_formula(cell, calculated))


def test_formulas_that_nobody_reads(tmp_path):
    """In a column without a meaning, and in a total."""
    total = with_formula('<c r="C2"><v>43282</v></c>', row=[["", "Tổng số", None, None, "=x"]])
    total = _replaced(total, _SHEET, b'<c r="E3" t="s"><v>7</v></c>', b'<c r="E3"><f>x</f></c>')
    assert len(rows_of(opened(tmp_path, total))) == 2
    unread = builders.xlsx(("a", [["STT", *HEADER[1:4]], ["=x", "A1", "Sở A", "01/07/2018"]]))
    unread = _replaced(unread, _SHEET, b'<c r="A2" t="s"><v>4</v></c>', b'<c r="A2"><f>x</f></c>')
    assert rows_of(opened(tmp_path, unread)) == [["2", "", "A1", "Sở A", "01/07/2018"]]


def test_formulas_of_ods_and_xml_that_were_not_calculated(tmp_path):
    rows = [HEADER[1:4], ["A1", "Sở A", "@"]]
    old = b'office:value-type="string" ><text:p>@</text:p>'
    ods = _replaced(builders.ods(("a", rows)), "content.xml", old, b'table:formula="of:=TODAY()">')
    xml = builders.xml(("a", rows))
    old = b'<Cell><Data ss:Type="String">@</Data></Cell>'
    assert old in xml
    for content in (ods, xml.replace(old, b'<Cell ss:Formula="=TODAY()"/>')):
        with pytest.raises(ReadError, match="In row 2, “Ngày tiếp nhận” is a formula"):
            opened(tmp_path, content)


@pytest.mark.parametrize("form", ["xlsb", "ods", "xml"])
def test_errors_are_words_where_words_are_checked_and_blank_elsewhere(tmp_path, form):
    """An error is no code, and no name of a procedure."""
    error = builders.NOT_AVAILABLE
    head = ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Tên thủ tục"]
    rows = [head, ["A1", "Sở A", "01/07/2018", error, error], [error, "Sở A", error, "", "x"]]
    assert rows_of(opened(tmp_path, WORKBOOKS[form](OTHER, ("a", rows)))) == [
        ["2", "A1", "Sở A", "01/07/2018", "#N/A", ""],
        ["3", "", "Sở A", "#N/A", "", "x"],
    ]


@pytest.mark.parametrize("build", [builders.xlsx, builders.xls, builders.xlsb])
@pytest.mark.parametrize("epoch_1904", [True, False])
def test_the_epoch_of_day_numbers(tmp_path, build, epoch_1904):
    content = build(("a", [HEADER[:5], [1, "A1", "x", 41_000]]), epoch_1904=epoch_1904)
    table = opened(tmp_path, content)
    assert table.epoch_1904 is epoch_1904
    assert rows_of(table) == [["2", "1", "A1", "x", "41000", ""]]


def test_the_epoch_of_ods_and_xml(tmp_path):
    assert opened(tmp_path, builders.ods(SHEET, null_date="1904-01-01")).epoch_1904
    assert not opened(tmp_path, builders.ods(SHEET, null_date="1899-12-30")).epoch_1904
    head = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    assert opened(tmp_path, builders.xml(SHEET, head=head)).epoch_1904


def test_when_a_workbook_was_saved(tmp_path):
    saved = partial(datetime, 2018, 8, 1, 10, 30)
    xlsx = builders.xlsx(SHEET, modified=datetime(2018, 8, 1, 10, 30))
    assert opened(tmp_path, xlsx).modified_at == saved(tzinfo=UTC)
    local = opened(tmp_path, builders.ods(SHEET, modified="2018-08-01T17:30:00.123456789"))
    assert local.modified_at == saved(microsecond=0, tzinfo=UTC).replace(microsecond=123_456)
    head = "<o:LastSaved>2018-08-01T10:30:00Z</o:LastSaved>"
    assert opened(tmp_path, builders.xml(SHEET, head=head)).modified_at == saved(tzinfo=UTC)
    assert opened(tmp_path, builders.ods(SHEET, modified="yesterday")).modified_at is None
    assert opened(tmp_path, builders.xls(SHEET)).modified_at is None
    assert opened(tmp_path, builders.html(SHEET)).modified_at is None


def _replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with a stretch of one of its parts replaced."""
    parts = builders.unzipped(content)
    assert old in parts[name]
    return builders.zipped({**parts, name: parts[name].replace(old, new)})
