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
_ONLINE_IN_PERIOD = [f"{period} {way}" for period in _IN_PERIOD for way in _ONLINE]
_COUNTER_IN_PERIOD = [f"{period} {way}" for period in _IN_PERIOD for way in _COUNTER]

# Below a heading of its part of the form, and (the second) also without one.
_COLUMNS: dict[str, tuple[tuple[str, ...], Iterable[str], Iterable[str]]] = {
    "c3": (_RECEIVED, _TOTAL, ()),
    "c4": (_RECEIVED, _ONLINE_IN_PERIOD, _ONLINE_IN_PERIOD),
    "c5": (_RECEIVED, _COUNTER_IN_PERIOD, _COUNTER_IN_PERIOD),
    "c6": (_RECEIVED, _BEFORE, _BEFORE),
    "c7": (_RESOLVED, _TOTAL, ()),
    "c8": (_RESOLVED, ("Trước hạn",), ("Trước hạn",)),
    "c9": (_RESOLVED, ("Đúng hạn",), ("Đúng hạn",)),
    "c10": (_RESOLVED, ("Quá hạn", "Trễ hạn"), ()),
    "c11": (_IN_PROGRESS, _TOTAL, ()),
    "c12": (_IN_PROGRESS, ("Trong hạn", "Chưa đến hạn"), ("Trong hạn", "Chưa đến hạn")),
    "c13": (_IN_PROGRESS, ("Quá hạn", "Đã quá hạn"), ()),
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
    for name, (parts, below, alone) in _COLUMNS.items():
        found |= {header_key(text): name for text in alone}
        found |= {header_key(f"{head} {text}"): name for head in _heads(parts) for text in below}
        found[name] = name
    return found


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
