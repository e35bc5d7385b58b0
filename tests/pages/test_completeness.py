"""Missing is not zero: exports received and missing, on every page and in the command alike."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest
from django.test import Client

from dossiers.models import Source
from indicators.models import Expectation, ExpectationKind, Report
from indicators.reported.actions import take_back
from tests.indicators.reported.files import form_csv, report
from tests.kept_worlds import KeptWorlds
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, import_file, run, write_csv, write_text
from units.row_actions import save_row
from units.sheets.sheet import Format

COMMUNES = 222
PROVINCE = "code,name,level,parent_code,valid_from,valid_to\n" + "".join(
    [
        "64,Tỉnh Gia Lai,province,,2004-01-01,\n",
        "622,Thành phố Pleiku,district,64,2004-01-01,\n",
        "623,Thị xã An Khê,district,64,2004-01-01,\n",
        *(f"{1000 + n},Xã số {n},commune,{622 + n % 2},2004-01-01,\n" for n in range(COMMUNES)),
    ]
)
LACKING = (
    "Exports of 4 units are missing for at least a part of this period. The figures do not hold"
    " their dossiers."
)
ADDRESS = "indicator=received&level=commune&under=64&period=2018-06"


def send(folder: Path, month: int, communes: range, **options: str) -> int:
    """The month's export, with a dossier of each of the communes."""
    rows = [
        dossier(f"{month}-{n:04}", f"Xã số {n}", f"02/{month:02}/2018", "", f"03/{month:02}/2018")
        for n in communes
    ]
    given = [text for name, value in options.items() for text in (f"--{name}", value)]
    path = write_csv(folder / f"{month}.csv", rows)
    document = import_file(path, "--exported-at", f"2018-{month:02}-28", *given)
    return int(document["upload"])


@pytest.fixture
def province(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Client:
    """222 communes in May, of which four do not report in June."""

    def load() -> None:
        assert run("load_units", write_text(tmp_path / "units.csv", PROVINCE)).status == 0
        send(tmp_path, 5, range(COMMUNES))
        send(tmp_path, 6, range(4, COMMUNES))

    kept_worlds.begin("222 communes", load)
    return looking_from("64")


def command(period: str) -> str:
    asked = ("--indicator", "received", "--level", "commune", "--period", period)
    outcome = run("figures", *asked, "--under", "64")
    assert outcome.status == 0
    return outcome.stdout


def test_218_of_222_communes_everywhere(province: Client):
    league = province.get(f"/league/?{ADDRESS}")
    assert "exports from 218 of 222 communes" in league.context["lead"]
    assert league.context["lacking"].text == LACKING
    assert LACKING in league.content.decode()
    (apart,) = league.context["unranked"]
    rows = {row["name"]: row["lacks"] for row in [*league.context["rows"], *apart["rows"]]}
    assert (rows["Xã số 0"], rows["Xã số 4"]) == ("export missing", "")

    exported = province.get(f"/league/?{ADDRESS}&format=json").json()
    assert exported["exports"] == "exports from 218 of 222 communes"
    told = {
        row["name"]: (row["exports_received"], row["exports_expected"]) for row in exported["rows"]
    }
    assert (told["Xã số 0"], told["Xã số 4"]) == ((0, 1), (1, 1))

    overview = province.get("/?period=2018-06")
    assert "exports from 218 of 222 units" in overview.context["lead"]
    assert overview.context["lacking"].text == LACKING

    page = province.get(f"/figure/?{ADDRESS}&unit={id_of('64')}").context["page"]
    assert "exports from 218 of 222 units" in page["lead"]
    assert [unit["name"] for unit in page["missing"]] == [f"Xã số {n}" for n in range(4)]

    printed = command("2018-06")
    assert "; exports from 218 of 222 communes\n" in printed
    missing = ", ".join(f"{1000 + n} Xã số {n}" for n in range(4))
    assert f"Exports missing: {missing}" in printed
    assert "; exports from 222 of 222 communes\n" in command("2018-05")
    assert "Exports missing" not in command("2018-05")
    assert "exports from" not in command("2017")


UNKNOWN = "No export tells of this unit in this period: what it had is not known, and not 0."


def refused(folder: Path, unit: str) -> None:
    """A file to the end of June that names a unit, with nothing of it to count."""
    rows = [dossier(f"refused-{unit}", unit, "02/06/2018", "", "", "Không được tiếp nhận")]
    path = write_csv(folder / "refused.csv", rows)
    assert import_file(path, "--exported-at", "2018-06-30")["rejected"] == 0


def test_what_no_export_tells_of_has_no_value_anywhere(province: Client, tmp_path: Path):
    refused(tmp_path, "Xã số 9")
    missing = [f"Xã số {n}" for n in range(4)]
    league = province.get(f"/league/?{ADDRESS}").context
    (apart,) = league["unranked"]
    assert apart["title"].startswith("Not in the export files for this period")
    assert sorted(row["name"] for row in apart["rows"]) == missing, "in the list, and last"
    assert {row["value"] for row in apart["rows"]} == {"why?"}
    assert {str(row["change"]) for row in apart["rows"]} == {"None"}, "no fall from 1 to 0"
    assert "Tỉnh Gia Lai: 218" in league["lead"]

    exported = province.get(f"/league/?{ADDRESS}&format=json").json()["rows"]
    told = {row["name"]: row for row in exported}["Xã số 0"]
    names = ("numerator", "value", "value_before", "value_change", "rank")
    assert [told[name] for name in names] == [0, None, 1, None, None]
    printed = province.get(f"/league/?{ADDRESS}&format=csv").content.decode("utf-8-sig")
    (line,) = [row for row in csv.DictReader(StringIO(printed)) if row["name"] == "Xã số 0"]
    assert [line[name] for name in names] == ["0", "", "1", "", ""]
    book = province.get(f"/league/?{ADDRESS}&format=xlsx").content
    sheet = pd.read_excel(BytesIO(book), header=7, engine="calamine")
    assert sheet["Value"][sheet["Unit"].isin(missing)].isna().all()
    assert sheet["Value"].sum() == COMMUNES - len(missing)


def test_a_unit_of_which_no_export_tells_says_so_on_its_pages(province: Client):
    unit_id = id_of("1000")
    page = province.get(f"/units/{unit_id}/?period=2018-06&indicator=received").context["page"]
    assert page["nothing"] == UNKNOWN
    assert "tiles" not in page
    address = f"/units/{unit_id}/?period=2018-05..2018-06&indicator=received"
    page = province.get(address).context["page"]
    (bars,) = page["chart"].figure["data"]
    assert bars["y"] == [1, None], "a gap, and no bar of the height 0"
    assert [row.cells[1].text for row in page["chart"].table.rows] == ["1", "–"]
    figure = province.get(f"/figure/?{ADDRESS}&unit={unit_id}").context["page"]
    assert (figure["none"], figure["value"]["text"], figure["sides"]) == (UNKNOWN, "–", [])
    assert not [fact for fact in figure["facts"] if fact.term.startswith("Against")]
    # The commune beside it was told of, in both months.
    beside = province.get(f"/figure/?{ADDRESS}&unit={id_of('1004')}").context["page"]
    assert (beside["none"], beside["value"]["text"]) == ("", "1")


def test_the_form_is_empty_without_exports_and_names_those_that_it_lacks(province: Client):
    def form(code: str):
        return province.get(f"/form-ii06/?under={code}&period=2018-06").context["page"]

    commune = form("1000")
    assert set(commune["total"].numbers) == {"–"}
    (note,) = commune["notes"]
    assert note.startswith("Neither files nor reports tell")
    whole = form("64")
    assert whole["total"].numbers[0] == "218"
    lacking = "Exports are missing for at least a part of the period of: "
    assert [note for note in whole["notes"] if note.startswith(lacking)] == [
        f"{lacking}Xã số 0, Xã số 1, Xã số 2, Xã số 3."
    ]


def test_a_file_without_dossiers_to_count_makes_it_0(province: Client, tmp_path: Path):
    refused(tmp_path, "Xã số 0")
    rows = province.get(f"/league/?{ADDRESS}&format=json").json()["rows"]
    told = {row["name"]: (row["value"], row["value_change"]) for row in rows}
    assert (told["Xã số 0"], told["Xã số 1"]) == ((0, -1), (None, None))
    page = province.get(f"/units/{id_of('1000')}/?period=2018-06").context["page"]
    assert page["nothing"] == "No dossier was received, resolved or in progress here."


def test_a_district_tells_of_its_own_communes(province: Client):
    districts = province.get("/league/?indicator=received&level=district&under=64&period=2018-06")
    assert {row["name"]: row["lacks"] for row in districts.context["rows"]} == {
        "Thành phố Pleiku": "exports missing from 2 of 111 units",
        "Thị xã An Khê": "exports missing from 2 of 111 units",
    }
    page = province.get(f"/units/{id_of('622')}/?period=2018-06").context["page"]
    assert "exports from 109 of 111 units" in page["lead"]
    # Neither has a counter of its own that any file names.
    assert page["exports"] == []


def test_a_unit_shows_its_own_months(province: Client):
    page = province.get(f"/units/{id_of('1000')}/?period=2018").context["page"]
    shown = [
        (month["label"], month["cell"]["sign"], month["cell"]["word"]) for month in page["exports"]
    ]
    assert shown == [("5/2018", "✓", "received"), ("6/2018", "×", "missing")]


def test_the_page_of_units_and_months(province: Client):
    page = province.get("/completeness/?under=64&period=2018").context["page"]
    assert [month["label"] for month in page["months"]] == ["5/2018", "6/2018"]
    assert page["pager"]["summary"] == "Page 1 of 3"
    first = [cell["word"] for cell in page["rows"][0]["cells"]]
    assert (page["rows"][0]["name"], first) == ("Tỉnh Gia Lai", ["not expected", "not expected"])

    missing = province.get("/completeness/?under=64&period=2018&only=missing").context["page"]
    assert [row["name"] for row in missing["rows"]] == [f"Xã số {n}" for n in (0, 2, 1, 3)]
    assert missing["rows"][0]["cells"][1] == {"sign": "×", "word": "missing", "style": "missing"}
    districts = province.get("/completeness/?under=64&period=2018&of=district").context["page"]
    assert [row["name"] for row in districts["rows"]] == ["Thành phố Pleiku", "Thị xã An Khê"]
    none = province.get("/completeness/?under=64&period=2018-05&only=missing")
    assert "Every export that was expected has been received." in none.content.decode()
    assert (
        "No export tells of this period."
        in province.get("/completeness/?under=64&period=2017").content.decode()
    )


def test_it_can_be_downloaded_whole(province: Client):
    answer = province.get("/completeness/?under=64&period=2018&of=commune&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2 * COMMUNES
    assert {(row["unit"], row["month"]) for row in rows if row["status"] == "missing"} == {
        (f"{1000 + n}", "2018-06") for n in range(4)
    }
    assert {row["status"] for row in rows} == {"missing", "received"}
    assert rows[0]["parent"] == "Thành phố Pleiku"
    for form in Format:
        assert province.get(f"/completeness/?under=64&format={form}").status_code == 200
    lacking = province.get("/completeness/?under=64&period=2018-06&only=missing&format=json").json()
    assert [row["name"] for row in lacking["rows"]] == [f"Xã số {n}" for n in (0, 2, 1, 3)]
    assert lacking["selection"].endswith("/completeness/?under=64&period=2018-06&only=missing")
    assert "definition" not in lacking, "exports are of all indicators"


def test_no_name_of_a_unit_is_taken_for_a_formula(transactional_db: None, tmp_path: Path):
    units = "code,name,level,parent_code,valid_from,valid_to\n64,=1+1,province,,2004-01-01,\n"
    assert run("load_units", write_text(tmp_path / "units.csv", units)).status == 0
    rows = [dossier("a", "=1+1", "02/05/2018", "", "03/05/2018")]
    import_file(write_csv(tmp_path / "may.csv", rows), "--exported-at", "2018-05-31")
    downloaded = looking_from("64").get("/completeness/?under=64&period=2018-05&format=csv")
    asked = ("--indicator", "received", "--level", "province", "--period", "2018-05")
    printed = run("figures", *asked, "--format", "csv").stdout
    for text in (downloaded.content.decode("utf-8-sig"), printed):
        assert [row["name"] for row in csv.DictReader(StringIO(text))] == ["'=1+1"]


def test_a_system_that_was_switched_off_does_not_lag(province: Client, tmp_path: Path):
    settings = write_text(tmp_path / "old.toml", 'name = "Old"\nuntil = 2018-04-30\n')
    path = write_csv(tmp_path / "old.csv", [dossier("old", "Xã số 1", "02/04/2018")])
    given = ("--exported-at", "2018-04-30", "--config", settings)
    import_file(path, *given, source="old")
    (told,) = (
        fact
        for fact in province.get("/completeness/?under=64&period=2018").context["page"]["sources"]
        if fact.term == "Old"
    )
    assert told.note.startswith("switched off after 30 Apr 2018; ")
    assert told.tone == ""


@pytest.mark.parametrize("wrong", ["of=village", "only=some", "page=x"])
def test_what_it_does_not_understand_it_says(province: Client, wrong: str):
    assert province.get(f"/completeness/?under=64&period=2018&{wrong}").status_code == 400


def test_an_undo_makes_them_missing_again_and_a_late_file_mends_it(province, tmp_path):
    late = send(tmp_path, 6, range(4))
    assert "; exports from 222 of 222 communes\n" in command("2018-06")
    assert run("undo_upload", late).status == 0
    assert "; exports from 218 of 222 communes\n" in command("2018-06")


def test_a_report_that_enters_the_figure_stands_for_its_export(province, tmp_path):
    """Of the very period: May to June has dossiers of the commune, and its report steps back."""
    sent = form_csv(tmp_path / "f.csv", {"Xã số 0": (1, 2, 0, 1, 1, 0, 1, 0)})
    report(sent, "--under", "64", "--period", "2018-06")
    assert "; exports from 219 of 222 communes\n" in command("2018-06")
    assert "; exports from 218 of 222 communes\n" in command("2018-05..2018-06")
    league = province.get(f"/league/?{ADDRESS}")
    assert "exports from 219 of 222 communes" in league.context["lead"]
    assert {row["name"]: row["lacks"] for row in league.context["rows"]}["Xã số 0"] == ""


def test_a_month_in_which_a_unit_reported_is_not_shown_as_missing(province: Client, tmp_path: Path):
    """The very month's report stands for it, and that of the whole period that is looked at."""
    parts = (1, 2, 0, 1, 1, 0, 1, 0)
    june = form_csv(tmp_path / "june.csv", {"Xã số 0": parts})
    quarter = form_csv(tmp_path / "quarter.csv", {"Xã số 1": parts})
    whole = report(june, "--under", "64", "--period", "2018-06")
    send(tmp_path, 7, range(2, COMMUNES))
    report(quarter, "--under", "64", "--period", "2018-Q3")

    def words(address: str) -> dict[str, list[str]]:
        page = province.get(f"/completeness/?under=64&of=commune&{address}").context["page"]
        return {row["name"]: [cell["word"] for cell in row["cells"]] for row in page["rows"][:2]}

    assert words("period=2018")["Xã số 0"] == ["received", "reported", "missing"]
    assert words("period=2018-06")["Xã số 0"] == ["reported"]
    assert words("period=2018-07")["Xã số 0"] == ["missing"]
    asked = "under=622&of=commune&period=2018"
    row = province.get(f"/completeness/?{asked}").context["page"]["rows"][0]
    assert row["cells"][1] == {"sign": "◆", "word": "reported", "style": "reported"}
    document = province.get(f"/completeness/?{asked}&format=json").json()
    statuses = {(one["name"], one["month"]): one["status"] for one in document["rows"]}
    assert statuses["Xã số 0", "2018-06"] == "reported"
    assert statuses["Xã số 2", "2018-06"] == "missing"
    lacking = province.get("/completeness/?under=64&period=2018-06&only=missing").context["page"]
    assert [row["name"] for row in lacking["rows"]] == [f"Xã số {n}" for n in (2, 1, 3)]
    months = province.get(f"/units/{id_of('1000')}/?period=2018").context["page"]["exports"]
    assert [month["cell"]["word"] for month in months] == ["received", "reported", "missing"]
    # The quarter's report enters the quarter, and no month of it.
    of_district = "/completeness/?under=623&of=commune&period="
    for period, word in (("2018-Q3", "reported"), ("2018-07", "missing"), ("2018", "missing")):
        rows = province.get(of_district + period).context["page"]["rows"]
        (shown,) = (row for row in rows if row["name"] == "Xã số 1")
        assert shown["cells"][-1]["word"] == word
    assert "; exports from 221 of 222 communes\n" in command("2018-Q3")
    watched = province.get("/watch/?under=64&period=2018-07&all=exports").context["page"]
    (table,) = (one.table for one in watched["sections"] if one.name == "exports")
    gaps = {row.cells[0].text: row.cells[1].text for row in table.rows}
    # July was not over by the newest data.
    assert gaps == {f"Xã số {n}": "6/2018" for n in (1, 2, 3)}
    take_back(report=Report.objects.get(pk=whole["report"]), reason="wrong", by="test")
    assert words("period=2018-06")["Xã số 0"] == ["missing"]


def test_a_report_of_a_unit_with_all_below_stands_for_them_in_its_own_figure_alone(
    province: Client, tmp_path: Path
):
    sent = form_csv(tmp_path / "f.csv", {"Thành phố Pleiku": (1, 2, 0, 1, 1, 0, 1, 0)})
    send(tmp_path, 8, range(1, COMMUNES, 2))  # of the other district alone
    report(sent, "--under", "64", "--period", "2018-08", "--scope", "whole")
    for under, word in (("622", "reported"), ("64", "missing")):
        address = f"/completeness/?under={under}&of=commune&period=2018-08"
        page = province.get(address).context["page"]
        (shown,) = (row for row in page["rows"] if row["name"] == "Xã số 0")
        assert [cell["word"] for cell in shown["cells"]] == [word]


def test_one_system_for_all_tells_of_all(province, tmp_path):
    settings = write_text(tmp_path / "source.toml", 'under = "64"\ncovers = "all"\n')
    send(tmp_path, 6, range(10, COMMUNES), config=str(settings))
    assert "; exports from 222 of 222 communes\n" in command("2018-06")
    assert Source.objects.get().settings["covers"] == "all"
    refused = write_text(tmp_path / "wrong.toml", 'covers = "all"\n')
    path = write_csv(tmp_path / "w.csv", [dossier("w", "Xã số 1", "02/06/2018")])
    outcome = run("import_dossiers", path, "--source", "x", "--config", refused)
    assert outcome.status == 2
    assert 'The setting "covers" can be "all" only where "under" names a unit.' in outcome.stderr


def test_administrators_expect_and_exempt(province: Client):
    for code, kind in (("1000", ExpectationKind.EXEMPT), ("622", ExpectationKind.EXPECTED)):
        row = Expectation(unit_id=id_of(code), kind=kind, valid_from="2018-06-01", reason="decided")
        save_row(row=row, by="test")
    assert "; exports from 218 of 221 communes\n" in command("2018-06")
    page = province.get(f"/units/{id_of('622')}/?period=2018-06").context["page"]
    assert [month["cell"]["word"] for month in page["exports"]] == ["missing"]


def test_its_queries(province: Client, django_assert_num_queries):
    url = "/completeness/?under=64&period=2018"
    # Sources with their exports, what administrators decided, and reports: a query for each table.
    with django_assert_num_queries(18):
        province.get(url)
    # Session, account, the snapshot (3), version of the data, grants, version of the units, the
    # indicators, the sources.
    with django_assert_num_queries(10):
        province.get(url + "&only=missing")
