"""The words of export files: headers, channels, statuses, levels (DOMAIN.md section 6)."""

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum

from units.names import beginning, fold


class Status(IntEnum):
    """Where a dossier stands, as stored."""

    NOT_RECEIVED = 0
    IN_PROGRESS = 1
    WAITING = 2
    RESOLVED = 3
    WITHDRAWN = 4
    STOPPED = 5


class Channel(IntEnum):
    """How a dossier was handed in, or its result handed out, as stored."""

    IN_PERSON = 1
    ONLINE = 2
    POSTAL = 3


# What a header says of how its cells are to be filled, and not of what they hold: (dd/mm/yyyy),
# (nếu có), (*). Others tell columns apart: "Ngày trả (dự kiến)" is no date of return.
_ASIDE = re.compile(
    r"\s*\((?:[^a-z0-9()]*|[dmyhs/:.\- ]*|ngay/thang/nam|neu co|(?:khong )?bat buoc|dong|vnd)\)"
    r"[\s*:]*$"
)


def header_key(header: str) -> str:
    """The form in which headers are compared: "Mã hồ sơ", "MA HO SO", "MaHoSo" and "Mã hồ sơ (*)"
    are one."""
    folded = fold(header)
    folded = _ASIDE.sub("", folded) or folded
    return re.sub(r"[^0-9a-z]+", "", folded) or folded


def _keys(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {field: tuple(header_key(name) for name in names) for field, names in table.items()}


REQUIRED_FIELDS = ("code", "unit", "received_at")
DATE_FIELDS = (
    "submitted_at",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "status_at",
    "apology_at",
)
BOOLEAN_FIELDS = ("fee", "paid_online", "result_due", "e_result", "digitised")

# Header keys by field, the surest name first.
HEADERS = _keys(
    {
        "code": (
            "Mã hồ sơ",
            "Số hồ sơ",
            "Mã số hồ sơ",
            "Mã biên nhận",
            "Số biên nhận",
            "Mã HS",
            "Số HS",
            "code",
            "dossierNo",
        ),
        "unit": (
            "Đơn vị xử lý",
            "Cơ quan thực hiện",
            "Cơ quan chủ trì giải quyết",
            "Đơn vị giải quyết",
            "Cơ quan giải quyết",
            "Cơ quan xử lý",
            "Đơn vị",
        ),
        "receiving_unit": (
            "Đơn vị tiếp nhận",
            "Nơi tiếp nhận",
            "Cơ quan tiếp nhận",
            "NoiNopHoSo",
        ),
        "parent_unit": ("Đơn vị cấp trên", "Đơn vị cha", "Cơ quan cấp trên", "Đơn vị chủ quản"),
        "procedure_code": ("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính"),
        "procedure": (
            "Tên TTHC",
            "Tên thủ tục hành chính",
            "Tên thủ tục",
            "Thủ tục hành chính",
            "Thủ tục",
            "TTHC",
            "Nội dung hồ sơ",
        ),
        "field": ("Lĩnh vực", "Tên lĩnh vực", "domainName"),
        "service_level": ("Mức độ", "Mức độ DVC", "Mức độ dịch vụ công"),
        "submitted_at": ("Ngày nộp", "Ngày nộp hồ sơ", "appliedDate"),
        "received_at": (
            "Ngày tiếp nhận",
            "Ngày tiếp nhận hồ sơ",
            "Ngày nhận",
            "Ngày nhận hồ sơ",
            "Nhận hồ sơ",
            "Thời gian tiếp nhận",
            "acceptedDate",
            "receiveDate",
        ),
        "due_at": (
            "Ngày hẹn trả",
            "Ngày hẹn trả kết quả",
            "Hẹn trả kết quả",
            "Hẹn trả",
            "Hạn trả",
            "Ngày hẹn",
            "Ngày hẹn trả KQ",
            "Hạn xử lý",
            "appointmentDate",
            "dueDate",
        ),
        "finished_at": (
            "Ngày kết thúc xử lý",
            "Ngày có kết quả",
            "Ngày hoàn thành",
            "Ngày kết thúc",
            "Ngày có KQ",
            "completedDate",
            "releaseDate",
        ),
        "returned_at": (
            "Ngày trả",
            "Ngày trả kết quả",
            "Trả kết quả",
            "Ngày trả KQ",
            "Ngày nhận kết quả",
            "returnedDate",
            "finishDate",
        ),
        "status": (
            "Trạng thái",
            "Trạng thái hồ sơ",
            "Tình trạng hồ sơ",
            "Tình trạng",
            "Trạng thái xử lý",
            "Tình trạng xử lý",
        ),
        "status_at": ("Ngày trạng thái", "Ngày cập nhật trạng thái"),
        "channel": (
            "Hình thức nộp",
            "Hình thức nộp hồ sơ",
            "Hình thức tiếp nhận",
            "Loại tiếp nhận",
            "Kênh thực hiện",
            "Kênh tiếp nhận",
        ),
        "return_channel": ("Hình thức trả", "Hình thức trả kết quả", "Hình thức nhận kết quả"),
        "fee": ("Phí, lệ phí", "Phí lệ phí", "Lệ phí", "Số tiền"),
        "paid_online": ("DuocThanhToanTrucTuyen", "Thanh toán trực tuyến"),
        "result_due": ("Có kết quả giấy", "Phải trả kết quả"),
        "e_result": ("Kết quả điện tử", "Trả kết quả điện tử"),
        "digitised": ("HoSoCoThanhPhanSoHoa", "Số hóa", "Số hóa hồ sơ"),
        "apology_at": ("Ngày xin lỗi", "Ngày gửi thư xin lỗi"),
    }
)
FIELDS = tuple(HEADERS)

# Columns that hold none of the fields.
IDLE_HEADERS = frozenset(map(header_key, ("STT", "TT", "Số TT", "Số thứ tự", "Ghi chú")))

# Procedure columns in which officials type what they like, names included.
FREE_TEXT_HEADERS = frozenset(
    map(header_key, ("Nội dung hồ sơ", "Nội dung", "Trích yếu", "Tên hồ sơ", "Trích yếu hồ sơ"))
)

# Columns about people are known by these words in their folded header.
_PERSONAL = re.compile(
    r"\b(nguoi (nop|yeu cau|nhan|dang ky|de nghi|lien he|dai dien)|chu ho so|ho (va )?ten"
    r"|dia chi|dien thoai|sdt|cmnd|cccd|cmt|can cuoc|chung minh|ho chieu|e ?mail|thu dien tu"
    r"|ngay sinh|noi sinh|dinh danh ca nhan|ten cong dan|ten to chuc|ten doanh nghiep"
    r"|full ?name|phone|address|birth ?day|date of birth|identity number|applicant)\b"
)
_PERSONAL_KEYS = frozenset(
    map(
        header_key,
        (
            *("Người nộp", "Tên người nộp", "Người nộp hồ sơ", "Họ tên", "Họ tên người nộp"),
            *("Chủ hồ sơ", "Tên chủ hồ sơ", "Địa chỉ", "Số điện thoại", "Điện thoại", "Ngày sinh"),
            *("Số định danh", "Số CMND", "Số CCCD", "CMND/CCCD", "Số CMND/CCCD", "Email"),
            *("fullName", "phoneNumber", "applicantName", "tel", "mobile"),
        ),
    )
)


def is_personal_header(header: str) -> bool:
    """Whether a column is about a person, and so never read (DOMAIN.md section 6)."""
    spaced = re.sub(r"[^0-9a-z]+", " ", fold(header))
    return bool(_PERSONAL.search(spaced)) or header_key(header) in _PERSONAL_KEYS


def word_key(text: str) -> str:
    """The form in which words of a cell are compared."""
    return re.sub(r"[\s_]+", " ", fold(beginning(text))).strip()


def _words(table: Mapping[int, Iterable[str]]) -> dict[str, int]:
    return {word_key(word): value for value, words in table.items() for word in words}


CHANNEL_NAMES = {channel.name.lower(): channel for channel in Channel}
STATUS_NAMES = {status.name.lower(): status for status in Status}

CHANNEL_WORDS = _words(
    {
        Channel.IN_PERSON: (
            "1",
            "Trực tiếp",
            "Nộp trực tiếp",
            "Tiếp nhận trực tiếp",
            "Nhận trực tiếp",
            "Tại một cửa",
            "Tại bộ phận một cửa",
            "in_person",
        ),
        Channel.ONLINE: (
            "2",
            "Trực tuyến",
            "Nộp trực tuyến",
            "Tiếp nhận trực tuyến",
            "Nhận trực tuyến",
            "Qua mạng",
            "Nộp qua mạng",
            "online",
        ),
        Channel.POSTAL: (
            "3",
            "Bưu chính công ích",
            "Bưu chính",
            "Dịch vụ bưu chính công ích",
            "Qua bưu chính công ích",
            "Qua dịch vụ bưu chính công ích",
            "Qua bưu chính",
            "Qua bưu điện",
            "Bưu điện",
            "BCCI",
            "postal",
        ),
    }
)

# The national list of ten, its numbers, and the forms seen in exports.
STATUS_WORDS = _words(
    {
        Status.NOT_RECEIVED: (
            "1",
            "3",
            "Mới đăng ký",
            "Chờ tiếp nhận",
            "Không được tiếp nhận",
            "Không tiếp nhận",
            "Từ chối tiếp nhận",
            "not_received",
        ),
        Status.IN_PROGRESS: (
            "2",
            "4",
            "Được tiếp nhận",
            "Đã tiếp nhận",
            "Mới tiếp nhận",
            "Đang xử lý",
            "Đang giải quyết",
            "Đang thụ lý",
            "in_progress",
        ),
        Status.WAITING: (
            "5",
            "6",
            "Yêu cầu bổ sung giấy tờ",
            "Yêu cầu bổ sung",
            "Chờ bổ sung",
            "Chờ bổ sung hồ sơ",
            "Yêu cầu thực hiện nghĩa vụ tài chính",
            "Chờ thực hiện nghĩa vụ tài chính",
            "waiting",
        ),
        Status.RESOLVED: (
            "9",
            "10",
            "Đã xử lý xong",
            "Đã xử lý",
            "Đã giải quyết",
            "Đã giải quyết xong",
            "Đã có kết quả",
            "Có kết quả",
            "Chờ trả kết quả",
            "Hoàn thành",
            "Đã hoàn thành",
            "Đã trả kết quả",
            "Đã trả",
            "resolved",
        ),
        Status.WITHDRAWN: (
            "7",
            "Công dân yêu cầu rút hồ sơ",
            "Yêu cầu rút hồ sơ",
            "Rút hồ sơ",
            "Đã rút",
            "withdrawn",
        ),
        Status.STOPPED: (
            "8",
            "Dừng xử lý",
            "Từ chối",
            "Dừng xử lý / từ chối",
            "Trả lại",
            "stopped",
        ),
    }
)

SERVICE_LEVEL_WORDS = _words(
    {
        2: ("2", "II", "Mức độ 2", "Mức độ II", "Mức 2", "Cung cấp thông tin"),
        3: ("3", "III", "Mức độ 3", "Mức độ III", "Mức 3", "Một phần", "Trực tuyến một phần"),
        4: ("4", "IV", "Mức độ 4", "Mức độ IV", "Mức 4", "Toàn trình", "Trực tuyến toàn trình"),
    }
)

BOOLEAN_WORDS = _words(
    {
        1: ("1", "có", "x", "true", "yes", "y", "t", "đúng", "rồi", "đã thanh toán", "đã số hóa"),
        0: ("0", "không", "false", "no", "n", "f", "sai", "chưa", "chưa thanh toán", "chưa số hóa"),
    }
)

# What systems write into a cell that has nothing to say.
BLANK_WORDS = frozenset({"", "-", "--", "–", "—", "null"})
