"""The headings by which the columns of a report are known, and the numbers below them.

The form names its columns in up to three rows ("Số lượng hồ sơ đã giải quyết" over "Quá hạn"); as
offices write these as they like, the row of column numbers, (1) to (13), decides where the words
do not.
"""

from collections.abc import Iterable, Iterator, Mapping

from dossiers.checking.words import header_key

ORDINAL, NAME, UNIT, CODE, FIELD, PERIOD = "ordinal", "name", "unit", "code", "field", "period"
WORDS = (ORDINAL, NAME, UNIT, CODE, FIELD, PERIOD)

_COUNTS = ("", "Số", "Số lượng", "Tổng số")
_OF_DOSSIERS = ("", "hồ sơ", "hồ sơ TTHC")
_RECEIVED = ("tiếp nhận", "nhận giải quyết", "đã tiếp nhận")
_RESOLVED = ("đã giải quyết", "giải quyết")
_IN_PROGRESS = ("đang giải quyết", "tồn chưa giải quyết")
_POST = ("bưu chính", "dịch vụ bưu chính", "BCCI", "bưu chính công ích", "dịch vụ BCCI", "qua BCCI")
_ONLINE = ("Trực tuyến", "Nộp trực tuyến", "Qua mạng")
_COUNTER = ("Trực tiếp", *(f"Trực tiếp {post}" for post in _POST))
_BEFORE = (
    *("Từ kỳ trước", "Từ kỳ trước chuyển qua", "Từ kỳ trước chuyển sang"),
    *("Kỳ trước chuyển sang", "Kỳ trước chuyển qua", "Số kỳ trước chuyển qua"),
)
_TOTAL = ("", "Tổng số", "Tổng")
_IN_PERIOD = ("", "Trong kỳ", "Số mới tiếp nhận trong kỳ", "Tiếp nhận trong kỳ")
# What means its column wherever it stands.
_ALONE: dict[str, Iterable[str]] = {
    "c4": [f"{period} {way}" for period in _IN_PERIOD for way in _ONLINE],
    "c5": [f"{period} {way}" for period in _IN_PERIOD for way in _COUNTER],
    "c6": _BEFORE,
    "c8": ("Trước hạn", "Giải quyết trước hạn", "Đã giải quyết trước hạn"),
    "c9": ("Đúng hạn", "Giải quyết đúng hạn", "Đã giải quyết đúng hạn"),
    "c12": ("Trong hạn", "Chưa đến hạn", "Đang giải quyết trong hạn"),
}
# What does so below, or behind, the heading of its part of the form alone.
_BELOW: dict[str, tuple[tuple[str, ...], Iterable[str]]] = {
    "c3": (_RECEIVED, _TOTAL),
    "c7": (_RESOLVED, _TOTAL),
    "c10": (_RESOLVED, ("Quá hạn", "Trễ hạn")),
    "c11": (_IN_PROGRESS, _TOTAL),
    "c13": (_IN_PROGRESS, ("Quá hạn", "Đã quá hạn")),
}
_PLAIN: dict[str, tuple[str, ...]] = {
    ORDINAL: ("TT", "STT", "Số TT"),
    FIELD: (
        *("Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực giải quyết", "field"),
        *("Lĩnh vực, công việc giải quyết", "Lĩnh vực công việc giải quyết theo cấp"),
        "Lĩnh vực giải quyết theo cấp",
    ),
    UNIT: ("Đơn vị", "Tên đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Đơn vị giải quyết", "unit"),
    CODE: ("Mã", "Mã đơn vị", "code"),
    PERIOD: ("period", "Kỳ báo cáo"),
    "received": ("received",),
    "on_time": ("on_time", "Trước hạn và đúng hạn", "Trước và đúng hạn", "Đúng hạn và trước hạn"),
    "overdue": ("overdue",),
}
# The sums that the row of numbers writes out: (3)=(4)+(5)+(6).
_SUMS = {"c3": "(3)=(4)+(5)+(6)", "c7": "(7)=(8)+(9)+(10)", "c11": "(11)=(12)+(13)"}


def by_words() -> Mapping[str, str]:
    """Key of a heading -> the column that it is."""
    found = {header_key(text): name for name, texts in _PLAIN.items() for text in texts}
    found |= {header_key(text): name for name, texts in _ALONE.items() for text in texts}
    for name, (parts, below) in _BELOW.items():
        found |= {header_key(f"{head} {text}"): name for head in _heads(parts) for text in below}
    return found | {f"c{number}": f"c{number}" for number in range(3, 14)}


def by_numbers() -> Mapping[str, str]:
    """Key of a column's number -> the column; the second one names a unit or a field."""
    found = {header_key(f"({number})"): f"c{number}" for number in range(3, 14)}
    found |= {header_key(text): name for name, text in _SUMS.items()}
    return found | {header_key("(1)"): ORDINAL, header_key("(2)"): NAME}


def _heads(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        for counts in _COUNTS:
            for dossiers in _OF_DOSSIERS:
                yield f"{counts} {dossiers} {part}"
