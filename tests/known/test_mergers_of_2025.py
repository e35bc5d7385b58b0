"""A province that changes on 1/7/2025: what was reported of the months before stays as it was, what
was open moves, and the province's total is the same in both views (DESIGN.md section 5)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from indicators.models import UnitCount
from tests.kept_worlds import KeptWorlds
from tests.support import (
    contents,
    counts,
    dossier,
    figures,
    import_file,
    run,
    write_csv,
    write_text,
)

pytestmark = pytest.mark.usefixtures("transactional_db")

INDICATORS = (
    *("on_time", "on_time_all", "late_share", "overdue_share", "online_share", "postal_share"),
    *("received", "resolved", "in_progress", "overdue"),
)
LEVELS = ("province", "district", "commune")
LINKS = "predecessor_code,successor_code,effective_on,extent,level\n"
UNITS = "code,name,level,parent_code,valid_from,valid_to\n"

# Xã A and Xã B went whole into 501, which has the name of the one, or a name that a commune of the
# other district had (that one went into Xã Khác); of Xã C one part went into Xã Mới Hai, one into
# Xã Đông; phường D went into Xã Đông whole. The code 101 returns for other territory.
COMMUNES = """\
10,Huyện Một,district,01,2004-01-01,2025-07-01
20,Huyện Hai,district,01,2004-01-01,2025-07-01
101,Xã A,commune,10,2004-01-01,2025-07-01
102,Xã B,commune,10,2004-01-01,2025-07-01
103,Xã C,commune,10,2004-01-01,2025-07-01
201,Phường D,commune,20,2004-01-01,2025-07-01
202,Xã Mới,commune,20,2004-01-01,2025-07-01
501,{new_name},commune,{province},2025-07-01,
101,Xã Mới Hai,commune,{province},2025-07-01,
503,Xã Đông,commune,{province},2025-07-01,
504,Xã Khác,commune,{province},2025-07-01,
"""
WENT = """\
101,501,2025-07-01,whole,commune
102,501,2025-07-01,whole,commune
103,101,2025-07-01,part,commune
103,503,2025-07-01,part,commune
201,503,2025-07-01,whole,commune
202,504,2025-07-01,whole,commune
"""
SPLIT = ("101", "503")  # today's communes with a part of Xã C


@dataclass(frozen=True)
class Province:
    """What becomes of the province itself; `now` is its code on today's map, `new_name` what is
    written for 501, and `config` what the source needs to be told to read that."""

    units: str
    links: str
    now: str
    new_name: str
    config: str = ""


CONTINUES = Province(
    UNITS + "01,Tỉnh Cũ,province,,2004-01-01,\n" + COMMUNES.format(province="01", new_name="Xã A"),
    LINKS + WENT,
    "01",
    "Xã A",
)
SUCCEEDED = Province(
    UNITS
    + "01,Tỉnh Cũ,province,,2004-01-01,2025-07-01\n02,Tỉnh Mới,province,,2025-07-01,\n"
    + COMMUNES.format(province="02", new_name="Xã Mới"),
    LINKS + "01,02,2025-07-01,whole,province\n" + WENT,
    "02",
    "Xã Mới",
    '[units]\n"Xã Mới" = "501@2025-07-01"\n',
)
OLD_NAMES = ["Xã A", "Xã B", "Xã C", "Phường D", "Xã Mới", "Huyện Một"]
NEW_NAMES = {"Phường D": "Xã Đông", "Xã Mới": "Xã Khác"}
CHANNELS = ("Trực tuyến", "Trực tiếp", "Bưu chính")


def month_rows(month: int, until: int, names: dict[str, str]) -> list[dict[str, str]]:
    """The dossiers received in a month, as an export at the end of month `until` shows them.

    Of a dozen per unit a third takes two months, on time or late; some never end. `names` says what
    a unit is called by then; Xã C was split, so of its dossiers every other one lies in each part.
    """
    rows = []
    for unit, name in enumerate(OLD_NAMES if month < 7 else sorted(set(names.values()))):
        for number in range(12):
            day, last = number * 2 + 1, month + (2 if number % 3 == 0 else 0)
            done = number % 5 != 4 and last <= until
            there = ("Xã Mới Hai", "Xã Đông")[number % 2] if name == "Xã C" else "Xã Khác"
            rows.append(
                dossier(
                    f"H01-25{month:02}{day:02}-{unit}{number:03}",
                    names.get(name, there) if names and month < 7 else name,
                    f"{day:02}/{month:02}/2025",
                    f"{day + (1 if number % 4 == 1 else 3):02}/{last:02}/2025"
                    if number % 6
                    else "",
                    f"{day + 3:02}/{last:02}/2025" if done else "",
                    "Đã trả kết quả" if done else "Đang xử lý",
                    CHANNELS[number % 3],
                )
            )
    return rows


@pytest.fixture(params=[CONTINUES, SUCCEEDED], ids=["continues", "succeeded"])
def province(request, kept_worlds: KeptWorlds, tmp_path: Path) -> Province:
    """January to June imported with the names of then, month by month."""
    province: Province = request.param
    kept_worlds.begin(f"mergers: {province.now}", lambda: load_half_a_year(province, tmp_path))
    return province


def load_half_a_year(province: Province, folder: Path) -> None:
    loaded = run(
        "load_units",
        write_text(folder / "units.csv", province.units),
        "--succession",
        write_text(folder / "succession.csv", province.links),
    )
    assert loaded.status == 0
    for month in range(1, 7):
        rows = [row for received in range(1, month + 1) for row in month_rows(received, month, {})]
        file = write_csv(folder / f"{month}.csv", rows)
        document = import_file(file, "--exported-at", f"2025-{month:02}-{28 if month == 2 else 30}")
        assert (document["rejected"], document["new"]) == (0, 72)


@pytest.fixture
def july(province: Province, tmp_path: Path) -> Callable[[], Any]:
    """Loads the cumulative file of July, with new names for all that was received since January."""
    names = {**NEW_NAMES, "Xã A": province.new_name, "Xã B": province.new_name}
    config = write_text(tmp_path / "source.toml", province.config)

    def load() -> Any:
        rows = [row for month in range(1, 8) for row in month_rows(month, 7, names)]
        file = write_csv(tmp_path / "july.csv", rows)
        document = import_file(file, "--exported-at", "2025-07-31", "--config", config)
        assert document["rejected"] == 0, document["problems"]
        return document

    return load


def every_figure(periods: list[tuple[str, str]], **options: str) -> dict[tuple[str, ...], Any]:
    """All indicators and levels over (period, calendar)."""
    return {
        (indicator, level, period, calendar): figures(
            indicator, level, period, calendar=calendar, **options
        )
        for indicator in INDICATORS
        for level in LEVELS
        for period, calendar in periods
    }


BEFORE = [
    *(("2025-03", "month"), ("2025-06", "month"), ("2025-06", "kstt")),
    *(("2025-H1", "month"), ("2025-H1", "kstt")),
]


def test_no_figure_of_the_months_before_changes(province: Province, july):
    half_year = BEFORE[-2:]
    before = every_figure(BEFORE), every_figure(half_year, scope="own")
    assert any(row["value"] for row in before[0]["on_time", "commune", "2025-06", "month"].values())
    july()
    assert every_figure(BEFORE) == before[0]
    assert every_figure(half_year, scope="own") == before[1]


def test_what_was_open_moves_on_the_day(province: Province, july):
    open_before = figures("in_progress", "province", "2025-06")["01"]["value"]
    july()
    moved = UnitCount.objects.exclude(moved_in=None, moved_out=None)
    assert {count.half for count in moved} == {2025 * 24 + 12}
    totals = moved.aggregate(Sum("moved_in"), Sum("moved_out"))
    # What the district handles itself moves too: a later file names its new unit.
    assert totals == {"moved_in__sum": open_before, "moved_out__sum": open_before}
    living = figures("in_progress", "commune", "2025-07")
    assert not any(row["value"] for code, row in living.items() if code in ("102", "201"))


def test_the_totals_of_the_province_are_equal_in_both_views(province: Province, july):
    july()
    periods = [*BEFORE, ("2025-07", "month"), ("2025-Q3", "month"), ("2025", "kstt")]
    for indicator in INDICATORS:
        for period, calendar in periods:
            then = figures(indicator, "province", period, calendar=calendar)
            today = figures(indicator, "province", period, calendar=calendar, map="2025-07-31")
            assert list(today) == [province.now]
            added = [
                tuple(
                    sum(row[side] or 0 for row in rows.values())
                    for side in ("numerator", "denominator")
                )
                for rows in (then, today)
            ]
            assert added[0] == added[1], (indicator, period, calendar)


def test_exact_unions_have_a_past_and_parts_have_none(province: Province, july):
    july()
    then = figures("received", "commune", "2025-06")
    today = figures("received", "commune", "2025-06", map="2025-07-31")
    assert set(today) == {"501", "101", "503", "504"}
    assert today["501"]["value"] == 24
    old_names = {row["name"]: row["value"] for row in then.values()}
    assert old_names["Xã A"] + old_names["Xã B"] == 24
    assert today["504"]["value"] == old_names["Xã Mới"] == 12
    for code in SPLIT:
        row = today[code]
        assert (row["numerator"], row["denominator"], row["value"], row["rank"]) == (None,) * 4
    in_july = figures("received", "commune", "2025-07", map="2025-07-31")
    assert {code: row["value"] for code, row in in_july.items()} == {
        "501": 12,
        "101": 0,
        "503": 12,
        "504": 12,
    }


def test_undoing_july_brings_the_old_state_back(province: Province, july):
    before = counts()
    document = july()
    assert counts() != before
    assert run("undo_upload", document["upload"]).status == 0
    assert counts() == before
    july()
    counted = counts()
    assert run("recount", "--all").status == 0
    assert counts() == counted


LIVING = (
    UNITS
    + """\
01,Tỉnh Cũ,province,,2004-01-01,
10,Huyện Một,district,01,2004-01-01,
101,Xã Bé,commune,10,2004-01-01,2020-02-01
102,Xã Lớn,commune,10,2004-01-01,
"""
)


@pytest.fixture
def living(tmp_path: Path) -> None:
    """Xã Bé went whole into Xã Lớn, which lived before and after."""
    loaded = run(
        "load_units",
        write_text(tmp_path / "units.csv", LIVING),
        "--succession",
        write_text(tmp_path / "links.csv", LINKS + "101,102,2020-02-01,whole,commune\n"),
    )
    assert loaded.status == 0


def test_what_is_not_received_after_all_is_at_no_unit(living: None, tmp_path: Path):
    """Its later state has no received day to place it by."""
    rows = [dossier("H01-200115-0001", "Xã Bé", "15/01/2020", "", "", "Đang xử lý")]
    import_file(write_csv(tmp_path / "1.csv", rows), "--exported-at", "2020-01-31")
    rows = [dossier("H01-200115-0001", "Xã Lớn", "", "", "", "Không được tiếp nhận")]
    document = import_file(write_csv(tmp_path / "2.csv", rows), "--exported-at", "2020-02-29")
    assert document["changed"] == 1
    assert not any(counts().values())


def test_a_commune_that_went_into_a_living_one(living: None, tmp_path: Path):
    """Files of January name both; the cumulative one of February names the survivor alone."""

    def rows(until: int, *, renamed: bool) -> list[dict[str, str]]:
        return [
            dossier(
                f"H01-2001{number + 1:02}-{unit}{number:02}",
                "Xã Lớn" if renamed else f"Xã {'Bé' if unit else 'Lớn'}",
                f"{number + 1:02}/01/2020",
                f"{number + 3:02}/{number % 2 + 1:02}/2020",
                f"{number + 2:02}/{number % 2 + 1:02}/2020" if number % 2 < until else "",
                "",
                CHANNELS[number % 3],
            )
            for unit in range(2)
            for number in range(20)
        ]

    import_file(
        write_csv(tmp_path / "1.csv", rows(1, renamed=False)), "--exported-at", "2020-01-31"
    )
    periods = [("2020-01", "month"), ("2020-01", "kstt"), ("2019-12..2020-01", "month")]
    before = every_figure(periods)
    open_before = figures("in_progress", "commune", "2020-01")["101"]["value"]
    assert open_before == 10
    february = write_csv(tmp_path / "2.csv", rows(2, renamed=True))
    document = import_file(february, "--exported-at", "2020-02-29")
    assert document["rejected"] == 0
    assert every_figure(periods) == before
    moved = UnitCount.objects.aggregate(Sum("moved_in"), Sum("moved_out"))
    assert moved == {"moved_in__sum": 10, "moved_out__sum": 10}
    assert figures("resolved", "commune", "2020-02")["102"]["value"] == 20
    assert contents()["dossiers_stay"]


ENDED_DISTRICT = (
    UNITS
    + """\
01,Tỉnh Cũ,province,,2004-01-01,
10,Huyện Một,district,01,2004-01-01,2025-07-01
101,Xã Bé,commune,10,2004-01-01,2025-07-01
101,Xã Bé,commune,01,2025-07-01,
"""
)


def _counted(found):
    """Without the difference of no value and 0: the file of July is the first to name the commune,
    and tells of June as well."""
    return {
        asked: {code: row | {"value": row["value"] or 0} for code, row in rows.items()}
        for asked, rows in found.items()
    }


@pytest.mark.parametrize("later", ["Xã Bé", "101"])
def test_what_a_district_left_open_goes_to_a_commune_that_was_there_before(
    tmp_path: Path, later: str
):
    """June stays as it was reported: the dossiers move on the day on which the district ended."""
    assert run("load_units", write_text(tmp_path / "units.csv", ENDED_DISTRICT)).status == 0

    def rows(unit: str, month: int) -> list[dict[str, str]]:
        return [
            dossier(
                f"H01-250603-{number:02}",
                unit,
                "03/06/2025",
                "20/06/2025",
                "10/07/2025" if month == 7 and number < 4 else "",
            )
            for number in range(10)
        ]

    june = write_csv(tmp_path / "june.csv", rows("Huyện Một", 6))
    import_file(june, "--exported-at", "2025-06-30")
    before = _counted(every_figure([("2025-06", "month"), ("2025-06", "kstt")]))
    july = write_csv(tmp_path / "july.csv", rows(later, 7))
    import_file(july, "--exported-at", "2025-07-31")
    assert _counted(every_figure([("2025-06", "month"), ("2025-06", "kstt")])) == before
    assert figures("received", "district", "2025-06")["10"]["value"] == 10
    assert figures("resolved", "commune", "2025-07")["101"]["value"] == 4
    assert figures("in_progress", "commune", "2025-07")["101"]["value"] == 6
    moved = UnitCount.objects.aggregate(Sum("moved_in"), Sum("moved_out"))
    assert moved == {"moved_in__sum": 10, "moved_out__sum": 10}
    counted = counts()
    assert run("recount", "--all").status == 0
    assert counts() == counted
