"""Pages as systems write them and name ".xls"."""

import time
from datetime import date

import pytest

from dossiers.reading import ReadError, html_tables
from dossiers.reading.html_tables import encoding_of
from dossiers.reading.sheets import Limits
from dossiers.reading.titles import period_in_titles
from tests.dossiers.reading.tables import Here, opened, read_here, rows_of

HEAD = "<tr><th>Mã hồ sơ<th>Đơn vị xử lý<th>Ngày tiếp nhận"
ROW = "<tr><td>A1<td>Sở A<td>01/07/2018"
EXPECTED = [["2", "A1", "Sở A", "01/07/2018"]]


def page(text: str, **options) -> Here:
    return read_here(text.encode(), **options)


@pytest.mark.parametrize(
    "start",
    [
        "<table>",
        "\n <TABLE border=1>",
        "<!DOCTYPE html><html><body><table>",
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><table>',
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {}</style><table>',
        "<!-- report --><div><table><thead>",
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><table><tbody>",
        "<script>" + "var x = '<a>'; " * 1000 + "</script><table>",
        "<!-- " + "<b>Báo cáo</b> " * 1000 + " --><table>",
        "<!-- " + "x" * 100_000 + " --><table>",
        "<p>Danh sách hồ sơ<table>",
    ],
)
def test_how_pages_begin(start):
    table = page(start + HEAD + ROW + "</table>")
    assert table.rows == EXPECTED


def test_a_page_that_begins_with_words(tmp_path):
    text = f"Danh sách hồ sơ<br>\n<table>{HEAD}\n{ROW}</table>"
    assert rows_of(opened(tmp_path, text.encode())) == EXPECTED
    with pytest.raises(ReadError, match="No header row"):
        opened(tmp_path, "Danh sách <table>\n1,2".encode())


@pytest.mark.parametrize(
    "text",
    [
        "Mã hồ sơ,Ngày tiếp nhận,Ghi chú\nA1,01/07/2018,<table><tr><td>x</table>\n",
        "<STT>,Mã hồ sơ,Ngày tiếp nhận\n1,A1,01/07/2018\n",
    ],
)
def test_a_text_with_tags_is_no_page(tmp_path, text):
    assert opened(tmp_path, text.encode()).format == "csv"


@pytest.mark.parametrize(
    ("declared", "encoding", "found"),
    [
        ("", "utf-8", "utf-8"),
        ("windows-1252", "utf-8", "utf-8"),  # what pages declare by habit, and are not in
        ("windows-1258", "cp1258", "cp1258"),
        ("windows-1252", "cp1258", "cp1258"),
        ("", "cp1258", "cp1258"),
        ("", "utf-16", "utf-16"),
        ("utf-16", "utf-8", "utf-8"),
        ("", "utf-8-sig", "utf-8"),
        ("utf-8", "utf-16-le", "utf-16-le"),
        ("nonsense", "utf-8", "utf-8"),
        ("gb2312", "gb2312", "gb2312"),
    ],
)
def test_charsets(declared, encoding, found):
    meta = f'<meta content="text/html; charset={declared}">' if declared else ""
    words = "中文" if encoding == "gb2312" else "Mã đơn vị lưu"
    if encoding == "cp1258":
        words = "đơn vi\u0323 lưu"
    start = f"<html>{meta}<table><td>{words}".encode(encoding)
    assert encoding_of(start) == found
    assert words in start.decode(found)


def test_a_declared_charset_counts_where_the_beginning_is_ascii():
    assert encoding_of(b"<meta charset='windows-1258'><table>") == "cp1258"


def test_cells_over_several_rows_and_columns():
    table = page(
        """<table><tr><td rowspan=2>STT<td rowspan=2>Mã hồ sơ<td rowspan=2>Đơn vị xử lý
        <td colspan=2>Ngày<tr><td>tiếp nhận<td>hẹn trả
        <tr><td>1<td>2<td>3<td>4<td>5
        <tr><td colspan=5>I. Sở Tư pháp
        <tr><td>1<td>A1<td rowspan=0>Sở A<td>01/07/2018<td>05/07/2018
        <tr><td>2<td>A2<td>02/07/2018<td rowspan="x">06/07/2018</table>""",
    )
    assert table.header == ("STT", "Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả")
    assert table.rows == [
        ["4", "I. Sở Tư pháp", "", "", "", ""],
        ["5", "1", "A1", "Sở A", "01/07/2018", "05/07/2018"],
        ["6", "2", "A2", "Sở A", "02/07/2018", "06/07/2018"],
    ]


def test_the_list_among_tables_that_hold_and_surround_it():
    text = f"""<body>UBND TỈNH GIA LAI<table><tr><td>Mã hồ sơ<td>x</table>
        <p>Từ ngày <b>01/07/2018</b> đến ngày <b>31/07/2018</b></p>
        <table><tr><td><h2>DANH SÁCH</h2><table>{HEAD}{ROW}</table>Từ ngày 01/01/2017 đến ngày
        31/01/2017</table><table><tr><td>Người lập</table>"""
    table = page(text)
    assert table.found.grid.name == "3"
    assert [sheet.name for sheet in table.sheets] == ["1", "2", "3", "4"]
    assert period_in_titles(table.found.header.titles) == (date(2018, 7, 1), date(2018, 7, 31))
    assert table.rows == EXPECTED
    with pytest.raises(ReadError, match="Its sheets: 1, 2, 3, 4"):
        page(text, sheet="5")


def test_a_table_within_a_cell_is_text_of_the_cell():
    inner = "<tr><td>A1<td><table><tr><td>Sở<td>A</table><td>01/07/2018"
    assert page(f"<table>{HEAD}{inner}</table>").rows == EXPECTED


def test_the_text_of_cells():
    rows = """<tr><td> <font>A</font>1&nbsp;<td>S&#7903;<br>A &amp; B &lt;b&gt;<script>x</script>
        <!-- y --><td><p>01/07/2018</p><p>08:30</p>"""
    table = page(f"<table>{HEAD}{rows}</table>")
    assert table.rows == [["2", "A1", "Sở A & B <b>", "01/07/2018 08:30"]]


def test_rows_longer_than_the_header_are_at_fault():
    rows = ROW + "<td> <tr><td>A2<td>Sở A<td>x<td>02/07/2018" + ROW
    table = page(f"<table>{HEAD}{rows}</table>")
    assert table.too_long == [3]
    assert table.rows[1] == ["3", "A2", "Sở A", "x"]


@pytest.mark.parametrize("end", ["", "</table", "<td>x</table>", "</tr></tbody>"])
def test_a_page_that_was_cut_off(end):
    """The parser ends by itself what was open, so nothing else would tell."""
    with pytest.raises(ReadError, match="cut off: it begins like HTML"):
        page(f"<html><table><tr><td>Menu</table><table>{HEAD}{ROW}<td><table>{ROW}{end}")


@pytest.mark.parametrize("end", ["</table>", "</TABLE >", "</body>", "</html>\n", "</table><p>x"])
def test_a_page_that_says_where_it_ends(end):
    assert page(f"<table>{HEAD}{ROW}{end}").rows == EXPECTED


def test_a_tag_across_two_blocks(monkeypatch):
    for size in range(1, 9):
        monkeypatch.setattr(html_tables, "_SAMPLE", size)
        monkeypatch.setattr(html_tables, "_BLOCK", size)
        assert page(f"<table>{HEAD}<tr><td>A1<td>So A<td>01/07/2018</table>").rows


def test_a_row_that_begins_within_a_cell():
    rows = "".join(f"<tr><td><font>A{n}<td><font>Sở A<td><font>0{n}/07/2018" for n in (1, 2))
    assert page(f"<table>{HEAD}{rows}</table>").rows == [
        *EXPECTED,
        ["3", "A2", "Sở A", "02/07/2018"],
    ]


def test_a_last_cell_over_several_rows():
    rows = "<tr><td>A1<td>Sở A<td rowspan=2>01/07/2018<tr><td>A2<td>Sở A"
    assert page(f"<table>{HEAD}{rows}</table>").rows[1] == ["3", "A2", "Sở A", "01/07/2018"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>Phiên làm việc đã hết hạn.</body></html>", "holds no table"),
        ("<html><frameset><frame src=sheet001.htm></frameset></html>", "holds no table"),
        ("<html>", "holds no table"),
        ("<table><tr><td>a<td>b</table>", "No header row"),
        ('<?xml version="1.0"?><rows><row/></rows>', "not a table, but XML"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', "not a table, but SVG"),
        ("From: <Saved by Blink>\nSnapshot-Content-Location: x", "not a table, but MHTML"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "not a table, but MHTML"),
    ],
)
def test_pages_without_a_list(text, words):
    with pytest.raises(ReadError, match=words):
        page(text)


def test_tables_within_tables_without_end():
    begun = time.monotonic()
    with pytest.raises(ReadError, match="tables within tables, more than 20"):
        page("<table><tr><td>x" * 4000)
    assert time.monotonic() - begun < 5
    around, after = "<table><tr><td>" * 19, "</table>" * 20
    assert page(f"{around}<table>{HEAD}{ROW}{after}").rows == EXPECTED


def test_rows_and_columns_without_end():
    limits = Limits(rows=20, columns=50)
    with pytest.raises(ReadError, match="more than 20 rows"):
        page(f"<table>{HEAD}{ROW * 21}</table>", limits=limits)
    with pytest.raises(ReadError, match="more than 20 rows"):
        page(f"<table>{HEAD}{ROW * 5000}</table>", limits=limits)
    blanks = "<tr><td> " * 5000
    assert len(page(f"<table>{HEAD}{ROW * 20}{blanks}</table>", limits=limits).rows) == 20
    with pytest.raises(ReadError, match="more than 50 columns"):
        page(f"<table>{HEAD}{'<td>x' * 60}{ROW}</table>", limits=limits)
    wide = page(f"<table>{HEAD}<td colspan=999999999>x{ROW}</table>", limits=limits)
    assert wide.header == ("Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "x")
