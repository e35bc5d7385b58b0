"""Worlds written as files: exports with Vietnamese headers and words, SOURCE.toml, UNITS.csv
and SUCCESSION.csv, in the formats of DESIGN.md section 9 and DOMAIN.md section 6."""

import csv
import io
from datetime import date, datetime

from tests.twin.model import DATE_FIELDS, FLAG_FIELDS, ROW_FIELDS, Settings, Upload, World

HEADERS = {
    "code": "Mã hồ sơ",
    "unit": "Đơn vị xử lý",
    "receiving_unit": "Đơn vị tiếp nhận",
    "parent_unit": "Đơn vị cấp trên",
    "procedure_code": "Mã TTHC",
    "field": "Lĩnh vực",
    "received_at": "Ngày tiếp nhận",
    "due_at": "Ngày hẹn trả",
    "finished_at": "Ngày kết thúc xử lý",
    "returned_at": "Ngày trả kết quả",
    "status_at": "Ngày đổi trạng thái",
    "status": "Trạng thái",
    "channel": "Hình thức nộp",
    "fee": "Có phí",
    "paid_online": "Thanh toán trực tuyến",
    "result_due": "Phải trả kết quả",
    "e_result": "Kết quả điện tử",
    "digitised": "Số hóa",
}
NO_BUILT_IN_NAME = ("parent_unit", "status_at", "fee", "result_due")
STATUS_WORDS = {
    "not_received": ("Không được tiếp nhận", "Mới đăng ký"),
    "in_progress": ("Đang xử lý", "Được tiếp nhận"),
    "waiting": ("Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính"),
    "resolved": ("Đã trả kết quả", "Đã xử lý xong"),
    "withdrawn": ("Công dân yêu cầu rút hồ sơ",),
    "stopped": ("Dừng xử lý",),
}
CHANNEL_WORDS = {
    "online": ("Trực tuyến", "Nộp trực tuyến", "Qua mạng"),
    "in_person": ("Trực tiếp",),
    "postal": ("Bưu chính công ích",),
}
FLAG_WORDS = {True: "1", False: "0"}
FIRST_ROW_LINE = 2  # the file's own line of the row with index 0; each row takes one line


def render(upload: Upload, settings: Settings) -> tuple[str, str]:
    """The text of an upload's CSV file (UTF-8, comma, CRLF) and of its SOURCE.toml."""
    columns = [name for name in ROW_FIELDS if name in settings.columns_present]
    lines = [[HEADERS[name] for name in columns]]
    for index, row in enumerate(upload.rows):
        lines.append([_cell(name, row[name], index) for name in columns])
    return _csv(lines), source_toml(settings)


def source_toml(settings: Settings) -> str:
    """SOURCE.toml of a source; only columns that built-in names do not find are mapped."""
    lines = [
        f'name = "{settings.slug}"',
        f'timezone = "{settings.timezone}"',
        "day_first = true",
        f'compare_by = "{settings.compare_by}"',
        f'missing_due = "{settings.missing_due}"',
    ]
    if settings.under:
        lines.append(f'under = "{settings.under}"')
    if settings.covers_all:
        lines.append('covers = "all"')
    lines += ["", "[columns]"]
    for name in NO_BUILT_IN_NAME:
        if name in settings.columns_present:
            lines.append(f'{name} = "{HEADERS[name]}"')
    return "\n".join(lines) + "\n"


def units_csv(world: World) -> str:
    """UNITS.csv of a world."""
    header = ["code", "name", "level", "parent_code", "valid_from", "valid_to", "identifiers"]
    lines = [
        [
            line.code,
            line.name,
            line.level,
            line.parent_code,
            line.valid_from.isoformat(),
            line.valid_to.isoformat() if line.valid_to else "",
            " ".join(f"{scheme}={value}" for scheme, value in line.identifiers),
        ]
        for line in world.lines
    ]
    return _csv([header, *lines])


def succession_csv(world: World) -> str:
    """SUCCESSION.csv of a world."""
    header = ["level", "predecessor_code", "successor_code", "effective_on", "extent"]
    lines = [
        [
            link.level,
            link.predecessor_code,
            link.successor_code,
            link.effective_on.isoformat(),
            link.extent,
        ]
        for link in world.links
    ]
    return _csv([header, *lines])


def catalogue_csv(world: World) -> str:
    """The file for `load_procedures` with the terms of a world."""
    names = ("in_person", "online", "post")
    header = ["code", "name", "field", "authority_level"]
    header += [f"statutory_time_{name}" for name in names]
    return _csv(
        [header, *([code, f"Thủ tục {code}", "", "", *texts] for code, texts in world.terms)]
    )


def _cell(name: str, value: str | bool | date | None, index: int) -> str:
    """A cell's text; words for status and channel take turns from row to row."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return FLAG_WORDS[value]
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    words = {"status": STATUS_WORDS, "channel": CHANNEL_WORDS}.get(name, {}).get(value, (value,))
    return words[index % len(words)]


def parse(csv_text: str) -> list[dict[str, object]]:
    """The rows of a rendered file, read back: fields that it has not are None."""
    names = {header: name for name, header in HEADERS.items()}
    rows = []
    for line in csv.DictReader(io.StringIO(csv_text, newline="")):
        cells = {names[header]: text or None for header, text in line.items()}
        rows.append({name: _value(name, cells.get(name)) for name in ROW_FIELDS})
    return rows


def _value(name: str, text: str | None) -> object:
    if text is None:
        return None
    if name in FLAG_FIELDS:
        return text == "1"
    if name in DATE_FIELDS:
        if ":" in text:
            return datetime.strptime(text, "%d/%m/%Y %H:%M:%S")
        return datetime.strptime(text, "%d/%m/%Y").date()
    words = {"status": STATUS_WORDS, "channel": CHANNEL_WORDS}.get(name, {})
    return next((ours for ours, theirs in words.items() if text in theirs), text)


def _csv(lines: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()
