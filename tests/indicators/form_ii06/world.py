"""Dossiers of every status and channel, around June 2018, whose form is known by hand."""

from pathlib import Path

from tests.support import dossier, import_file, write_csv

YEN_DO, AN_BINH = "Phường Yên Đỗ", "Phường An Bình"
LAND = {"Mã TTHC": "1.000001", "Tên TTHC": "Cấp giấy chứng nhận", "Lĩnh vực": "Đất đai"}
CIVIL = {"Mã TTHC": "2.000002", "Tên TTHC": "Khai sinh", "Lĩnh vực": "Hộ tịch"}
# Unit, received, due, finished, status, channel, procedure, how many.
DOSSIERS = (
    # Carried over from May: two resolved early and late in June, one still open and overdue.
    (YEN_DO, "20/05/2018", "15/06/2018", "10/06/2018", "Đã trả kết quả", "Trực tuyến", LAND, 2),
    (YEN_DO, "20/05/2018", "01/06/2018", "10/06/2018", "Đã trả kết quả", "Trực tiếp", LAND, 3),
    (YEN_DO, "21/05/2018", "10/06/2018", "", "Đang xử lý", "Trực tiếp", CIVIL, 1),
    # Received in June.
    (YEN_DO, "04/06/2018", "08/06/2018", "08/06/2018", "Đã trả kết quả", "Trực tuyến", LAND, 4),
    (YEN_DO, "05/06/2018", "", "07/06/2018", "Đã trả kết quả", "Bưu chính công ích", CIVIL, 5),
    (YEN_DO, "05/06/2018", "20/06/2018", "12/06/2018", "Công dân yêu cầu rút hồ sơ", "", LAND, 1),
    (AN_BINH, "05/06/2018", "20/06/2018", "12/06/2018", "Dừng xử lý", "Trực tuyến", LAND, 2),
    (AN_BINH, "06/06/2018", "20/07/2018", "", "Đang xử lý", "Trực tuyến", LAND, 6),
    (AN_BINH, "06/06/2018", "", "", "Đang xử lý", "Trực tiếp", CIVIL, 3),
    (AN_BINH, "07/06/2018", "20/06/2018", "", "Yêu cầu bổ sung giấy tờ", "Trực tiếp", LAND, 2),
    ("Thị xã An Khê", "08/06/2018", "20/06/2018", "25/06/2018", "Đã trả kết quả", "", CIVIL, 1),
    # Never received.
    (AN_BINH, "08/06/2018", "20/06/2018", "", "Không được tiếp nhận", "Trực tiếp", LAND, 9),
)
# Columns 3 to 13 of June, counted by hand.
TOTAL = (30, 12, 12, 6, 18, 2, 12, 4, 12, 11, 1)
BY_FIELD = {
    "Đất đai": [(10, 4, 1, 5, 10, 2, 5, 3, 0, 0, 0), (10, 8, 2, 0, 2, 0, 2, 0, 8, 8, 0)],
    "Hộ tịch": [(9, 0, 8, 1, 5, 0, 5, 0, 4, 3, 1)],
    "huyện": [(1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0)],
}
BY_UNIT = {
    "Thị xã An Khê": (1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0),
    "Phường An Bình": (13, 8, 5, 0, 2, 0, 2, 0, 11, 11, 0),
    "Phường Yên Đỗ": (16, 4, 6, 6, 15, 2, 10, 3, 1, 0, 1),
}


def load_june(folder: Path) -> None:
    """Import them; the units of `gia_lai` must be there."""
    rows = []
    for place, (unit, received, due, finished, status, channel, procedure, many) in enumerate(
        DOSSIERS
    ):
        for number in range(many):
            code = f"H21-{place:02}-{number:03}"
            rows.append(dossier(code, unit, received, due, finished, status, channel) | procedure)
    document = import_file(write_csv(folder / "june.csv", rows), "--exported-at", "2018-06-30")
    assert document["rejected"] == 0, document
