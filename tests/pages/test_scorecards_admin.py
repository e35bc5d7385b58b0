"""Scorecards in the admin: edited, checked, tried, put in force, ended, copied, thrown away, by
administrators of everything alone."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import Scorecard, ScoreCriterion, Scoring, UnitScore
from indicators.periods import parse_period
from indicators.scoring.actions import load
from indicators.scoring.document import document_of, draft_from, read_document
from indicators.scoring.kept import bring_up_to_date, kept_scores
from tests.indicators.scoring import cards
from tests.indicators.scoring.test_load_scorecards import CONTRADICTIONS
from tests.pages.small_province import id_of, load_province, looking_from
from tests.support import run, write_text
from units.models import AuditEvent

pytestmark = pytest.mark.usefixtures("gia_lai")
ROOM = "/admin/indicators/scorecard/"


@pytest.fixture
def site() -> Client:
    return looking_from("64")


def draft(**changes: Any) -> Scorecard:
    document = deepcopy(cards.SMALL)
    document["scorecards"][0] |= changes
    load(contents=read_document(json.dumps(document)), by="test", in_force=False)
    return Scorecard.objects.get(state="draft")


def at(card: Scorecard, page: str = "change") -> str:
    return f"{ROOM}{card.pk}/{page}/"


def typed(site: Client, address: str) -> dict[str, Any]:
    """What the form holds when its page is opened."""
    context = site.get(address).context
    editor = context["editor"]
    found: dict[str, Any] = {"draft": address.split("/")[-3] if address[-8:] == "/change/" else ""}
    found["seen"] = context["seen"]
    for forms in (editor.groups, editor.criteria, editor.grades):
        for field in forms.management_form:
            found[field.html_name] = field.value()
    for form in (editor.card, *editor.groups, *editor.criteria, *editor.grades):
        for field in form:
            value = field.value()
            if value not in (None, False, [], ""):
                found[field.html_name] = value
    return found


def rules_in(document: Any) -> dict[str, Any]:
    """Code -> criterion of a document."""
    return {one["code"]: one for group in document["groups"] for one in group["criteria"]}


def messages(site: Client, answer: Any) -> str:
    found = answer if answer.status_code != 302 else site.get(answer["Location"])
    return " ".join(str(one) for one in found.context["messages"])


def test_opened_and_saved_as_it_is_a_draft_stays_as_it_is(site: Client) -> None:
    card = draft()
    before = document_of(draft_from(card))
    answer = site.post(at(card), typed(site, at(card)) | {"save": "1"})
    assert answer.status_code == 302, list(answer.context["editor"].errors())
    assert document_of(draft_from(Scorecard.objects.get())) == before
    assert AuditEvent.objects.filter(action="save-scorecard").count() == 1  # its load


def test_what_is_typed_is_saved_with_old_and_new_rules_in_the_log(site: Client) -> None:
    card = draft()
    changes = {
        "card-least_judged": "60%",
        "criteria-1-threshold": "0,8",
        "criteria-1-maximum": "5.5",
        "criteria-2-inputs": ["Staff with computers", ""],
        "criteria-2-rule": "steps",
        "criteria-2-steps": "50%: 2,5; 80%: 10",
        "criteria-3-group": "1",
        "criteria-3-code": "1.3",
        "criteria-3-name": "Mới",
        "criteria-3-maximum": "0,5",
        "criteria-3-inputs": ["criterion:1.2"],
        "criteria-3-ORDER": "1",
        "grades-0-name": "I",
        "grades-0-least": "10",
    }
    answer = site.post(at(card), typed(site, at(card)) | changes | {"save": "1"})
    assert answer.status_code == 302, list(answer.context["editor"].errors())
    saved = Scorecard.objects.get()
    (group, other) = document_of(draft_from(saved))["groups"]
    assert saved.pk == card.pk
    assert [one["code"] for one in group["criteria"]] == ["1.1", "1.3", "1.2"]
    assert (group["criteria"][2]["threshold"], group["criteria"][2]["maximum"]) == ("0.8", "5.5")
    assert other["criteria"][0]["inputs"] == ["indicator:pc_share"]
    assert other["criteria"][0]["steps"] == [["0.5", "2.5"], ["0.8", "10"]]
    event = AuditEvent.objects.filter(action="save-scorecard").latest("pk")
    assert event.actor == "of 64 in en"
    assert [rules_in(side)["1.2"]["threshold"] for side in (event.old, event.new)] == ["0.5", "0.8"]
    page = site.get("/audit/", {"kind": "indicators.scorecard"}).content.decode()
    assert "saved the draft of a scorecard" in page


def test_two_who_edit_one_draft_are_told(site: Client) -> None:
    card = draft()
    first, second = (typed(site, at(card)) | {"save": "1"} for _who in range(2))
    site.post(at(card), first | {"criteria-1-threshold": "40%"})
    answer = site.post(at(card), second | {"criteria-1-threshold": "30%"})
    assert answer.status_code == 422
    assert "Somebody else has changed the draft" in messages(site, answer)
    assert ScoreCriterion.objects.get(code="1.2").threshold == Decimal("0.4")
    # What was typed is still there, and is saved by who has been told.
    assert answer.context["editor"].criteria.forms[1]["threshold"].value() == "30%"
    again = second | {"criteria-1-threshold": "30%", "seen": answer.context["seen"]}
    assert site.post(at(card), again).status_code == 302
    assert ScoreCriterion.objects.get(code="1.2").threshold == Decimal("0.3")


def test_a_new_one_is_made_in_the_form_and_rows_are_removed(site: Client) -> None:
    given = typed(site, f"{ROOM}add/") | {
        "card-code": "web",
        "card-name": "Trang thông tin",
        "card-levels": ["commune"],
        "card-periods": ["month"],
        "card-maximum": "10",
        "groups-0-code": "1",
        "groups-0-name": "Web",
        "groups-0-maximum": "10",
        "criteria-0-group": "1",
        "criteria-0-code": "1.1",
        "criteria-0-name": "Web",
        "criteria-0-maximum": "10",
        "criteria-0-inputs": ["Content of the web page, points"],
        "criteria-0-rule": "points",
        "save": "1",
    }
    assert site.post(f"{ROOM}add/", given).status_code == 302
    card = Scorecard.objects.get()
    assert ScoreCriterion.objects.get().inputs == ["entered:web_content"]
    removed = typed(site, at(card)) | {"criteria-0-DELETE": "on", "save": "1"}
    assert site.post(at(card), removed).status_code == 302
    assert not ScoreCriterion.objects.exists()


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_refused_with_the_sentence_of_the_command(
    name: str, site: Client, tmp_path: Path
) -> None:
    """Typed into the form, checked while typing, and brought as a file."""
    change, sentence = CONTRADICTIONS[name]
    card = draft()
    document = deepcopy(cards.SMALL)["scorecards"][0]
    change(document)
    given = typed(site, at(card)) | as_typed(document)
    checked = site.post(f"{ROOM}check/", given)
    assert sentence in checked.context["check"].problems
    answer = site.post(at(card), given | {"save": "1"})
    assert answer.status_code == 422
    assert sentence in messages(site, answer)
    assert AuditEvent.objects.filter(action="save-scorecard").count() == 1
    text = json.dumps(cards.SMALL | {"scorecards": [document]})
    file = SimpleUploadedFile("card.json", text.encode())
    brought = site.post(f"{ROOM}load/", {"file": file})
    assert brought.status_code == 422
    assert brought.context["form"].errors["file"] == [sentence]


def as_typed(document: dict[str, Any]) -> dict[str, Any]:
    """What somebody types to say the same as a changed small scorecard."""
    found = {f"card-{name}": document.get(name, "") for name in ("valid_from", "valid_to")}
    criteria = [one for group in document["groups"] for one in group["criteria"]]
    for place, one in enumerate(criteria):
        for name in ("code", "maximum", "inputs", "rule", "threshold", "gate"):
            found[f"criteria-{place}-{name}"] = one.get(name, "")
        found[f"criteria-{place}-rule"] = one.get("rule", "linear")
        steps = "; ".join(f"{least}: {points}" for least, points in one.get("steps", []))
        found[f"criteria-{place}-steps"] = steps
    for place, group in enumerate(document["groups"]):
        found[f"groups-{place}-gate"] = group.get("gate", "")
    for place, one in enumerate(document.get("grades", [])):
        found |= {f"grades-{place}-name": one["name"], f"grades-{place}-least": one["least"]}
    return found


def test_no_criterion_is_without_a_group(site: Client) -> None:
    """It would be in no copy, no file, and not in the log."""
    card = draft()
    given = typed(site, at(card)) | {"criteria-0-group": "9", "save": "1"}
    answer = site.post(at(card), given)
    assert answer.status_code == 422
    assert "Criterion 1.1 is in a group that is not there: 9." in messages(site, answer)


def test_the_check_tells_sums_and_what_is_to_be_done_and_saves_nothing(site: Client) -> None:
    card = draft()
    given = typed(site, at(card)) | {"criteria-0-maximum": "13", "criteria-1-inputs": ""}
    check = site.post(f"{ROOM}check/", given).context["check"]
    assert [(one.name, one.points, one.maximum, one.is_right) for one in check.sums] == [
        ("1. Results", "19", "20", False),
        ("2. Conditions", "10", "10", True),
        ("All groups", "30", "30", True),
    ]
    assert check.problems == [
        "The criteria of group “1” have 19 points, not 20.",
        "Criterion 1.2 has no input.",
    ]
    unread = site.post(f"{ROOM}check/", given | {"criteria-0-maximum": "viele"}).context["check"]
    assert "criterion 1.1, maximum: “viele” is no number." in unread.problems
    # Without scripts the button shows the same beside what was typed.
    page = site.post(at(card), given | {"check": "1"})
    assert page.status_code == 200
    assert page.context["check"].problems == check.problems
    assert ScoreCriterion.objects.get(code="1.1").maximum == 14
    assert site.get(f"{ROOM}check/").status_code == 405


def test_more_rows_are_given_without_losing_what_was_typed(site: Client) -> None:
    card = draft()
    given = typed(site, at(card)) | {"criteria-0-name": "Khác", "more": "criteria"}
    page = site.post(at(card), given)
    assert len(page.context["editor"].criteria.forms) == 3 + 1 + 3
    assert page.context["editor"].criteria.forms[0]["name"].value() == "Khác"


def test_a_test_run_tells_who_would_change_and_keeps_nothing(site: Client, tmp_path: Path) -> None:
    load_province(tmp_path)
    first = cards.put_in_force()
    bring_up_to_date()
    kept = list(Scoring.objects.values_list()), list(UnitScore.objects.order_by("pk").values_list())
    site.post(at(first, "copy"))
    card = Scorecard.objects.get(state="draft")
    same = site.get(at(card, "try"), {"period": "2018-06", "level": "commune"})
    assert same.context["rows"] == []
    assert "no unit would change" in same.content.decode()
    # Online dossiers count in full from 25% on: whoever had a quarter has twice the points.
    given = typed(site, at(card)) | {"criteria-1-threshold": "25%", "save": "1"}
    assert site.post(at(card), given).status_code == 302
    run_ = site.get(at(card, "try"), {"period": "2018-06", "level": "commune"})
    # By hand: of each, 6 points x its share / 50% became 6 x its share / 25%, at most 6.
    communes = [id_of(code) for code in ("101", "102", "103", "201", "202", "203")]
    now = kept_scores("small", parse_period("2018-06"), communes)
    grown = {
        unit_id
        for unit_id, one in now.items()
        if one.criteria[1].points is not None and 0 < one.criteria[1].points < 6
    }
    rows = run_.context["rows"]
    assert grown
    assert len([row for row in rows if row["points"][0] != row["points"][1]]) == len(grown)
    assert "beside “Small scorecard”" in run_.context["beside"]
    assert {row["missing"] for row in rows} == {"2.1"}
    assert "indicator: Staff with computers" in run_.context["lacking"][0]
    assert kept == (
        list(Scoring.objects.values_list()),
        list(UnitScore.objects.order_by("pk").values_list()),
    )


def test_put_in_force_it_ends_the_version_before_it_as_the_page_said(site: Client) -> None:
    first = cards.put_in_force()
    site.post(at(first, "copy"))
    card = Scorecard.objects.get(state="draft")
    page = site.get(at(card, "force"))
    assert any("overlap" in sentence for sentence in page.context["problems"])
    given = typed(site, at(card)) | {"card-valid_from": "2018-07-01", "save": "1"}
    assert site.post(at(card), given).status_code == 302
    page = site.get(at(card, "force"))
    assert page.context["problems"] == []
    (ends,) = page.context["ends"]
    assert ends == (
        "“Small scorecard” (always) ends on 1 Jul 2018: from that day on this one holds."
    )
    # Who has not seen what it says now is told.
    assert "Somebody else" in messages(site, site.post(at(card, "force"), {"seen": "other"}))
    answer = site.post(at(card, "force"), {"seen": page.context["seen"]})
    assert "in force" in messages(site, answer)
    card.refresh_from_db()
    first.refresh_from_db()
    assert (card.state, first.state, str(first.valid_to)) == ("in_force", "retired", "2018-07-01")
    assert [one.action for one in AuditEvent.objects.order_by("pk")][-2:] == [
        "retire-scorecard",
        "put-scorecard-in-force",
    ]


def test_what_is_in_force_is_looked_at_and_ended_and_never_edited(site: Client) -> None:
    card = cards.put_in_force()
    page = site.get(at(card)).content.decode()
    assert "indicator: Staff with computers" in page
    assert 'name="save"' not in page
    assert site.post(at(card), {"save": "1", "card-name": "Khác"}).status_code == 200
    assert "threw" not in messages(site, site.post(at(card, "discard")))
    assert site.get(at(card, "force")).status_code == 302
    assert site.post(at(card, "retire"), {"on": ""}).status_code == 422
    assert site.post(at(card, "retire"), {"on": "2019-01-01"}).status_code == 302
    card.refresh_from_db()
    assert (card.name, card.state, str(card.valid_to)) == ("Bộ điểm nhỏ", "retired", "2019-01-01")
    assert "It ends earlier" in messages(site, site.post(at(card, "retire"), {"on": "2020-01-01"}))


def test_overlapping_versions_are_refused_by_page_and_file(site: Client) -> None:
    cards.put_in_force()
    document = deepcopy(cards.SMALL)
    document["scorecards"][0] |= {"valid_from": "2018-07-01"}
    file = SimpleUploadedFile("card.json", json.dumps(document).encode())
    answer = site.post(f"{ROOM}load/", {"file": file, "in_force": "on"})
    assert answer.status_code == 422
    sentence = "It would overlap “Small scorecard”, which holds always: end that first."
    assert answer.context["form"].errors["file"] == [sentence]
    # Nor is a copy put in force that has no day on which the version before it could end.
    site.post(at(Scorecard.objects.get(), "copy"))
    card = Scorecard.objects.get(state="draft")
    page = site.get(at(card, "force")).context
    assert page["problems"] == [sentence]
    assert sentence in messages(site, site.post(at(card, "force"), {"seen": page["seen"]}))
    card.refresh_from_db()
    assert card.state == "draft"


def test_a_draft_is_thrown_away(site: Client) -> None:
    card = draft()
    assert site.get(at(card, "discard")).status_code == 200
    assert "thrown away" in messages(site, site.post(at(card, "discard")))
    assert not Scorecard.objects.exists()
    event = AuditEvent.objects.latest("pk")
    assert event.action == "discard-scorecard"
    assert set(rules_in(event.old)) == {"1.1", "1.2", "2.1"}


def test_what_is_downloaded_loads_again(site: Client, tmp_path: Path) -> None:
    card = cards.put_in_force()
    answer = site.get(at(card, "download"))
    assert answer["Content-Disposition"] == 'attachment; filename="small.json"'
    document = answer.json()
    assert {one["code"] for one in document["measures"]} == {"staff", "staff_pc"}
    assert {one["code"] for one in document["indicators"]} == {
        "on_time_all",
        "online_share",
        "pc_share",
    }
    file = write_text(tmp_path / "card.json", answer.content.decode())
    outcome = run("load_scorecards", file, "--json")
    assert outcome.document["unchanged"] == ["Small scorecard"]


def test_only_who_administers_everything_may(site: Client) -> None:
    card = draft()
    part = looking_from("622")
    for page in ("change", "try", "force", "discard", "download"):
        assert part.get(at(card, page)).status_code == 403
        assert Client().get(at(card, page)).status_code == 302
    for page in ("change", "force", "discard", "copy", "retire"):
        assert part.post(at(card, page)).status_code == 403
    assert part.post(f"{ROOM}check/").status_code == 403
    assert part.post(f"{ROOM}load/").status_code == 403
    assert Scorecard.objects.get().state == "draft"
    assert site.get(f"{ROOM}999999/try/").status_code == 404
    assert site.get(f"{ROOM}x/change/").status_code == 404
