"""What each upload said of a dossier, whatever the order in which the files were loaded."""

from pathlib import Path

import pytest

from dossiers.models import Dossier
from dossiers.pages.history import Said, history, taken_back
from tests.support import dossier, import_file, run, write_csv

CODE = "H21.18-180602-0001"
RECEIVED, DUE = "02/06/2018", "12/06/2018"


def load(folder: Path, name: str, day: str, *rest: str, due: str = DUE, before: int = 0) -> int:
    """An export of a day that names the dossier after `before` others; the upload's id."""
    others = [
        dossier(f"H21.18-180602-{9000 + n}", "Xã Tú An", RECEIVED, DUE) for n in range(before)
    ]
    rows = [*others, dossier(CODE, "Xã Tú An", RECEIVED, due, *rest)]
    file = write_csv(folder / f"{name}.csv", rows)
    return int(import_file(file, "--exported-at", day)["upload"])


def told() -> list[Said]:
    return history(Dossier.objects.get(code=CODE))


@pytest.mark.usefixtures("gia_lai")
def test_the_newest_export_comes_first_and_is_present(tmp_path: Path) -> None:
    """July was loaded before June, and says that the due date moved and the dossier ended."""
    may = load(tmp_path, "may", "2018-06-05")
    july = load(tmp_path, "july", "2018-07-31", "20/06/2018", "Đã trả kết quả", due="22/06/2018")
    june = load(tmp_path, "june", "2018-06-30", before=2)
    said = told()
    assert [one.upload.pk for one in said] == [july, june, may]
    assert [one.is_present for one in said] == [True, False, False]
    assert [one.is_first for one in said] == [False, False, True]
    assert [one.row for one in said] == [2, 4, 2]
    assert [change.field for change in said[0].changes] == ["status", "due_at", "finished_at"]
    due = said[0].changes[1]
    assert [str(due.old.due_on), str(due.new.due_on)] == ["2018-06-12", "2018-06-22"]
    assert said[1].changes == said[2].changes == ()


@pytest.mark.usefixtures("gia_lai")
def test_what_an_upload_said_goes_with_its_undo(tmp_path: Path) -> None:
    may = load(tmp_path, "may", "2018-06-05")
    june = load(tmp_path, "june", "2018-06-30", "11/06/2018", "Đã trả kết quả")
    assert run("undo_upload", june).status == 0
    said = told()
    assert [(one.upload.pk, one.is_present, one.changes) for one in said] == [(may, True, ())]
    assert [upload.pk for upload in taken_back(Dossier.objects.get())] == [june]


@pytest.mark.usefixtures("gia_lai")
def test_a_state_that_returns_is_told_as_a_change_back(tmp_path: Path) -> None:
    for name, day, due in (
        ("one", "2018-06-05", "12/06/2018"),
        ("two", "2018-06-15", "25/06/2018"),
        ("three", "2018-06-25", "12/06/2018"),
    ):
        load(tmp_path, name, day, due=due)
    moved = [
        [(str(change.old.due_on), str(change.new.due_on)) for change in one.changes]
        for one in told()
    ]
    assert moved == [[("2018-06-25", "2018-06-12")], [("2018-06-12", "2018-06-25")], []]


@pytest.mark.usefixtures("gia_lai")
def test_a_due_date_that_gains_a_time_has_changed(tmp_path: Path) -> None:
    """23:59:59.999999 of the day and the day itself are the same instant, and two sayings."""
    load(tmp_path, "one", "2018-06-05", due="12/06/2018")
    load(tmp_path, "two", "2018-06-06", due="12/06/2018 17:00")
    assert [change.field for change in told()[0].changes] == ["due_at"]
