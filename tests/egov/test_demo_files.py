"""The demo's export files, read without any of the project's own readers."""

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from egov.demo.chance import Chance
from egov.demo.export import Book
from egov.demo.people import HEADERS as PERSONAL
from egov.demo.province import make_year
from egov.demo.stretches import FIRST, write_files
from egov.demo.totals import Totals

AMBIGUOUS = ("UBND xã Ia Băng", "UBND xã Ia O", "UBND xã Ia Sao", "UBND phường Tây Sơn")


@dataclass(frozen=True)
class File:
    """One export: its month, what stands above and below the table, and its rows."""

    month: int
    above: list[list[str]]
    rows: list[dict[str, str]]
    below: list[list[str]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    folder: Path = tmp_path_factory.mktemp("demo")
    return [_read(path) for path in write_files([FIRST], folder)]


@pytest.fixture(scope="module")
def last_said(files: list[File]) -> dict[str, dict[str, str]]:
    """Code -> the row of the newest file that has it."""
    return {row["Mã hồ sơ"]: row for file in files for row in file.rows}


def _read(path: Path) -> File:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    head = next(number for number, cells in enumerate(lines) if cells[0] == "STT")
    end = next(n for n, cells in enumerate(lines) if n > head and not cells[0].isdecimal())
    rows = [dict(zip(lines[head], cells, strict=True)) for cells in lines[head + 1 : end]]
    return File(int(path.stem[-2:]), lines[:head], rows, lines[end:])


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


def _day(text: str) -> date:
    return date(int(text[6:10]), int(text[3:5]), int(text[:2]))


def test_totals_are_the_published_ones(last_said):
    came = [row for row in last_said.values() if _day(row["Ngày tiếp nhận"]).year == 2018]
    done = [row for row in last_said.values() if row["Ngày kết thúc xử lý"]]
    late = [r for r in done if _day(r["Ngày kết thúc xử lý"]) > _day(r["Ngày hẹn trả"])]
    still = [row for row in last_said.values() if not row["Ngày kết thúc xử lý"]]
    overdue = [row for row in still if _day(row["Ngày hẹn trả"]) < date(2018, 12, 31)]
    assert len(last_said) - len(came) == 6_285
    assert len(came) == 232_325
    assert (len(done), len(late)) == (216_738, 9_103)
    assert (len(still), len(overdue)) == (21_872, 3_762)


def test_a_file_has_what_came_in_its_month_and_what_was_open_as_it_began(files):
    still: set[str] = set()
    for file in files:
        codes = {row["Mã hồ sơ"] for row in file.rows}
        assert len(codes) == len(file.rows)
        new = {
            row["Mã hồ sơ"]
            for row in file.rows
            if _day(row["Ngày tiếp nhận"]) >= date(2018, file.month, 1)
        }
        if file.month == 1:
            assert all(row["Ngày tiếp nhận"][6:10] == "2017" for row in file.rows[:6_285])
        else:
            assert codes - new == still
        still = {row["Mã hồ sơ"] for row in file.rows if not row["Ngày kết thúc xử lý"]}


def test_it_shows_how_things_stood_on_the_months_last_day(files):
    for file in files:
        for row in file.rows:
            dates = [row[name] for name in ("Ngày tiếp nhận", "Ngày kết thúc xử lý")]
            months = {(_day(text).year, _day(text).month) for text in dates if text}
            assert max(months) <= (2018, file.month)
            returned = row["Ngày trả kết quả"]
            assert not returned or _day(returned).month <= file.month
            done = row["Trạng thái"] in ("Đã xử lý xong", "Đã trả kết quả")
            assert done == bool(row["Ngày kết thúc xử lý"])
            assert bool(returned) == (row["Trạng thái"] == "Đã trả kết quả")


def test_only_states_change_from_file_to_file(files, last_said):
    moving = ("STT", "Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái")
    for file in files:
        for row in file.rows:
            last = last_said[row["Mã hồ sơ"]]
            assert [v for k, v in row.items() if k not in moving] == [
                v for k, v in last.items() if k not in moving
            ]
            finished = row["Ngày kết thúc xử lý"]
            assert not finished or finished == last["Ngày kết thúc xử lý"]


def test_dates_follow_one_another_on_working_days_in_office_hours(last_said):
    free = {date(2018, 1, 1), date(2018, 2, 16), date(2018, 4, 25), date(2018, 9, 3)}
    for row in list(last_said.values())[::7]:
        received, due = _at(row["Ngày tiếp nhận"]), _at(row["Ngày hẹn trả"])
        texts = [row["Ngày kết thúc xử lý"], row["Ngày trả kết quả"]]
        times = [received, *(_at(text) for text in texts if text)]
        assert times == sorted(times)
        assert received < due
        for time in times:
            assert time.weekday() < 5
            assert time.date() not in free
            assert 7 * 60 <= time.hour * 60 + time.minute <= 17 * 60


def test_letterhead_period_total_and_signature(files):
    for file in files:
        texts = [text for cells in file.above for text in cells if text]
        assert texts[:2] == ["ỦY BAN NHÂN DÂN TỈNH GIA LAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
        assert re.fullmatch(rf"\(Từ ngày 01/{file.month:02}/2018 đến ngày .*\)", texts[-1])
        assert file.below[0][0] == f"Tổng số: {len(file.rows)} hồ sơ"
        assert set(PERSONAL) <= set(file.rows[0])
        assert all(row[name] for row in file.rows[:50] for name in PERSONAL)
        assert all(row["Số điện thoại"].startswith("000") for row in file.rows)


def test_names_that_repeat_come_with_their_district(last_said):
    above = defaultdict(set)
    for row in last_said.values():
        above[row["Đơn vị xử lý"]].add(row["Đơn vị cấp trên"])
    assert all(len(above[name]) == 2 for name in AMBIGUOUS)
    assert sum(len(found) for found in above.values()) == 17 + 222 + 20


def test_the_province_is_believable(last_said):
    offices: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    online: Counter[str] = Counter()
    late: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in last_said.values():
        offices[row["Đơn vị cấp trên"], row["Đơn vị xử lý"]] += 1
        level = _level(row["Đơn vị xử lý"])
        asked[level] += 1
        online[level] += row["Hình thức nộp"] == "Trực tuyến"
        if level == "district" and row["Ngày kết thúc xử lý"]:
            is_late = _day(row["Ngày kết thúc xử lý"]) > _day(row["Ngày hẹn trả"])
            late[row["Lĩnh vực"]][is_late] += 1
    assert max(offices.values()) > 50 * min(offices.values())
    shares = {field: found[True] / found.total() for field, found in late.items()}
    latest, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    assert latest == "Đất đai"
    assert shares[latest] > 1.4 * shares[second]
    assert online["commune"] / asked["commune"] < 0.01
    assert online["department"] > 5 * online["district"] * asked["department"] / asked["district"]
    assert 0.055 < online.total() / asked.total() < 0.085


def _level(office: str) -> str:
    kind = office.removeprefix("UBND ").split()[0]
    if kind in ("xã", "phường") or office.startswith("UBND thị trấn"):
        return "commune"
    return "district" if kind in ("huyện", "thành", "thị") else "department"


def test_some_offices_are_too_small_for_a_rank(files):
    of_march = Counter((row["Đơn vị cấp trên"], row["Đơn vị xử lý"]) for row in files[2].rows)
    assert 10 < sum(count < 10 for count in of_march.values()) < 80


def test_few_come_about_the_new_year(files):
    came = [
        sum(_day(row["Ngày tiếp nhận"]).month == file.month for row in file.rows) for file in files
    ]
    assert came[1] < 0.6 * came[0] < 0.6 * came[2] * 1.2


def test_equal_seeds_give_equal_files_and_others_do_not():
    small = Totals().one_in(100)
    first, again, other = (Book(make_year(small, seed)).export(7) for seed in (1, 1, 2))
    assert first == again != other


def test_the_stream_does_not_depend_on_the_version_of_numpy():
    assert Chance(766).uniform(3).tolist() == [
        0.25623063856450445,
        0.7466858469772885,
        0.735839876965979,
    ]
