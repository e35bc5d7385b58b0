"""CSV and other texts."""

import unicodedata
from datetime import date, datetime
from functools import partial

from tests.dossiers.corpus.case import HEADER, Case, csv_file, csv_text, moment, written_rows
from tests.dossiers.reading.test_text_encoding import decomposed
from units.names import fold

ROWS = written_rows()
LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN TỈNH GIA LAI", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 12/BC-UBND", "", "", '"Độc lập - Tự do\nHạnh phúc"'],
    [],
    ["DANH SÁCH HỒ SƠ"],
    ["(Từ ngày 01/07/2018 đến ngày 31/07/2018)"],
]
SIGNATURE = [
    ["Tổng số", "3 hồ sơ"],
    ["", "", "", '"Gia Lai, ngày 31 tháng 7 năm 2018"'],
    ["", "Người lập biểu", "", "", "Giám đốc"],
    ["", "(Ký, ghi rõ họ tên)"],
    ["", "Trần Văn C", "", "", "Lê Thị D"],
]
LONG = "Đơn vị " * 1_000_000


def dated(form: str) -> bytes:
    """Dates in another form."""
    return csv_file(HEADER, *written_rows(lambda day: f'"{moment(day):{form}}"'))


def iso_with_offsets() -> bytes:
    """Each row in another offset: the same instants."""
    rows = written_rows(lambda day: f"{moment(day):%Y-%m-%dT%H:%M:%S}+0700")
    rows[0][2] = "2018-07-01T01:30:00Z"
    rows[1][2] = "2018-07-01T19:00:00.000+02:00"
    return csv_file(HEADER, *rows)


def plain(text: str) -> str:
    """A text as who has no Vietnamese keyboard writes it."""
    return fold(text).upper()


def with_column(name: str, *cells: str) -> list[list[str]]:
    """The file with one more column at the end."""
    return [[*row, cell] for row, cell in zip([HEADER, *ROWS], [name, *cells], strict=True)]


def moved(day: date) -> str:
    return f"{day:%m/%d/%Y %H:%M}" if isinstance(day, datetime) else f"{day:%m/%d/%Y}"


CASES = [
    Case("utf-8", csv_file),
    Case(
        "utf-8 with a mark and semicolons", partial(csv_file, encoding="utf-8-sig", separator=";")
    ),
    Case("unicode text of Excel", partial(csv_file, encoding="utf-16", separator="\t")),
    Case("utf-16 little-endian without a mark", partial(csv_file, encoding="utf-16-le")),
    Case("utf-16 big-endian without a mark", partial(csv_file, encoding="utf-16-be")),
    Case("utf-16 big-endian", lambda: b"\xfe\xff" + csv_file(encoding="utf-16-be")),
    Case("windows-1258", lambda: decomposed(csv_text([HEADER, *ROWS]))),
    Case("decomposed letters", lambda: unicodedata.normalize("NFD", csv_file().decode()).encode()),
    Case(
        "no accents at all", lambda: csv_file(*[[plain(x) for x in row] for row in [HEADER, *ROWS]])
    ),
    Case("headers in capitals", lambda: csv_file([name.upper() for name in HEADER], *ROWS)),
    Case(
        "headers without spaces",
        lambda: csv_file([fold(h).title().replace(" ", "") for h in HEADER], *ROWS),
    ),
    Case("pipes", partial(csv_file, separator="|")),
    Case("line feeds", partial(csv_file, newline="\n")),
    Case("carriage returns", partial(csv_file, newline="\r")),
    Case("no line end at the end", lambda: csv_file().removesuffix(b"\r\n")),
    Case("sep= above", lambda: b"sep=;\r\n" + csv_file(separator=";"), rows=(3, 4, 5)),
    Case(
        "all cells quoted", lambda: csv_file(*[[f'"{x}"' for x in row] for row in [HEADER, *ROWS]])
    ),
    Case(
        "line breaks in cells",
        lambda: csv_file(*with_column("Ghi chú", '"a\nb"', '"c\r\n\r\nd"', '"e, ""f"""')),
        rows=(2, 4, 7),
    ),
    Case(
        "a quotation mark that is never closed",
        lambda: csv_file(HEADER, *ROWS, ["H21.17-180714-0004", '"Xã Tú An', "14/07/2018"]),
        rejected=(5,),
    ),
    Case("NUL bytes", lambda: csv_file().replace(b"Xu", b"X\0u").replace(b"H21.17", b"H2\x001.17")),
    Case("NUL bytes for spaces below", lambda: csv_file() + b"\0" * 20),
    Case("a control-Z of DOS at the end", lambda: csv_file() + b"\x1a"),
    Case(
        "non-breaking and double spaces",
        lambda: csv_file().replace("Xã Tú An".encode(), "Xã\u00a0Tú  An ".encode()),
    ),
    Case(
        "letterhead and signature",
        lambda: csv_file(*LETTERHEAD, HEADER, *ROWS, [], *SIGNATURE),
        rows=(8, 9, 10),
    ),
    Case(
        "column numbers below the header",
        lambda: csv_file(HEADER, [f"({n})" for n in range(1, 8)], *ROWS),
        rows=(3, 4, 5),
    ),
    Case(
        "a header of two rows",
        lambda: csv_file(
            [*HEADER[:2], "Ngày", "", "", *HEADER[5:]],
            ["", "", "tiếp nhận", "hẹn trả", "kết thúc xử lý", "", ""],
            *ROWS,
        ),
        rows=(3, 4, 5),
    ),
    Case(
        "group rows between",
        lambda: csv_file(
            HEADER,
            ["I", "Sở ban ngành"],
            ROWS[0],
            ["UBND thành phố Pleiku"],
            ROWS[1],
            ["Tổng cộng", "2"],
            ROWS[2],
        ),
        rows=(3, 5, 7),
    ),
    Case(
        "blank rows between",
        lambda: csv_file([], HEADER, [], ROWS[0], [""] * 7, ROWS[1], [" "] * 7, [], ROWS[2], []),
        rows=(4, 6, 9),
    ),
    Case("a header longer than the rows", lambda: csv_file([*HEADER, "Ghi chú"], *ROWS)),
    Case(
        "rows longer than the header by a blank cell",
        lambda: csv_file(HEADER, *[[*row, ""] for row in ROWS]),
    ),
    Case(
        "a row with a cell too many",
        lambda: csv_file(
            HEADER, *ROWS, ["H21.17-180714-0004", "Xã", "Tú An", "14/07/2018", "", "", "", "x"]
        ),
        rejected=(5,),
    ),
    Case(
        "a header that stands twice, the second one blank",
        lambda: csv_file(*with_column("Trạng thái", "", "", "")),
    ),
    Case(
        "personal columns",
        lambda: csv_file(*with_column("Số điện thoại", "0905123456", "", "0905123457")),
    ),
    Case("a row twice", lambda: csv_file(HEADER, *ROWS, ROWS[2]), rows=(2, 3, 5)),
    Case(
        "a code twice with another date",
        lambda: csv_file(HEADER, *ROWS[:2], [*ROWS[2][:2], "12/07/2018", *ROWS[2][3:]], ROWS[2]),
        rows=(2, 3, 5),
        rejected=(4,),
    ),
    Case(
        "dashes for blanks",
        lambda: csv_file(HEADER, *[[cell or "-" for cell in row] for row in ROWS]),
    ),
    Case("time before the day", lambda: dated("%H:%M:%S, %d/%m/%Y")),
    Case("days with dots", lambda: dated("%d.%m.%Y %H:%M")),
    Case(
        "days without noughts",
        lambda: csv_file().replace(b"05/07/", b"5/7/").replace(b"01/07/", b"1/7/"),
    ),
    Case("dates without any sign", lambda: dated("%Y%m%d%H%M%S")),
    Case("dates the ISO way", lambda: dated("%Y-%m-%d %H:%M:%S.000")),
    Case("mixed offsets", iso_with_offsets),
    Case(
        "month first, as the settings say",
        lambda: csv_file(HEADER, *written_rows(moved)),
        config="day_first = false",
    ),
    Case(
        "a date that does not exist",
        lambda: csv_file(HEADER, *ROWS, ["H21.17-180714-0004", "Xã Tú An", "31/06/2018"]),
        rejected=(5,),
    ),
    Case(
        "unknown words",
        lambda: csv_file(
            HEADER,
            *ROWS,
            ["H21.17-180714-0005", *ROWS[0][1:5], "Đang bay", "Qua Zalo"],
            ["H21.17-180714-0004", "Xã Lạ", "14/07/2018"],
        ),
        rows=(2, 3, 4),
        rejected=(5, 6),
    ),
    Case("5,000 columns", lambda: csv_file(*[[*row, *["x"] * 4993] for row in [HEADER, *ROWS]])),
    Case(
        "10 MB in a cell that is not read",
        lambda: csv_file(*with_column("Ghi chú", "x" * 10_000_000, "", "")),
    ),
    Case(
        "10 MB in the procedure's cell",
        lambda: csv_file(*with_column("Tên thủ tục", "x" * 10_000_000, "a", "b")),
    ),
    Case(
        "10 MB in a code",
        lambda: csv_file(HEADER, *ROWS, ["1" * 10_000_000, "Xã Tú An", "14/07/2018"]),
        rejected=(5,),
    ),
    *(
        Case(
            f"10 MB in {name}",
            partial(csv_file, HEADER, *ROWS[:2], row, ROWS[2]),
            rows=(2, 3, 5),
            rejected=rejected,
        )
        for name, row, rejected in (
            ("a group row", ["UBND xã ngày tháng " + "1" * 10_000_000 + "x"], ()),
            ("a total row", ["Tổng số", "ngày tháng " * 700_000], ()),
            ("a row without a code", ["", "", "", "", "ngày tháng " * 700_000], (4,)),
            ("a unit and a status", ["A1", LONG, "01/07/2018", "", "", LONG], (4,)),
        )
    ),
    Case(
        "a formula in a cell",
        lambda: csv_file(*with_column("Ghi chú", "=cmd|' /C calc'!A0", "@SUM(1)", "+1")),
    ),
    Case(
        "cells that a spreadsheet is to leave alone",
        lambda: csv_file(HEADER, *[[f'="{cell}"' if cell else "" for cell in row] for row in ROWS]),
    ),
    Case(
        "quoted cells that a spreadsheet is to leave alone",
        lambda: csv_file(HEADER, *[[f'"=""{cell}"""' for cell in row] for row in ROWS]),
    ),
    Case(
        "apostrophes before cells", lambda: csv_file(HEADER, *[[f"'{x}" for x in r] for r in ROWS])
    ),
    Case("100,000 blank lines", lambda: csv_file() + b"\r\n" * 100_000),
    Case(
        "cut off within a row",
        lambda: csv_file(HEADER, *ROWS, ["H21.17-180714-0004", "Xã Tú A"]).removesuffix(b"\r\n"),
        rejected=(5,),
    ),
    Case(
        "broken UTF-8 far below",
        lambda: csv_file() + b",,\r\n" * 200_000 + b"H21.17-180714-0004,S\xff,14/07/2018\r\n",
        refused="Line 200005 is not text in UTF-8",
    ),
    Case(
        "broken UTF-8 near the top",
        lambda: csv_file().replace(b"H21.18", b"\xffH21.18"),
        refused="Line 4 is not text in UTF-8",
    ),
    Case("0 bytes", lambda: b"", refused="The file is empty"),
    Case("a mark and blanks", lambda: b"\xef\xbb\xbf \r\n\t\r\n", refused="The file is empty"),
    Case("a header alone", lambda: csv_file(HEADER), refused="no dossiers below"),
    Case(
        "no unit column",
        lambda: csv_file(["Mã hồ sơ", "Ngày tiếp nhận"], ["A1", "01/07/2018"]),
        refused="no column for: ",
    ),
    Case(
        "a letter", lambda: "Kính gửi Sở Nội vụ,\nTrân trọng.\n".encode(), refused="No header row"
    ),
    Case("another table", lambda: b"id,amount\n1,2\n3,4\n", refused="No header row"),
    Case("JSON", lambda: b'[{"code": "A1", "unit": "B"}]', refused="No header row"),
]
