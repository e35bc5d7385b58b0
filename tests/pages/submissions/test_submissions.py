"""The pages of submissions: who sees and does what, and conflicts that are told."""

from datetime import date
from typing import Any

import lxml.html
import pytest
from django.test import Client

from indicators.models import (
    EnteredMeasure,
    EnteredValue,
    Evidence,
    Scorecard,
    ScoreCriterion,
    Submission,
    SubmissionState,
)
from indicators.pages.submitting import page as submission_page
from indicators.scoring.actions import copy, put_in_force, retire
from indicators.submitting import actions
from tests.indicators.submitting.cards import saved, submitted
from tests.pages.small_province import id_of
from tests.pages.submissions import FORM, INPUTS, LIST, PDF, give
from tests.pages.uploading import a_browser, a_user, goes_to
from units.accounts.actions import grant
from units.models import Role, User


def typed(seen: int = 0, then: str = "save", **values: str) -> dict[str, Any]:
    return {"seen": str(seen), "then": then} | {f"value-{k}": v for k, v in values.items()}


def test_from_the_form_to_a_value_that_counts(fills_in: Client, verifies: Client):
    page = fills_in.get(FORM)
    assert page.status_code == 200
    (group,) = page.context["page"].groups
    assert [(one.code, len(one.rows), one.outcome) for one in group.criteria] == [
        ("1.1", 2, "not told yet"),
        ("1.2", 1, "not told yet"),
    ]
    answer = fills_in.post(FORM, typed(then="submit", staff="1.200", staff_pc="600", web="4,5"))
    row = Submission.objects.get()
    assert (goes_to(answer), row.state) == (f"/submissions/{row.pk}/", SubmissionState.SUBMITTED)
    # It is not changed now; the page says so, and offers to withdraw it.
    assert goes_to(fills_in.get(FORM)) == goes_to(answer)
    assert fills_in.get(goes_to(answer)).context["page"].may_withdraw
    page = verifies.get(goes_to(answer)).context["page"]
    assert page.waits_for_verifier
    assert not page.is_own_work
    assert [(one.outcome_before, one.outcome) for one in page.parts] == [
        ("not told yet", "50.0% = 7.5 points"),
        ("not told yet", "4.5 points"),
    ]
    verifies.post(f"/submissions/{row.pk}/verify/", {"version": row.version})
    assert EnteredValue.objects.count() == 3
    rows = verifies.get("/entered/").context["rows"]
    assert {(one["by"], one["verified_by"]) for one in rows} == {("Hoa", "Lan")}
    # A correction is prefilled with what holds.
    form = fills_in.get(FORM).context["form"]
    assert [form[f"value-{code}"].value() for code in ("staff", "staff_pc", "web")] == [
        "1,200",
        "600",
        "4.50",
    ]
    fills_in.post(FORM, typed(form["seen"].value(), staff="1,300", staff_pc="600", web=""))
    newest = Submission.objects.latest("pk")
    lines = verifies.get(f"/submissions/{newest.pk}/").context["page"].parts[0].lines
    assert [(one.before, one.now, one.change) for one in lines] == [
        ("600", "600", ""),
        ("1,200", "1,300", "changed"),
    ]


def test_fields_are_told_apart_and_what_is_written_of_a_measure_is_no_markup(fills_in: Client):
    EnteredMeasure.objects.filter(code="staff").update(definition="At <b>least</b> 1 & more")
    text = fills_in.get(FORM).content.decode()
    assert "At &lt;b&gt;least&lt;/b&gt; 1 &amp; more" in text
    page = lxml.html.fromstring(text)
    fields = page.xpath("//form[contains(@class, 'inputs')]//input[@type='text']")
    labels = {one.get("for"): one.text_content().strip() for one in page.xpath("//label")}
    names = [one.get("aria-label") or labels[one.get("id")] for one in fields]
    assert len(names) >= 6
    assert len(set(names)) == len(names), names


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"staff": "viele"}, "staff", "“viele” is no number."),
        ({"staff": "10", "staff_pc": "11"}, "staff_pc", "above 100%"),
        ({"web": "5.01"}, "web", "at most 5"),
        ({"staff": "-1"}, "staff", "at least 0"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    fills_in: Client, values: dict[str, Any], field: str, sentence: str
):
    answer = fills_in.post(FORM, typed(**values))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[f"value-{field}"][0]
    assert not Submission.objects.exists()


def test_who_is_second_is_told_and_loses_nothing(fills_in: Client):
    other = a_browser(a_user("binh", Role.UPLOADER))
    fills_in.post(FORM, typed(staff="20", web="3"))
    answer = other.post(FORM, typed(staff="30", web="3"))
    assert answer.status_code == 409
    found = answer.context["conflict"]
    assert "Hoa" in found.sentence
    assert [(one.measure, one.yours, one.theirs) for one in found.differences] == [
        ("Staff", "30", "20")
    ]
    form = answer.context["form"]
    assert form["value-staff"].value() == "30"
    other.post(FORM, typed(form["seen"].value(), staff="30", web="3"))
    (value,) = Submission.objects.get().values.filter(measure__code="staff")
    assert value.value == 30


def test_a_second_click_is_no_conflict(fills_in: Client):
    for _click in range(2):
        answer = fills_in.post(FORM, typed(then="submit", staff="20", web="3"))
        assert answer.status_code == 302
    row = Submission.objects.get()
    assert [one.kind for one in row.steps.all()] == ["save", "submit"]
    # Something else is one, and cannot take the place of what is submitted.
    answer = fills_in.post(FORM, typed(row.version, staff="21", web="3"))
    assert (answer.status_code, answer.context["conflict"].takes_its_place) == (409, False)


def test_what_is_not_asked_any_more_is_not_verified_unseen(
    fills_in: Client, verifies: Client, hoa: User
):
    row = submitted(hoa)
    first = Scorecard.objects.get()
    later = copy(scorecard=first, by="test")
    later.criteria.filter(code="1.2").delete()
    Scorecard.objects.filter(pk=later.pk).update(valid_from="2018-07-01")
    ScoreCriterion.objects.filter(scorecard=later, code="1.1").update(maximum=20)
    later.refresh_from_db()
    put_in_force(scorecard=later, by="test", end_earlier=True)
    page = verifies.get(f"/submissions/{row.pk}/").context["page"]
    assert [(one.name, [line.now for line in one.lines]) for one in page.parts] == [
        ("Computers", ["17", "20"]),
        ("Not asked for any more", ["4.50"]),
    ]
    assert page.filled == {"told": "2", "asked": "2"}
    # Nor where no version holds any more.
    retire(scorecard=later, on=date(2018, 8, 1), by="test")
    page = verifies.get(f"/submissions/{row.pk}/").context["page"]
    (part,) = page.parts
    assert len(part.lines) == 3
    verifies.post(f"/submissions/{row.pk}/verify/", {"version": row.version})
    assert EnteredValue.objects.count() == 3


def test_what_is_not_told_is_named(fills_in: Client, hoa: User, monkeypatch):
    row = saved(hoa, staff="20")
    names = [EnteredMeasure.objects.get(code=code).name_en for code in ("staff_pc", "web")]
    page = fills_in.get(f"/submissions/{row.pk}/")
    assert page.context["page"].not_told == f"Not told: {'; '.join(names)}."
    assert page.context["page"].not_told in page.content.decode()
    monkeypatch.setattr(submission_page, "_NAMED", 1)
    page = fills_in.get(f"/submissions/{row.pk}/").context["page"]
    assert page.not_told == f"Not told: {names[0]} and 1 more."


def test_viewers_see_no_drafts(fills_in: Client, hoa: User):
    looks = a_browser(a_user("xem", Role.VIEWER))
    row = saved(hoa, staff="7777")
    give(fills_in, row, "1.pdf", PDF)
    evidence_url = f"/evidence/{Evidence.objects.get().pk}/"
    addresses = (f"/submissions/{row.pk}/", evidence_url)
    assert [status(looks, one) for one in addresses] == [403, 403]
    assert [status(fills_in, one) for one in addresses] == [200, 200]
    (line,) = (one for one in looks.get(LIST).context["page"].lines if "101" in one.unit)
    assert (line.state, line.url) == ("draft", "")
    assert "7777" not in looks.get(INPUTS).content.decode()
    assert "7777" in fills_in.get(INPUTS).content.decode()
    fills_in.post(f"/submissions/{row.pk}/submit/", {"version": row.version})
    assert [status(looks, one) for one in addresses] == [200, 200]


def status(browser: Client, address: str) -> int:
    answer = browser.get(address)
    answer.close()
    return answer.status_code


def test_sent_back_with_a_comment(fills_in: Client, verifies: Client, hoa: User):
    row = submitted(hoa)
    url = f"/submissions/{row.pk}/"
    assert verifies.post(f"{url}send-back/", {"version": row.version}).status_code == 422
    verifies.post(f"{url}send-back/", {"version": row.version, "comment": "thiếu WAN"})
    for address in (url, FORM):
        assert "thiếu WAN" in fills_in.get(address).content.decode()
    (line,) = (one for one in fills_in.get(LIST).context["page"].lines if "101" in one.unit)
    assert (line.state, line.action) == ("sent back", "Mend")


def test_each_may_do_his_own_part(fills_in: Client, verifies: Client, hoa: User):
    row = submitted(hoa)
    url = f"/submissions/{row.pk}/"
    for action in ("verify", "send-back"):
        assert fills_in.post(f"{url}{action}/").status_code == 403
    for action in ("submit", "withdraw", "discard", "evidence"):
        assert verifies.post(f"{url}{action}/").status_code == 403
    assert verifies.get(FORM).status_code == 403
    assert verifies.get("/submissions/import/?scorecard=ready&period=2018").status_code == 403
    stranger = a_user("xa")
    grant(user=stranger, role=Role.ADMINISTRATOR, unit_id=id_of("203"), by="test")
    outside = a_browser(stranger)
    for address in (url, FORM, LIST + "&under=101"):
        assert outside.get(address).status_code == 404
    assert [one.unit for one in outside.get(LIST).context["page"].lines] == [
        "Xã Ia Băng (203), Thị xã An Khê"
    ]


def test_a_verifier_goes_on_to_what_waits_for_him(fills_in: Client, hoa: User):
    boss = a_user("boss", Role.ADMINISTRATOR)
    first, own, third = submitted(hoa), submitted(boss, "102"), submitted(hoa, "103")
    pages = {
        (user, row.pk): a_browser(user).get(f"/submissions/{row.pk}/").context["page"].actions
        for user in (boss, hoa)
        for row in (first, own, third)
    }
    following = [pages[boss, row.pk][0]["url"] for row in (first, own, third)]
    assert following == [f"/submissions/{row.pk}/" for row in (third, first, first)]
    assert not any(pages[hoa, row.pk] for row in (first, own, third))


def test_many_are_looked_through_and_verified_together(fills_in: Client, hoa: User):
    boss = a_user("boss", Role.ADMINISTRATOR)
    verifies = a_browser(boss)
    first = saved(hoa, staff="20", staff_pc="17", web="4.5")
    give(fills_in, first, "1.pdf", PDF)
    first = actions.submit(submission=first, seen=first.version, by=hoa)
    second, third, own = submitted(hoa, "102"), submitted(hoa, "103"), submitted(boss, "201")
    page = verifies.get(LIST).context["page"]
    assert page.waiting_words == "Verify 3 submissions together"
    assert fills_in.get(LIST).context["page"].waiting_words == ""
    assert verifies.get(LIST + "&level=district").context["page"].waiting_words == ""
    answer = verifies.get(page.verify_url)
    rows = {row.url: row for row in answer.context["page"].rows}
    assert rows.keys() == {f"/submissions/{row.pk}/" for row in (first, second, third)}
    assert [row.unit for row in rows.values()] == sorted(row.unit for row in rows.values())
    row = rows[f"/submissions/{first.pk}/"]
    assert (row.told, row.files, row.by) == ("3 values, 3 of them new or changed", "1", "Hoa")
    assert [(line.code, line.now, line.change) for line in row.lines] == [
        ("staff", "20", "new"),
        ("staff_pc", "17", "new"),
        ("web", "4.50", "new"),
    ]
    # One is left out, and one was withdrawn meanwhile: it is told, and the others count.
    actions.withdraw(submission=second, seen=second.version, by=hoa)
    chosen = [row.chosen for url, row in rows.items() if url != f"/submissions/{third.pk}/"]
    answer = verifies.post(page.verify_url, {"chosen": chosen}, follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert said[0] == "1 submission is verified, and counts."
    assert said[1].endswith("look at it again.")
    assert answer.redirect_chain == [(page.verify_url, 302)]
    answer = verifies.post(page.verify_url, {"chosen": f"{third.pk}:{third.version}"})
    assert goes_to(answer) == LIST
    assert EnteredValue.objects.values("unit").distinct().count() == 2
    assert Submission.objects.get(pk=own.pk).state == SubmissionState.SUBMITTED
    assert b"Nothing waits for you" in verifies.get(page.verify_url).content


def test_nobody_verifies_together_what_is_not_his(fills_in: Client, verifies: Client, hoa: User):
    row = submitted(hoa)
    url = LIST.replace("/submissions/", "/submissions/verify/")
    chosen = {"chosen": f"{row.pk}:{row.version}"}
    assert fills_in.get(url).status_code == fills_in.post(url, chosen).status_code == 403
    elsewhere = a_user("xa")
    grant(user=elsewhere, role=Role.VERIFIER, unit_id=id_of("203"), by="test")
    outside = a_browser(elsewhere)
    assert outside.post(url, chosen).status_code == 404
    assert outside.get(url + "&under=101").status_code == 404
    for nothing in ({}, {"chosen": "x"}, {"chosen": "1:"}, {"chosen": f"{row.pk}:{'9' * 30}"}):
        answer = verifies.post(url, nothing, follow=True)
        assert [one.level_tag for one in answer.context["messages"]] in (["error"], [])
    assert Submission.objects.get().state == SubmissionState.SUBMITTED


def test_the_list_counts_and_names_what_is_missing(fills_in: Client, verifies: Client, hoa: User):
    row = submitted(hoa)
    verifies.post(f"/submissions/{row.pk}/verify/", {"version": row.version})
    saved(hoa, "102", staff="1")
    page = fills_in.get(LIST + "&level=commune").context["page"]
    assert page.verified_words == "1 of 6 units verified"
    assert page.missing_words.startswith("Missing: ")
    assert len(page.missing_words.split(", ")) == 4
    assert [(one["label"], one["count"]) for one in page.tabs] == [
        ("All", "6"),
        ("missing", "4"),
        ("draft", "1"),
        ("verified", "1"),
    ]
    assert len(fills_in.get(LIST + "&level=commune&state=missing").context["page"].lines) == 4


@pytest.mark.parametrize("query", ["period=gestern", "scorecard=none&period=2018", "level=x"])
def test_an_address_that_is_not_understood(fills_in: Client, query: str):
    assert fills_in.get(f"/submissions/?{query}").status_code == 400


def test_direct_entry_leads_to_the_form(fills_in: Client, verifies: Client):
    value = {"measure": "staff", "unit": "101", "calendar": "month", "value": "20"}
    for period, meant in (("2018", "2018-12"), ("2018-06", "2018-06")):
        answer = fills_in.post("/entered/new/", value | {"period": period})
        assert answer.status_code == 422
        assert "submit it by the form" in answer.context["form"].errors["measure"][0]
        url = answer.context["form"].submit_url
        assert url == f"/submissions/form/?scorecard=ready&unit=101&period={meant}"
        assert fills_in.get(url).status_code == 200
    assert verifies.post("/entered/new/", value | {"period": "2018"}).status_code == 302
    other = value | {"measure": "documents", "period": "2018"}
    assert fills_in.post("/entered/new/", other).status_code == 302


def test_pages_take_the_same_queries_for_any_number_of_units(
    fills_in: Client, hoa: User, django_assert_max_num_queries
):
    saved(hoa, "101", staff="1")
    fills_in.get(LIST)
    for code in ("102", "103", "201"):
        saved(hoa, code, staff="1")
    with django_assert_max_num_queries(32):
        assert fills_in.get(LIST).status_code == 200
    with django_assert_max_num_queries(24):
        assert fills_in.get(INPUTS).status_code == 200


def test_what_waits_takes_the_same_queries_for_any_number_of_units(
    verifies: Client, hoa: User, django_assert_max_num_queries
):
    url = LIST.replace("/submissions/", "/submissions/verify/")
    submitted(hoa)
    verifies.get(url)

    def asked() -> int:
        with django_assert_max_num_queries(40) as queries:
            verifies.get(url)
        return len(queries)

    of_one = asked()
    for code in ("102", "103", "201"):
        submitted(hoa, code)
    assert asked() == of_one
