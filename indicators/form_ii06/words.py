"""The words of the form as the circular has them: in Vietnamese, whatever the reader's language."""

from units.models import Level

NUMBER = "Biểu số II.06"
DECREED_BY = "(Thông tư số 01/2020/TT-VPCP)"
REPORTING_UNIT = "Đơn vị báo cáo: {name}"
TITLE = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
PERIOD = "(Từ ngày {begins} đến ngày {ends})"
MEASURED_IN = "Đơn vị tính: Số hồ sơ TTHC"
TOTAL = "Tổng số"
WITHOUT_FIELD = "Không ghi lĩnh vực"
NOTES = "Ghi chú:"
DAY = "%d/%m/%Y"

GROUPS = {
    Level.COUNTRY: "Cấp trung ương",
    Level.PROVINCE: "Cấp tỉnh",
    Level.DEPARTMENT: "Sở, ban, ngành",
    Level.DISTRICT: "Cấp huyện",
    Level.COMMUNE: "Cấp xã",
}
# What the second column is called, by what a row is about.
ROWS = {"field": "Lĩnh vực", "unit": "Đơn vị"}

# (first row, first column, last row, last column) within the header -> text; columns from 0.
HEADER = {
    (0, 0, 2, 0): "TT",
    (0, 2, 0, 5): "Số lượng hồ sơ tiếp nhận",
    (1, 2, 2, 2): "Tổng số",
    (1, 3, 1, 4): "Trong kỳ",
    (2, 3, 2, 3): "Trực tuyến",
    (2, 4, 2, 4): "Trực tiếp, dịch vụ bưu chính",
    (1, 5, 2, 5): "Từ kỳ trước",
    (0, 6, 0, 9): "Số lượng hồ sơ đã giải quyết",
    (1, 6, 2, 6): "Tổng số",
    (1, 7, 2, 7): "Trước hạn",
    (1, 8, 2, 8): "Đúng hạn",
    (1, 9, 2, 9): "Quá hạn",
    (0, 10, 0, 12): "Số lượng hồ sơ đang giải quyết",
    (1, 10, 2, 10): "Tổng số",
    (1, 11, 2, 11): "Trong hạn",
    (1, 12, 2, 12): "Quá hạn",
}
NUMBERS = (
    *("(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)"),
    *("(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)", "(11)=(12)+(13)", "(12)", "(13)"),
)
# (who, how) at the left and at the right foot.
SIGNATURES = (
    ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
    ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)"),
)
SIGNED_ON = "……………, ngày …… tháng …… năm ………"
_ROMAN = ("I", "II", "III", "IV", "V")


def roman(number: int) -> str:
    """The number of a group, from 1."""
    return _ROMAN[number - 1]
