"""Rejected rows are accepted later, when a unit or a word has become known: as if the file had
been loaded with today's settings and units."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from dossiers import actions
from dossiers.loading import merge, running
from dossiers.models import Dossier, Job, JobState, Problem, Source, Upload
from dossiers.pages.acceptable import acceptable
from dossiers.source_settings import parse_source_settings
from tests.conftest import Committed
from tests.dossiers.queueing import at_the_same_moment, claim
from tests.dossiers.standing import standing
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from units.models import AuditEvent, User

DAY, DUE, ENDED = "02/07/2018", "05/07/2018", "04/07/2018"
KNOWN, PAID = "Xã Tú An", "Thanh toán trực tuyến"
TOML = """\
[values.channel]
online = ["Qua Zalo"]
[units]
"Xã Lạ" = "202"
"""


def a_row(number: int, unit: str = KNOWN, received: str = DAY, **cells: str) -> dict[str, str]:
    row = dossier(f"H21.18-180702-{number:04}", unit, received, DUE)
    more = {"Tên TTHC": "Cấp bản sao trích lục hộ tịch", "Mức độ": "4", PAID: "có"}
    return {**row, **more, **cells}


ROWS = [
    a_row(1),
    a_row(2, "Xã Lạ"),
    a_row(3, **{"Hình thức nộp": "Qua Zalo"}),
    a_row(4, "Xã Lạ", **{"Hình thức nộp": "Qua Zalo", "Ngày kết thúc xử lý": ENDED}),
    a_row(5, "Xã Lạ", **{"Hình thức nộp": "Qua bồ câu"}),
    a_row(6, **{"Hình thức nộp": "Trực tuyến", "Ngày kết thúc xử lý": ENDED}),
    a_row(7, received="32/07/2018"),
    a_row(8, "Xã Lạ", **{"Ngày hẹn trả": "01/07/2018"}),
    a_row(9, "Xã Lạ", **{"Mã hồ sơ": "HS-9"}),
    a_row(10, **{"Mã hồ sơ": "HS-10"}),
]


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as july.csv; other rows under the same name for a later load."""

    def write(rows: list[dict[str, str]], name: str = "july.csv") -> Path:
        return write_csv(tmp_path / name, rows)

    return write


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Settings that know a channel and a unit which the files name."""
    return write_text(tmp_path / "told.toml", TOML)


def accept(upload: int, *options: object, status: int = 0) -> str:
    outcome = run("accept_rejected", upload, *options)
    assert outcome.status == status, outcome
    return outcome.stdout


@pytest.fixture
def from_scratch(committed: Committed, tmp_path: Path) -> Callable[..., dict[str, list[str]]]:
    """What stands where the files alone were loaded, with the settings, one after another."""

    def stand(
        *files: Path, config: Path | None = None, units: str = GIA_LAI, times: Sequence[str] = ()
    ) -> dict[str, list[str]]:
        with committed():
            run("load_units", write_text(tmp_path / "units.csv", units))
            load(*files, config=config, times=times)
            found = standing()
        run("load_units", write_text(tmp_path / "units.csv", GIA_LAI))
        return found

    return stand


def load(*files: Path, config: Path | None = None, times: Sequence[str] = ()) -> list[int]:
    """Load files one after another, taken at the times if these are given; their uploads."""
    options = ("--config", config) if config else ()
    return [
        import_file(file, *options, *(("--exported-at", at) if at else ()))["upload"]
        for file, at in zip_longest(files, times[: len(files)])
    ]


@pytest.fixture(autouse=True)
def units(from_scratch: object, tmp_path: Path) -> None:
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI))


def counts(upload: int) -> tuple[int, ...]:
    found = Upload.objects.get(pk=upload)
    return found.new, found.changed, found.unchanged, found.rejected, found.warnings


def test_as_if_the_words_and_units_had_been_known(export, told, from_scratch):
    expected = from_scratch(export(ROWS), config=told)
    upload = import_file(export(ROWS))["upload"]
    assert counts(upload) == (3, 0, 0, 7, 0)

    said = accept(upload, "--config", told, status=1)

    assert said == f"Upload {upload}: 5 rows accepted, 2 still rejected.\n"
    assert standing() == expected
    assert counts(upload) == (8, 0, 0, 2, 1)


def test_what_the_source_has_forgotten_since_is_not_known(export, told, tmp_path):
    [upload] = load(export([a_row(1, "Xã Lạ"), *ROWS[4:5]]), config=told)
    load(export([a_row(11)], "august.csv"), config=write_text(tmp_path / "empty.toml", ""))
    pigeon = write_text(tmp_path / "more.toml", '[values.channel]\npostal = ["Qua bồ câu"]\n')

    assert "0 rows accepted, 1 still rejected" in accept(upload, "--config", pigeon, status=1)

    assert "Xã Lạ" not in Source.objects.get().settings["units"]


def test_without_anything_known_since_nothing_changes(export):
    rows = [*ROWS, a_row(1, **{"Hình thức nộp": "Trực tuyến"}), a_row(6, "Xã Lạ")]
    upload = import_file(export(rows))["upload"]
    before, outcome = standing(), counts(upload)

    assert "0 rows accepted, 9 still rejected" in accept(upload, status=1)

    assert standing() == before
    assert counts(upload) == outcome


def test_a_unit_that_was_made_meanwhile(export, from_scratch, tmp_path):
    with_unit = GIA_LAI + "204,Xã Lạ,commune,623,2004-01-01,,\n"
    expected = from_scratch(export(ROWS), units=with_unit)
    upload = import_file(export(ROWS))["upload"]

    run("load_units", write_text(tmp_path / "units.csv", with_unit))

    assert acceptable(Upload.objects.get()) == 3
    assert "3 rows accepted, 4 still rejected" in accept(upload, status=1)
    assert acceptable(Upload.objects.get()) == 0
    assert standing() == expected


def test_a_word_that_a_later_file_told(export, told):
    """Its settings are the source's from then on."""
    upload = Upload.objects.get(pk=import_file(export(ROWS))["upload"])
    assert acceptable(upload) == 0
    import_file(export([a_row(99)], "august.csv"), "--config", told)

    assert acceptable(Upload.objects.get(pk=upload.pk)) == 5
    assert "5 rows accepted" in accept(upload.pk, status=1)
    assert accept(upload.pk, status=1).endswith("0 rows accepted, 2 still rejected.\n")


def test_what_is_told_with_it_is_known_for_the_next_file(export, told):
    accept(import_file(export(ROWS))["upload"], "--config", told, status=1)
    assert import_file(export([a_row(20, "Xã Lạ")], "august.csv"))["rejected"] == 0
    source = Source.objects.get()
    assert source.settings["columns"] == {}
    assert source.settings["units"] == {"Xã Lạ": "202"}


@pytest.mark.parametrize("accepted_is_last", [True, False])
@pytest.mark.parametrize("equal", [True, False])
def test_a_code_that_stands_in_loaded_and_rejected_rows(
    export, told, from_scratch, equal, accepted_is_last
):
    """The last row counts; where others differ from it, they give way."""
    loaded = [a_row(2, **{"Hình thức nộp": "Trực tuyến"})] * 2
    others = [a_row(2, "Xã Lạ", **{"Hình thức nộp": "Trực tuyến" if equal else "Trực tiếp"})]
    rows = [a_row(1), *(loaded + others if accepted_is_last else others + loaded), a_row(3)]
    expected = from_scratch(export(rows), config=told)
    upload = import_file(export(rows))["upload"]
    assert counts(upload) == (3, 0, 1, 1, 0)

    accept(upload, "--config", told, status=0 if equal else 1)

    assert standing() == expected
    rejected = 0 if equal else 2
    assert counts(upload) == (3, 0, 2 - rejected, rejected, 0)


def test_among_other_uploads_and_with_undo(export, told, from_scratch):
    """July was accepted after June and August were loaded; then August is taken back."""
    june = [a_row(number, **{"Ngày hẹn trả": "04/07/2018"}) for number in (1, 2, 3, 4)]
    august = [a_row(number, **{"Ngày kết thúc xử lý": "03/08/2018"}) for number in (2, 3, 8)]
    files = export(june, "june.csv"), export(ROWS), export(august, "august.csv")
    times = "2018-07-03", "2018-07-31", "2018-08-31"
    both = from_scratch(*files[:2], config=told, times=times)
    expected = from_scratch(*files, config=told, times=times)
    uploads = load(*files, times=times)

    accept(uploads[1], "--config", told, status=1)

    assert standing() == expected
    assert counts(uploads[1]) == (3, 2, 3, 2, 1)
    assert run("undo_upload", uploads[2]).status == 0
    assert standing() == both
    assert run("undo_upload", uploads[1]).status == 0
    assert Dossier.objects.count() == len(june)
    assert standing()["states that nobody says"] == []


def test_a_row_of_which_something_was_not_kept_stays_rejected(export, told):
    """Its procedure may be a name; nothing of it is loaded without it (docs/decisions/0006)."""
    rows = [a_row(1), a_row(2, "Xã Lạ", **{"Tên TTHC": "Đề nghị của ông Ksor Thảo"})]
    upload = import_file(export(rows))["upload"]
    before = standing()
    assert "0 rows accepted" in accept(upload, "--config", told, status=1)
    assert standing() == before


@pytest.mark.parametrize("cells", [{"Mức độ": "Khó"}, {PAID: "Có lẽ"}])
def test_a_cell_that_could_not_be_read_says_nothing_now_as_then(export, told, from_scratch, cells):
    rows = [a_row(1), a_row(2, "Xã Lạ", **cells), a_row(3, **cells), a_row(3)]
    expected = from_scratch(export(rows), config=told)
    upload = import_file(export(rows))["upload"]
    accept(upload, "--config", told, status=1)
    assert standing() == expected


def test_free_text_that_names_no_procedure_is_no_loss(export, told, from_scratch):
    rows = [
        {"Nội dung hồ sơ" if name == "Tên TTHC" else name: text for name, text in row.items()}
        for row in (a_row(1), a_row(2, "Xã Lạ", **{"Tên TTHC": "Đơn của ông Ksor Thảo"}))
    ]
    expected = from_scratch(export(rows), config=told)
    accept(import_file(export(rows))["upload"], "--config", told)
    assert standing() == expected


def test_a_formula_is_read_as_the_copy_has_it(export, told, from_scratch):
    """The copy holds what stood behind the guard; one apostrophe is not taken off twice."""
    rows = [a_row(1), a_row(2, "''=x", **{"Hình thức nộp": "Qua Zalo"})]
    upload = import_file(export(rows), "--exported-at", "2018-07-31")["upload"]
    before = Problem.objects.get(field="unit").value
    accept(upload, "--config", told, status=1)
    assert [p.value for p in Problem.objects.all()] == [before] == ["'=x"]


def test_who_accepted_how_many_rows_when(export, told):
    upload = Upload.objects.get(pk=import_file(export(ROWS))["upload"])
    by = User.objects.create(username="hoa")
    answers = parse_source_settings(told.read_bytes())

    first = actions.accept_rejected(upload=upload, by=by, answers=answers, send_message=False)
    second = actions.accept_rejected(upload=upload, by="test", send_message=False)
    assert second == first
    running.run(claim(first))

    (acceptance,) = upload.acceptances.all()
    assert (acceptance.asked_by, acceptance.rows) == (by, 5)
    assert acceptance.accepted_at is not None
    event = AuditEvent.objects.get(action="accept")
    assert event.user == by
    assert event.new == {
        "values": {"channel": {"online": ["Qua Zalo"]}, "status": {}},
        "units": {"Xã Lạ": "202"},
        "reason": "",
    }
    job = Job.objects.get(pk=first.pk)
    assert (job.state, job.rows_done, job.rows_total) == (JobState.DONE, 7, 7)


def test_what_is_not_loaded_has_nothing_to_accept(export):
    upload = import_file(export(ROWS))["upload"]
    assert run("accept_rejected", 99).status == 2
    of_upload = Upload.objects.get()
    job = actions.accept_rejected(upload=of_upload, by="test", send_message=False)
    undo = actions.undo_upload(upload=of_upload, by="test", send_message=False)
    running.run(claim(undo))

    with pytest.raises(running.JobFailed, match="was taken back meanwhile"):
        running.run(claim(job))

    again = run("accept_rejected", upload)
    assert (again.status, again.stderr.strip()) == (
        2,
        f"Upload {upload} has no rows to accept: it is not loaded (taken back).",
    )
    assert acceptable(Upload.objects.get()) == 0


def test_while_it_is_taken_back_nothing_is_accepted(export):
    upload = Upload.objects.get(pk=import_file(export(ROWS))["upload"])
    actions.undo_upload(upload=upload, by="test", send_message=False)
    assert "is being taken back" in run("accept_rejected", upload.pk).stderr


def test_codes_that_other_sources_know_need_a_reason_and_are_told(export, told):
    """Row 2 is known to two other sources, row 3 to one; row 1, loaded before, to all."""
    for source, numbers in (("old", (1, 2)), ("older", (1, 2, 3))):
        rows = [a_row(number) for number in numbers]
        import_file(export(rows, f"{source}.csv"), source=source)
    Source.objects.filter(slug="old").update(name="Old, closed")
    upload = import_file(export(ROWS))["upload"]
    before = standing()

    asked = run("accept_rejected", upload, "--config", told)

    assert (asked.status, asked.stdout) == (2, "")
    assert asked.stderr.startswith("Some codes are known under another source: say why")
    assert standing() == before
    accept(upload, "--config", told, "--reason", "taken  over", status=1)
    assert Upload.objects.get(pk=upload).acceptances.latest("pk").reason == "taken over"
    of_file = Problem.objects.get(upload=upload, kind="other_source")
    assert (of_file.row, of_file.params) == (2, {"count": 3, "sources": ["Old, closed", "older"]})


def test_who_asks_for_an_undo_meanwhile_is_not_forgotten(export, monkeypatch):
    upload = Upload.objects.get(pk=import_file(export(ROWS))["upload"])
    job = actions.accept_rejected(upload=upload, by="test", send_message=False)
    by = User.objects.create(username="hoa")
    merging = merge.merge_again

    def meanwhile(**merged: Any) -> merge.Merged:
        at_the_same_moment(
            lambda: actions.undo_upload(upload=upload, by=by, reason="wrong", send_message=False)
        )
        return merging(**merged)

    monkeypatch.setattr(merge, "merge_again", meanwhile)
    running.run(claim(job))

    upload.refresh_from_db()
    assert (upload.undone_by, upload.undo_reason) == (by, "wrong")


def test_without_the_copy_nothing_is_accepted(export, told):
    upload = Upload.objects.get(pk=import_file(export(ROWS))["upload"])
    before = standing()
    Path(upload.file.path).unlink()
    outcome = run("accept_rejected", upload.pk, "--config", told)
    assert (outcome.status, "not there any more" in outcome.stderr) == (2, True)
    assert standing() == before


@pytest.mark.parametrize("name", ["accept_rejected", "undo_upload"])
def test_what_is_stopped_from_the_keyboard_says_what_becomes_of_it(export, monkeypatch, name):
    def stop(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    upload = import_file(export([a_row(1)]))["upload"]
    monkeypatch.setattr(running, "run", stop)
    outcome = run(name, upload)
    sentence = "Stopped before its end: a worker does it, or the same command again.\n"
    assert (outcome.status, outcome.stderr) == (2, sentence)
