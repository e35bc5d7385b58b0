"""The pages of entered values: who may enter, what is refused beside its field, old versions, and
figures that open to the entries."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import EnteredMeasure, EnteredValue, Indicator, Target
from indicators.pages.addresses import entries_url
from indicators.selection import Selection
from tests.indicators.entered import na_ri
from tests.pages.small_province import id_of, looking_from
from tests.pages.uploading import a_browser, a_user
from tests.support import client_in
from units.actions import merge_units, move_unit
from units.models import AuditEvent, Role, User

VALUE = {
    "measure": "services",
    "unit": "101",
    "period": "2018-06",
    "calendar": "month",
    "value": "40",
    "rank": "",
    "note": "CV 12",
}
pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def share() -> Iterator[Indicator]:
    made = Indicator.objects.create(
        code="whole_share",
        name="Toàn trình",
        name_en="Whole process",
        numerator=["entered:services_whole"],
        denominator=["entered:services"],
        direction="higher",
        display="percent",
        minimum_cases=1,
        definition="…",
    )
    yield made
    made.delete()


@pytest.fixture
def site() -> Client:
    return looking_from("64")


def enter(site: Client, **changes: str) -> None:
    answer = site.post("/entered/new/", VALUE | changes)
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_value_is_entered_and_replaced_and_both_stay_to_be_seen(site: Client):
    enter(site)
    enter(site, value="45")
    enter(site, value="")
    rows = site.get("/entered/").context["rows"]
    assert [(row["value"], row["state"]) for row in rows] == [
        ("–", "taken back"),
        ("45", "replaced"),
        ("40", "replaced"),
    ]
    assert {row["by"] for row in rows} == {User.objects.get().get_short_name()}
    assert [event.action for event in AuditEvent.objects.order_by("pk")][-3:] == [
        "enter-values"
    ] * 3


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"unit": "999"}, "unit", "999"),
        ({"period": "gestern"}, "period", "gestern"),
        ({"value": "viele"}, "value", "“viele” is no number."),
        ({"value": "1.5"}, "value", "takes whole numbers"),
        ({"rank": "3"}, "value", "Only an index has a published rank."),
        ({"measure": "nothing"}, "measure", "Select a valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(site: Client, change, field: str, sentence: str):
    answer = site.post("/entered/new/", VALUE | change)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert not EnteredValue.objects.exists()


def test_only_who_uploads_or_verifies_for_the_unit_enters_and_nobody_sees_beyond_his_part():
    reader = a_browser(a_user("reader", Role.VIEWER))
    assert reader.get("/entered/").status_code == 200
    assert reader.get("/entered/new/").status_code == 403
    assert reader.post("/entered/file/").status_code == 403
    part = looking_from("622")
    refused = part.post("/entered/new/", VALUE | {"unit": "201"})
    assert "You may not enter values of this unit." in refused.content.decode()
    enter(part)
    assert len(part.get("/entered/").context["rows"]) == 1
    other = looking_from("623")
    assert other.get("/entered/").context["rows"] == []
    asked = {"unit": id_of("101")}
    assert other.get("/entered/", asked).context["rows"] == []
    # Not even how it is called; who sees it, with values or without, reads of whom the list is.
    assert other.get("/entered/", asked).context["unit"] == ""
    assert part.get("/entered/", asked).context["unit"] != ""
    assert part.get("/entered/", {"unit": id_of("102")}).context["unit"] != ""


def test_who_sees_a_value_had_its_unit_in_sight_at_the_end_of_its_period(site: Client):
    """103 went from one district to the other within June: the value of May is the first one's."""
    for period, value in (("2018-05", "5"), ("2018-06", "6"), ("2018-07", "7")):
        enter(site, unit="103", period=period, value=value)
    move_unit(unit=id_of("103"), parent=id_of("623"), on=date(2018, 6, 10), by="test")

    def values(site: Client, **query: str) -> list[str]:
        return [row["value"] for row in site.get("/entered/", query).context["rows"]]

    assert values(looking_from("622")) == ["5"]
    assert values(looking_from("623")) == ["7", "6"]
    keeper = client_in("en")
    keeper.force_login(User.objects.create(username="keeper", is_superuser=True))
    for looker in (site, keeper):
        assert values(looker) == ["7", "6", "5"]
        assert values(looker, unit=str(id_of("622"))) == ["5"]
        assert values(looker, unit=str(id_of("623"))) == ["7", "6"]
        assert values(looker, unit=str(id_of("623")), until="2018-06") == ["6"]


def test_who_answers_for_a_unit_sees_what_was_entered_for_those_that_went_into_it(site: Client):
    enter(site, unit="103", value="6")
    merge_units(predecessors=[id_of("103")], successor=id_of("101"), on=date(2019, 1, 1), by="test")
    commune = looking_from("101")
    assert [row["value"] for row in commune.get("/entered/").context["rows"]] == ["6"]


def test_a_file_is_taken_line_by_line(site: Client):
    text = "unit,period,measure,value\n101,2018-06,services,40\n999,2018-06,services,1\n"
    file = SimpleUploadedFile("values.csv", text.encode())
    page = site.post("/entered/file/", {"file": file})
    assert page.status_code == 200
    assert [problem.row for problem in page.context["problems"]] == [3]
    assert "1 line was not taken" in page.content.decode()
    assert EnteredValue.objects.get().file_name == "values.csv"
    assert site.post("/entered/file/", {}).status_code == 422
    wrong = site.post("/entered/file/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert "The header lacks" in wrong.content.decode()


def test_league_unit_figure_and_overview_show_it_and_the_figure_opens_to_its_entries(
    site: Client, share: Indicator
):
    for unit, whole in (("101", "10"), ("102", "30")):
        enter(site, unit=unit)
        enter(site, unit=unit, measure="services_whole", value=whole)
    enter(site, unit="103")
    query = "indicator=whole_share&period=2018-06"
    league = site.get(f"/league/?{query}&level=commune&under=64")
    shown = {
        row["name"]: (row["rank"], row["value"], row["cases"]) for row in league.context["rows"]
    }
    assert shown == {
        "Phường Diên Hồng": (1, "75.0%", "30 / 40"),
        "Phường Yên Đỗ": (2, "25.0%", "10 / 40"),
    }
    district = site.get(f"/league/?{query}&level=district&under=64").context["rows"]
    assert [(row["value"], row["parent"]) for row in district] == [
        ("50.0%", "2 of 3 units entered")
    ]
    page = site.get(f"/figure/?{query}&level=district&unit={id_of('622')}").context["page"]
    assert page["value"]["text"] == "50.0"
    assert page["value"]["parts"] == "40 of 80, 2 of 3 units entered"
    top, _below = page["sides"]
    cell = top.table.rows[0].cells[1]
    assert (cell.text, top.table.rows[0].cells[0].text) == ("40", "Online services, whole process")
    selection = Selection.parse(
        {"indicator": "whole_share", "level": "district", "period": "2018-06"}
    )
    assert cell.url == entries_url(selection, id_of("622"), "services_whole")
    listed = site.get(cell.url).context["rows"]
    assert [row["value"] for row in listed] == ["30", "10"]
    nothing = site.get(f"/figure/?{query}&level=commune&unit={id_of('103')}").context["page"]
    assert nothing["none"] == "No value that fits the period was entered for this unit."
    unit_page = site.get(f"/units/{id_of('622')}/?{query}").content.decode()
    assert "50.0%" in unit_page
    refused = site.get(f"/dossiers/?{query}&level=district&unit={id_of('622')}")
    assert refused.status_code == 400
    assert "Entered values are no dossiers" in refused.content.decode()


def test_entered_values_are_compared_though_no_file_tells_of_the_earlier_year(
    site: Client, share: Indicator
):
    for year, whole in (("2017", "10"), ("2018", "30")):
        enter(site, period=year)
        enter(site, period=year, measure="services_whole", value=whole)
    league = site.get("/league/?indicator=whole_share&period=2018&level=commune&under=64")
    assert [row["change"]["note"] for row in league.context["rows"]] == ["+50.0"]


def test_what_is_entered_is_nowhere_called_dossiers(site: Client, share: Indicator):
    for unit, whole in (("101", "10"), ("102", "30")):
        enter(site, unit=unit)
        enter(site, unit=unit, measure="services_whole", value=whole)
    Target.objects.create(indicator="whole_share", value="0.95", valid_from="2018-01-01")
    query = f"indicator=whole_share&period=2018-06&level=commune&under=64&open={id_of('102')}"
    league = site.get(f"/league/?{query}").context
    assert league["heads"]["cases"]["label"] == "Number"
    assert len(league["notes"]) == 3
    (detail,) = [row["detail"] for row in league["rows"] if row["detail"]]
    unit = site.get(f"/units/{id_of('102')}/?{query}").context["page"]["standing"]
    compared = site.get(f"/league/compare/?{query}&units={id_of('102')},{id_of('101')}").context
    (target,) = [row for row in compared["page"]["groups"][0].rows if row.label == "Target"]
    assert [cell.text for cell in target.cells] == ["8 short", "28 short"]
    for facts in (detail.facts, unit["facts"]):
        said = [(fact.text, fact.note) for fact in facts]
        assert ("75.0%", "30 of 40") in said
        assert ("8 short", "At the same denominator.") in said
    texts = [*league["notes"], *(text for both in said for text in both)]
    assert [text for text in texts if "dossier" in text] == []


def test_what_is_entered_is_explained_without_the_rules_of_files(site: Client, share: Indicator):
    page = site.get("/indicators/whole_share/")
    facts = {fact.term: fact.text for fact in page.context["page"]["facts"]}
    assert facts["For a rank"] == "at least 1"
    assert "Counted at" not in facts
    of_dossiers = site.get("/indicators/on_time/").content.decode()
    for text in ("Sources and their rules", "Dossiers are added up over units"):
        assert text in of_dossiers
        assert text not in page.content.decode()
    assert "Numerators and denominators are added up" in page.content.decode()


def test_the_admin_makes_a_share_of_what_it_chooses():
    client = client_in("en")
    client.force_login(User.objects.create_superuser("admin", password="-"))
    form = {
        "code": "letters",
        "name": "Thư",
        "direction": "higher",
        "display": "percent",
        "minimum_cases": "1",
        "definition": "…",
        "needs": "",
        "numerator": ["entered:apology_letters"],
        "denominator": ["resolved_late"],
    }
    address = "/admin/indicators/indicator/add/"
    assert "Apology letters sent" in client.get(address).content.decode()
    two = {"numerator": ["entered:sipas", "entered:dti"], "denominator": []}
    for change, sentence in (
        (two, "An index stands alone"),
        ({"numerator": ["entered:days_saved"]}, "A share is made of whole numbers"),
        ({"denominator": []}, "A plain count is shown as a number"),
        ({"numerator": ["entered:nothing"]}, "entered:nothing"),
    ):
        assert sentence in client.post(address, form | change).content.decode()
    assert client.post(address, form).status_code == 302
    for code, is_fixed in (("apology_letters", True), ("services", False)):
        measure = EnteredMeasure.objects.get(code=code)
        page = client.get(f"/admin/indicators/enteredmeasure/{measure.pk}/change/").content.decode()
        # More decimals than now would be cut off within the share.
        assert ('name="decimals"' not in page) is is_fixed
    Indicator.objects.get(code="letters").delete()


def test_their_queries(site: Client, django_assert_num_queries):
    for unit in ("101", "102", "103", "201"):
        enter(site, unit=unit)
        site.get("/entered/")
        # Session, account, grants, version of the units, the units and days that have values,
        # count and page of these, the picker.
        with django_assert_num_queries(8):
            site.get("/entered/")


def test_the_admin_shows_every_version_and_leads_to_another_one(site: Client):
    enter(site)
    enter(site, value="45", note="")
    keeper = client_in("en")
    keeper.force_login(User.objects.create(username="keeper", is_superuser=True))
    listed = keeper.get("/admin/indicators/enteredvalue/").content.decode()
    assert listed.index(">45<") < listed.index(">40<")
    assert "Phường Yên Đỗ (101)" in listed
    first = EnteredValue.objects.order_by("pk")[0]
    page = keeper.get(f"/admin/indicators/enteredvalue/{first.pk}/change/").content.decode()
    assert "CV 12" in page
    again = "/entered/new/?measure=services&amp;unit=101&amp;period=2018-06&amp;calendar=month"
    assert again in page
    assert keeper.get(again.replace("&amp;", "&")).status_code == 200
    added = keeper.get("/admin/indicators/enteredvalue/add/")
    assert (added.status_code, added["Location"]) == (302, "/entered/new/")


@pytest.fixture
def na_ri_measures(gia_lai: None) -> Iterator[EnteredMeasure]:
    with na_ri.measures() as total:
        yield total


UNEQUAL = "the parts add up to 55.3, not 46.63"


@pytest.mark.usefixtures("na_ri_measures")
def test_the_form_and_the_list_tell_a_total_that_its_parts_do_not_sum_up_to(site: Client):
    for code, value in (na_ri.TOTAL, *na_ri.GROUPS):
        changes = {"measure": code, "value": value, "period": na_ri.PERIOD, "unit": "622"}
        page = site.post("/entered/new/", VALUE | changes, follow=True)
        said = [(one.level_tag, str(one)) for one in page.context["messages"]]
        assert said[0] == ("success", "The value is entered.")
    sentence = f"“Tổng điểm” of “Thành phố Pleiku”, first 10 months of 2023: {UNEQUAL}."
    assert said[1:] == [("warning", sentence)]
    rows = {row["value"]: row["warning"] for row in page.context["rows"]}
    assert rows == {"46.63": UNEQUAL, "12.30": "", "18.50": "", "18.00": "", "6.50": ""}
    assert UNEQUAL in page.content.decode()
    vietnamese = looking_from("64", language="vi").get("/entered/").content.decode()
    assert "các thành phần cộng lại là 55,3, không phải 46,63" in vietnamese
    # A version that holds no longer is told of nothing.
    changes |= {"measure": "score_total", "value": "55.3"}
    page = site.post("/entered/new/", VALUE | changes, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["The value is entered."]
    assert {row["warning"] for row in page.context["rows"]} == {""}


@pytest.mark.usefixtures("na_ri_measures")
def test_a_file_with_an_unequal_total_is_taken_and_told_of(site: Client):
    text = na_ri.csv_of("622", na_ri.TOTAL, *na_ri.GROUPS)
    file = SimpleUploadedFile("values.csv", text.encode())
    page = site.post("/entered/file/", {"file": file})
    assert page.status_code == 200
    assert [(one.row, one.unequal.words) for one in page.context["warnings"]] == [(2, UNEQUAL)]
    assert "1 total does not equal its parts" in page.content.decode()
    assert "not taken" not in page.content.decode()
    assert EnteredValue.objects.count() == 5
    equal = na_ri.csv_of("622", ("score_total", "55.3")).encode()
    answer = site.post("/entered/file/", {"file": SimpleUploadedFile("values.csv", equal)})
    assert answer.status_code == 302


def test_the_admin_says_what_is_part_of_what_and_tells_of_the_total(
    site: Client, na_ri_measures: EnteredMeasure
):
    for code, value in (na_ri.TOTAL, *na_ri.GROUPS):
        enter(site, measure=code, value=value, period=na_ri.PERIOD, unit="622")
    keeper = client_in("en")
    keeper.force_login(User.objects.create(username="keeper", is_superuser=True))
    kept = EnteredValue.objects.get(measure=na_ri_measures)
    page = keeper.get(f"/admin/indicators/enteredvalue/{kept.pk}/change/").content.decode()
    assert UNEQUAL in page
    part = EnteredMeasure.objects.get(code="score_progress")
    address = "/admin/indicators/enteredmeasure/{}/change/"
    form = {"name": "…", "told_in": "điểm", "least": "0", "most": "100", "definition": ""}
    for one, above, sentence in (
        (na_ri_measures, part.pk, "A measure is no part of its own part."),
        (part, EnteredMeasure.objects.get(code="sipas").pk, "A total and its parts have one kind"),
    ):
        answer = keeper.post(address.format(one.pk), form | {"part_of": above})
        assert sentence in answer.content.decode()
    assert keeper.post(address.format(part.pk), form | {"part_of": ""}).status_code == 302
    assert EnteredMeasure.objects.get(pk=part.pk).part_of is None
    event = AuditEvent.objects.order_by("-pk")[0]
    assert event.object_type == "indicators.enteredmeasure"
    assert (event.old or {}).get("part_of_id") == na_ri_measures.pk
    EnteredValue.objects.all().delete()
    delete = f"/admin/indicators/enteredmeasure/{na_ri_measures.pk}/delete/"
    assert keeper.get(delete).status_code == 403
