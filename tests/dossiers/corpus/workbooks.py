"""Workbooks, pages and zipped tables."""

from datetime import date, datetime
from functools import partial

from tests.dossiers.corpus.case import HEADER, Case, csv_file, real_rows, written_rows
from tests.dossiers.reading import builders

ROWS = real_rows()
TEXTS = written_rows()
SHEET: builders.Sheet = ("Sheet1", [HEADER, *ROWS])
TITLED: builders.Sheet = (
    "Báo cáo",
    [
        ["UBND TỈNH GIA LAI"],
        ["(Từ ngày 01/07/2018 đến ngày 31/07/2018)"],
        HEADER,
        [1, 2, 3, 4, 5, 6, 7],
        ["I", "Thành phố Pleiku"],
        *ROWS[:2],
        [],
        ROWS[2],
        ["Tổng số", 3],
        ["", "Người lập biểu"],
    ],
)
_SHEET_XML = "xl/worksheets/sheet1.xml"


def merged() -> bytes:
    """Two header rows with cells merged both ways; a unit that is merged over its dossiers."""
    rows = [
        [*HEADER[:2], "Ngày", None, None, *HEADER[5:]],
        [None, None, "tiếp nhận", "hẹn trả", "kết thúc xử lý", None, None],
        *ROWS,
    ]
    sides = [(0, column, 1, column) for column in (0, 1, 5, 6)]
    return builders.xlsx(("a", rows), merges=[*sides, (0, 2, 0, 4)])


def unit_over_rows() -> bytes:
    rows = [HEADER, *ROWS, [*["H21.18-180713-0003"], None, *ROWS[2][2:]]]
    return builders.xlsx(("a", rows), merges=[(3, 1, 4, 1)])


def changed(old: bytes, new: bytes, name: str = _SHEET_XML, content: bytes = b"") -> bytes:
    """A workbook with a stretch of one part replaced."""
    parts = builders.unzipped(content or builders.xlsx(SHEET))
    assert old in parts[name]
    return builders.zipped({**parts, name: parts[name].replace(old, new, 1)})


def million_rows() -> bytes:
    """Rows with formats and without values down to the end of the sheet."""
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(9, 1_000_001))
    return changed(b"</sheetData>", blank.encode() + b"</sheetData>")


def text_cell(text: str) -> bytes:
    return b'<row r="9"><c r="J9" t="inlineStr"><is><t>' + text.encode() + b"</t></is></c></row>"


def formulas() -> bytes:
    """The first code and date as formulas with the values that were saved with them."""
    content = changed(
        b'<c r="A2" t="s"><v>7</v></c>',
        b'<c r="A2" t="str"><f>"H21.17-"&amp;"180701-0001"</f><v>H21.17-180701-0001</v></c>',
    )
    old = f'<c r="D2" s="2"><v>{(date(2018, 7, 5) - date(1899, 12, 30)).days}</v></c>'.encode()
    return changed(old, old.replace(b"<v>", b"<f>TODAY()</f><v>"), content=content)


def never_calculated() -> bytes:
    """A code as a formula with the 0 that xlsxwriter stores."""
    return changed(b'<c r="A2" t="s"><v>7</v></c>', b'<c r="A2"><f>"x-1"</f><v>0</v></c>')


def calculated() -> bytes:
    """Formulas as a spreadsheet program saves them."""
    return changed(b' fullCalcOnLoad="1"', b"", "xl/workbook.xml", formulas())


def page(*rows: str, before: str = "", after: str = "") -> bytes:
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    body = "".join(f"<tr><td>{'<td>'.join(row)}" for row in TEXTS)
    return f"{before}<table><tr>{head}{''.join(rows)}{body}{after}</table>".encode()


CASES = [
    Case("xlsx", lambda: builders.xlsx(SHEET), file_name="export.xlsx"),
    Case("xls", lambda: builders.xls(SHEET), file_name="export.xls"),
    Case("xlsb", lambda: builders.xlsb(SHEET), file_name="export.xlsb"),
    Case("ods", lambda: builders.ods(SHEET), file_name="export.ods"),
    Case("XML spreadsheet named xls", lambda: builders.xml(SHEET), file_name="export.xls"),
    Case("page named xls", lambda: builders.html(SHEET), file_name="export.xls"),
    Case("xlsx named csv", lambda: builders.xlsx(SHEET), file_name="export.csv"),
    Case("csv named xlsx", csv_file, file_name="export.xlsx"),
    Case("page named csv", lambda: builders.html(SHEET), file_name="export.csv"),
    Case("titles, groups and totals in xlsx", lambda: builders.xlsx(TITLED), rows=(6, 7, 9)),
    Case("titles, groups and totals in xls", lambda: builders.xls(TITLED), rows=(6, 7, 9)),
    Case("titles, groups and totals in ods", lambda: builders.ods(TITLED), rows=(6, 7, 9)),
    Case("titles, groups and totals in XML", lambda: builders.xml(TITLED), rows=(6, 7, 9)),
    Case("titles, groups and totals in a page", lambda: builders.html(TITLED), rows=(6, 7, 9)),
    Case("dates as texts in xlsx", lambda: builders.xlsx(("a", [HEADER, *TEXTS]))),
    Case("a header of merged cells", merged, rows=(3, 4, 5)),
    Case("a unit merged over its dossiers", unit_over_rows, rows=(2, 3, 5)),
    Case(
        "several sheets", lambda: builders.xlsx(("Bìa", [["BÁO CÁO"]]), SHEET, ("Ghi chú", [["x"]]))
    ),
    Case(
        "an empty template with more columns before the list",
        lambda: builders.xlsx(
            ("Mẫu", [[*HEADER, "Lĩnh vực", "Mã TTHC"], *[[None, " "]] * 9]), ("T7", SHEET[1])
        ),
    ),
    Case(
        "several sheets without dossiers",
        lambda: builders.xlsx(("Mẫu", [HEADER]), ("Danh mục", [["x"]]), ("T7", [["y"]])),
        refused="“Mẫu” has a header, but no dossiers below it. The other sheets of the file: "
        "Danh mục, T7.",
    ),
    Case(
        "a hidden sheet of last month",
        lambda: builders.xlsx(("Cũ", [HEADER, *[ROWS[0]] * 9]), SHEET, hidden=["Cũ"]),
    ),
    Case(
        "the sheet that the settings name",
        lambda: builders.xlsx(("a", [HEADER, *[ROWS[0]] * 9]), SHEET),
        config='sheet = "Sheet1"',
    ),
    Case(
        "a sheet that is not there",
        lambda: builders.xlsx(SHEET),
        config='sheet = "Tháng 7"',
        refused="no sheet named “Tháng 7”",
    ),
    Case("the epoch of 1904", lambda: builders.xlsx(SHEET, epoch_1904=True)),
    Case("the epoch of 1904 in xls", lambda: builders.xls(SHEET, epoch_1904=True)),
    Case("formula cells", calculated),
    Case("formulas that are calculated anew when they are opened", formulas),
    Case("a formula that was not calculated", never_calculated, refused="is a formula whose value"),
    Case(
        "an error in a cell",
        lambda: changed(
            b"</row></sheetData>", b'<c r="J4" t="e"><v>#REF!</v></c></row></sheetData>'
        ),
    ),
    Case(
        "an error in a date",
        lambda: changed(
            b"</sheetData>",
            b'<row r="5"><c r="A5" t="str"><v>H21.17-180701-0009</v></c>'
            b'<c r="B5" t="s"><v>8</v></c><c r="C5"><v>43282</v></c>'
            b'<c r="D5" t="e"><v>#N/A</v></c></row></sheetData>',
        ),
        rejected=(5,),
    ),
    Case(
        "a table that begins far from the corner",
        lambda: builders.xlsx(("a", [[]] * 6 + [[None] * 3 + list(row) for row in SHEET[1]])),
        rows=(8, 9, 10),
    ),
    Case("a million empty rows in xlsx", million_rows),
    Case("a million empty rows in ods", lambda: builders.ods(SHEET, blanks=1_048_572)),
    Case(
        "10 MB in a cell of xlsx",
        lambda: changed(b"</sheetData>", text_cell("x" * 10_000_000) + b"</sheetData>"),
    ),
    Case("10 MB in a cell of a page", lambda: page(after="<tr><td>" + "x" * 10_000_000)),
    Case(
        "a cell at the end of the sheet",
        lambda: changed(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
        refused="more than 1500 MB of memory",
    ),
    Case(
        "5,000 columns in xlsx",
        lambda: builders.xlsx(("a", [[*row, *["x"] * 4993] for row in SHEET[1]])),
        refused="more than 1000 columns",
    ),
    Case(
        "5,000 columns in a page",
        lambda: builders.html(("a", [[*row, *["x"] * 4993] for row in SHEET[1]])),
        refused="more than 1000 columns",
    ),
    Case(
        "too many rows",
        lambda: builders.xlsx(("a", [HEADER, *ROWS * 9])),
        limits={"WORKBOOK_MOST_ROWS": 20},
        refused="more than 20 rows",
    ),
    Case(
        "a page with merged cells",
        lambda: page("<tr><td colspan=7>I. Thành phố Pleiku", before="<p>Tháng 7 năm 2018</p>"),
        rows=(3, 4, 5),
    ),
    Case("a page that was cut off", lambda: page()[:-40], refused="damaged or was cut off"),
    Case("a page within a page", lambda: b"<table><tr><td>Menu<td>" + page() + b"</table>"),
    Case(
        "a page in Windows-1258",
        lambda: (
            builders.html(
                (
                    "a",
                    [
                        [
                            "MaHoSo",
                            "DonVi",
                            "NgayNhan",
                            "HanTra",
                            "NgayHoanThanh",
                            "TrangThai",
                            "HinhThucNop",
                        ],
                        *TEXTS,
                    ],
                ),
                head="<meta charset=windows-1252>",
            )
            .decode()
            .encode("utf-16")
        ),
    ),
    Case(
        "a page without a list",
        lambda: (
            b"<html><body>Phi\xc3\xaan l\xc3\xa0m vi\xe1\xbb\x87c h\xe1\xba\xbft h\xe1\xba\xa1n"
        ),
        refused="holds no table",
    ),
    Case(
        "csv in a zip",
        lambda: builders.zipped({"Tháng 7/hồ sơ.csv": csv_file(), "__MACOSX/._x": b""}),
    ),
    Case("xlsx in a zip", lambda: builders.zipped({"a.bin": builders.xlsx(SHEET)})),
    Case("page in a zip", lambda: builders.zipped({"a.xls": builders.html(SHEET)})),
    Case(
        "several tables in a zip",
        lambda: builders.zipped({"6.csv": csv_file(), "7.csv": csv_file()}),
        refused="several files: 6.csv, 7.csv",
    ),
    Case("an empty zip", partial(builders.zipped, {}), refused="holds no file"),
    Case("a workbook without cells", lambda: builders.xlsx(("a", [])), refused="No header row"),
    Case(
        "a workbook of something else",
        lambda: builders.xlsx(("a", [["Tên", "Số"], ["x", datetime(2018, 7, 1)]])),
        refused="No header row",
    ),
]
