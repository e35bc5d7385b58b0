"""The page of an upload: progress, result, refusal, undo, rejected rows, and who may what."""

import csv
import re
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.utils import timezone

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Dossier, Job, Upload, UploadState
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.queueing import at_the_same_moment, claim, fall_silent
from tests.pages.uploading import a_browser, a_user, export, goes_to, handed_in, loaded
from tests.support import GIA_LAI, import_file, run, write_text
from units.models import AuditEvent, Role

pytestmark = pytest.mark.usefixtures("gia_lai")

ASKS_AGAIN = 'hx-trigger="every'  # what a page under way has, beside the frame's own requests


@pytest.fixture
def hoa():
    return a_user("hoa", Role.UPLOADER)


@pytest.fixture
def browser(hoa):
    return a_browser(hoa)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def url(upload: Upload | None, rest: str = "") -> str:
    assert upload is not None
    return f"/uploads/{upload.pk}/{rest}"


def test_while_a_file_is_loaded_the_page_asks_for_its_own_part_again(browser, tmp_path):
    job = claim(handed_in(export(tmp_path)))
    started = timezone.now() - timedelta(seconds=10)
    Job.objects.update(rows_done=12_000, rows_total=48_000, started_at=started)

    whole = text(browser.get(url(job.upload)))
    part = text(browser.get(url(job.upload), headers={"hx-request": "true"}))

    for page in (whole, part):
        assert f'hx-get="/uploads/{job.upload_id}/" hx-trigger="every 2s"' in page
        assert 'max="100" value="25"' in page
        assert "12,000 of about 48,000 rows" in page
        assert "rows per second" in page
        assert re.search(r"3\d seconds left", page)  # on a busy machine some more than 30
        assert re.search(r"last sign of life \d+ seconds? ago", page)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in whole
    assert "<html" in whole
    assert part.strip().startswith('<div class="stack" id="outcome"')
    assert "<html" not in part


def test_what_is_done_is_not_asked_for_again(browser, tmp_path):
    upload = loaded(export(tmp_path, bad=1))
    for headers in ({}, {"hx-request": "true"}):
        page = text(browser.get(url(upload), headers=headers))
        assert ASKS_AGAIN not in page
        assert "http-equiv" not in page
        assert "loaded" in page


def test_one_that_nobody_takes_up_waits_for_the_worker(browser, tmp_path):
    job = handed_in(export(tmp_path))
    at = timezone.localtime().replace(hour=0, minute=0)
    Job.objects.update(queued_at=at - timedelta(days=1))
    assert "Waiting for the worker since" in text(browser.get(url(job.upload)))
    fall_silent(claim(job))
    assert "Waiting for the worker since" in text(browser.get(url(job.upload)))


def test_one_behind_others_says_so(browser, tmp_path):
    claim(handed_in(export(tmp_path, name="a.csv")))
    handed_in(export(tmp_path, name="b.csv", first=10))
    job = handed_in(export(tmp_path, name="c.csv", first=20))
    assert "Waiting behind 2 others of this source." in text(browser.get(url(job.upload)))


def test_the_result_tells_what_was_loaded_and_understood(browser, hoa, tmp_path):
    title = "DANH SÁCH HỒ SƠ\n(Từ ngày 01/06/2018 đến ngày 30/06/2018)\n"
    file = export(tmp_path, bad=7)
    file.write_text(title + file.read_text())
    page = text(browser.get(url(loaded(file, by=hoa))))
    for told in (
        "uploaded by Hoa",
        "1 Jun 2018 to 30 Jun 2018",
        "30 Jun 2018 23:59",
        "found in the file",
        "code, unit, received date, due date",
        "No unit named &quot;Xã Lạ 0&quot; is known",
        "7 times, not loaded. The first rows:",
        "?period=2018-06",
    ):
        assert told in page
    tiles = re.findall(r'tile__label">(.*?)<.*?tile__value">(\d+)', page)
    assert dict(tiles) == {"New": "3", "Changed": "0", "Unchanged": "0", "Rejected": "7"}
    assert "10 rows in the file" in page
    assert page.count("Xã Lạ") == 5


def test_a_refusal_says_why_and_what_to_try(browser, tmp_path):
    (tmp_path / "bad.csv").write_text("Không có gì\n")
    upload = loaded(tmp_path / "bad.csv")
    page = text(browser.get(url(upload)))
    assert "Nothing of this file was loaded" in page
    assert upload.refusal[:30] in page
    assert "with its header row" in page
    assert f'href="/uploads/{upload.pk}/undo/"' not in page


def test_a_refusal_of_all_rows_lists_their_problems(browser, tmp_path):
    file = export(tmp_path, bad=1)
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], lines[-1]]))
    page = text(browser.get(url(loaded(file))))
    assert "What is wrong with the rows is listed below." in page
    assert "The first rows" not in page
    assert "1 time, not loaded" in page
    assert "rejected.csv" in page


def test_an_upload_is_taken_back_with_a_reason(broker, browser, hoa, tmp_path):  # noqa: F811
    upload = loaded(export(tmp_path))
    loaded(export(tmp_path, name="later.csv", first=3))
    undo = url(upload, "undo/")
    assert f'href="{undo}"' in text(browser.get(url(upload)))
    question = text(browser.get(undo))
    assert "2 dossiers that only this file named are forgotten." in question
    assert "1 dossier is again as the other uploads have it." in question

    without = browser.post(undo, {"reason": " "})
    assert (without.status_code, "Say why" in text(without)) == (422, True)
    assert goes_to(browser.post(undo, {"reason": "wrong month"})) == url(upload)
    under_way = text(browser.get(url(upload)))
    assert "Taking back" in under_way
    assert ASKS_AGAIN in under_way
    assert f'href="{undo}"' not in under_way

    running.run(claim(upload.jobs.get(kind="undo")))
    page = text(browser.get(url(upload)))
    assert "by Hoa: wrong month" in page
    assert ASKS_AGAIN not in page
    assert Dossier.objects.count() == 3
    event = AuditEvent.objects.get(action="undo")
    assert (event.user, event.new) == (hoa, {"reason": "wrong month"})


def test_a_second_click_takes_back_once(broker, hoa, tmp_path):  # noqa: F811
    upload = loaded(export(tmp_path))

    def click() -> str:
        return goes_to(a_browser(hoa).post(url(upload, "undo/"), {"reason": "wrong"}))

    assert at_the_same_moment(click, click) == [url(upload)] * 2
    assert click() == url(upload)
    assert upload.jobs.filter(kind="undo").count() == 1
    running.run(claim(upload.jobs.get(kind="undo")))
    assert click() == url(upload)
    assert goes_to(a_browser(hoa).get(url(upload, "undo/"))) == url(upload)
    assert upload.jobs.filter(kind="undo").count() == 1


def test_an_undo_that_failed_says_why_and_may_be_asked_for_again(browser, hoa, tmp_path):
    upload = loaded(export(tmp_path))
    actions.undo_upload(upload=upload, by=hoa, reason="wrong", send_message=False)
    Job.objects.filter(kind="undo").update(state="failed", reason="Given up after 3 attempts.")
    page = text(browser.get(url(upload)))
    assert "could not be taken back:" in page
    assert "Given up after 3 attempts." in page
    assert f'href="{url(upload, "undo/")}"' in page


def test_rejected_rows_are_downloaded_as_a_file(browser, tmp_path):
    upload = loaded(export(tmp_path, bad=2))
    answer = browser.get(url(upload, "rejected.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"igate-{upload.pk}-rejected.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    content = b"".join(answer.streaming_content)
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert [(row["Row"], row["Đơn vị xử lý"]) for row in rows] == [
        ("5", "Xã Lạ 0"),
        ("6", "Xã Lạ 1"),
    ]
    assert rows[0]["Problem"].startswith('No unit named "Xã Lạ 0" is known')


def test_of_a_load_that_goes_on_there_are_no_rejected_rows_yet(browser, tmp_path):
    job = claim(handed_in(export(tmp_path)))
    assert browser.get(url(job.upload, "rejected.csv")).status_code == 404


def test_rejected_rows_are_accepted_by_a_click_once_their_units_are_known(
    broker,  # noqa: F811
    browser,
    hoa,
    tmp_path,
):
    upload = loaded(export(tmp_path, bad=2))
    assert "/accept/" not in text(browser.get(url(upload)))
    more = "204,Xã Lạ 0,commune,623,2004-01-01,,\n"
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI + more))

    page = text(browser.get(url(upload)))
    assert "1 rejected row could be accepted now" in page
    assert "Accept 1 row</button>" in page
    for _click in range(2):
        assert goes_to(browser.post(url(upload, "accept/"))) == url(upload)
    job = upload.jobs.get(kind="accept")
    assert "Accepting rejected rows" in text(browser.get(url(upload)))
    assert "could be accepted now" not in text(browser.get(url(upload)))
    begun = claim(job)
    page = text(browser.get(url(upload)))
    assert "The rejected rows are being looked at once more." in page
    assert "accepting rows" in page

    running.run(begun)
    page = text(browser.get(url(upload)))
    assert re.search(r"1 row was accepted on .* by Hoa\.", page)
    assert "/accept/" not in page
    tiles = dict(re.findall(r'tile__label">(.*?)<.*?tile__value">(\d+)', page))
    assert (tiles["New"], tiles["Rejected"]) == ("4", "1")


def test_rejected_rows_of_a_long_file_are_looked_at_by_the_job_alone(
    browser, tmp_path, monkeypatch
):
    monkeypatch.setattr("dossiers.pages.acceptable.MOST_ROWS", 3)
    upload = loaded(export(tmp_path, bad=1))
    more = "204,Xã Lạ 0,commune,623,2004-01-01,,\n"
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI + more))
    monkeypatch.setattr("dossiers.pages.acceptable._count", None)
    page = text(browser.get(url(upload)))
    assert "Rejected rows may be accepted now" in page
    assert "Look at the rejected rows again</button>" in page


def test_a_reason_is_asked_for_where_another_source_may_know_the_codes(broker, browser, tmp_path):  # noqa: F811
    upload = loaded(export(tmp_path, bad=1))
    more = "204,Xã Lạ 0,commune,623,2004-01-01,,\n"
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI + more))
    import_file(export(tmp_path, bad=0), source="other")
    assert 'name="reason"' in text(browser.get(url(upload)))
    answer = browser.post(url(upload, "accept/"), {"reason": "x" * 501}, follow=True)
    assert "at most 500 characters" in text(answer)
    assert not upload.acceptances.exists()
    browser.post(url(upload, "accept/"), {"reason": "taken over"})
    assert upload.acceptances.get().reason == "taken over"


def questions(browser, upload):
    return [one.text for one, *_ in browser.get(url(upload, "unknown/")).context["form"].questions]


def tell(browser, upload, **answers):
    page = url(upload, "unknown/")
    form = browser.get(page).context["form"]
    return browser.post(page, {form.add_prefix(name): told for name, told in answers.items()})


def test_what_the_source_has_been_told_meanwhile_is_not_asked(browser, tmp_path):
    upload = loaded(export(tmp_path, bad=3))
    asked = browser.get(url(upload, "unknown/")).context["form"]
    assert questions(browser, upload) == ["Xã Lạ 0", "Xã Lạ 1", "Xã Lạ 2"]
    config = write_text(tmp_path / "source.toml", '[units]\n"Xã Lạ 0" = "202"\n')
    import_file(export(tmp_path, bad=0, name="later.csv"), "--config", config)
    assert questions(browser, upload) == ["Xã Lạ 1", "Xã Lạ 2"]
    late = browser.post(url(upload, "unknown/"), {asked.add_prefix("other-0"): "Tú An"})
    assert (late.status_code, upload.acceptances.exists()) == (422, False)


def test_the_most_frequent_texts_are_asked_first(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("dossiers.preview.telling.MOST", 2)
    file = export(tmp_path, bad=3)
    header, *rows = file.read_text().splitlines()
    again = rows[-1].replace("-", "-9", 1)
    file.write_text("\n".join([header, *rows, again]))
    assert questions(browser, loaded(file)) == ["Xã Lạ 2", "Xã Lạ 0"]


def test_unknown_units_of_a_loaded_file_are_told_in_the_browser(broker, browser, tmp_path):  # noqa: F811
    upload = loaded(export(tmp_path, bad=2))
    page = url(upload, "unknown/")
    assert f'href="{page}"' in text(browser.get(url(upload)))
    asked = text(browser.get(page))
    for told in ("Unit “Xã Lạ 0”", "Unit “Xã Lạ 1”", "Leave out: 1 row"):
        assert told in asked

    nothing = tell(browser, upload, **{"question-0": ""})
    assert (nothing.status_code, "at least one of them" in text(nothing)) == (422, True)
    assert goes_to(tell(browser, upload, **{"other-0": "Tú An"})) == url(upload)
    assert goes_to(browser.get(page)) == url(upload), "while the rows are looked at"
    running.run(claim(upload.jobs.get(kind="accept")))

    upload.refresh_from_db()
    assert (upload.new, upload.rejected) == (4, 1)
    assert len(upload.source.settings["units"]) == 1
    assert "Xã Lạ 0" not in text(browser.get(page)) or "Xã Lạ 1" not in text(browser.get(page))


def test_only_who_uploads_tells(browser, tmp_path):
    upload = loaded(export(tmp_path, bad=1), under="623")
    verifier = a_browser(a_user("thanh", Role.VERIFIER))
    assert "/unknown/" not in text(verifier.get(url(upload)))
    assert verifier.post(url(upload, "unknown/")).status_code == 403
    near = a_browser(a_user("lan", Role.UPLOADER, "623"))
    assert "No unit of this source" in text(tell(near, upload, **{"other-0": "101"}))


def test_what_could_not_be_accepted_says_why(broker, browser, tmp_path):  # noqa: F811
    upload = loaded(export(tmp_path, bad=1))
    browser.post(url(upload, "accept/"))
    Path(upload.file.path).unlink()
    with suppress(running.JobFailed):
        running.run(claim(upload.jobs.get(kind="accept")))
    page = text(browser.get(url(upload)))
    assert "The rejected rows could not be accepted:" in page
    assert "is not there any more: upload the file again." in page


def test_only_who_uploads_accepts(browser, tmp_path):
    upload = loaded(export(tmp_path, bad=1), under="623")
    verifier = a_browser(a_user("thanh", Role.VERIFIER))
    stranger = a_browser(a_user("khach", Role.UPLOADER, "622"))
    more = "204,Xã Lạ 0,commune,623,2004-01-01,,\n"
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI + more))
    page = text(verifier.get(url(upload)))
    assert "could be accepted now" not in page
    assert "/accept/" not in page
    assert verifier.post(url(upload, "accept/")).status_code == 403
    assert stranger.post(url(upload, "accept/")).status_code == 404
    assert browser.get(url(upload, "accept/")).status_code == 405
    assert not upload.jobs.filter(kind="accept").exists()


PARTS = ["", "undo/", "rejected.csv"]


@pytest.mark.parametrize("part", PARTS)
def test_an_upload_that_is_removed_or_foreign_is_not_there(browser, tmp_path, part):
    upload = loaded(export(tmp_path, bad=1), under="623")
    stranger = a_browser(a_user("khach", Role.UPLOADER, "622"))
    viewer = a_browser(a_user("binh", Role.VIEWER))
    for who in (stranger, viewer):
        assert who.get(url(upload, part)).status_code == 404
    assert stranger.post(url(upload, "undo/"), {"reason": "x"}).status_code == 404
    for number in (0, 999, 2**63):
        assert browser.get(f"/uploads/{number}/{part}").status_code == 404


def test_a_verifier_sees_and_does_not_take_back(tmp_path):
    upload = loaded(export(tmp_path, bad=1), under="623")
    verifier = a_browser(a_user("thanh", Role.VERIFIER))
    page = text(verifier.get(url(upload)))
    assert "Xã Lạ 0" in page
    assert "/undo/" not in page
    assert verifier.get(url(upload, "rejected.csv")).status_code == 200
    assert verifier.get(url(upload, "undo/")).status_code == 403
    assert verifier.post(url(upload, "undo/"), {"reason": "x"}).status_code == 403
    upload.refresh_from_db()
    assert upload.state == UploadState.LOADED
    assert verifier.get("/uploads/new/").status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_addresses_that_only_show_change_nothing(browser, tmp_path, part):
    upload = loaded(export(tmp_path))
    assert browser.delete(url(upload, part)).status_code == 405
    if part != "undo/":
        assert browser.post(url(upload, part)).status_code == 405


def test_the_page_takes_as_many_queries_however_many_problems_there_are(
    browser, tmp_path: Path, django_assert_num_queries
):
    for bad in (1, 40):
        upload = loaded(export(tmp_path, bad=bad), slug=f"s{bad}")
        browser.get(url(upload))
        with django_assert_num_queries(9):
            browser.get(url(upload))
