"""Tables in ZIP files, and ZIP files that are no tables."""

import io
import struct
import zipfile
from copy import copy
from pathlib import Path

import pytest

from dossiers.reading import ReadError, archive
from tests.dossiers.reading import builders
from tests.dossiers.reading.tables import opened, rows_of

ROWS: builders.Rows = [
    ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận"],
    ["A1", "Sở A", "01/07/2018"],
    ["A2", "Sở B", "02/07/2018"],
]
EXPECTED = [[f"{number}", *row] for number, row in enumerate(ROWS[1:], 2)]
CSV = "".join(",".join(row) + "\r\n" for row in ROWS).encode()
TABLES = {
    "csv": CSV,
    "xlsx": builders.xlsx(("a", ROWS)),
    "xls": builders.xls(("a", ROWS)),
    "xlsb": builders.xlsb(("a", ROWS)),
    "ods": builders.ods(("a", ROWS)),
    "html": builders.html(("a", ROWS)),
    "xml": builders.xml(("a", ROWS)),
}


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        opened(folder, content)
    return str(caught.value)


@pytest.mark.parametrize("form", TABLES)
def test_a_zip_that_holds_one_table(tmp_path, form):
    content = builders.zipped(
        {
            "Báo cáo/": b"",
            "Báo cáo/tháng 7.dat": TABLES[form],
            "__MACOSX/Báo cáo/._tháng 7.dat": b"x",
            "Báo cáo/Thumbs.db": b"x",
        }
    )
    table = opened(tmp_path, content)
    assert (table.format, table.container) == (form, "Báo cáo/tháng 7.dat")
    assert rows_of(table) == EXPECTED
    assert [path.name for path in tmp_path.iterdir()] == ["export.original"]


def test_names_in_a_zip_are_shown_on_one_line(tmp_path):
    name = "6\r\n\x1b[31m.csv"
    assert opened(tmp_path, builders.zipped({name: CSV})).container == "6 [31m.csv"
    assert "files: 6 [31m.csv, 7.csv." in refusal(
        tmp_path, builders.zipped({name: CSV, "7.csv": CSV})
    )


def test_a_long_table_in_a_zip_is_read_in_pieces(tmp_path):
    body = b"".join(b"A%d,x,01/07/2018\n" % number for number in range(50_000))
    table = opened(tmp_path, builders.zipped({"a": CSV + body}))
    pieces = list(table.pieces([0], block_bytes=100_000))  # type: ignore[call-arg]
    assert len(pieces) > 5
    assert pieces[-1].bytes_done == table.total_bytes == len(CSV + body)
    assert sum(map(len, pieces)) == 50_002


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no file"),
        ({"__MACOSX/x": b"x", "a/": b""}, "holds no file"),
        ({"6.csv": CSV, "b/7.csv": CSV}, "several files: 6.csv, 7.csv. "),
        ({f"{n}.csv": CSV for n in range(9)}, "0.csv, 1.csv, 2.csv, 3.csv, 4.csv, …. "),
        ({"a.zip": builders.zipped({"a.csv": CSV})}, "another ZIP"),
        ({"a.pdf": b"%PDF-1.7"}, "not a table, but PDF"),
        ({"a.csv": b""}, "empty"),
        ({"a.csv": b"a,b\n1,2\n"}, "No header row"),
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "Word"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "PowerPoint"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b""},
            "OpenDocument",
        ),
    ],
)
def test_what_is_not_one_table_is_refused(tmp_path, files, words):
    assert words in refusal(tmp_path, builders.zipped(files))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sizes_are_checked_before_anything_is_opened(tmp_path, settings, monkeypatch, form):
    settings.MAX_UNPACKED_BYTES = 1_000_000
    parts = builders.unzipped(builders.xlsx(("a", ROWS))) if form == "xlsx" else {}
    content = builders.zipped({**parts, "xl/bomb.csv" if parts else "a": bytes(1_000_001)})

    def inflate(*_arguments):
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "open", inflate)
    assert "larger than 1 MB" in refusal(tmp_path, content)


def test_files_that_overlap_are_added_up(tmp_path, settings):
    """Each of many directory entries points at the same bytes."""
    settings.MAX_UNPACKED_BYTES = 5_000_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("0", bytes(1_000_000))
        for number in range(1, 9):
            again = copy(zipped.filelist[0])
            again.filename = f"{number}"
            zipped.filelist.append(again)
    assert "larger than 5 MB" in refusal(tmp_path, out.getvalue())


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_a_directory_that_lies_about_sizes_gains_nothing(tmp_path, form):
    """What inflates beyond the size told is never read; the file is called damaged."""
    if form == "csv":
        content = builders.zipped({"a.csv": CSV + b"A3,x,01/07/2018\n" * 100_000})
        name, told = "a.csv", len(CSV)
    else:
        name = "xl/worksheets/sheet1.xml" if form == "xlsx" else "content.xml"
        parts = builders.unzipped(TABLES[form])
        told = len(parts[name])
        content = builders.zipped({**parts, name: parts[name] + b" " * 10_000_000})
    assert "damaged" in refusal_while_reading(tmp_path, with_size(content, name, told))


def with_size(content: bytes, name: str, told: int) -> bytes:
    """A ZIP file whose directory says another size of a file."""
    at = content.rindex(name.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    return content[: at + 24] + struct.pack("<L", told) + content[at + 28 :]


def refusal_while_reading(folder: Path, content: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        rows_of(opened(folder, content))
    return str(caught.value)


@pytest.mark.parametrize("form", ["csv", "xlsx", "xlsb", "ods"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_zip_that_was_cut_off(tmp_path, form, share):
    content = builders.zipped({"a.csv": CSV}) if form == "csv" else TABLES[form]
    assert "cut off" in refusal(tmp_path, content[: int(len(content) * share)])


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_a_zip_that_lost_bytes_in_front(tmp_path, form):
    content = builders.zipped({"a.csv": CSV}) if form == "csv" else TABLES[form]
    at = content.index(b"PK\x01\x02")
    assert "damaged" in refusal_while_reading(tmp_path, content[:4] + content[at - 20 :])


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_file_whose_name_was_lost(tmp_path, form):
    """A name that begins with a zero byte is none, in the directory."""
    content = bytearray(TABLES[form])
    at = content.index(b"PK\x01\x02") + 46
    content[at] = 0
    assert "damaged" in refusal_while_reading(tmp_path, bytes(content))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_damaged_checksum(tmp_path, form):
    name = "a.csv" if form == "csv" else "xl/worksheets/sheet1.xml"
    content = builders.zipped({name: CSV}) if form == "csv" else TABLES[form]
    at = content.rindex(name.encode()) - 46
    broken = content[: at + 16] + b"\0\0\0\0" + content[at + 20 :]
    assert "damaged" in refusal_while_reading(tmp_path, broken)


def test_an_encrypted_zip(tmp_path):
    content = bytearray(builders.zipped({"a.csv": CSV}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    assert "password" in refusal(tmp_path, bytes(content))


def test_a_protected_ods(tmp_path):
    protected = builders.ods(("a", ROWS), manifest="<manifest:encryption-data/>")
    assert "password" in refusal(tmp_path, protected)


def test_a_directory_of_too_many_files_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_LARGEST_DIRECTORY", 1000)
    content = builders.zipped({f"{number}": b"" for number in range(30)})
    assert "too many files" in refusal(tmp_path, content)


def test_the_size_of_a_directory_beyond_the_old_format(monkeypatch):
    """An archive of very many files tells its sizes in a record of their own."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    content = builders.zipped({f"{number}": b"" for number in range(9)})
    assert b"PK\x06\x06" in content
    assert archive._directory_size(io.BytesIO(content)) == content.count(b"PK\x01\x02") * (46 + 1)
