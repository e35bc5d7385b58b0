"""A sheet that was chosen in a preview is that of this file; SOURCE.toml's is that of all."""

from pathlib import Path

import pytest

from dossiers.actions import ActionError
from dossiers.models import Source, Upload, UploadState
from dossiers.preview import deciding
from dossiers.preview.answers import Answers
from dossiers.source_settings import SourceSettings
from tests.dossiers.answering import answer, code, preview_of
from tests.dossiers.queueing import confirmed, previewed
from tests.dossiers.reading.builders import xlsx
from tests.support import import_file

pytestmark = pytest.mark.usefixtures("gia_lai")


def book(folder: Path, *months: int) -> Path:
    """A workbook with a sheet for each month; the last one has most rows."""
    header = ["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"]
    sheets = [
        (
            f"Tháng {month}",
            [header]
            + [
                [code(100 * month + n), "Phường Yên Đỗ", f"05/{month:02}/2018"]
                for n in range(month)
            ],
        )
        for month in months
    ]
    path = folder / f"{months}.xlsx"
    path.write_bytes(xlsx(*sheets))
    return path


def chosen(folder: Path) -> Upload:
    """March was chosen in a book of March and April."""
    upload = previewed(book(folder, 3, 4))
    assert preview_of(upload).sheet == "Tháng 4"
    return answer(upload, Answers(), sheet="Tháng 3")


def test_a_sheet_is_chosen_for_one_file(tmp_path: Path):
    upload = chosen(tmp_path)
    assert (preview_of(upload).sheet, upload.rows) == ("Tháng 3", 3)
    loaded = confirmed(upload)
    assert (loaded.rows, loaded.new) == (3, 3)
    assert Source.objects.get().settings["sheet"] == ""


def test_a_sheet_that_cannot_be_read_is_told_and_forgotten(tmp_path: Path):
    """The one that is shown in its place is loaded; choosing it once more says so once more."""
    path = tmp_path / "notes.xlsx"
    header = ["Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"]
    row = [code(1), "Phường Yên Đỗ", "05/03/2018"]
    path.write_bytes(xlsx(("List", [header, row]), ("Notes", [["Nothing"], ["to see"]])))
    upload = previewed(path)
    for _time in range(2):
        upload = answer(upload, Answers(), sheet="Notes")
        preview = preview_of(upload)
        assert (preview.sheet, upload.sheet) == ("List", "")
        assert preview.unread_sentence.startswith("The sheet “List” was read, not “Notes”. No head")
    assert preview_of(answer(upload, Answers())).unread_sentence == ""


def test_another_sheet_of_the_same_book_is_loaded_after_it(tmp_path: Path):
    confirmed(chosen(tmp_path))
    upload = previewed(book(tmp_path, 3, 4))
    assert (preview_of(upload).sheet, confirmed(upload).new) == ("Tháng 4", 4)


def test_each_sheet_of_a_book_is_loaded_once(tmp_path: Path):
    path = book(tmp_path, 3, 4)
    assert confirmed(previewed(path)).new == 4
    upload = previewed(path)
    refuses_to_load_again(upload)
    assert confirmed(answer(upload, Answers(), sheet="Tháng 3")).new == 3
    refuses_to_load_again(answer(previewed(path), Answers(), sheet="Tháng 3"))


def refuses_to_load_again(upload: Upload) -> None:
    with pytest.raises(ActionError, match=r"loaded already as upload \d+, from the same sheet"):
        deciding.confirm(upload=upload, by="test")


def test_two_people_choose_at_the_same_time(tmp_path: Path):
    upload = previewed(book(tmp_path, 3, 4, 5))

    def choose(sheet: str, reason: str = "") -> int:
        settings = SourceSettings.from_dict(upload.settings)
        return deciding.answer(
            upload=upload,
            settings=settings,
            exported_at=None,
            by="test",
            sheet=sheet,
            reason=reason,
            send_message=False,
        ).pk

    assert choose("Tháng 3") == choose("Tháng 3") == choose("")
    for other in (("Tháng 4",), ("Tháng 3", "moved")):
        with pytest.raises(ActionError, match="Somebody else has answered"):
            choose(*other)


def test_the_next_book_is_read_as_if_none_had_been_chosen(tmp_path: Path):
    confirmed(chosen(tmp_path))
    assert import_file(book(tmp_path, 5))["new"] == 5
    upload = previewed(book(tmp_path, 3, 4, 6))
    assert preview_of(upload).sheet == "Tháng 6"
    assert upload.problems.filter(kind="other_sheets").exists()


def test_the_sheet_of_the_settings_stays_that_of_the_source(tmp_path: Path):
    """In a file that has no such sheet another one is shown, and loaded as it was shown."""
    settings = SourceSettings(sheet="Tháng 3")
    assert confirmed(previewed(book(tmp_path, 3, 4), settings=settings)).rows == 3
    upload = previewed(book(tmp_path, 5, 6))
    preview = preview_of(upload)
    assert preview.sheet == "Tháng 6"
    assert "no sheet named “Tháng 3”" in preview.unread_sentence
    loaded = confirmed(upload)
    assert (loaded.state, loaded.rows) == (UploadState.LOADED, 6)
    assert Source.objects.get().settings["sheet"] == "Tháng 3"
