"""Signs that a spreadsheet has taken day and month for each other."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.checking.cells import days_in_codes
from dossiers.checking.dates import parse_dates
from dossiers.checking.days_seen import DaysSeen, Suspicion
from tests.support import import_file, write_text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
YEAR = [date(2018, 1, 3) + timedelta(days=3 * n) for n in range(120)]


def text(day):
    return day.strftime("%d/%m/%Y")


def by_excel(day):
    """What a month-first Excel makes of the text: a real date where there is one."""
    return f"{day.year}-{day.day:02}-{day.month:02}" if day.day <= 12 else text(day)


def seen(**columns):
    return DaysSeen.of(
        {
            name: parse_dates(pa.array(cells, pa.string()), HANOI, day_first=True)
            for name, cells in columns.items()
        }
    )


def test_real_dates_on_low_days_beside_texts_on_high_ones():
    low = sum(day.day <= 12 for day in YEAR)
    found = seen(received_at=list(map(text, YEAR)), due_at=list(map(by_excel, YEAR))).suspicion()
    assert found == Suspicion("swapped_days", "due_at", low, len(YEAR) - low)


@pytest.mark.parametrize("days", [YEAR[:8], [day for day in YEAR if day.day <= 12][:20]])
def test_few_dates_of_one_kind_are_no_sign(days):
    assert seen(due_at=list(map(by_excel, days))).suspicion() is None


def test_dates_of_both_forms_on_all_days_are_no_sign():
    cells = [day.isoformat() if n % 2 else text(day) for n, day in enumerate(YEAR)]
    assert seen(due_at=cells).suspicion() is None
    assert seen(due_at=[day.isoformat() for day in YEAR]).suspicion() is None


def test_no_day_after_the_twelfth():
    low = [day for day in YEAR if day.day <= 12]
    assert seen(due_at=[text(d) for d in low]).suspicion() == Suspicion(
        "only_low_days", "due_at", len(low), len(low)
    )
    # All of July, taken for each other: the seventh of every month.
    july = [f"2018-{1 + n % 12:02}-07" for n in range(60)]
    assert seen(received_at=july).suspicion() == Suspicion("only_low_days", "received_at", 60, 60)


@pytest.mark.parametrize(
    "days",
    [
        [date(2018, 7, 1 + n % 12) for n in range(60)],  # the first days of a month
        [date(2018, 1 + n % 12, 1) for n in range(60)],  # a source that knows months alone
        [date(2018, 1 + n, 2) for n in range(12)],  # few
        [*(date(2018, 1 + n % 12, 2) for n in range(60)), date(2018, 1, 13)],
    ],
)
def test_low_days_for_other_reasons(days):
    assert seen(received_at=list(map(text, days))).suspicion() is None


def exchanged(day):
    return f"{day.month:02}/{day.day:02}/{day.year}" if day.day <= 12 else text(day)


def test_an_order_that_an_exchange_puts_right():
    days = [date(2018, 2 + n % 9, 1 + n % 28) for n in range(200)]
    due = [day + timedelta(days=5) for day in days]
    received = list(map(exchanged, days))
    found = seen(received_at=received, due_at=list(map(text, due))).suspicion()
    assert found is not None
    assert (found.kind, found.field, found.of) == ("swapped_order", "received_at", 200)
    assert found.count > 40
    days = [date(2018, 7 + n % 6, 1 + n % 28) for n in range(200)]
    due = [day + timedelta(days=5) for day in days]
    found = seen(received_at=list(map(text, days)), due_at=list(map(exchanged, due))).suspicion()
    assert found is not None
    assert (found.kind, found.field) == ("swapped_order", "due_at")


def test_a_wrong_order_that_no_exchange_mends():
    days = [date(2018, 2 + n % 9, 1 + n % 28) for n in range(200)]
    due = [day - timedelta(days=400) for day in days]
    assert seen(received_at=list(map(text, days)), due_at=list(map(text, due))).suspicion() is None


def with_codes(cells, days):
    received = parse_dates(pa.array(cells, pa.string()), HANOI, day_first=True)
    codes = pa.array([f"H21.17-{day:%y%m%d}-0001" for day in days])
    return DaysSeen.of({"received_at": received}, days_in_codes(codes)).suspicion()


def test_the_days_in_the_codes_settle_it_from_five_rows_on():
    days = [date(2018, 7, day) for day in (1, 2, 3, 5, 6, 7, 20)]
    expected = Suspicion("swapped_by_code", "received_at", 5, 5)
    assert with_codes(list(map(exchanged, days)), days) == expected
    assert with_codes(list(map(by_excel, days)), days) == expected
    assert with_codes(list(map(text, days)), days) is None
    assert with_codes(list(map(exchanged, days[2:])), days[2:]) is None
    low = [day for day in YEAR if day.day <= 12]
    assert with_codes(list(map(text, low)), low) is None


@given(st.lists(st.lists(st.sampled_from(YEAR), max_size=20), max_size=5))
def test_pieces_add_up(pieces):
    whole = seen(due_at=[by_excel(day) for piece in pieces for day in piece])
    total = DaysSeen()
    for piece in pieces:
        total.add(seen(due_at=[by_excel(day) for day in piece]))
    assert total.suspicion() == whole.suspicion()
    assert {name: counts.tolist() for name, counts in total.year_first.items()} == {
        name: counts.tolist() for name, counts in whole.year_first.items()
    }


@given(st.lists(st.dates(date(1990, 1, 1), date(2100, 12, 31)), min_size=400, max_size=400))
def test_dates_in_order_are_never_suspected(days):
    due = [min(day + timedelta(days=20), date(2100, 12, 31)) for day in days]
    high = [day.replace(day=25) for day in days[:20]]
    cells = list(map(text, days + high)), list(map(text, due + high))
    assert seen(received_at=cells[0], due_at=cells[1]).suspicion() is None


@pytest.mark.usefixtures("gia_lai")
def test_it_is_said_once_for_the_file(tmp_path):
    header = "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả"
    rows = [
        f"H21-180101-{n:04},Phường Yên Đỗ,{by_excel(day)},43465" for n, day in enumerate(YEAR[:40])
    ]
    file = write_text(tmp_path / "swapped.csv", "\n".join([header, *rows, ""]))
    problems = import_file(file)["problems"]
    whole = [(p["row"], p["column"]) for p in problems if p["row"] == 1]
    assert whole == [(1, ""), (1, "Ngày tiếp nhận")]
    assert "40 dates stand in the file as numbers" in problems[-2]["problem"]
    assert "a spreadsheet has taken day and month" in problems[-1]["problem"]
