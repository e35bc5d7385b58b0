"""The pages of announced scores: who may enter, what is refused beside its field, the difference
from what is computed."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import AnnouncedScore
from indicators.scoring.kept import bring_up_to_date
from tests.indicators.announced import na_ri
from tests.pages.small_province import id_of, load_province, looking_from
from tests.pages.uploading import a_browser, a_user
from tests.support import client_in
from units.models import Role, User

NEW = "/scores/announced/new/?scorecard=na-ri"
VALUE = {"unit": "622", "period": "2018", "points": na_ri.TOTAL, "document": "BC 12"}
pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def fields() -> dict[str, str]:
    """What is to be typed for Na Rì's groups, by field."""
    groups = na_ri.scorecard().groups.all()
    return VALUE | {f"group_{one.pk}": na_ri.GROUPS[one.code] for one in groups}


@pytest.fixture
def site() -> Client:
    return looking_from("64")


def test_it_is_entered_with_its_flag_and_shown_beside_what_is_computed(
    site: Client, fields: dict[str, str], tmp_path: Path
):
    load_province(tmp_path)
    bring_up_to_date()
    page = site.post(NEW, fields | {"level": "I"}, follow=True)
    told = "the groups add up to 55.3, not 46.63"
    assert page.content.decode().count(told) == 2, "the message, and the row"
    (row,) = page.context["rows"]
    assert (row["says"], row["state"]) == ("I · 46.63 points", "holds")
    assert row["groups"] == "1: 12.3 · 2: 18.5 · 3: 18 · 4: 6.5"
    computed = row["computed"]
    level, points = computed["says"].removesuffix(" points").split(" · ")
    assert (level, computed["agrees"]) == ("II", False)
    assert float(points) - 46.63 == pytest.approx(float(computed["difference"]), abs=0.01)
    assert "another level" in page.content.decode()
    site.post(NEW, {"unit": "622", "period": "2018"})
    states = [row["state"] for row in site.get("/scores/announced/").context["rows"]]
    assert states == ["taken back", "replaced"]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"unit": "999"}, "unit", "999"),
        ({"period": "gestern"}, "period", "gestern"),
        ({"points": "viele"}, "points", "“viele” is no number."),
        ({"points": "101"}, "__all__", "the total: 101 points"),
        ({"document": ""}, "__all__", "Name the document"),
        ({"level": "IV"}, "level", "Select a valid choice"),
        ({"announced_on": "gestern"}, "announced_on", "valid date"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(site, fields, change, field: str, sentence: str):
    answer = site.post(NEW, fields | change)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert not AnnouncedScore.objects.exists()


def test_only_who_verifies_for_the_unit_enters_and_nobody_sees_beyond_his_part(fields):
    uploader = a_browser(a_user("uploader", Role.UPLOADER))
    assert uploader.get("/scores/announced/").context["may_enter"] is False
    assert uploader.get(NEW).status_code == 403
    assert uploader.post("/scores/announced/file/").status_code == 403
    part = looking_from("622")
    refused = part.post(NEW, fields | {"unit": "623"})
    assert "You may not enter what was announced of this unit." in refused.content.decode()
    assert part.post(NEW, fields).status_code == 302
    assert len(part.get("/scores/announced/").context["rows"]) == 1
    assert looking_from("623").get("/scores/announced/").context["rows"] == []


def test_more_rows_take_no_more_queries(site: Client, fields: dict[str, str]):
    def queries() -> int:
        site.get("/scores/announced/")
        with CaptureQueriesContext(connection) as caught:
            site.get("/scores/announced/")
        return len(caught)

    site.post(NEW, fields)
    of_one = queries()
    for unit in ("623", "101", "102"):
        site.post(NEW, fields | {"unit": unit})
    assert queries() == of_one


def test_of_several_scorecards_one_is_chosen_first(site: Client):
    page = site.get("/scores/announced/new/").content.decode()
    assert "No scorecard is in force" in page
    na_ri.scorecard()
    assert site.get("/scores/announced/new/").context["form"]
    na_ri.scorecard("other")
    page = site.get("/scores/announced/new/").content.decode()
    assert '<a href="?scorecard=na-ri">Four groups</a>' in page
    assert "?scorecard=other" in page
    assert site.get("/scores/announced/new/?scorecard=nothing").status_code == 200


def test_a_file_is_taken_line_by_line_and_its_flags_are_listed(site: Client):
    na_ri.scorecard()
    head = "scorecard,unit,period,points,document,group:1,group:2,group:3,group:4\n"
    lines = f"na-ri,622,2018,46.63,D,{','.join(na_ri.GROUPS.values())}\nna-ri,999,2018,1,D\n"
    page = site.post(
        "/scores/announced/file/", {"file": SimpleUploadedFile("a.csv", (head + lines).encode())}
    )
    assert page.status_code == 200
    assert [one.row for one in page.context["problems"]] == [3]
    assert [one.row for one in page.context["warnings"]] == [2]
    assert "1 total does not equal its parts" in page.content.decode()
    assert AnnouncedScore.objects.get().unit_id == id_of("622")
    assert site.post("/scores/announced/file/", {}).status_code == 422


def test_the_admin_tells_the_flag(site: Client, fields: dict[str, str]):
    site.post(NEW, fields)
    client = client_in("en")
    client.force_login(User.objects.create_superuser("admin", password="-"))
    listed = client.get("/admin/indicators/announcedscore/").content.decode()
    assert "the groups add up to 55.3, not 46.63" in listed
    row = AnnouncedScore.objects.get()
    shown = client.get(f"/admin/indicators/announcedscore/{row.pk}/change/").content.decode()
    assert "1: 12.3 · 2: 18.5" in shown
