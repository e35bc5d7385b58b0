"""The page of an upload that waits to be confirmed: what it says, and what one decides there."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from dossiers.models import Dossier, Job, JobKind, Source, Upload, UploadState
from dossiers.preview.kept import Preview
from dossiers.source_settings import SourceSettings
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.queueing import claim, done, previewed
from tests.dossiers.reading.builders import xlsx
from tests.pages.uploading import a_browser, a_user, export, filled, goes_to, loaded
from tests.support import dossier, write_csv
from units.models import Role

pytestmark = pytest.mark.usefixtures("gia_lai", "broker")

PROVINCE = SourceSettings(under="64")


@pytest.fixture
def browser():
    return a_browser(a_user("hoa", Role.UPLOADER))


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Three good rows, one with an unknown unit, two with an unknown word."""
    rows = [
        dossier(f"H21.17-180602-{number:04}", unit, "02/06/2018", "05/07/2018", "", status)
        for number, (unit, status) in enumerate(
            [("Xã Tú An", "")] * 3 + [("Một cửa Tú An", "")] + [("Xã Tú An", "Xong")] * 2
        )
    ]
    for row in rows:
        row |= {"Ngày trả": "03/07/2018", "Họ tên": "Rơ Châm H’Blưu", "Ghi chú": "Số 17"}
    return previewed(write_csv(tmp_path / "june.csv", rows), settings=PROVINCE)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def url(upload: Upload, part: str = "") -> str:
    return f"/uploads/{upload.pk}/{part}"


def sent(browser, upload: Upload, do: str = "check", **answers: str):
    """What comes of the form as the page has it, with some answers."""
    data = filled(browser, url(upload)) | answers | {"do": do}
    return browser.post(url(upload, "preview/"), data)


def worked(upload: Upload) -> Upload:
    """The upload after the job that waits for it."""
    return done(Job.objects.get(upload=upload, state="queued"))


def test_what_the_page_says(browser, upload):
    page = text(browser.get(url(upload)))
    for told in (
        "to be confirmed",
        "CSV, UTF-8, separator ,",
        "Status “Xong”",
        "Leave out: 2 rows",
        "Unit “Một cửa Tú An”",
        "Xã Tú An (202), Thị xã An Khê",
        "June 2018" if "June 2018" in text(browser.get(url(upload))) else "Month 6/2018",
        "aa 99",
        "Rejected",
        "The status is not known.",
    ):
        assert told in page, told
    assert "Rơ Châm" not in page
    assert "about people: never read".capitalize() in page
    tiles = re.findall(r'tile__value">(\d+)<', page)
    assert tiles == ["3", "0", "0", "3"]


def test_how_many_rows_there_are_and_how_many_have_warnings(browser, tmp_path):
    rows = [
        dossier(f"H21.17-180602-{number:04}", "Xã Tú An", "02/06/2018", due)
        for number, due in enumerate(["05/07/2018", "01/06/2018", "31/06/2018"])
    ]
    upload = previewed(write_csv(tmp_path / "june.csv", rows), settings=PROVINCE)
    assert upload.warnings
    page = text(browser.get(url(upload)))
    assert page.count("3 rows in the file, 1 of them with a warning") == 1


def test_answers_are_checked_and_then_loaded(browser, upload):
    answer = sent(browser, upload, **{"question-0": "resolved", "question-1": "202"})
    assert goes_to(answer) == url(upload)
    upload = worked(upload)
    assert (upload.state, upload.rejected) == (UploadState.PREVIEWED, 0)
    assert goes_to(sent(browser, upload, "load")) == url(upload)
    upload = worked(upload)
    assert (upload.state, upload.new) == (UploadState.LOADED, 6)
    page = text(browser.get(url(upload)))
    assert "Hoa, " in page
    assert Source.objects.get().settings["units"] == {"Một cửa Tú An": "202"}


def test_nothing_is_loaded_that_was_answered_but_not_shown(browser, upload):
    sent(browser, upload, "load", **{"question-0": "resolved"})
    upload = worked(upload)
    assert upload.state == UploadState.PREVIEWED
    assert not Dossier.objects.exists()
    assert "Your answers are checked first." in text(browser.get(url(upload)))


def test_what_was_checked_again_meanwhile_is_not_confirmed(browser, upload):
    form = browser.get(url(upload)).context["page"].preview.form
    sent(browser, upload)
    worked(upload)
    answer = browser.post(
        url(upload, "preview/"), {"checked": form.initial["checked"], "do": "load"}, follow=True
    )
    assert "look at it once more" in text(answer)
    assert not upload.jobs.filter(kind=JobKind.LOAD).exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"other-1": "Tú An"}, None),
        ({"other-1": "H21.18"}, None),
        ({"other-1": "999"}, "No unit of this source is called “999”."),
        ({"other-1": "Ia Băng"}, "may mean several units"),
        ({"exported_at": "2999-01-01T00:00"}, "The time lies in the future."),
        ({"exported_at": "1017-01-01T00:00"}, "The time lies before 1990."),
        ({"exported_at": "soon"}, "Write a day or a time"),
        ({"column-0": ""}, "Every file needs this column."),
        ({"column-7": "received_at"}, "Another column is read as this already."),
        ({"question-0": "sold"}, "sold is not one of the available choices"),
    ],
)
def test_answers_that_cannot_be_are_said_beside_them(browser, upload, answers, sentence):
    answer = sent(browser, upload, **answers)
    if sentence is None:
        assert worked(upload).settings["units"] == {
            "Một cửa Tú An": "202" if "Tú An" in answers.values() else "623"
        }
        return
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not upload.jobs.filter(state="queued").exists()


def test_columns_are_read_as_what_is_chosen(browser, upload):
    columns = [column.header for column in preview_columns(browser, upload)]
    finished, returned = columns.index("Ngày kết thúc xử lý"), columns.index("Ngày trả")
    sent(browser, upload, **{f"column-{finished}": "", f"column-{returned}": "finished_at"})
    settings = worked(upload).settings["columns"]
    assert settings == {"finished_at": ["Ngày trả"], "returned_at": []}


def preview_columns(browser, upload):
    return browser.get(url(upload)).context["page"].preview.columns


def test_missing_columns_are_asked_for_first(browser, tmp_path):
    rows = [{"Mã hồ sơ": "x-1", "Nơi làm": "Xã Lạ", "Ngày tiếp nhận": "02/06/2018"}]
    upload = previewed(write_csv(tmp_path / "x.csv", rows), settings=PROVINCE)
    page = text(browser.get(url(upload)))
    assert "The file has no column for: unit." in page
    assert 'value="load"' not in page
    assert "required" not in page.partition('id="id_field-unit"')[2].partition(">")[0]
    answer = sent(browser, upload)
    assert "Choose the column that holds it." in text(answer)
    sent(browser, upload, **{"field-unit": "1"})
    upload = worked(upload)
    assert "Unit “Xã Lạ”" in text(browser.get(url(upload)))


def test_a_missing_column_may_be_chosen_in_the_table_or_stand_in_another_sheet(browser, tmp_path):
    rows = [["Mã hồ sơ", "Nơi làm", "Ngày tiếp nhận"], ["x-1", "Xã Tú An", "02/06/2018"]]
    good = [["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"], ["x-1", "Xã Tú An", "02/06/2018"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(("Tháng 5", [*rows, *rows[1:]]), ("Tháng 6", good)))
    settings = SourceSettings(under="64", sheet="Tháng 5")
    for slug, answers in {"one": {"column-1": "unit"}, "two": {"sheet": "Tháng 6"}}.items():
        upload = previewed(path, slug=slug, settings=settings)
        assert Preview.from_dict(upload.preview).missing_fields == ("unit",)
        sent(browser, upload, **answers)
        assert Preview.from_dict(worked(upload).preview).blocking == ""


def test_a_sheet_that_cannot_be_read_is_not_replaced_in_silence(browser, tmp_path):
    rows = [["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"], ["x-1", "Xã Tú An", "02/06/2018"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(("Tháng 6", rows), ("Ghi chú", [["Nothing"]])))
    upload = previewed(path, settings=PROVINCE)
    for do in ("check", "load"):
        sent(browser, upload, do, sheet="Ghi chú")
        assert worked(upload).state == UploadState.PREVIEWED
        page = text(browser.get(url(upload)))
        assert "The sheet “Tháng 6” was read, not “Ghi chú”. No header row was found" in page


def test_of_a_header_that_stands_twice_one_is_chosen(browser, tmp_path):
    """The unit stands in a heading, and is not asked for."""
    lines = ["Mã hồ sơ,Ngày tiếp nhận,Ngày tiếp nhận", "Xã Tú An,,", "x-1,02/06/2018,03/06/2018"]
    (tmp_path / "x.csv").write_text("\n".join(lines), encoding="utf-8")
    upload = previewed(tmp_path / "x.csv", settings=PROVINCE)
    assert Preview.from_dict(upload.preview).missing_fields == ("received_at",)
    form = browser.get(url(upload)).context["page"].preview.form
    assert [field.label for field in form.missing] == ["Received date"]
    labels = [label for _value, label in form.fields["field-received_at"].choices]
    assert labels[2:] == ["Ngày tiếp nhận#1", "Ngày tiếp nhận#2"]
    sent(browser, upload, **{"field-received_at": "2"})
    upload = worked(upload)
    assert (Preview.from_dict(upload.preview).blocking, upload.new) == ("", 1)
    assert upload.settings["columns"] == {"received_at": ["Ngày tiếp nhận#2"]}


def test_why_a_file_cannot_be_loaded_is_said_in_the_reader_s_language(tmp_path):
    rows = [{"Mã hồ sơ": "x-1", "Nơi làm": "Xã Lạ", "Ngày tiếp nhận": "02/06/2018"}]
    with translation.override("vi"):
        upload = previewed(write_csv(tmp_path / "x.csv", rows))
    for language, sentence in (("en", "The file has no column for: unit"), ("vi", "Tệp không có")):
        with translation.override(language):
            assert Preview.from_dict(upload.preview).sentence.startswith(sentence)


@pytest.fixture
def taught(browser, upload, tmp_path: Path) -> Upload:
    """Another file of the source, which was told that a word and a unit mean the wrong things."""
    sent(browser, upload, **{"question-0": "stopped", "other-1": "101"})
    worked(upload)
    rows = [
        dossier("H21.17-180603-0001", "Một cửa Tú An", "03/06/2018", "", "", "Xong"),
        dossier("H21.17-180603-0002", "Xã Tú An", "03/06/2018", "", "", "Xong"),
    ]
    sent(browser, upload, "load")
    worked(upload)
    return previewed(write_csv(tmp_path / "july.csv", rows))


def test_what_was_told_wrong_is_told_anew(browser, taught):
    page = text(browser.get(url(taught)))
    for told in ("What was told before", "Unit “Một cửa Tú An”", "Phường Yên Đỗ (101)", "2 rows"):
        assert told in page, told
    sent(browser, taught, **{"told-0": "in_progress", "told-other-1": "Tú An"})
    taught = worked(taught)
    assert taught.settings["values"]["status"] == {"in_progress": ["Xong"]}
    sent(browser, taught, "load")
    worked(taught)
    assert Source.objects.get().settings["units"] == {"Một cửa Tú An": "202"}
    assert Dossier.objects.get(code__endswith="603-0001").unit.versions.get().code == "202"


def test_what_was_told_wrong_is_forgotten_and_asked_for_again(browser, taught):
    sent(browser, taught, **{"told-1": ""})
    taught = worked(taught)
    page = browser.get(url(taught)).context["page"].preview
    assert [question.text for question, *_fields in page.form.questions] == ["Một cửa Tú An"]
    assert page.told == ["Status “Xong”: Stopped (2 rows)"]


def test_one_text_has_one_meaning(browser, tmp_path):
    row = dossier("x-1", "Một cửa", "02/06/2018") | {"Đơn vị tiếp nhận": "Một cửa"}
    good = dossier("x-2", "Xã Tú An", "02/06/2018")
    path = write_csv(tmp_path / "x.csv", [row, good | {"Đơn vị tiếp nhận": ""}])
    upload = previewed(path, settings=PROVINCE)
    answer = sent(browser, upload, **{"other-0": "101", "other-1": "202"})
    assert "Another meaning was chosen for the same text above." in text(answer)
    sent(browser, upload, **{"other-0": "101", "other-1": "101"})
    assert worked(upload).settings["units"] == {"Một cửa": "101"}


def test_codes_of_another_source_need_a_reason(browser, tmp_path):
    loaded(export(tmp_path), slug="old")
    upload = previewed(export(tmp_path), slug="new", settings=PROVINCE)
    assert "3 new codes are known under the source “old”" in text(browser.get(url(upload)))
    answer = sent(browser, upload, "load")
    assert (answer.status_code, "say why" in text(answer)) == (422, True)
    assert goes_to(sent(browser, upload, "load", reason="the system was replaced")) == url(upload)
    upload = worked(upload)
    assert (upload.state, upload.reason) == (UploadState.LOADED, "the system was replaced")
    assert "the system was replaced" in text(browser.get(url(upload)))


def test_a_reason_waits_for_the_answers_to_be_checked(browser, tmp_path):
    loaded(export(tmp_path), slug="old")
    upload = previewed(export(tmp_path, bad=1), slug="new", settings=PROVINCE)
    sent(browser, upload, "load", reason="the system was replaced", **{"other-0": "202"})
    worked(upload)
    assert "the system was replaced" in text(browser.get(url(upload)))


def test_who_answers_later_is_told_that_nothing_was_taken(browser, upload):
    mine = filled(browser, url(upload)) | {"do": "check"}
    theirs = mine | {"question-0": "stopped"}
    for answers, is_told in ((theirs, False), (theirs, False), (mine | {"other-1": "101"}, True)):
        answer = browser.post(url(upload, "preview/"), answers, follow=True)
        assert ("your answers were not taken" in text(answer)) == is_told


def test_who_chooses_another_sheet_later_is_told_too(browser, tmp_path):
    rows = [["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"], ["x-1", "Xã Tú An", "02/06/2018"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(("T5", rows), ("T6", rows), ("T7", rows)))
    upload = previewed(path, settings=PROVINCE)
    mine = filled(browser, url(upload)) | {"do": "check"}
    for sheet, is_told in (("T6", False), ("T6", False), ("T7", True)):
        answer = browser.post(url(upload, "preview/"), mine | {"sheet": sheet}, follow=True)
        assert ("your answers were not taken" in text(answer)) == is_told


def test_who_answers_after_the_load_is_told_that_nothing_was_taken(browser, upload):
    data = filled(browser, url(upload)) | {"do": "load"}
    browser.post(url(upload, "preview/"), data)
    assert worked(upload).state == UploadState.LOADED
    other = a_browser(a_user("lan", Role.UPLOADER))
    for who, do, is_told in (
        (browser, "load", False),
        (other, "load", True),
        (browser, "check", True),
    ):
        answer = who.post(url(upload, "preview/"), data | {"do": do}, follow=True)
        assert ("your answers were not taken" in text(answer)) == is_told


def test_what_changed_before_the_load_is_said(browser, upload, tmp_path):
    sent(browser, upload, "load")
    loaded(export(tmp_path, name="other.csv", first=100))
    worked(upload)
    page = text(browser.get(url(upload)))
    assert "so nothing was loaded" in page
    assert goes_to(sent(browser, upload, "load")) == url(upload)
    assert worked(upload).state == UploadState.LOADED


def test_a_preview_is_cancelled_once(browser, upload):
    for _click in range(2):
        assert goes_to(browser.post(url(upload, "cancel/"))) == url(upload)
    page = text(browser.get(url(upload)))
    assert "Cancelled by Hoa." in page
    for shown in ("tile__value", "rows in the file", "Download the rejected rows"):
        assert shown not in page
    assert 'value="load"' not in page
    assert goes_to(browser.post(url(upload, "preview/"), {"do": "load"})) == url(upload)
    assert not Job.objects.filter(state="queued").exists()


def test_what_is_loaded_is_not_cancelled(browser, tmp_path):
    upload = loaded(export(tmp_path))
    answer = browser.post(url(upload, "cancel/"), follow=True)
    assert "cannot be cancelled any more" in text(answer)


def test_a_check_under_way_can_be_cancelled(browser, upload):
    sent(browser, upload)
    claim(Job.objects.get(upload=upload, state="queued"))
    page = text(browser.get(url(upload)))
    assert "Checking" in page
    assert f'action="{url(upload, "cancel/")}"' in page


def test_a_verifier_sees_and_does_not_decide(upload):
    verifier = a_browser(a_user("thanh", Role.VERIFIER))
    page = text(verifier.get(url(upload)))
    assert "Status “Xong”" in page
    assert "<button" not in page.partition('id="outcome"')[2].partition("</form>")[0]
    for part in ("preview/", "cancel/"):
        assert verifier.post(url(upload, part)).status_code == 403


@pytest.mark.parametrize("part", ["preview/", "cancel/"])
def test_to_strangers_there_is_nothing_to_decide(upload, browser, part):
    stranger = a_browser(a_user("khach", Role.UPLOADER, "622"))
    assert stranger.post(url(upload, part)).status_code == 404
    assert browser.get(url(upload, part)).status_code == 405
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED


def test_answers_that_reach_beyond_the_account_are_refused(tmp_path):
    rows = [dossier("x-1", "Một cửa", "02/06/2018"), dossier("x-2", "Xã Tú An", "02/06/2018")]
    path = write_csv(tmp_path / "x.csv", rows)
    upload = previewed(path, settings=SourceSettings(under="623"))
    browser = a_browser(a_user("hoa", Role.UPLOADER, "623"))
    answer = sent(browser, upload, **{"other-0": "101"})
    assert (answer.status_code, "No unit of this source" in text(answer)) == (422, True)


def test_the_page_takes_as_many_queries_however_much_is_asked(
    browser, tmp_path, django_assert_num_queries
):
    for bad in (1, 30):
        path = export(tmp_path, name=f"{bad}.csv", bad=bad)
        upload = previewed(path, slug=f"s{bad}", settings=PROVINCE)
        browser.get(url(upload))
        with django_assert_num_queries(7):
            browser.get(url(upload))


def test_open_dossiers_of_units_that_the_file_does_not_name(browser, tmp_path):
    loaded(
        write_csv(tmp_path / "june.csv", [dossier("H21.17-180602-0001", "Xã Tú An", "02/06/2018")])
    )
    july = write_csv(
        tmp_path / "july.csv", [dossier("H21.17-180702-0001", "Phường An Bình", "02/07/2018")]
    )
    page = text(browser.get(url(previewed(july, settings=PROVINCE))))
    assert "Units that the file does not name (1) have open dossiers: 1." in page
