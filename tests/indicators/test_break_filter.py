"""Procedures handled at commune level before the break, in a province of one district."""

from dataclasses import replace
from pathlib import Path

import pytest

from dossiers.models import Procedure
from indicators.results import Results
from indicators.selection import Selection
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, figures, import_file, run, write_csv, write_text

# On 1 July 2025 district 622 ended, and its two communes became the commune 900.
UNITS = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,,
622,Thành phố Pleiku,district,64,2004-01-01,2025-07-01,
101,Phường Yên Đỗ,commune,622,2004-01-01,2025-07-01,
102,Phường Diên Hồng,commune,622,2004-01-01,2025-07-01,
900,Phường Pleiku,commune,64,2025-07-01,,
"""
SUCCESSION = """\
predecessor_code,successor_code,effective_on,extent,level
101,900,2025-07-01,whole,commune
102,900,2025-07-01,whole,commune
"""
OF_COMMUNES, OF_DISTRICTS = "1.000001", "1.000002"


@pytest.fixture
def province(transactional_db: None, tmp_path: Path) -> None:
    units = write_text(tmp_path / "units.csv", UNITS)
    succession = write_text(tmp_path / "succession.csv", SUCCESSION)
    assert run("load_units", units, "--succession", succession).status == 0


def load(path: Path, exported: str, *rows: tuple[str, str, str, str]) -> None:
    """Rows of (code, unit, day of receipt, procedure)."""
    told = [
        dossier(code, unit, day) | {"Mã TTHC": procedure} for code, unit, day, procedure in rows
    ]
    assert import_file(write_csv(path, told), "--exported-at", exported)["new"] == len(told)


def received(period: str, tasks: str) -> int:
    found: int = figures("received", "province", period, tasks=tasks)["64"]["value"]
    return found


def test_the_ways_on_from_a_page_with_the_filter_are_open(province: None, tmp_path: Path) -> None:
    load(tmp_path / "june.csv", "2025-06-30", ("a-1", "Phường Yên Đỗ", "02/06/2025", OF_COMMUNES))
    client = looking_from("64")
    page = client.get(f"/units/{id_of('64')}/?period=2025-06&tasks=before-break").context["page"]
    ways = [page["exports_url"], *(one["url"] for one in page["actions"])]
    assert any(url.startswith("/form-ii06/") for url in ways), ways
    assert {url: client.get(url).status_code for url in ways} == dict.fromkeys(ways, 200)


def test_what_is_recorded_under_a_unit_of_later_does_not_tell_whose_task_it_was(
    province: None, tmp_path: Path
) -> None:
    load(
        tmp_path / "june.csv",
        "2025-06-30",
        ("a-1", "Phường Yên Đỗ", "02/06/2025", OF_COMMUNES),
        ("b-1", "Thành phố Pleiku", "02/06/2025", OF_DISTRICTS),
    )
    # Received by whom in June, at the city's counter or at which ward's, is not known.
    load(
        tmp_path / "july.csv",
        "2025-07-31",
        *((f"b-{n}", "Phường Pleiku", "30/06/2025", OF_DISTRICTS) for n in (2, 3)),
        ("a-4", "Phường Pleiku", "01/07/2025", OF_COMMUNES),
        ("b-4", "Phường Pleiku", "01/07/2025", OF_DISTRICTS),
    )
    assert received("2025-07", "") == 2
    assert received("2025-07", "before-break") == 1
    assert received("2025-06", "before-break") == 1


def test_a_table_is_kept_by_the_tasks_that_the_filter_left(province: None, tmp_path: Path) -> None:
    """Tomorrow's units may leave others, though no figure has changed."""
    load(
        tmp_path / "june.csv",
        "2025-06-30",
        ("a-1", "Phường Yên Đỗ", "02/06/2025", OF_COMMUNES),
        ("a-2", "Phường Yên Đỗ", "02/06/2025", OF_DISTRICTS),
        ("a-3", "Thành phố Pleiku", "02/06/2025", OF_DISTRICTS),
        ("a-4", "Thành phố Pleiku", "02/06/2025", OF_DISTRICTS),
    )
    asked = {"indicator": "received", "level": "province", "period": "2025-06"}
    today = Selection.parse(asked | {"tasks": "before-break"})
    tomorrow = replace(today, procedure_ids=tuple(Procedure.objects.values_list("pk", flat=True)))
    results = Results()
    assert [one.numerator for one in results.figures(today)] == [1]
    assert [one.numerator for one in results.figures(tomorrow)] == [4]
