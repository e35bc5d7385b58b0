"""An upload that was checked is loaded as it was shown, or shown again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from dossiers import actions, jobs
from dossiers.loading import running
from dossiers.models import (
    Dossier,
    Job,
    JobKind,
    Source,
    Upload,
    UploadState,
)
from dossiers.preview import deciding
from dossiers.preview.answers import Answers
from dossiers.source_settings import SourceSettings
from tests.dossiers.answering import YEN_DO, answer, code, events, march, preview_of
from tests.dossiers.processes import files, lock, staging_tables, until, waits
from tests.dossiers.queueing import (
    at_the_same_moment,
    claim,
    confirmed,
    hand_in,
    previewed,
)
from tests.support import dossier, import_file, run

pytestmark = pytest.mark.usefixtures("gia_lai")


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
        deciding.confirm(upload=again, by="test")
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
        deciding.confirm(upload=upload, by="test")
    assert preview_of(upload).blocking == blocked


def test_a_second_click_on_load_gives_the_load_under_way(write):
    upload = previewed(write(march(1)))

    def confirm() -> Job | None:
        return deciding.confirm(upload=upload, by="test", send_message=False)

    first, second = at_the_same_moment(confirm, confirm)
    assert first is not None
    assert first == second == confirm()
    running.run(claim(first))
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
        deciding.confirm(upload=here, by="test")


def test_what_cannot_be_loaded_any_more_is_asked_again(write):
    """Another file forgot what the unit of all its rows is called."""
    confirmed(answer(previewed(write(march(1, unit="X"))), Answers(units={"X": "101"})))
    upload = previewed(write(march(2, unit="X"), "next.csv"))
    other = previewed(write([*march(3), *march(4, unit="X")], "other.csv"))
    confirmed(answer(other, Answers(units={"X": ""})))

    again = confirmed(upload)

    preview = preview_of(again)
    assert (preview.again, preview.blocking) == (True, "rows")
    assert [question.text for question in preview.questions] == ["X"]
    assert confirmed(answer(again, Answers(units={"X": "101"}))).new == 1


def test_two_time_zones_are_not_confirmed_at_once(write):
    tokyo = previewed(write(march(1)), settings=SourceSettings(timezone="Asia/Tokyo"))
    here = previewed(write(march(2), "b.csv"), settings=SourceSettings())

    def confirm(upload: Upload) -> None:
        try:
            deciding.confirm(upload=upload, by="test", send_message=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with lock("SELECT pg_advisory_xact_lock(hashtext('dossiers.hand_in igate'))"):
            both = [pool.submit(confirm, upload) for upload in (tokyo, here)]
            until(lambda: waits("SELECT pg_advisory_xact_lock"))
        refused = [error for error in (late.exception() for late in both) if error]
    assert [type(error) for error in refused] == [actions.ActionError]


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
    assert import_file(write(march(1, 2)))["new"] == 2
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
