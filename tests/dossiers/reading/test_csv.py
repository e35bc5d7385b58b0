"""CSV files of every kind into the same table."""

import csv
import io
import tracemalloc
import unicodedata
from datetime import date
from functools import partial

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers.checking.mapping import map_columns
from dossiers.reading import ReadError, open_table
from dossiers.reading.csv_blocks import Layout, _Marks, _read_regular, _read_row_by_row, read_blocks
from dossiers.reading.furniture import drop_furniture
from dossiers.source_settings import SourceSettings

SETTINGS = SourceSettings()
HEADER = "Mã hồ sơ,Người nộp,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả"
ROWS = ["H1-180701-0001,An,Sở A,01/07/2018,05/07/2018", "H1-180702-0002,Bình,Sở B,02/07/2018,"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table_of(tmp_path, content, **kwargs):
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(**kwargs))
    return open_table(path, SETTINGS)


def rows_of(table, **kwargs):
    """(line, code, unit, received, due) of the dossier rows, and the faults by line."""
    mapping = map_columns(table.header, SETTINGS)
    rows: list[tuple[object, ...]] = []
    faults: dict[int, str] = {}
    for piece in drop_furniture(table.pieces(mapping.wanted, **kwargs), mapping):
        assert set(piece.columns) == set(mapping.wanted)
        columns = [piece.columns[i].to_pylist() for i in mapping.wanted]
        rows += [tuple(row) for row in zip(piece.rows.tolist(), *columns, strict=True)]
        faults |= {int(piece.rows[i]): kind for i, kind in piece.faults.items()}
    return rows, faults


EXPECTED = [
    (2, "H1-180701-0001", "Sở A", "01/07/2018", "05/07/2018"),
    (3, "H1-180702-0002", "Sở B", "02/07/2018", ""),
]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("last", [True, False])
def test_separator_line_end_and_encoding_are_found(tmp_path, separator, newline, encoding, last):
    text = newline.join([HEADER, *ROWS]).replace(",", separator) + (newline if last else "")
    table = table_of(tmp_path, text, encoding=encoding)
    assert rows_of(table)[0] == EXPECTED
    assert table.separator == separator


def test_vietnamese_windows_encoding(tmp_path):
    text = "\n".join(["Ma ho so,Don vi,Ngay tiep nhan", "H1-180701-0001,Đơn vị Ư,01/07/2018", ""])
    raw = text.replace("ị", "i\u0323").encode("cp1258")
    assert rows_of(table_of(tmp_path, raw))[0][0][1:] == (
        "H1-180701-0001",
        "Đơn vị Ư".replace("ị", "i\u0323"),
        "01/07/2018",
    )


@pytest.mark.parametrize("line", ["sep=^", '"sep=^"', "SEP=^"])
def test_a_first_line_that_tells_the_separator(tmp_path, line):
    text = "\n".join([line, HEADER, *ROWS, ""]).replace(",", "^")
    table = table_of(tmp_path, text)
    assert table.separator == "^"
    assert rows_of(table)[0] == [(line + 1, *cells) for line, *cells in EXPECTED]


def test_decomposed_text_is_understood(tmp_path):
    text = unicodedata.normalize("NFD", "\n".join([HEADER, *ROWS, ""]))
    rows, _faults = rows_of(table_of(tmp_path, text))
    assert [unicodedata.normalize("NFC", row[2]) for row in rows] == ["Sở A", "Sở B"]


def test_titles_above_and_totals_and_signatures_below(tmp_path):
    text = "\n".join(
        [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM,,,,",
            "",
            '"DANH SÁCH\nHỒ SƠ",,,,',
            "(Từ ngày 01/07/2018 đến ngày 31/07/2018),,,,",
            HEADER,
            "1,2,3,4,5",
            ",,,,",
            "I,Sở ban ngành,,,",
            ROWS[0],
            "",
            "Cộng,,,1,",
            "UBND huyện Chư Sê,,,,",
            ROWS[1],
            "Tổng số: 2 hồ sơ,,,,",
            "Tổng số,2 hồ sơ,,,",
            "Tổng số,1.425,,,",
            ',,,"Gia Lai, ngày 31 tháng 7 năm 2018",',
            ",Người lập biểu,,,Giám đốc",
            ",Trần Văn C,,,Lê D",
        ]
    )
    table = table_of(tmp_path, text)
    rows, faults = rows_of(table)
    assert [row[:2] for row in rows] == [(10, "H1-180701-0001"), (14, "H1-180702-0002")]
    assert not faults
    assert table.header_row == 6
    assert table.period == (date(2018, 7, 1), date(2018, 7, 31))


def test_a_row_of_numbers_alone_below_the_header_is_skipped_only_there(tmp_path):
    rows, _faults = rows_of(table_of(tmp_path, f"{HEADER}\n(1),(2),(3),(4),(5)\n{ROWS[0]}\n"))
    assert [row[0] for row in rows] == [3]


@pytest.mark.parametrize(
    "row",
    [
        ",,Sở A,02/07/2018,",  # no code
        "Tổng,,Sở A,02/07/2018,",  # looks like a total, but was received
        "H1-180702-0002,,,,",  # nothing but a code
        ",,Sở A,,",  # the rest of a row, no heading
        "mã chữ,An,Sở A,hôm qua,hôm nay",
        "Công an tỉnh,An,Sở A,hôm qua,hôm nay",
    ],
)
def test_what_may_be_a_dossier_is_never_skipped(tmp_path, row):
    rows, _faults = rows_of(table_of(tmp_path, f"{HEADER}\n{ROWS[0]}\n{row}\nTổng số,,,,\n"))
    assert [found[0] for found in rows] == [2, 3]


def test_a_total_in_the_middle_ends_nothing(tmp_path):
    text = f"{HEADER}\nCộng,,,,\n{ROWS[0]}\n,An,Sở A,,x\n"
    assert [row[0] for row in rows_of(table_of(tmp_path, text))[0]] == [3, 4]


def test_quoted_line_breaks_keep_the_files_own_line_numbers(tmp_path):
    text = f'{HEADER}\nA1,"x\ny\nz",Sở A,01/07/2018,\n\nA2,"q ""q"", r",Sở B,02/07/2018,\n'
    rows, faults = rows_of(table_of(tmp_path, text))
    assert [row[:2] for row in rows] == [(2, "A1"), (6, "A2")]
    assert not faults


def test_a_cell_of_many_lines_is_a_cell(tmp_path):
    note = "ghi chú, dài\n" * 200
    text = f'{HEADER}\nA1,"{note}",Sở A,01/07/2018,\nA2,x,Sở B,02/07/2018,\n'
    rows, faults = rows_of(table_of(tmp_path, text))
    assert [row[:2] for row in rows] == [(2, "A1"), (203, "A2")]
    assert not faults


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_title_that_leaves_a_quotation_mark_open_takes_in_no_header(tmp_path, quote):
    header = ",".join(f"{quote}{name}{quote}" for name in HEADER.split(","))
    table = table_of(tmp_path, "\n".join(['"DANH SÁCH HỒ SƠ,,,,', header, *ROWS, ""]))
    assert [row[0] for row in rows_of(table)[0]] == [3, 4]
    assert table.header == tuple(HEADER.split(","))


def test_a_quotation_mark_that_is_never_closed_loses_no_row(tmp_path):
    body = [f"A{i},x,Sở A,01/07/2018," for i in range(200)]
    body[7] = 'A7,"x,Sở A,01/07/2018,'
    rows, faults = rows_of(table_of(tmp_path, "\n".join([HEADER, *body, ""])))
    assert [row[1] for row in rows] == [f"A{i}" for i in range(200)]
    assert faults == {9: "open_quote"}


def test_two_stray_quotation_marks_do_not_melt_rows(tmp_path):
    body = [f"A{i},x,Sở A,01/07/2018," for i in range(9)]
    body[3] = 'A3,"x,Sở A,01/07/2018,'
    body[5] = 'A5,x",Sở A,01/07/2018,'
    rows, faults = rows_of(table_of(tmp_path, "\n".join([HEADER, *body, ""])))
    assert [row[1] for row in rows] == [f"A{i}" for i in range(9)]
    assert faults == {5: "open_quote"}


def test_rows_longer_and_shorter_than_the_header(tmp_path):
    text = "\n".join(
        [HEADER, f"{ROWS[0]},", ROWS[0], f"{ROWS[0]},more", "A3,An,Sở A,01/07/2018", ""]
    )
    rows, faults = rows_of(table_of(tmp_path, text))
    assert [row[0] for row in rows] == [2, 3, 4, 5]
    assert rows[3] == (5, "A3", "Sở A", "01/07/2018", "")
    assert faults == {4: "too_many_cells"}


def test_cells_beyond_the_header_are_columns_without_a_name_where_all_rows_have_them(tmp_path):
    row = f"{ROWS[0]},x,"
    rows, faults = rows_of(table_of(tmp_path, "\n".join([HEADER, *[row] * 10, f"{row}more,", ""])))
    assert {found[1:] for found in rows} == {EXPECTED[0][1:]}
    assert faults == {}
    _rows, faults = rows_of(table_of(tmp_path, "\n".join([HEADER, *[row] * 10, f"{row},more", ""])))
    assert faults == {12: "too_many_cells"}


def test_a_file_cut_off_in_a_row(tmp_path):
    rows, faults = rows_of(table_of(tmp_path, f"{HEADER}\n{ROWS[0]}\nH1-180702-0002,Bì"))
    assert len(rows) == 2
    assert faults == {3: "cut_off"}


def test_nul_bytes_and_long_cells_do_no_harm(tmp_path):
    long = "x" * 300_000
    text = f"{HEADER}\nA\0 1,{long},Sở A,01/07/2018,\nA2,An,Sở B,02/07/2018,\n"
    rows, faults = rows_of(table_of(tmp_path, text))
    assert [row[:2] for row in rows] == [(2, "A 1"), (3, "A2")]
    assert not faults


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\n", "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\n<HTML><table>", "cut off"),
        (bytes(range(256)) * 8, "not a table"),
        ("Kính gửi ông,\nđây là một bức thư.\n".encode(), "No header row"),
        (b"a,b,c\n1,2,3\n", "No header row"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, words):
    with pytest.raises(ReadError, match=words):
        table_of(tmp_path, content)


def test_damaged_text_is_refused_naming_the_line(tmp_path):
    good = f"{HEADER}\n" + f"{ROWS[0]}\n" * 20_000
    table = table_of(tmp_path, good.encode() + b"A3,An,S\xff A,01/07/2018,\n")
    with pytest.raises(ReadError, match="Line 20002 "):
        rows_of(table)


def test_pieces_of_any_size_give_the_same_rows(tmp_path):
    body = "\n".join(
        f'A{i},"x\ny",Sở A,01/07/2018,' if i % 3 else f"A{i},x,Sở A,01/07/2018,\n"
        for i in range(60)
    )
    table = table_of(tmp_path, f"\n{HEADER}\n{body}\n")
    whole = rows_of(table)
    assert len(whole[0]) == 60
    for size in (40, 100, 1000):
        assert rows_of(table, block_bytes=size) == whole


@pytest.mark.parametrize("cell", ["", "ab", '""'])
def test_a_very_wide_line_is_one_fault_and_little_memory(tmp_path, cell):
    table = table_of(tmp_path, "\n".join([HEADER, f"{cell}," * 1_000_000, *ROWS]))
    tracemalloc.start()
    rows, faults = rows_of(table)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row[0] for row in rows if row[0] != 2] == [3, 4]
    assert faults == ({2: "too_many_cells"} if cell else {})
    assert most < 100_000_000


def test_separators_within_quotation_marks_are_no_cells(tmp_path):
    rows, faults = rows_of(table_of(tmp_path, f'{HEADER}\nA1,"{"x," * 5000}",Sở A,01/07/2018,\n'))
    assert [row[1] for row in rows] == ["A1"]
    assert not faults


cell = st.text(alphabet=st.sampled_from('ab1 ",;\n-đ'), max_size=6)


@given(st.lists(st.lists(cell, min_size=4, max_size=4), min_size=1, max_size=12), st.booleans())
@example([["", "", "", ""], ['"', "\n", ",", "a"]], True)
def test_both_parsers_give_the_rows_that_were_written(rows, all_quoted):
    out = io.StringIO()
    write = partial(csv.writer, out, lineterminator="\n")
    writer = write(quoting=csv.QUOTE_ALL) if all_quoted else write()
    writer.writerows(rows)
    block = out.getvalue().encode()
    layout = Layout(",", 4, 4, (0, 1, 2, 3))
    slow, used = _read_row_by_row(block, 1, layout, 0, last=True)
    assert used == len(block)
    if slow.faults:
        return  # cells that look like whole rows are refused aloud
    assert [[slow.columns[i][n].as_py() for i in range(4)] for n in range(len(slow))] == rows
    fast = _read_regular(block, 1, layout, 0, _Marks(block, layout))
    if fast is not None:
        assert fast.rows.tolist() == slow.rows.tolist()
        assert all(fast.columns[i].equals(slow.columns[i]) for i in range(4))
        assert [fast.cells(n) for n in range(len(fast))] == rows


@given(st.text(alphabet=st.sampled_from('ab",\n'), max_size=80), st.integers(1, 30))
def test_no_line_is_lost_whatever_the_text(text, size):
    raw = text.encode()
    layout = Layout(",", 3, 3, (0, 1, 2))
    chunks = [(raw[i : i + size], i) for i in range(0, len(raw), size)]
    pieces = list(read_blocks(chunks, layout, 1))
    lines = [line for piece in pieces for line in piece.rows.tolist()]
    assert lines == sorted(set(lines))
    whole = list(read_blocks([(raw, 0)], layout, 1))
    assert [line for piece in whole for line in piece.rows.tolist()] == lines
