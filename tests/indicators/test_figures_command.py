"""The command `figures`: order, ranks, small numbers, nulls, and its three formats."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.models import Procedure
from indicators.models import Indicator
from tests.pages.small_province import load_province
from tests.support import dossier, figures, import_file, run, run_as_process, write_csv, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

FIELDS = ["unit", "name", "numerator", "denominator", "value", "rank", "ranked"]
ARGUMENTS = ("--indicator", "on_time", "--level", "commune", "--period", "2018-03")
# unit -> name, resolved, late ones among them, and those still open
RESOLVED = {
    "101": ("Phường Yên Đỗ", 20, 2, 0),
    "102": ("Phường Diên Hồng", 10, 1, 3),
    "201": ("Phường An Bình", 12, 3, 0),
    "202": ("Xã Tú An", 9, 0, 1),
}


@pytest.fixture
def march(tmp_path: Path) -> None:
    rows = []
    for unit, (name, resolved, late, still_open) in RESOLVED.items():
        for number in range(resolved + still_open):
            finished = "" if number >= resolved else "07/03/2018" if number < late else "05/03/2018"
            code = f"H21.17.5-180301-{unit}{number:02}"
            channel = "Trực tuyến" if number % 2 else "Trực tiếp"
            rows.append(dossier(code, name, "01/03/2018", "06/03/2018", finished, "", channel))
    # Told of, with nothing to count: there 0 is a true one. Of 203 no file tells.
    refused = dossier("H21.17.5-180301-10301", "103", "01/03/2018", "", "", "Không được tiếp nhận")
    rows.append(refused)
    document = import_file(write_csv(tmp_path / "march.csv", rows), "--exported-at", "2018-03-31")
    assert document["rejected"] == 0


def test_ordered_by_rank_then_name(march: None):
    rows = figures("on_time", "commune", "2018-03")
    assert [list(row) for row in rows.values()] == [FIELDS] * 6
    assert [(row["unit"], row["rank"], row["ranked"]) for row in rows.values()] == [
        ("102", 1, 3),
        ("101", 1, 3),
        ("201", 3, 3),
        ("103", None, 3),
        ("203", None, 3),
        ("202", None, 3),
    ], "D before Y at the same rank, the next rank skipped; then by name who has none"
    assert [rows[unit]["value"] for unit in ("101", "102", "201")] == [18 / 20, 9 / 10, 9 / 12]


def test_few_cases_have_a_value_and_no_rank_and_none_has_neither(march: None):
    rows = figures("on_time", "commune", "2018-03")
    few, none = rows["202"], rows["103"]
    assert (few["numerator"], few["denominator"], few["value"], few["rank"]) == (9, 9, 1.0, None)
    assert (none["numerator"], none["denominator"], none["value"], none["rank"]) == (
        0,
        0,
        None,
        None,
    )
    Indicator.objects.filter(code="on_time").update(minimum_cases=9)
    try:
        assert figures("on_time", "commune", "2018-03")["202"]["rank"] == 1
    finally:
        Indicator.objects.filter(code="on_time").update(minimum_cases=10)


def test_less_is_better_for_late_shares(march: None):
    ranks = {code: row["rank"] for code, row in figures("late_share", "commune", "2018-03").items()}
    assert ranks == {"101": 1, "102": 1, "201": 3, "103": None, "203": None, "202": None}


def test_plain_counts_have_no_denominator_and_no_rank(march: None):
    rows = figures("received", "commune", "2018-03")
    assert {row["value"] for row in rows.values()} == {20, 13, 12, 10, 0, None}
    for row in rows.values():
        assert (row["denominator"], row["rank"], row["ranked"]) == (None, None, 0)
        assert row["value"] in (row["numerator"], None)


def test_a_column_that_the_files_lack_gives_no_value(march: None):
    for indicator in ("digitised_share", "e_result_share", "paid_online_share"):
        for row in figures(indicator, "commune", "2018-03").values():
            assert (row["numerator"], row["denominator"], row["value"]) == (None, None, None)
    assert figures("online_share", "commune", "2018-03")["101"]["value"] == 0.5


def test_a_period_after_the_data_date_has_no_stocks(march: None):
    later = figures("in_progress", "commune", "2018-04")["102"]
    assert (later["numerator"], later["value"]) == (None, None)
    assert figures("overdue_share", "commune", "2018-04")["102"]["value"] is None
    assert figures("received", "commune", "2018-04")["102"]["value"] is None
    year = figures("in_progress", "commune", "2018")["102"]
    assert year["value"] == 3, "taken at the data date, within the period"
    before = figures("in_progress", "commune", "2018-02")["102"]
    assert before["value"] is None, "nothing is counted, and no export tells of it"


NAMES = ("numerator", "denominator", "value", "rank")


@pytest.mark.parametrize(
    ("indicator", "told"), [("received", (0, None, 0, None)), ("on_time_all", (0, 0, None, None))]
)
def test_nothing_is_0_only_where_an_export_tells_of_the_unit(march: None, indicator: str, told):
    rows = figures(indicator, "commune", "2018-03")
    assert tuple(rows["103"][name] for name in NAMES) == told
    counted = (told[0], told[1], None, None)
    assert tuple(rows["203"][name] for name in NAMES) == counted, "nothing is counted: no value"


def test_a_missing_export_is_no_fall_to_0(april: None):
    """Of April there is an export of one commune alone."""
    received = figures("received", "commune", "2018-04", compare="before")
    assert (received["102"]["value"], received["102"]["value_change"]) == (None, None)
    assert received["102"]["value_before"] == 13
    open_ones = figures("in_progress", "commune", "2018-04")
    assert open_ones["102"]["value"] == 3, "no newer file says that they have ended"
    assert open_ones["201"]["value"] is None, "it had none, and may have some by now"
    above = figures("received", "district", "2018-04", compare="before")
    assert (above["622"]["value"], above["623"]["value"]) == (20, None)
    assert above["623"]["value_change"] is None
    quarter = figures("received", "commune", "2018-03..2018-04")["102"]
    assert quarter["value"] == 13, "what is there counts, where a part is missing"


def test_what_came_late_of_a_missing_month_counts(april: None, tmp_path: Path):
    rows = [dossier("H21.17.5-180501-1", "Phường Diên Hồng", "02/05/2018")]
    rows += [dossier(f"H21.17.5-180501-{n}", "Xã Tú An", "02/05/2018") for n in range(2, 40)]
    rows.append(dossier("H21.17.5-180401-9", "Phường Diên Hồng", "02/04/2018"))
    import_file(write_csv(tmp_path / "may.csv", rows), "--exported-at", "2018-05-31")
    missing = {
        name: figures(name, "commune", "2018-04")["102"]["value"]
        for name in ("received", "resolved", "in_progress")
    }
    assert missing == {"received": 1, "resolved": None, "in_progress": 4}, (
        "still without April's file"
    )


def test_under_a_unit(march: None):
    assert set(figures("on_time", "commune", "2018-03", under="622")) == {"101", "102", "103"}
    assert set(figures("on_time", "commune", "2018-03", under="623@2018-03-01")) == {
        *("201", "202", "203")
    }
    assert set(figures("on_time", "district", "2018-03", under="64")) == {"622", "623"}
    assert set(figures("on_time", "commune", "2018-03", under="H21.17")) == {"101", "102", "103"}


def test_a_field_and_a_procedure(tmp_path: Path):
    load_province(tmp_path)

    def resolved(**filters: str) -> tuple[int, int]:
        found = figures("on_time", "commune", "2018-06", **filters)["101"]
        return found["numerator"], found["denominator"]

    copies = str(Procedure.objects.get(code="2.000002").pk)
    assert resolved() == (19, 20)
    assert resolved(field="đất đai") == (12, 13)
    assert resolved(procedure=copies) == (7, 7)
    outcome = run(
        *("figures", "--indicator", "on_time", "--level", "commune", "--period", "2018-06"),
        *("--field", "Trồng trọt"),
    )
    assert (outcome.status, outcome.stderr) == (2, "There is no field “Trồng trọt”.\n")


def test_scopes(march: None):
    whole = figures("resolved", "district", "2018-03")
    assert {code: row["value"] for code, row in whole.items()} == {"622": 30, "623": 21}
    own = figures("resolved", "district", "2018-03", scope="own")
    assert {row["value"] for row in own.values()} == {None}, "of their own counters no file tells"
    assert figures("resolved", "province", "2018-03")["64"]["value"] == 51


def test_calendars(march: None):
    """KSTT month 3 is 15/2 to 14/3: all was received and resolved on its last half."""
    assert figures("resolved", "province", "2018-03", calendar="kstt")["64"]["value"] == 51
    assert figures("resolved", "province", "2018-04", calendar="kstt")["64"]["value"] == 0
    assert figures("resolved", "province", "2018-05", calendar="kstt")["64"]["value"] is None
    assert figures("in_progress", "province", "2018-04", calendar="kstt")["64"]["value"] == 4


def test_csv(march: None):
    outcome = run("figures", *ARGUMENTS, "--format", "csv")
    assert (outcome.status, outcome.stderr) == (0, "")
    rows = list(csv.DictReader(StringIO(outcome.stdout)))
    assert outcome.stdout.splitlines()[0] == ",".join(FIELDS)
    expected = figures("on_time", "commune", "2018-03").values()
    assert rows == [
        {name: "" if row[name] is None else str(row[name]) for name in FIELDS} for row in expected
    ]


def test_table(march: None):
    outcome = run("figures", *ARGUMENTS)
    assert (outcome.status, outcome.stderr) == (0, "")
    title, query, _data_date, heads, *lines = outcome.stdout.splitlines()
    assert title.startswith("On time, resolved: "), "never without its definition"
    assert query == "indicator=on_time&level=commune&period=2018-03"
    assert heads.split() == ["Rank", "Unit", "Name", "Value", "Cases"]
    assert len({len(line) for line in (heads, *lines)}) == 1
    assert lines[0].split() == ["1", "102", "Phường", "Diên", "Hồng", "90.0%", "9", "/", "10"]
    assert lines[3].split() == ["–", "103", "Xã", "Ia", "Băng", "–", "0", "/", "0"]


def test_more_units_take_no_more_queries(march: None):
    def queries(level: str) -> int:
        arguments = ("--indicator", "on_time", "--level", level, "--period", "2018-03")
        with CaptureQueriesContext(connection) as asked:
            assert run("figures", *arguments).status == 0
        return len(asked)

    queries("commune")
    assert queries("district") == queries("commune")


def test_json_is_all_that_is_on_stdout(march: None):
    outcome = run_as_process("figures", *ARGUMENTS, "--format", "json")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert {row["unit"]: row for row in outcome.document} == figures(
        "on_time", "commune", "2018-03"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"indicator": "on-time"}, "on_time, on_time_all, late_share"),
        ({"level": "ward"}, "country, province, department, district, commune"),
        ({"period": "2018-13"}, "2018-13"),
        ({"period": "March"}, "2018-Q3"),
        ({"period": "2018-05..2018-01"}, "ends before it begins"),
        ({"under": "999"}, "999"),
        ({"under": "622@soon"}, "622@soon"),
        ({"scope": "all"}, "own, whole"),
        ({"calendar": "lunar"}, "month, kstt"),
        ({"map": "yesterday"}, "then, today, or a day"),
        ({"map": "2025-02-30"}, "then, today, or a day"),
    ],
)
def test_what_is_not_known_is_said_in_one_line(changes: dict[str, str], says: str):
    options = {"indicator": "on_time", "level": "commune", "period": "2018-03", **changes}
    given = [text for name, value in options.items() for text in (f"--{name}", value)]
    outcome = run("figures", *given)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert says in outcome.stderr
    assert outcome.stderr.count("\n") == 1


def test_an_empty_database_has_no_figures():
    assert {row["value"] for row in figures("on_time", "commune", "2018-03").values()} == {None}
    assert figures("on_time", "department", "2018-03") == {}


def test_names_with_commas_and_quotes_stay_one_cell(tmp_path: Path):
    line = 'S1,"Sở ""A, B""",department,64,2018-01-01,'
    units = f"code,name,level,parent_code,valid_from,valid_to\n{line}\n"
    assert run("load_units", write_text(tmp_path / "more.csv", units)).status == 0
    outcome = run(
        "figures",
        *("--indicator", "received", "--level", "department", "--period", "2018"),
        *("--format", "csv"),
    )
    (row,) = csv.DictReader(StringIO(outcome.stdout))
    assert row["name"] == 'Sở "A, B"'


def test_the_table_tells_the_data_date_and_who_lags(march: None, tmp_path: Path):
    def told() -> str:
        return run("figures", *ARGUMENTS).stdout.splitlines()[2]

    assert told() == "Data up to 31 Mar 2018; exports from 5 of 5 communes"
    rows = [dossier("H21.17.5-180301-9", "Xã Tú An", "01/03/2018")]
    for source, day in (("slow", "2018-03-20"), ("quick", "2018-03-31"), ("slower", "2018-03-19")):
        file = write_csv(tmp_path / f"{source}.csv", rows)
        import_file(file, "--exported-at", day, source=source)
    assert told() == (
        "Data up to 19 Mar 2018; older data from: slow, slower; exports from 5 of 5 communes"
    )


def test_nothing_but_all_is_100_per_cent(tmp_path: Path):
    rows = [
        dossier(f"H21.17.5-180301-{number:04}", "Xã Tú An", "01/03/2018", "06/03/2018", finished)
        for number, finished in enumerate(["07/03/2018", *["05/03/2018"] * 2499])
    ]
    import_file(write_csv(tmp_path / "march.csv", rows))
    table = run("figures", *ARGUMENTS).stdout
    (line,) = [line for line in table.splitlines() if "Xã Tú An" in line]
    assert line.split()[-4:] == ["99.9%", "2,499", "/", "2,500"]


@pytest.fixture
def april(march: None, tmp_path: Path) -> None:
    rows = [
        dossier(f"H21.17.5-180401-{n:04}", "Phường Yên Đỗ", "01/04/2018", "06/04/2018", end)
        for n, end in enumerate(["05/04/2018"] * 15 + ["09/04/2018"] * 5)
    ]
    import_file(write_csv(tmp_path / "april.csv", rows), "--exported-at", "2018-04-30")


CHANGES = ["value_before", "value_change", "rank_before", "rank_change"]
WHY_NOT = "places_not_compared"


def test_what_changed_stands_there_when_asked_for(april: None):
    rows = figures("on_time", "commune", "2018-04", compare="before")
    assert [list(row) for row in rows.values()] == [[*FIELDS, *CHANGES, WHY_NOT]] * 6
    assert {row[WHY_NOT] for row in rows.values()} == {None}, "the units are the same"
    assert [rows["101"][name] for name in CHANGES] == [
        18 / 20,
        pytest.approx(15 / 20 - 18 / 20),
        1,
        0,
    ]
    assert [rows["201"][name] for name in CHANGES] == [9 / 12, None, 3, None]
    received = figures("received", "commune", "2018-04", compare="before")["101"]
    assert [received[name] for name in CHANGES] == [20, 0, None, None]
    assert all(
        row[name] is None
        for row in figures("on_time", "commune", "2018-04", compare="year").values()
        for name in CHANGES
    ), "no file tells of 2017"


def test_the_table_says_what_it_compares_with(april: None):
    arguments = (*ARGUMENTS[:-1], "2018-04", "--compare", "before")
    lines = run("figures", *arguments).stdout.splitlines()
    assert "Against month 3/2018" in lines
    (line,) = [line for line in lines if "Yên Đỗ" in line]
    assert " ".join(line.split()) == "1 101 Phường Yên Đỗ 75.0% 15 / 20 90.0% −15.0 1 0"
    written = run("figures", *arguments, "--format", "csv").stdout
    assert next(iter(csv.DictReader(StringIO(written))))["value_before"] == "0.9"


def test_the_year_to_date_is_read_by_the_newest_data(april: None):
    to_date = figures("on_time", "commune", "2018-YTD")
    assert to_date == figures("on_time", "commune", "2018-01..2018-04")
    assert to_date != figures("on_time", "commune", "2018-Q1")
    lines = run("figures", *ARGUMENTS[:-1], "2018").stdout.splitlines()
    assert "Data up to 30 Apr 2018: the period is not complete; " in lines[2]
