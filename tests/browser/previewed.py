"""An export file as one meets it, for the picture of an upload that waits to be confirmed."""

from datetime import UTC, datetime
from io import BytesIO

from django.utils import translation

from egov.demo.stretches import FIRST

FILE_NAME = "Danh sách hồ sơ tháng 1-2019.csv"
_HEAD = """UBND TỈNH GIA LAI,,,,,,,,,
DANH SÁCH HỒ SƠ,,,,,,,,,
(Từ ngày 01/01/2019 đến ngày 31/01/2019),,,,,,,,,
STT,Số hồ sơ,Người nộp,Điện thoại,Đơn vị,Cấp trên,Thủ tục,Ngày nhận,Ngày hẹn trả,Tình trạng
"""
_UNITS = ("Phường Yên Đỗ", "Phường Diên Hồng", "Phường Hội Thương", "Xã Biển Hồ")
_STATES = ("Đang xử lý", "Đang xử lý", "Đang giải quyết", "Hẹn bổ sung lần 2")


def hand_in_for_preview() -> int:
    """Check a file of January 2019 in this process; returns the id of its upload."""
    from dossiers import actions
    from dossiers.loading import running
    from dossiers.models import JobKind

    with translation.override("vi"):
        handed_in = actions.hand_in(
            file=BytesIO(_content().encode()),
            file_name=FILE_NAME,
            slug=FIRST.slug,
            settings=None,
            exported_at=datetime(2019, 1, 31, 16, 59, tzinfo=UTC),
            by="pictures",
            kind=JobKind.PREVIEW,
            send_message=False,
        )
        if handed_in.job is not None:
            running.run_here(handed_in.job)
    return handed_in.upload.pk


def _content() -> str:
    lines = []
    for number in range(1, 241):
        day = 2 + number % 27
        unit = "Trung tâm HCC Pleiku" if number % 31 == 0 else _UNITS[number % 4]
        state = _STATES[3] if number % 23 == 0 else _STATES[number % 3]
        lines.append(
            f"{number},H21.622-1901{day:02}-{number:04},Người nộp {number},0900000000,{unit},"
            f"Thành phố Pleiku,Chứng thực bản sao,{day:02}/01/2019 08:{number % 60:02},"
            f"{min(31, day + 3):02}/01/2019,{state}"
        )
    return _HEAD + "\n".join(lines) + "\n"
