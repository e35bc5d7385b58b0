"""Tables with titles, headings, totals, page breaks and signatures give their dossiers back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.checking.headings import Named
from dossiers.checking.mapping import MappingError, map_columns
from dossiers.reading import open_table
from dossiers.reading.furniture import drop_furniture
from dossiers.source_settings import SourceSettings
from units.names import fold

SETTINGS = SourceSettings()
UNITS = ["UBND xã Ia Phìn", "Sở Y tế", "UBND xã Ia O", "Sở Nội vụ"]
KNOWN = {fold(name.removeprefix("UBND ")): name for name in UNITS}
HEADER = "STT|Mã hồ sơ|Người nộp|Ngày tiếp nhận|Hạn trả"
WITH_UNIT = "STT|Mã hồ sơ|Đơn vị|Ngày tiếp nhận|Hạn trả"


class Names:
    """Knows UNITS, however they are written."""

    def named(self, text, parent=""):
        known = KNOWN.get(fold(text).removeprefix("ubnd "))
        return (
            Named("department" if text.lower().startswith("sở") else "commune", False)
            if known
            else None
        )


def read(tmp_path, *lines, block_bytes=None):
    """(code, unit) of the dossiers of a table, in their order."""
    path = tmp_path / "export.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    table = open_table(path, SETTINGS)
    head = table.head
    assert head is not None
    names = Names()
    mapping = map_columns(table.header, SETTINGS, head.sample, titles=head.titles, names=names)
    size = {"block_bytes": block_bytes} if block_bytes else {}
    found: list[tuple[str, str]] = []
    lines_of_rows: list[int] = []
    for piece in drop_furniture(
        table.pieces(mapping.wanted, **size), mapping, names=names, head=head
    ):
        columns = [piece.columns[mapping.columns[field]] for field in ("code", "unit")]
        found += zip(*(column.to_pylist() for column in columns), strict=True)
        lines_of_rows += piece.rows.tolist()
    assert lines_of_rows == sorted(lines_of_rows)
    return found


def dossier(number, unit="An", received="01/07/2018"):
    return f"{number}|H1-180701-{number:04}|{unit}|{received}|05/07/2018"


def codes(rows):
    return [int(code[-4:]) for code, _unit in rows]


def test_headings_give_the_unit_where_no_column_does(tmp_path):
    rows = read(
        tmp_path,
        "DANH SÁCH HỒ SƠ||||",
        HEADER,
        dossier(1),
        "A|Sở, ban, ngành|||",
        "I|Sở Y tế|||",
        dossier(2),
        "Cộng|||1|",
        "II|Sở Lạ|||",
        dossier(3),
        "UBND xã Ia Phìn||||",
        "1|Lĩnh vực: Đất đai|||",
        dossier(4),
        dossier(5),
        "Tổng số|5|||",
    )
    assert [unit for _code, unit in rows] == ["", "Sở Y tế", "Sở Lạ", *["UBND xã Ia Phìn"] * 2]
    assert codes(rows) == [1, 2, 3, 4, 5]


def test_headings_give_the_unit_where_the_cell_is_blank(tmp_path):
    rows = read(
        tmp_path, WITH_UNIT, "Sở Y tế||||", dossier(1, ""), dossier(2, "Sở Nội vụ"), dossier(3, "-")
    )
    assert [unit for _code, unit in rows] == ["Sở Y tế", "Sở Nội vụ", "Sở Y tế"]


def test_without_headings_that_name_a_unit_it_is_missing(tmp_path):
    with pytest.raises(MappingError, match="Mã hồ sơ"):
        read(tmp_path, HEADER, "Đất đai||||", dossier(1))


def test_a_title_that_names_the_unit_of_the_whole_file(tmp_path):
    rows = read(
        tmp_path, "UBND XÃ IA PHÌN|||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|", HEADER, dossier(1)
    )
    assert rows == [("H1-180701-0001", "UBND XÃ IA PHÌN")]


def test_a_unit_column_that_the_settings_name_is_not_replaced_by_a_title(tmp_path):
    settings = SourceSettings.from_dict({"columns": {"unit": "Phòng"}})
    with pytest.raises(MappingError, match="Phòng"):
        map_columns(HEADER.split("|"), settings, [], titles=["Sở Y tế"], names=Names())


def test_what_a_page_break_repeats_is_dropped(tmp_path):
    title = "UBND XÃ IA PHÌN|||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|"
    upper, lower = "STT|Mã hồ sơ|Người nộp|Ngày|", "|||tiếp nhận|hẹn trả"
    top = [title, "UBND XÃ IA PHÌN||||", upper, lower, "(1)|(2)|(3)|(4)|(5)=(4)+1"]
    page = ["Trang 1/3||||", *top]
    rows = read(tmp_path, *top, "Sở Y tế||||", dossier(1), *page, dossier(2), *page, dossier(3))
    assert codes(rows) == [1, 2, 3]
    assert {unit for _code, unit in rows} == {"Sở Y tế"}


@pytest.mark.parametrize(
    "total",
    [
        "Cộng|12|||",
        "Cộng Sở Y tế|12||12|",
        "|Tổng cộng: 70 hồ sơ|||",
        "|TỔNG SỐ|1.425|1.425|1.425",
        "Tong|||12|",
    ],
)
def test_totals(tmp_path, total):
    rows = read(
        tmp_path, HEADER, "Sở Y tế||||", dossier(1), total, "Sở Nội vụ||||", dossier(2), total
    )
    assert rows == [("H1-180701-0001", "Sở Y tế"), ("H1-180701-0002", "Sở Nội vụ")]


@pytest.mark.parametrize("size", [None, 60, 130])
def test_a_poor_row_below_a_total_stays_if_dossiers_follow(tmp_path, size):
    lines = [WITH_UNIT, dossier(1, "Sở Y tế"), "Cộng|1|||", "9||Sở Y tế||An"]
    rows = read(tmp_path, *lines, dossier(2, "Sở Y tế"), block_bytes=size)
    assert len(rows) == 3
    assert len(read(tmp_path, *lines, "|Trần Văn C||Lê D|", block_bytes=size)) == 1


@pytest.mark.parametrize(
    "row",
    [
        "||||Gia Lai, ngày 31/07/2018",
        "|||Gia Lai, ngày 31/07/2018|",
        "|||Gia Lai, ngày … tháng 7 năm 2018|",
        "|XÁC NHẬN CỦA LÃNH ĐẠO|||CÁN BỘ LẬP",
        "|||CÁN BỘ LẬP|",
        "In lúc 10:00 31/07/2018||||",
        "|||In lúc 10:00 31/07/2018|",
        "[1]|[2]|[3]|[4]|[5]",
        "I|II|III|IV|V",
    ],
)
def test_signatures_and_numbers(tmp_path, row):
    lines = [WITH_UNIT, dossier(1, "Sở Y tế"), row]
    assert len(read(tmp_path, *lines)) == 1


def test_what_has_the_look_of_a_dossier_is_none(tmp_path):
    assert len(read(tmp_path, WITH_UNIT, "7||An|ngày 01/07/2018|05/07/2018")) == 1


FURNITURE = st.sampled_from(
    [
        "Cộng||||3",
        "Tổng số|12|||",
        "||||",
        "A|Sở, ban, ngành|||",
        "Lĩnh vực: Đất đai||||",
        HEADER,
        "1|2|3|4|5",
        "Trang 2||||",
    ]
)
GROUPS = st.sampled_from(
    [(f"{mark}{name}||||", name) for name in UNITS for mark in ("", "Đơn vị: ")]
)
PAGE = st.tuples(
    GROUPS, st.lists(FURNITURE, max_size=3), st.integers(1, 4), st.lists(FURNITURE, max_size=2)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(["SỞ TƯ PHÁP||||", "Tháng 7/2018|||x|", ""]), max_size=3),
    st.lists(PAGE, min_size=1, max_size=6),
    st.sampled_from([None, 50, 333]),
)
def test_any_printed_table_gives_its_dossiers_back(tmp_path, titles, pages, size):
    lines = [*titles, HEADER]
    expected: list[tuple[str, str]] = []
    for (heading, unit), above, count, below in pages:
        lines += [heading, *above]
        for _row in range(count):
            expected.append((f"H1-180701-{len(expected):04}", unit))
            lines.append(dossier(len(expected) - 1))
        lines += below
    lines += ["Tổng cộng|9|||", "|Gia Lai, ngày 1 tháng 8 năm 2018|||", "|Người lập|||Giám đốc"]
    assert read(tmp_path, *lines, block_bytes=size) == expected
