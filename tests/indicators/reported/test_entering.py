"""Which reported figures enter which figures (docs/decisions/0016)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate

from dossiers.models import Procedure
from indicators.composition import composition
from indicators.figures import figures as indicator_figures
from indicators.models import Report
from indicators.reported import actions
from indicators.selection import Selection
from indicators.version import data_version
from tests.indicators.reported.files import form_csv, progress_csv, report
from tests.pages.small_province import id_of
from tests.support import dossier, figures, import_file, write_csv
from units.actions import create_unit, undo_change
from units.errors import UnitError
from units.models import UnitChange
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("gia_lai")

# 4, 5, 6, 8, 9, 10, 12, 13: 30 received and 2 carried over, 25 resolved, 7 open.
PARTS = (10, 20, 2, 8, 12, 5, 6, 1)
JUNE = ("--period", "2018-06")


@pytest.fixture
def june(gia_lai: None, tmp_path: Path) -> None:
    """Ten dossiers of June at the ward Yên Đỗ, nine of them in time."""
    rows = [
        dossier(
            f"H-{n}",
            "Phường Yên Đỗ",
            "02/06/2018",
            "20/06/2018",
            f"{'29' if n == 9 else '05'}/06/2018",
        )
        for n in range(10)
    ]
    import_file(write_csv(tmp_path / "june.csv", rows), "--exported-at", "2018-06-30")


def both(row: dict[str, Any]) -> tuple[int | None, int | None]:
    return row["numerator"], row["denominator"]


def test_an_own_report_stands_for_its_unit_and_enters_those_above(june, tmp_path):
    report(form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS}), "--under", "64", *JUNE)
    communes = figures("on_time", "commune", "2018-06")
    assert both(communes["201"]) == (20, 25)
    assert both(communes["101"]) == (9, 10)
    assert both(figures("on_time", "district", "2018-06")["623"]) == (20, 25)
    assert both(figures("on_time", "province", "2018-06")["64"]) == (29, 35)
    assert both(figures("on_time_all", "province", "2018-06")["64"]) == (29 + 6, 35 + 7)
    assert both(figures("online_share", "province", "2018-06")["64"]) == (10, 40)
    assert both(figures("received", "province", "2018-06")["64"]) == (40, None)
    assert both(figures("overdue", "province", "2018-06")["64"]) == (1, None)


def test_what_a_report_does_not_tell_is_no_value(june, tmp_path):
    report(form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS}), "--under", "64", *JUNE)
    report(progress_csv(tmp_path / "p.csv", [("Xã Tú An", 5, 1)]), "--under", "64", *JUNE)
    postal = figures("postal_share", "commune", "2018-06")
    assert postal["201"]["numerator"] is None
    assert both(figures("on_time_all", "commune", "2018-06")["202"]) == (5, 6)
    for indicator in ("on_time", "received", "in_progress", "online_share", "late_share"):
        assert figures(indicator, "commune", "2018-06")["202"]["numerator"] is None, indicator
    # What others know stays: nobody takes what is not told for 0 of something.
    assert both(figures("on_time", "district", "2018-06")["623"]) == (20, 25)


@pytest.mark.parametrize(
    ("period", "calendar"),
    [
        ("2018-06", "kstt"),
        ("2018-Q2", "month"),
        ("2018-05", "month"),
        ("2018-05..2018-06", "month"),
    ],
)
def test_it_is_never_split_or_joined_over_time(june, tmp_path, period, calendar):
    asked = {"period": period, "calendar": calendar}
    before = figures("received", "province", **asked)
    report(form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS}), "--under", "64", *JUNE)
    assert figures("received", "province", **asked) == before


def test_the_same_months_under_another_name_are_the_same_period(june, tmp_path):
    report(
        form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS}),
        *("--under", "64", "--period", "2018-01..2018-03"),
    )
    assert both(figures("on_time", "commune", "2018-Q1")["201"]) == (20, 25)


def test_it_steps_back_where_the_unit_has_dossiers_in_any_part_of_the_period(june, tmp_path):
    report(form_csv(tmp_path / "f.csv", {"Phường Yên Đỗ": PARTS}), "--under", "64", *JUNE)
    report(
        form_csv(tmp_path / "g.csv", {"Phường Yên Đỗ": PARTS}),
        *("--under", "64", "--period", "2018-Q2"),
    )
    assert both(figures("on_time", "commune", "2018-06")["101"]) == (9, 10)
    assert both(figures("on_time", "commune", "2018-Q2")["101"]) == (9, 10)
    assert both(figures("on_time", "province", "2018-Q2")["64"]) == (9, 10)


def test_own_of_a_district_is_its_own_counter_alone(june, tmp_path):
    report(
        form_csv(tmp_path / "f.csv", {"Thị xã An Khê": PARTS, "Phường An Bình": PARTS}),
        *("--under", "64", *JUNE),
    )
    assert both(figures("on_time", "district", "2018-06", scope="own")["623"]) == (20, 25)
    assert both(figures("on_time", "district", "2018-06")["623"]) == (40, 50)


def test_a_whole_report_stands_for_its_unit_alone(june, tmp_path):
    report(
        form_csv(tmp_path / "f.csv", {"Thị xã An Khê": PARTS}),
        *("--under", "64", *JUNE, "--scope", "whole"),
    )
    assert both(figures("on_time", "district", "2018-06")["623"]) == (20, 25)
    own = figures("on_time", "district", "2018-06", scope="own")["623"]
    assert (*both(own), own["value"]) == (0, 0, None)
    assert both(figures("on_time", "province", "2018-06")["64"]) == (9, 10)
    # Once a unit below it tells of itself, its figure is made of what is told there.
    report(form_csv(tmp_path / "g.csv", {"Phường An Bình": PARTS[::-1]}), "--under", "64", *JUNE)
    assert both(figures("received", "district", "2018-06")["623"]) == (7, None)


def test_by_field_only_rows_of_that_field_enter_and_by_procedure_none(june, tmp_path):
    rows = [
        dossier("H-1", "Phường Diên Hồng", "02/06/2018", "20/06/2018", "05/06/2018")
        | {"Mã TTHC": "1.000001", "Tên TTHC": "Cấp giấy", "Lĩnh vực": "Đất đai"}
    ]
    import_file(
        write_csv(tmp_path / "land.csv", rows), "--exported-at", "2018-06-30", source="land"
    )
    fields = {"ĐẤT ĐAI": PARTS, "Hộ tịch": (1, 2, 0, 0, 3, 0, 0, 0)}
    report(form_csv(tmp_path / "f.csv", fields, by="Lĩnh vực"), "--unit", "201", *JUNE)
    report(form_csv(tmp_path / "g.csv", {"Xã Tú An": PARTS}), "--under", "64", *JUNE)
    assert both(figures("on_time", "district", "2018-06")["623"]) == (23 + 20, 28 + 25)
    params = {"indicator": "on_time", "level": "district", "period": "2018-06", "under": "64"}
    land = {f.code: f for f in indicator_figures(Selection.parse(params | {"field": "Đất đai"}))}
    assert (land["623"].numerator, land["623"].denominator) == (20, 25)
    assert (land["622"].numerator, land["622"].denominator) == (1, 1)
    procedure = str(Procedure.objects.get(code="1.000001").pk)
    by_procedure = indicator_figures(Selection.parse(params | {"procedure": procedure}))
    assert {f.code: f.denominator for f in by_procedure} == {"622": 1, "623": None}


def test_a_later_report_takes_the_place_of_an_earlier_one_until_it_is_taken_back(june, tmp_path):
    report(form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS}), "--under", "64", *JUNE)
    later = report(
        form_csv(tmp_path / "g.csv", {"Phường An Bình": (1, 0, 0, 0, 1, 0, 0, 0)}),
        *("--under", "64", *JUNE),
    )
    assert both(figures("on_time", "commune", "2018-06")["201"]) == (1, 1)
    version = data_version()
    actions.take_back(report=Report.objects.get(pk=later["report"]), by="test", reason="wrong")
    assert data_version() != version
    assert both(figures("on_time", "commune", "2018-06")["201"]) == (20, 25)


def test_a_preview_does_not_count(june, tmp_path):
    before = figures("received", "commune", "2018-06")
    file = form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS})
    document = report(file, "--under", "64", *JUNE, "--dry-run")
    assert (document["report"], document["counted"]) == (None, 1)
    assert figures("received", "commune", "2018-06") == before
    assert not Report.objects.exists()


def test_what_a_figure_with_reports_is_made_of(june, tmp_path):
    file = form_csv(tmp_path / "f.csv", {"Phường An Bình": PARTS})
    document = report(file, "--under", "64", *JUNE)
    report(progress_csv(tmp_path / "p.csv", [("Xã Tú An", 5, 1)]), "--under", "64", *JUNE)
    params = {"indicator": "on_time", "level": "province", "period": "2018-06"}
    selection = Selection.parse(params)
    (figure,) = indicator_figures(selection)
    assert (figure.reported, figure.units) == (1, 3)
    found = composition(selection, figure.unit_id)
    lines = hierarchy()
    assert {lines.name(one.unit_id, localdate()): one.sides for one in found.reported} == {
        "Phường An Bình": (20, 25),
        "Xã Tú An": None,
    }
    (part,) = (one for one in found.reported if one.sides)
    assert (part.report.pk, part.report.file_name, part.rows) == (document["report"], "f.csv", (2,))
    assert sum(one.value.numerator or 0 for one in found.contributions) == figure.numerator
    assert sum(one.value.denominator or 0 for one in found.contributions) == figure.denominator
    below = composition(Selection.parse(params | {"indicator": "received"}), id_of("623"))
    values = {lines.code(one.unit_id, localdate()): one.value for one in below.contributions}
    assert values["201"].value == 30
    assert values["202"].value is None  # it does not tell it: not 0


def test_a_unit_does_not_vanish_while_a_report_names_it(tmp_path):
    create_unit(
        code="300",
        name="Xã Mới",
        level="commune",
        parent=id_of("622"),
        on=date(2018, 1, 1),
        by="test",
    )
    change = UnitChange.objects.latest("event_id")
    report(form_csv(tmp_path / "f.csv", {"Xã Mới": PARTS}), "--under", "64", *JUNE)
    with pytest.raises(UnitError, match="is of a unit that would vanish"):
        undo_change(change=change, by="test")
