"""The page of a procedure: the figures of its dossiers alone, and where they were dealt with."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers.models import Procedure
from indicators.figures import figures
from indicators.selection import Selection
from tests.pages.small_province import (
    COPY,
    DIEN_HONG,
    SIGN,
    TU_AN,
    looking_from,
)
from tests.support import run, write_text

JUNE = "period=2018-06&indicator=on_time"


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def number(procedure: dict[str, str]) -> int:
    return Procedure.objects.get(code=procedure["Mã TTHC"]).pk


def opened(site: Client, procedure: dict[str, str], query: str = JUNE) -> dict[str, Any]:
    response = site.get(f"/procedures/{number(procedure)}/?{query}")
    assert response.status_code == 200, response.content.decode()
    page: dict[str, Any] = response.context["page"]
    return page


def test_it_says_what_the_catalogue_does(site: Client, tmp_path: Path):
    header = "code,name,field,authority_level,statutory_time_in_person,statutory_time_online,"
    lines = [
        f"{header}statutory_time_post",
        '2.000003,Chứng thực chữ ký,,"Cấp tỉnh, Cấp xã",1 Ngày,,2 Ngày',
        "2.000002,Chứng thực bản sao,,,5 Ngày,5 Ngày,5 Ngày",
    ]
    outcome = run("load_procedures", write_text(tmp_path / "catalogue.csv", "\n".join(lines)))
    assert outcome.status == 0, outcome
    facts = {fact.term: fact.text for fact in opened(site, SIGN)["facts"]}
    assert facts["Decided at the level"] == "province, commune"
    assert facts["Statutory term"] == "in person: 1 Ngày; by post: 2 Ngày"
    facts = {fact.term: fact.text for fact in opened(site, COPY)["facts"]}
    assert "Decided at the level" not in facts
    assert facts["Statutory term"] == "5 Ngày"


def test_it_has_a_name_a_code_and_a_field(site: Client):
    page = opened(site, SIGN)
    assert page["title"] == "Chứng thực chữ ký"
    assert page["lead"] == ["Tỉnh Gia Lai", "month 6/2018", "data up to 30 Jun 2018"]
    facts = {fact.term: fact for fact in page["facts"]}
    assert facts["Code"].text == "2.000003"
    assert facts["Field"].text == "Chứng thực"
    assert "field=Ch%E1%BB%A9ng+th%E1%BB%B1c" in facts["Field"].url
    assert site.get(facts["Field"].url).status_code == 200


def test_its_figures_are_those_of_its_dossiers_alone(site: Client):
    tiles = {tile["label"]: tile for tile in opened(site, SIGN)["tiles"]}
    assert tiles["On time, with those in progress"]["parts"] == ["17 / 24"]
    assert tiles["Received"]["value"] == "24"
    params = {"indicator": "on_time", "level": "commune", "period": "2018-06"}
    expected = {
        figure.name: (figure.numerator, figure.denominator)
        for figure in figures(Selection.parse(params | {"procedure": str(number(SIGN))}))
        if figure.denominator
    }
    assert expected == {DIEN_HONG: (14, 20), TU_AN: (3, 3)}
    communes = opened(site, SIGN)["children"][-1]
    assert [(row["name"], row["cases"]) for row in communes.rows] == [
        (DIEN_HONG, "14 / 20"),
        (TU_AN, "3 / 3"),
    ], "units without such a dossier are left out"


def test_the_trend_is_of_the_procedure(site: Client):
    data = opened(site, COPY)["chart"].figure["data"]
    assert data[-1]["y"] == [15 / 20, 1.0]


def test_within_another_unit(site: Client):
    page = opened(site, SIGN, f"{JUNE}&under=623")
    assert page["lead"][0] == "Thị xã An Khê"
    assert [crumb["label"] for crumb in page["crumbs"]] == [
        *("Tỉnh Gia Lai", "Thị xã An Khê", "Procedure")
    ]
    up = site.get(page["crumbs"][0]["url"]).context["page"]
    assert up["lead"][0] == "Tỉnh Gia Lai"
    assert site.get(f"/procedures/{number(SIGN)}/?under=999").status_code == 400


def test_where_there_was_no_such_dossier_it_says_so(site: Client):
    page = opened(site, SIGN, f"{JUNE.replace('06', '05')}")
    assert page["nothing"] == "No dossier of this procedure was counted here in this period."
    assert page["children"] == []
    assert opened(site, SIGN)["nothing"] == ""
    silent = opened(site, SIGN, "period=2018-06&indicator=digitised_share")
    assert silent["nothing"].startswith("The files tell nothing of this indicator")


def test_a_procedure_of_the_address_s_query_does_not_matter(site: Client):
    page = opened(site, SIGN, f"{JUNE}&procedure={number(COPY)}&field=Đất đai")
    assert page["tiles"][-1]["value"] == "24"
    assert site.get("/procedures/999999/").status_code == 404


def test_who_sees_a_district_sees_it_there(site: Client):
    pleiku = looking_from("622")
    page = opened(pleiku, SIGN)
    assert page["lead"][0] == "Thành phố Pleiku"
    assert page["tiles"][-1]["value"] == "21"
    hidden = f"/procedures/{number(SIGN)}/?{JUNE}&under=64"
    assert pleiku.get(hidden).status_code == 404


def test_every_choice_of_its_pickers_is_a_page(site: Client):
    for picker in opened(site, SIGN)["pickers"]:
        for option in picker.options if hasattr(picker, "options") else picker.years:
            assert site.get(option.url).status_code == 200, option.url
            assert "procedure=" not in option.url


def test_figures_are_computed_once(site: Client):
    address = f"/procedures/{number(SIGN)}/?{JUNE}"
    with CaptureQueriesContext(connection) as cold:
        site.get(address)
    with CaptureQueriesContext(connection) as warm:
        site.get(address)
    # Session, account, the snapshot (3), version of the data, grants, version of the units; the
    # procedure; the indicators; the targets of tiles and trend.
    assert (len(cold), len(warm)) == (34, 12)
