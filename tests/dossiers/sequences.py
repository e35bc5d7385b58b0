"""Small random exports, and sequences of previews, loads, acceptances and undos of them.

The exports name six dossiers and seven units: three that are always there, one that ended on
15/6/2018 and the one that took its place, and two names that nobody knows until they are told. All
that their rejected rows say is of a form that is kept (docs/decisions/0006).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from tests.support import GIA_LAI

UNITS = GIA_LAI + (
    "104,Xã Cũ,commune,622,2004-01-01,2018-06-15,\n105,Xã Gộp,commune,622,2018-06-15,,\n"
)
SUCCESSION = "predecessor_code,successor_code,effective_on,extent\n104,105,2018-06-15,whole\n"
TOLD: tuple[dict[str, Any], ...] = (
    {},
    {"units": {"Xã Lạ": "202"}},
    {"values": {"channel": {"online": ["Qua Zalo"]}}},
    {
        "units": {"Xã Lạ": "202", "Xã Mới": "105"},
        "values": {"status": {"waiting": ["Treo"]}, "channel": {"online": ["Qua Zalo"]}},
    },
    {"compare_by": "second"},
    {"missing_due": "on_time", "units": {"Xã Lạ": "202"}},
)
HEADER = (
    "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,"
    "Hình thức nộp,Mã TTHC,Mức độ"
)
_TIMES = tuple(datetime(2018, *day, 10, tzinfo=UTC) for day in ((6, 20), (7, 5), (7, 20)))


@dataclass(frozen=True)
class Load:
    """Hand in a file by number; `told` (of TOLD) as its settings, or None for the source's own;
    without a time it is found in the rows. What is `asked` about waits for somebody to decide."""

    file: int
    told: int | None
    exported_at: datetime | None
    asked: bool = False


@dataclass(frozen=True)
class Decide:
    """Confirm or cancel an upload that waits for it."""

    upload: int
    confirms: bool


@dataclass(frozen=True)
class Accept:
    """Accept the rejected rows of a live upload, with words and units of TOLD."""

    upload: int
    told: int


@dataclass(frozen=True)
class Undo:
    """Take back a live upload."""

    upload: int


Step = Load | Decide | Accept | Undo

_CELLS = ("code", "unit", "received", "due", "finished", "status", "channel", "procedure", "level")
_plain = st.fixed_dictionaries(
    {
        "code": st.builds("H21.17-180601-000{}".format, st.integers(1, 6)),
        "unit": st.sampled_from(("Xã Tú An", "Xã Cũ", "Xã Gộp", "Phường Yên Đỗ")),
        "received": st.sampled_from(("05/06/2018", "12/06/2018", "13/06/2018")),
        "due": st.sampled_from(("25/06/2018 09:00", "29/06/2018", "10/07/2018", "")),
        "finished": st.sampled_from(("", "25/06/2018 14:00", "08/07/2018")),
        "status": st.sampled_from(("", "", "Yêu cầu bổ sung giấy tờ", "Dừng xử lý")),
        "channel": st.sampled_from(("", "Trực tuyến")),
        "procedure": st.sampled_from(("1.000001", "1.000002")),
        "level": st.sampled_from(("4", "4", "Khó")),
    }
)
_odd: tuple[dict[str, str], ...] = (
    *[{}] * 6,
    {"unit": "Xã Lạ"},
    {"channel": "Qua Zalo"},
    {"unit": "Xã Lạ", "channel": "Qua Zalo"},
    {"unit": "Xã Mới"},
    {"status": "Treo"},
    {"due": "31/06/2018"},
)
_rows = st.builds(
    lambda plain, odd: ",".join((plain | odd)[name] for name in _CELLS),
    _plain,
    st.sampled_from(_odd),
)
files = st.lists(st.lists(_rows, min_size=6, max_size=10), min_size=2, max_size=4)

_loads = st.builds(
    Load,
    file=st.integers(0, 3),
    told=st.sampled_from((None, None, None, 0, 1, 2, 4, 5)),
    exported_at=st.sampled_from((None, *_TIMES)),
)
_previews = st.builds(replace, _loads, asked=st.just(True))
# The last uploads come first, so that what was just loaded or accepted is worked on again.
_live = st.sampled_from((-1, -1, -2, -3, 0))
_accepts = st.builds(Accept, _live, st.sampled_from((3, 3, 3, 2, 1)))
_undos = st.builds(Undo, _live)
_decisions = st.builds(Decide, _live, st.sampled_from((True, True, False)))
sequences = st.builds(
    lambda first, accept, then: [*first, accept, *then],
    st.lists(_loads, min_size=2, max_size=3),
    _accepts,
    st.lists(
        st.one_of(_loads, _previews, _decisions, _decisions, _accepts, _undos, _undos),
        min_size=3,
        max_size=7,
    ),
)
