"""Pages and workbooks made for the printer: merged headers and headings, titles, totals."""

from typing import Any

import pytest

from dossiers.checking.headings import Named
from dossiers.checking.mapping import map_columns
from dossiers.reading.furniture import drop_furniture
from dossiers.source_settings import SourceSettings
from tests.dossiers.reading.builders import xlsx
from tests.dossiers.reading.tables import opened

PAGE = """<html><body><p>UBND TỈNH GIA LAI</p><table border=1>
<tr><th rowspan=2>STT<th rowspan=2>Mã hồ sơ<th colspan=2>Người nộp<th colspan=2>Ngày</tr>
<tr><th>Họ tên<th>Đơn vị<th>tiếp nhận<th>hẹn trả</tr>
<tr><td>(1)<td>(2)<td>(3)<td>(4)<td>(5)<td>(6)=(5)+15</tr>
<tr><td colspan=6><b>I. Sở Y tế</b></tr>
<tr><td>1<td>H21-180701-0001<td>An<td>Công ty A<td>01/07/2018<td>05/07/2018</tr>
<tr><td colspan=4>Cộng<td colspan=2>1</tr>
<tr><td>II<td colspan=5>Xã Ia Phìn</tr>
<tr><td>1<td>H21-180701-0002<td>Bình<td>Sở Nội vụ<td>02/07/2018<td></tr>
<tr><td colspan=4>Tổng số<td colspan=2>2</tr>
<tr><td colspan=3>Người lập<td colspan=3>Giám đốc</tr></table></body></html>"""
SHEET: list[list[Any]] = [
    ["UBND TỈNH GIA LAI"],
    ["STT", "Mã hồ sơ", "Người nộp", None, "Ngày", None],
    [None, None, "Họ tên", "Đơn vị", "tiếp nhận", "hẹn trả"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["I. Sở Y tế"],
    [1, "H21-180701-0001", "An", "Công ty A", 43282, "05/07/2018"],
    ["Cộng", None, None, None, 1],
    ["II", "Xã Ia Phìn"],
    [1, "H21-180701-0002", "Bình", "Sở Nội vụ", "02/07/2018"],
    ["Tổng số", None, None, None, 2],
    ["Người lập", None, None, "Giám đốc"],
]
MERGES = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5), (4, 0, 4, 5), (7, 1, 7, 5)]


class Names:
    """Knows two units, a province, and one that an applicant works at."""

    def named(self, text, parent=""):
        levels = {"Sở Y tế": "department", "Xã Ia Phìn": "commune", "Sở Nội vụ": "department"}
        return Named(levels[text], repeated=False) if text in levels else None


@pytest.mark.parametrize("content", [PAGE.encode(), xlsx(("Sheet1", SHEET), merges=MERGES)])
def test_dossiers_with_the_unit_of_their_heading(tmp_path, content):
    table = opened(tmp_path, content)
    assert table.head is not None
    mapping = map_columns(
        table.header, SourceSettings(), table.head.sample, titles=table.head.titles, names=Names()
    )
    assert mapping.wanted == (1, 4, 5)
    found = []
    pieces = table.pieces(mapping.wanted)
    for piece in drop_furniture(pieces, mapping, names=Names(), head=table.head):
        texts = [piece.columns[mapping.columns[name]].to_pylist() for name in ("code", "unit")]
        found += [(code[-1], unit) for code, unit in zip(*texts, strict=True)]
    assert found == [("1", "Sở Y tế"), ("2", "Xã Ia Phìn")]
