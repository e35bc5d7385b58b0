"""Answering, confirming and cancelling an upload that is checked before it is loaded."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from dossiers import actions, jobs, leftovers, loading, preview_actions
from dossiers.answers import Answers, answered
from dossiers.models import (
    Dossier,
    Job,
    JobKind,
    JobState,
    Problem,
    Source,
    Upload,
    UploadState,
)
from dossiers.preview import COUNTS, Preview
from dossiers.previewing import counts_of
from dossiers.source_settings import SettingsError, SourceSettings
from tests.dossiers.processes import files, lock, staging_tables, until, waits
from tests.dossiers.queueing import (
    at_the_same_moment,
    claim,
    confirmed,
    done,
    fall_silent,
    hand_in,
    previewed,
)
from tests.support import dossier, import_file, run, write_csv
from units.models import AuditEvent

pytestmark = pytest.mark.usefixtures("gia_lai")

YEN_DO = "Phường Yên Đỗ"


def code(number: int) -> str:
    return f"H21.17-180301-{number:04}"


def march(*numbers: int, unit: str = YEN_DO, due: str = "20/03/2018", finished: str = ""):
    return [dossier(code(n), unit, f"{n:02}/03/2018", due, finished) for n in numbers]


@pytest.fixture
def write(tmp_path: Path):
    def to_file(rows: list[dict[str, str]], name: str = "export.csv") -> Path:
        return write_csv(tmp_path / name, rows)

    return to_file


def preview_of(upload: Upload) -> Preview:
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED, upload.refusal
    return Preview.from_dict(upload.preview)


def answer(upload: Upload, answers: Answers, exported_at: datetime | None = None) -> Upload:
    """The upload after the check that follows its answers."""
    settings = answered(SourceSettings.from_dict(upload.settings), answers)
    job = preview_actions.answer(
        upload=upload, settings=settings, exported_at=exported_at, by="test", send_message=False
    )
    return done(job)


def cancel(upload: Upload) -> None:
    preview_actions.cancel(upload=upload, by="test")
    upload.refresh_from_db()


def events(action: str) -> list[tuple[Any, Any]]:
    """Old and new of the audit events of an action."""
    return list(AuditEvent.objects.filter(action=action).values_list("old", "new").order_by("pk"))


# Answers.


def test_a_month_is_answered_once_and_the_next_needs_no_answers(write):
    def month(number: int) -> list[dict[str, str]]:
        first, second = (code(100 * number + n) for n in (1, 2))
        row = {"Mã": first, "Nơi làm": "Một cửa Yên Đỗ", "Ngày vào": f"05/{number:02}/2018"}
        row |= {
            "Trạng thái": "Xong rồi",
            "Hình thức nộp": "Zalo",
            "Ngày trả": f"09/{number:02}/2018",
        }
        return [row, row | {"Mã": second, "Nơi làm": "Xã Lạ", "Hình thức nộp": ""}]

    columns = {"code": "Mã", "unit": "Nơi làm", "received_at": "Ngày vào", "finished_at": ""}
    upload = previewed(write(month(3)))
    assert preview_of(upload).missing_fields == ("code", "unit", "received_at")

    upload = answer(upload, Answers(columns=columns))
    assert [q.text for q in preview_of(upload).questions if q.field == "unit"] == [
        "Một cửa Yên Đỗ",
        "Xã Lạ",
    ]
    given = Answers(
        statuses={"Xong rồi": "resolved"},
        channels={"Zalo": "online"},
        units={"Một cửa Yên Đỗ": "101"},
    )
    upload = answer(upload, given)
    assert [q.text for q in preview_of(upload).questions] == ["Xã Lạ"]
    upload = confirmed(upload)
    assert (upload.state, upload.new, upload.rejected) == (UploadState.LOADED, 1, 1)

    april = previewed(write(month(4), "april.csv"))

    preview = preview_of(april)
    assert (preview.blocking, [q.text for q in preview.questions]) == ("", ["Xã Lạ"])
    assert confirmed(april).new == 1
    assert Dossier.objects.filter(unit__versions__code="101").count() == 2
    assert Source.objects.get().settings["columns"]["finished_at"] == []


def test_answers_are_added_to_what_the_settings_say():
    settings = SourceSettings(
        columns={"unit": ("Nơi làm", "Phòng")},
        status_words={"Xong": "resolved", "Chờ": "waiting"},
        units={"A": "101"},
    )
    new = answered(
        settings,
        Answers(
            columns={"unit": "phòng", "due_at": "Hạn"},
            statuses={"XONG": "stopped"},
            units={"B": "202"},
            day_first=False,
        ),
    )
    assert new.columns == {"unit": ("phòng", "Nơi làm"), "due_at": ("Hạn",)}
    assert new.status_words == {"Chờ": "waiting", "XONG": "stopped"}
    assert new.units == {"A": "101", "B": "202"}
    assert not new.day_first
    assert answered(settings, Answers()) == settings


@pytest.mark.parametrize("columns", [{"unit": ""}, {"procedure": "Họ tên"}])
def test_answers_that_cannot_be(columns):
    with pytest.raises(SettingsError):
        answered(SourceSettings(), Answers(columns=columns))


def test_the_export_time_and_the_order_of_days_are_corrected(write):
    upload = previewed(write(march(3, due="")))
    at = datetime(2018, 4, 1, 5, tzinfo=UTC)
    upload = answer(upload, Answers(day_first=False), exported_at=at)
    preview = preview_of(upload)
    assert not preview.day_first
    assert [month.month for month in preview.months] == ["2018-03"]  # 03/03
    assert (upload.exported_at_given, upload.exported_at) == (at, at)
    ((old, new),) = events("answer")
    assert (old["exported_at"], new["exported_at"]) == (None, at.isoformat())
    assert (old["day_first"], new["day_first"]) == (True, False)


def test_what_a_check_found_before_the_answers_is_gone(write):
    upload = previewed(write([*march(1), *march(2, unit="Một cửa Yên Đỗ")]))
    assert upload.problems.count() == 1
    upload = answer(upload, Answers(units={"Một cửa Yên Đỗ": "101"}))
    assert (upload.problems.count(), upload.rejected, upload.new) == (0, 0, 2)
    upload = answer(upload, Answers(columns={"code": "Đơn vị xử lý"}))
    assert preview_of(upload).missing_fields == ("unit",)
    assert (counts_of(upload), upload.exported_at) == (dict.fromkeys(COUNTS, 0), None)


def test_answers_of_a_preview_change_the_source_only_when_it_is_loaded(write):
    upload = previewed(write(march(1)))
    upload = answer(upload, Answers(units={"X": "101"}))
    assert Source.objects.get().settings["units"] == {}
    confirmed(upload)
    assert Source.objects.get().settings["units"] == {"X": "101"}


def test_a_second_click_on_check_again_gives_the_check_under_way(write):
    upload = previewed(write(march(1)))

    def check() -> Job:
        settings = SourceSettings.from_dict(upload.settings)
        return preview_actions.answer(
            upload=upload, settings=settings, exported_at=None, by="test", send_message=False
        )

    first, second = at_the_same_moment(check, check)
    assert first == second == check()
    loading.run(claim(first))
    assert len(events("answer")) == 1


# Confirming.


def test_the_load_does_what_the_preview_said(write):
    import_file(write(march(1, 2, 3)))
    rows = [*march(1, 4), *march(2, finished="05/03/2018"), *march(5, 5), *march(5, due="")]
    upload = previewed(write([*rows, *march(6, unit="Xã Lạ")], "next.csv"))
    said = preview_of(upload).counts

    loaded = confirmed(upload)

    assert loaded.state == UploadState.LOADED
    assert {name: getattr(loaded, name) for name in said} == said
    assert said == {
        "rows": 7,
        "new": 2,
        "changed": 1,
        "unchanged": 1,
        "rejected": 3,
        "warnings": 0,
    }
    assert loaded.confirmed_at is not None
    assert events("confirm") == [(None, {**said, "reason": ""})]


@pytest.mark.parametrize("meanwhile", ["load", "undo", "recount", "units"])
def test_what_changed_meanwhile_is_previewed_anew_and_asked_again(write, meanwhile, tmp_path):
    earlier = import_file(write(march(1)))["upload"]
    upload = previewed(write(march(1, 2), "next.csv"))
    assert preview_of(upload).counts["new"] == 1
    if meanwhile == "load":
        import_file(write(march(2, 3), "other.csv"))
    elif meanwhile == "undo":
        run("undo_upload", earlier)
    elif meanwhile == "recount":
        run("recount", "--all")
    else:
        units = tmp_path / "more.csv"
        units.write_text(
            "code,name,level,parent_code,valid_from,valid_to\n204,Xã Mới,commune,623,2004-01-01,\n"
        )
        assert run("load_units", units).status == 0
    known = Dossier.objects.count()

    again = confirmed(upload)

    preview = preview_of(again)
    assert preview.again
    assert Dossier.objects.count() == known
    assert again.confirmed_at is None
    expected = {"load": 0, "undo": 2, "recount": 1, "units": 1}[meanwhile]
    assert preview.counts["new"] == expected
    assert {column.field for column in preview.columns if column.samples} >= {"code", "unit"}
    assert (files().count(".original"), staging_tables()) == (1, [])

    loaded = confirmed(again)
    assert (loaded.state, loaded.new) == (UploadState.LOADED, expected)


def test_a_code_that_another_source_learnt_meanwhile_is_asked_about(write):
    upload = previewed(write(march(1, 2)))
    import_file(write(march(2), "other.csv"), source="other")

    again = confirmed(upload)

    assert preview_of(again).needs_reason
    with pytest.raises(actions.ActionError, match="another source"):
        preview_actions.confirm(upload=again, by="test")
    loaded = confirmed(again, reason="taken over from the old system")
    assert (loaded.state, loaded.reason) == (UploadState.LOADED, "taken over from the old system")
    assert events("confirm")[-1][1]["reason"] == loaded.reason


def test_the_export_time_that_was_shown_is_the_one_that_is_loaded(write):
    """A date that was in the future, and so cut to the moment of the check, may be past by now."""
    soon = timezone.localtime() + timedelta(seconds=1.5)
    rows = [dossier(code(1), YEN_DO, f"{soon:%d/%m/%Y %H:%M:%S}")]
    upload = previewed(write(rows))
    shown = upload.exported_at
    threading.Event().wait(2)
    assert confirmed(upload).exported_at == shown


@pytest.mark.parametrize("blocked", ["columns", "rows"])
def test_what_cannot_be_loaded_cannot_be_confirmed(write, blocked):
    rows = march(1, unit="Xã Lạ")
    if blocked == "columns":
        rows = [{"Mã hồ sơ": "1", "Ngày tiếp nhận": "01/03/2018"}]
    upload = previewed(write(rows))
    sentence = {"columns": "no column for: unit", "rows": "all 1 have errors"}[blocked]
    with pytest.raises(actions.ActionError, match=sentence):
        preview_actions.confirm(upload=upload, by="test")
    assert preview_of(upload).blocking == blocked


def test_a_second_click_on_load_gives_the_load_under_way(write):
    upload = previewed(write(march(1)))

    def confirm() -> Job | None:
        return preview_actions.confirm(upload=upload, by="test", send_message=False)

    first, second = at_the_same_moment(confirm, confirm)
    assert first is not None
    assert first == second == confirm()
    loading.run(claim(first))
    assert confirm() is None
    assert len(events("confirm")) == 1


def test_two_previews_of_one_source_are_loaded_one_after_the_other(write):
    one = previewed(write(march(1, 2)))
    other = previewed(write(march(2, 3), "other.csv"))
    assert confirmed(one).state == UploadState.LOADED
    again = confirmed(other)
    assert (preview_of(again).again, again.new) == (True, 1)
    assert confirmed(again).new == 1


def test_the_time_zone_of_a_source_is_that_of_what_is_confirmed(write):
    tokyo = previewed(write(march(1)), settings=SourceSettings(timezone="Asia/Tokyo"))
    here = previewed(write(march(2), "b.csv"), settings=SourceSettings())
    assert Source.objects.get().timezone == "Asia/Ho_Chi_Minh"
    confirmed(tokyo)
    assert Source.objects.get().timezone == "Asia/Tokyo"
    with pytest.raises(actions.ActionError, match="time zone"):
        preview_actions.confirm(upload=here, by="test")


# Handing in again.


def test_the_same_file_leads_to_the_preview_that_waits(write):
    upload = previewed(write([*march(1), *march(2, unit="X")]))
    upload = answer(upload, Answers(units={"X": "101"}))
    again = hand_in_again(write([*march(1), *march(2, unit="X")]))
    assert (again.upload, again.job) == (upload, None)
    assert files() == [".original"]
    confirmed(upload)
    known = hand_in_again(write([*march(1), *march(2, unit="X")]))
    assert (known.upload, known.job) == (upload, None)


def test_a_file_whose_cancel_is_not_settled_yet_comes_anew(write):
    dying = claim(hand_in(write(march(1)), kind=JobKind.PREVIEW)).upload
    assert dying is not None
    jobs.cancel(dying, reason="not wanted")
    assert hand_in(write(march(1)), kind=JobKind.PREVIEW).upload != dying


def test_handed_in_twice_at_the_same_moment_there_is_one_preview(write):
    path = write(march(1))
    first, second = at_the_same_moment(*[lambda: hand_in(path, kind=JobKind.PREVIEW)] * 2)
    assert first == second
    assert Upload.objects.count() == 1


def test_a_load_at_once_does_not_wait_for_a_confirmation(write):
    upload = previewed(write(march(1)))
    assert import_file(write(march(1)))["new"] == 1
    again = confirmed(upload)
    assert (preview_of(again).again, again.unchanged) == (True, 1)


def hand_in_again(path: Path) -> actions.HandedIn:
    with path.open("rb") as file:
        return actions.hand_in(
            file=file,
            file_name=path.name,
            slug="igate",
            settings=None,
            exported_at=None,
            by="test",
            kind=JobKind.PREVIEW,
        )


# Cancelling.


def assert_no_trace(upload: Upload) -> None:
    upload.refresh_from_db()
    assert (upload.state, upload.preview) == (UploadState.CANCELLED, None)
    assert upload.refusal == "Cancelled by test."
    assert counts_of(upload) == dict.fromkeys(COUNTS, 0)
    assert not Dossier.objects.exists()
    assert not Problem.objects.exists()
    assert (files(), staging_tables()) == ([], [])
    assert len(events("cancel")) == 1


def test_a_preview_that_is_not_wanted_goes_with_its_file(write):
    upload = previewed(write([*march(1), *march(2, unit="Xã Lạ")]))
    for _click in range(2):
        cancel(upload)
    assert_no_trace(upload)
    with pytest.raises(actions.ActionError):
        preview_actions.confirm(upload=upload, by="test")


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_what_waits_for_a_worker_is_cancelled_and_never_begun(write, kind):
    job = hand_in(write(march(1)), kind=kind)
    upload = Upload.objects.get()
    for _click in range(2):
        cancel(upload)
    assert jobs.claim(job.pk) is None
    assert_no_trace(upload)


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_who_reads_a_file_that_is_cancelled_stops_without_a_trace(write, kind):
    job = hand_in(write([*march(1), *march(2, unit="Xã Lạ")]), kind=kind)

    def cancel_meanwhile(_done: int, _total: int) -> None:
        preview_actions.cancel(upload=Upload.objects.get(), by="test")

    with pytest.raises(jobs.ClaimLost):
        loading.run(claim(job), progress=cancel_meanwhile)
    assert_no_trace(Upload.objects.get())


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_a_merge_that_is_cancelled_is_taken_back_and_nobody_waits_for_it(write, kind):
    job = hand_in(write(march(1)), kind=kind)

    def work() -> str:
        try:
            loading.run(claim(job))
        except jobs.ClaimLost:
            return "stopped"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            working = pool.submit(work)
            until(lambda: waits("INSERT INTO dossiers_saying"))
            preview_actions.cancel(upload=Upload.objects.get(), by="test")
            preview_actions.cancel(upload=Upload.objects.get(), by="test")
        assert working.result() == "stopped"
    assert_no_trace(Upload.objects.get())


def test_a_confirmed_load_is_cancelled_too(write):
    upload = previewed(write(march(1)))
    job = preview_actions.confirm(upload=upload, by="test", send_message=False)
    cancel(upload)
    assert job is not None
    assert jobs.claim(job.pk) is None
    assert_no_trace(upload)


def test_what_is_loaded_or_being_taken_back_is_not_cancelled(write):
    upload = confirmed(previewed(write(march(1))))
    undo = actions.undo_upload(upload=upload, by="test", send_message=False)
    with pytest.raises(actions.ActionError, match="cannot be cancelled any more"):
        cancel(upload)
    undo.refresh_from_db()
    assert undo.state == JobState.QUEUED
    assert not events("cancel")


def test_a_file_that_was_cancelled_can_be_handed_in_again(write):
    upload = previewed(write(march(1)))
    cancel(upload)
    again = previewed(write(march(1)))
    assert again.pk != upload.pk
    assert confirmed(again).new == 1


def test_a_preview_waits_for_a_day(write):
    upload = previewed(write(march(1)))
    for hours, state in ((23, UploadState.PREVIEWED), (25, UploadState.CANCELLED)):
        uploaded_at = timezone.now() - timedelta(hours=hours)
        Upload.objects.update(uploaded_at=uploaded_at)
        leftovers.remove()
        upload.refresh_from_db()
        assert upload.state == state
    assert upload.refusal == "Not confirmed within a day."
    assert files() == []


def test_what_is_confirmed_at_the_last_moment_is_loaded(write, monkeypatch):
    """Also where a sweep had just found that it waits for too long."""
    upload = previewed(write(march(1)))
    yesterday = timezone.now() - timedelta(hours=25)
    Upload.objects.update(uploaded_at=yesterday)
    os.utime(upload.file.path, times=(yesterday.timestamp(),) * 2)
    locked = preview_actions._locked

    def meanwhile(found: Upload) -> Upload:
        monkeypatch.undo()
        at_the_same_moment(
            lambda: preview_actions.confirm(upload=found, by="test", send_message=False)
        )
        return locked(found)

    monkeypatch.setattr(preview_actions, "_locked", meanwhile)
    leftovers.remove()

    assert done(Job.objects.get(kind=JobKind.LOAD)).state == UploadState.LOADED


def test_the_copy_of_a_load_that_was_killed_before_its_commit_goes_with_its_cancel(write):
    upload = hand_in(write(march(1))).upload
    assert upload is not None
    Path(upload.file.path).with_suffix(".parquet").touch()
    cancel(upload)
    leftovers.remove()
    assert files() == []


@pytest.mark.parametrize("has_ended", [True, False])
def test_a_dry_run_whose_process_is_gone_leaves_nothing(write, has_ended):
    check = hand_in(write(march(1)), kind=JobKind.CHECK)
    if has_ended:
        done(check)
        jobs.sweep()
        leftovers.remove()
        assert Upload.objects.exists(), "somebody reads what came of it"
    else:
        claim(check)
    fall_silent(check)
    assert jobs.sweep() == []
    leftovers.remove()
    assert not Source.objects.exists()
    assert files() == []


# What the preview says and what the load does are one, whatever happened before.

HISTORIES: dict[str, list[Any]] = {
    "new": [],
    "the same": [("2018-03-20", march(1, 2, 3))],
    "an older one": [("2018-03-31", march(1, 2, finished="19/03/2018"))],
    "overlapping": [("2018-03-10", march(1, 2)), ("2018-03-31", march(2, 4, due="25/03/2018"))],
    "one undone": [("2018-03-10", march(1, 2)), "undo", ("2018-03-12", march(3))],
}


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("exported_on", ["2018-03-11", "2018-04-30"])
def test_the_counts_of_a_preview_are_those_of_its_load(write, history, exported_on):
    for number, event in enumerate(HISTORIES[history]):
        if event == "undo":
            run("undo_upload", Upload.objects.latest("pk").pk)
        else:
            day, rows = event
            import_file(write(rows, f"{number}.csv"), "--exported-at", day)
    rows = [*march(1, 3, 5), *march(2, finished="09/03/2018"), *march(1), *march(3, due="")]
    at = datetime.fromisoformat(exported_on).replace(tzinfo=UTC)
    upload = previewed(write([*rows, *march(9, unit="Xã Lạ")]), exported_at=at)
    preview = preview_of(upload)

    loaded = confirmed(upload)

    assert loaded.state == UploadState.LOADED
    assert {name: getattr(loaded, name) for name in preview.counts} == preview.counts
    received = sum(after - before for before, after in (m.received for m in preview.months))
    assert received == loaded.new
