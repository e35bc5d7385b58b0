"""Headers of one to three rows among whatever stands above and below them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.checking.words import is_personal_header
from dossiers.reading.headers import HeaderFinder, is_number_row
from dossiers.source_settings import SourceSettings

FINDER = HeaderFinder.of(SourceSettings())
ROW = "1|H1-180701-0001|Sở A|01/07/2018 08:00|05/07/2018"
ONE = "STT|Mã hồ sơ|Đơn vị xử lý|Ngày tiếp nhận|Ngày hẹn trả"


def find(*lines):
    return FINDER.find([line.split("|") for line in lines])


def found(*lines):
    """(texts, position, body) of the header."""
    header = find(*lines)
    return list(header.texts), header.position, header.body


def test_one_row():
    assert found(ONE, ROW) == (ONE.split("|"), 0, 1)
    assert find(ONE, ROW).named == 4


def test_two_rows_with_cells_merged_both_ways():
    upper = "STT|Mã hồ sơ|Đơn vị xử lý|Ngày||Ghi chú"
    lower = "|||tiếp nhận|hẹn trả|"
    texts = [*ONE.split("|")[:3], "Ngày tiếp nhận", "Ngày hẹn trả", "Ghi chú"]
    assert found(upper, lower, ROW) == (texts, 0, 2)
    repeated = "STT|Mã hồ sơ|Đơn vị xử lý|tiếp nhận|hẹn trả|Ghi chú"
    assert found(upper, repeated, ROW) == (texts, 0, 2)


def test_three_rows():
    assert found(
        "SỞ Y TẾ||||",
        "STT|Hồ sơ||Thời gian|||",
        "|Mã số|Đơn vị giải quyết|Ngày||Trả kết quả|",
        "|||tiếp nhận|hẹn trả|Ngày|Hình thức",
        ROW,
    )[0] == [
        "STT",
        "Mã số Hồ sơ",
        "Đơn vị giải quyết",
        "Ngày tiếp nhận",
        "Ngày hẹn trả",
        "Ngày Trả kết quả",
        "Hình thức Trả kết quả",
    ]


def test_the_lowest_text_alone_counts_where_the_whole_is_no_name():
    upper, lower = "STT|Chung||Thời hạn|", "|Mã hồ sơ|Đơn vị|Ngày nhận|Số ngày"
    texts = ["STT", "Mã hồ sơ", "Đơn vị", "Ngày nhận", "Thời hạn Số ngày"]
    assert found(upper, lower, ROW) == (texts, 0, 2)


@pytest.mark.parametrize(
    "title",
    [
        "UBND TỈNH GIA LAI|||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|",
        "DANH SÁCH HỒ SƠ||||",
        "Danh sách người nộp hồ sơ trực tuyến||||",
        "Địa chỉ: 12 Trần Phú, điện thoại: 0269 3824 404||||",
        "Từ ngày 01/07/2018|||đến ngày 31/07/2018|",
        "Đơn vị: Sở Y tế||||",
    ],
)
def test_titles_are_no_header_rows(title):
    assert found(title, ONE, ROW) == (ONE.split("|"), 1, 2)
    assert found(title, "||||", ONE, ROW) == (ONE.split("|"), 2, 3)


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        "|Sở, ban, ngành|||",
        "I|Sở, ban, ngành|||",
        "UBND xã Ia Băng||||",
        "|||Đơn vị|",  # a text that is a name, under another
    ],
)
def test_rows_below_are_no_header_rows(row):
    assert found(ONE, row, ROW) == (ONE.split("|"), 0, 1)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Mã hồ sơ|Đơn vị|Ngày nhận|Người nộp|", "|||Họ tên|Địa chỉ"),
        ("Mã hồ sơ|Đơn vị|Ngày nhận|Người nộp|", "|||Tên|Hạn trả"),
        ("Mã hồ sơ|Đơn vị|Ngày nhận|Liên hệ|", "|||tel|mobile"),
        ("Mã hồ sơ|Đơn vị|Ngày nhận|Người nộp|", "Mã hồ sơ|Đơn vị|Ngày nhận|Tên|Hạn trả"),
    ],
)
def test_a_column_with_one_personal_text_is_personal(upper, lower):
    texts, position, body = found(upper, lower, ROW)
    assert texts[:3] == ["Mã hồ sơ", "Đơn vị", "Ngày nhận"]
    assert all(map(is_personal_header, texts[3:]))
    assert (position, body) == (0, 2)


def test_blank_rows_and_numbers_below_the_header_are_skipped():
    assert found("", ONE, "||||", "(1)|(2)|(3)|(4)|(5)", "", ROW)[1:] == (1, 5)
    assert found(ONE, "||(dd/mm/yyyy)||", ROW)[2] == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1|2|3|4", True),
        ("(1)|(2)|(3)", True),
        ("A|B|1|2|3", True),
        ("1|2|(3)=(4)+(5)|(4)|5", True),
        ("a||1|2", True),
        ("2|3|4", True),
        ("(số)|(tên)|(ngày)", True),
        ("[1]|[2]|[3]=[1]+[2]", True),
        ("1.|2.|3.", True),
        ("I|II|III|IV", True),
        ("I|I|I", False),
        ("II|III|IV", False),
        ("1|2", False),
        ("1|3|4", False),
        ("3|4|5", False),
        ("1|H1|3", False),
        ("1|2|01/07/2018", False),
        ("||", False),
    ],
)
def test_rows_that_number_the_columns(line, expected):
    assert is_number_row(line.split("|")) is expected


def test_no_header():
    assert find("a|b|c", "1|2|3") is None
    assert find() is None
    assert find("Mã hồ sơ") is None
    assert find(*["x|y"] * 60, ONE) is None
    assert find(*["x|y"] * 59, ONE, ROW).position == 59


NAMES = ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Ghi chú"]
GROUPS = ["Thông tin hồ sơ", "Quá trình giải quyết", "Khác"]
TITLES = ["SỞ Y TẾ", "DANH SÁCH", "", "Tháng 7 năm 2018"]


@given(st.data())
def test_any_header_is_found_whole(data):
    """Names in any order, in one to three rows, each name in any row of them, under titles."""
    names = data.draw(st.permutations(NAMES))
    depth = data.draw(st.integers(1, 3))
    grid = [[""] * len(names) for _ in range(depth)]
    spans = data.draw(st.sampled_from([(2, 2, 1, 1), (1, 3, 2), (1, 1, 1, 1, 2), (3, 1, 2)]))
    column = 0
    for number, width in enumerate(spans):
        merged = width > 1 and depth > 1
        lowest = data.draw(st.integers(1, depth - 1)) if merged else 0
        grid[lowest][column : column + width] = names[column : column + width]
        for row in range(lowest):
            grid[row][column] = f"{GROUPS[number % 3]} {row}"
        column += width
    grid = [row for row in grid if any(row)]
    titles = data.draw(st.lists(st.sampled_from(TITLES), max_size=4))
    rows = [[title, *[""] * 5] for title in titles] + grid
    header = FINDER.find([*rows, ["H1-1", "Sở A", "01/07/2018", "", "", ""]])
    assert header is not None
    assert header.named == 5
    assert header.body == len(rows)
    assert all(text.endswith(name) for text, name in zip(header.texts, names, strict=True))
