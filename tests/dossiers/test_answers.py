"""What is answered about an upload that is checked before it is loaded."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from dossiers import actions
from dossiers.loading import running
from dossiers.models import (
    Dossier,
    Job,
    Source,
    UploadState,
)
from dossiers.preview import deciding
from dossiers.preview.answers import Answers, answered
from dossiers.preview.kept import COUNTS
from dossiers.preview.previewing import counts_of
from dossiers.source_settings import SettingsError, SourceSettings
from tests.dossiers.answering import answer, code, events, march, preview_of
from tests.dossiers.queueing import (
    at_the_same_moment,
    claim,
    confirmed,
    previewed,
)

pytestmark = pytest.mark.usefixtures("gia_lai")


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


def test_a_text_has_one_meaning_however_it_is_written():
    settings = SourceSettings(status_words={"Xong": "resolved"}, units={"Một  cửa": "101"})
    told = answered(settings, Answers(statuses={"xong": "stopped"}, units={"Một cửa": "202"}))
    assert (told.status_words, told.units) == ({"xong": "stopped"}, {"Một cửa": "202"})
    forgotten = answered(settings, Answers(statuses={"xong": ""}, units={"Một cửa": ""}))
    assert (forgotten.status_words, forgotten.units) == ({}, {})


def test_other_answers_are_not_taken_while_those_of_somebody_else_are_checked(write):
    upload = previewed(write([*march(1), *march(2, unit="X")]))
    for code_, raises in (("101", False), ("101", False), ("202", True)):
        settings = answered(SourceSettings(), Answers(units={"X": code_}))
        with pytest.raises(actions.ActionError) if raises else nullcontext():
            deciding.answer(
                upload=upload, settings=settings, exported_at=None, by="test", send_message=False
            )


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
        return deciding.answer(
            upload=upload, settings=settings, exported_at=None, by="test", send_message=False
        )

    first, second = at_the_same_moment(check, check)
    assert first == second == check()
    running.run(claim(first))
    assert len(events("answer")) == 1
