"""The pages of reports: handed in, looked at, counted, compared, taken back."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from indicators.models import Report, ReportState
from tests.indicators.form_ii06.world import BY_UNIT
from tests.indicators.reported.files import form_csv, progress_csv, report
from tests.pages.small_province import id_of, looking_from
from tests.support import client_in, figures
from units.accounts.actions import grant
from units.actions import move_unit
from units.models import Role, User
from units.queries import hierarchy

PARTS = (10, 20, 2, 8, 12, 5, 6, 1)


@pytest.fixture
def site(form_june: None) -> Client:
    return looking_from("64")


def as_role(role: Role, unit: str) -> Client:
    user = User.objects.create(username=f"{role} of {unit}")
    unit_id = hierarchy().resolve(unit, on=localdate())
    grant(user=user, role=role, unit_id=unit_id, by="test")
    client = client_in("en")
    client.force_login(user)
    return client


def hand_in(client: Client, file: Path, **more: str) -> Any:
    fields = {"unit": "64", "period": "2018-06", "calendar": "month", "scope": "own"} | more
    upload = SimpleUploadedFile(file.name, file.read_bytes())
    return client.post("/reports/new/", fields | {"file": upload})


def text_of(client: Client, url: str) -> str:
    return str(client.get(url).content.decode())


def test_from_the_file_to_the_figure_and_back(site: Client, tmp_path: Path):
    answer = hand_in(site, form_csv(tmp_path / "tu_an.csv", {"Xã Tú An": PARTS}))
    page = answer["Location"]
    text = text_of(site, page)
    assert "This does not count yet" in text
    assert re.search(r"Xã Tú An.*?<td[^>]*>2</td>.*?32", text, re.S)
    assert figures("on_time", "commune", "2018-06")["202"]["value"] is None
    site.post(f"{page}count/")
    assert figures("on_time", "commune", "2018-06")["202"]["denominator"] == 25
    text = text_of(site, page)
    assert "This does not count yet" not in text
    opened = f"/figure/?indicator=on_time&level=commune&period=2018-06&unit={id_of('202')}"
    figure = text_of(site, opened)
    assert "20 of 25 dossiers, as reported" in figure
    assert f'href="{page}">tu_an.csv</a>' in figure
    assert "row 2" in figure
    assert "of 64 in en" in figure
    file = site.get(f"{page}file/")
    assert b"".join(file) == (tmp_path / "tu_an.csv").read_bytes()
    assert site.post(f"{page}take-back/", {"reason": ""}).status_code == 422
    assert site.post(f"{page}take-back/", {"reason": "wrong month"})["Location"] == page
    assert "wrong month" in text_of(site, page)
    assert figures("on_time", "commune", "2018-06")["202"]["value"] is None
    assert "As units reported" not in text_of(site, opened)


def test_league_unit_and_overview_say_how_many_are_as_reported(site: Client, tmp_path: Path):
    report(
        form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}), "--under", "64", "--period", "2018-06"
    )
    query = "indicator=on_time&period=2018-06&under=64"
    assert "as reported" in text_of(site, f"/league/?{query}&level=commune")
    assert "1 of 3 units as reported" in text_of(site, f"/league/?{query}&level=district")
    assert "1 of 4 units as reported" in text_of(site, f"/?{query}")
    assert "1 of 4 units as reported" in text_of(site, f"/units/{id_of('64')}/?{query}")
    dossiers = f"/dossiers/?{query}&level=province&unit={id_of('64')}&part=denominator"
    assert "1 of 4 units as reported: they have no dossiers here" in text_of(site, dossiers)
    alone = text_of(site, f"/units/{id_of('202')}/?{query}")
    assert "20 of 25 dossiers, as reported" in alone
    assert "Nothing is counted here" not in alone


def test_with_reports_alone_there_is_a_site(gia_lai: None, tmp_path: Path):
    report(
        form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}), "--under", "64", "--period", "2018-06"
    )
    site = looking_from("64")
    text = text_of(site, "/league/?indicator=on_time&period=2018-06&under=64&level=commune")
    assert "as reported" in text
    assert "nothing of this period" not in text
    assert "nothing of this period" in text_of(
        site, "/league/?indicator=on_time&period=2017-06&under=64&level=commune"
    )


def test_a_preview_can_be_thrown_away(site: Client, tmp_path: Path):
    page = hand_in(site, form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}))["Location"]
    path = Path(Report.objects.get().file.path)
    assert path.exists()
    assert site.post(f"{page}discard/")["Location"] == "/reports/"
    assert not path.exists()
    assert not Report.objects.exists()
    page = hand_in(site, form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}))["Location"]
    site.post(f"{page}count/")
    site.post(f"{page}discard/")
    assert Report.objects.get().state == ReportState.COUNTED, "what counts is taken back, not lost"
    assert hand_in(site, tmp_path / "f.csv")["Location"] == page, "the same file is the same report"


def test_reported_beside_computed(site: Client, tmp_path: Path):
    an_binh = BY_UNIT["Phường An Bình"]
    right = (an_binh[1], an_binh[2], an_binh[3], an_binh[5], an_binh[6], an_binh[7], *an_binh[9:])
    # An Khê adds its commune to its own counter, Yên Đỗ has one more online, and so one less.
    both = (8, 6, 0, 0, 2, 1, 11, 0)
    yen_do = (5, 5, 6, 2, 10, 3, 0, 1)
    rows = {"Phường An Bình": right, "Thị xã An Khê": both, "Phường Yên Đỗ": yen_do}
    page = hand_in(site, form_csv(tmp_path / "f.csv", rows))["Location"]
    text = text_of(site, f"{page}comparison/")
    assert "Phường An Bình" not in text
    assert text.count("the units below added to the own counter") >= 7
    assert "none found" in text
    assert "Phường An Bình" in text_of(site, f"{page}comparison/?all")
    assert "Reported beside computed" in text_of(site, page)


def test_a_whole_report_is_compared_with_all_below_its_unit(site: Client, tmp_path: Path):
    file = form_csv(tmp_path / "f.csv", {"Thành phố Pleiku": PARTS})
    page = hand_in(site, file, scope="whole")["Location"]
    text = text_of(site, page)
    assert "has dossiers, which go before" in text  # at a ward: the city's own counter has none
    assert "Reported beside computed" in text
    assert "Thành phố Pleiku" in text_of(site, f"{page}comparison/")


def test_what_is_wrong_with_a_file_is_said(site: Client, tmp_path: Path):
    nothing = tmp_path / "list.csv"
    nothing.write_text("Mã hồ sơ,Đơn vị,Ngày tiếp nhận\nH1,Xã Tú An,01/06/2018\n", encoding="utf-8")
    answer = hand_in(site, nothing)
    assert answer.status_code == 422
    assert "The file is no report" in answer.content.decode()
    answer = hand_in(site, progress_csv(tmp_path / "p.csv", [("Xã Lạ", 1, 1)]))
    assert answer.status_code == 422
    assert "No unit “Xã Lạ” was found under Tỉnh Gia Lai." in answer.content.decode()
    for field, value in (("unit", "999"), ("period", "2018-13"), ("period", ""), ("scope", "all")):
        answer = hand_in(
            site, progress_csv(tmp_path / "p.csv", [("Xã Tú An", 1, 1)]), **{field: value}
        )
        assert answer.status_code == 422, field
    assert not Report.objects.exists()
    broken = form_csv(tmp_path / "b.csv", {"Xã Tú An": PARTS}).read_text(encoding="utf-8")
    (tmp_path / "b.csv").write_text(broken.replace(",32,", ",33,"), encoding="utf-8")
    page = hand_in(site, tmp_path / "b.csv")["Location"]
    text = text_of(site, page)
    assert "Row 2: Column (3) says 33, columns (4) + (5) + (6) sum up to 32." in text
    assert "Row 2: Column (3) says 33, columns (7) + (11) sum up to 32." in text


def test_who_may(site: Client, tmp_path: Path):
    page = hand_in(site, form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}))["Location"]
    viewer, uploader = as_role(Role.VIEWER, "64"), as_role(Role.UPLOADER, "623")
    assert viewer.get(page).status_code == 200
    assert "Let it count" not in text_of(viewer, page)
    for part in ("count/", "discard/", "take-back/"):
        assert viewer.post(f"{page}{part}").status_code == 403
        assert uploader.post(f"{page}{part}").status_code == 404
    assert viewer.get("/reports/new/").status_code == 403
    file = form_csv(tmp_path / "g.csv", {"Xã Tú An": PARTS})
    refused = hand_in(uploader, file)
    assert refused.status_code == 422
    assert "There is no unit “64”." in refused.content.decode()
    own = hand_in(uploader, file, unit="623")["Location"]
    assert uploader.post(f"{own}count/")["Location"] == own
    assert figures("on_time", "commune", "2018-06")["202"]["denominator"] == 25
    lists = [
        re.findall(r'href="(/reports/\d+/)"', text_of(one, "/reports/"))
        for one in (viewer, uploader)
    ]
    assert lists == [[own, page], [own]]


def test_a_report_is_listed_for_who_answers_for_its_unit_in_its_period(
    site: Client, tmp_path: Path
):
    file = form_csv(tmp_path / "f.csv", {"Đất đai": PARTS}, by="Lĩnh vực")
    page = hand_in(site, file, unit="202")["Location"]
    move_unit(unit=id_of("202"), parent=id_of("622"), on=date(2018, 7, 15), by="test")
    for unit, is_seen in (("623", True), ("622", False)):
        viewer = as_role(Role.VIEWER, unit)
        assert (page in text_of(viewer, "/reports/")) is is_seen
        assert viewer.get(page).status_code == (200 if is_seen else 404)


def test_queries_do_not_grow_with_the_rows(site: Client, tmp_path: Path, django_assert_num_queries):
    few = hand_in(site, form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}))["Location"]
    names = ["Xã Tú An", "Phường An Bình", "Phường Yên Đỗ", "Thị xã An Khê", "Phường Diên Hồng"]
    many = hand_in(site, form_csv(tmp_path / "g.csv", dict.fromkeys(names, PARTS)))["Location"]
    for page in (few, many):
        site.get(page)
        # Session, account, grants, version of the units and who sees what, the report, its figures
        # and their number, all units that it names, and which have dossiers.
        with django_assert_num_queries(11):
            site.get(page)
    # Session, account, grants, version of the units, who sees what, which reports those are, these
    # and their number.
    with django_assert_num_queries(8):
        site.get("/reports/")
