"""One file per format from the command line to a figure, and what a workbook says of itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dossiers.models import Problem, Upload
from tests.dossiers.corpus.case import HEADER, csv_file, real_rows
from tests.dossiers.reading import builders
from tests.support import figures, import_file, run

pytestmark = pytest.mark.usefixtures("gia_lai")

SHEET: builders.Sheet = ("Tháng 7", [HEADER, *real_rows()])
FILES = {
    "csv": csv_file(),
    "xlsx": builders.xlsx(SHEET),
    "xls": builders.xls(SHEET),
    "xlsb": builders.xlsb(SHEET),
    "ods": builders.ods(SHEET),
    "html": builders.html(SHEET),
    "xml": builders.xml(SHEET),
    "zip": builders.zipped({"a": builders.xlsx(SHEET)}),
}


def loaded(folder: Path, content: bytes, *options: object) -> Any:
    file = folder / "export"
    file.write_bytes(content)
    return import_file(file, *options)


@pytest.mark.parametrize("form", FILES)
def test_from_a_file_to_a_figure(tmp_path: Path, form: str):
    document = loaded(tmp_path, FILES[form], "--exported-at", "2018-07-31")
    assert (document["rows"], document["new"], document["problems"]) == (3, 3, [])
    rates = figures("on_time_all", "commune", "2018-07")
    found = {unit: (row["numerator"], row["denominator"]) for unit, row in rates.items()}
    assert {unit: found[unit] for unit in ("101", "102", "202")} == {
        "101": (1, 1),
        "102": (0, 1),
        "202": (0, 1),
    }


@pytest.mark.parametrize(
    ("saved", "exported"),
    [
        (datetime(2018, 8, 2, 10, 30), datetime(2018, 8, 2, 10, 30, tzinfo=UTC)),
        (datetime(2018, 1, 1), datetime(2018, 7, 24, 17, tzinfo=UTC)),  # the newest in the rows
    ],
)
def test_a_workbook_was_exported_when_it_was_saved(
    tmp_path: Path, saved: datetime, exported: datetime
):
    loaded(tmp_path, builders.xlsx(SHEET, modified=saved))
    assert Upload.objects.get().exported_at == exported


def test_a_given_export_time_counts_more_than_the_saving(tmp_path: Path):
    content = builders.xlsx(SHEET, modified=datetime(2018, 8, 2))
    loaded(tmp_path, content, "--exported-at", "2018-07-31T10:00:00Z")
    assert Upload.objects.get().exported_at == datetime(2018, 7, 31, 10, tzinfo=UTC)


def test_a_sheet_that_is_not_in_the_file_is_refused_and_a_dry_run_shows_another(tmp_path: Path):
    config, path = tmp_path / "source.toml", tmp_path / "export"
    config.write_text('sheet = "Tháng 6"', encoding="utf-8")
    path.write_bytes(FILES["xlsx"])
    arguments = ("import_dossiers", path, "--source", "igate", "--config", config)
    tried, refused = run(*arguments, "--dry-run"), run(*arguments)
    assert (tried.status, refused.status) == (2, 2)
    assert tried.stderr.endswith("not “Tháng 6”. " + refused.stderr)
    assert "3 rows, 3 new" in tried.stdout


def test_other_sheets_that_look_like_lists_are_told(tmp_path: Path):
    june: builders.Sheet = ("Tháng 6", [HEADER, real_rows()[0]])
    notes: builders.Sheet = ("Ghi chú", [["Mã hồ sơ", "Đơn vị"], ["x", "y"]])
    book = builders.xlsx(SHEET, june, ("Trống", [HEADER]), notes)
    document = loaded(tmp_path, book, "--exported-at", "2018-07-31")
    assert document["rows"] == 3
    (problem,) = Problem.objects.filter(kind="other_sheets")
    assert problem.params == {"count": 1}
    assert run("undo_upload", document["upload"]).status == 0
    (tmp_path / "source.toml").write_text('sheet = "Tháng 7"', encoding="utf-8")
    loaded(tmp_path, book, "--config", tmp_path / "source.toml", "--exported-at", "2018-07-31")
    assert Problem.objects.filter(kind="other_sheets").count() == 1
