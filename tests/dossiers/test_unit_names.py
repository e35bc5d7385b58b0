"""The units of a source's rows: by what its [units] tell, the unit above, and the hierarchy."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from dossiers.checking.headings import unit_in_titles
from dossiers.checking.unit_finding import LATER, UnitName
from dossiers.checking.unit_names import SourceUnits
from dossiers.models import UploadState
from dossiers.preview.answers import Answers
from dossiers.preview.kept import Preview
from dossiers.source_settings import SourceSettings
from tests.dossiers.answering import answer
from tests.dossiers.queueing import previewed
from tests.support import GIA_LAI, dossier, write_csv
from tests.twin.finding import UnitProblemError, find_told_unit
from tests.twin.model import UnitLine
from tests.twin.units import Hierarchy, derive_units
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("gia_lai")

DAY = date(2018, 7, 2)
PLEIKU, AN_KHE, BANG = "Thành phố Pleiku", "Thị xã An Khê", "Xã Ia Băng"


def found(told: dict[str, str], text: str, parent: str | None, exported: date | None = DAY) -> str:
    """The code of the unit of a row, or the problem."""
    (unit,) = SourceUnits(SourceSettings(units=told), exported).find_many(
        [UnitName(text, parent, DAY)]
    )
    if unit.unit_id == LATER:
        return "later"
    return unit.problem or hierarchy().version_at(unit.unit_id or 0, DAY).code


@pytest.mark.parametrize(
    ("text", "parent", "told", "code"),
    [
        ("Trung tâm HCC Pleiku", PLEIKU, "622", "622"),
        ("Xã Tú An", "TX An Khe cũ", "202", "202"),
        ("Xã Tú An", AN_KHE, "201", "201"),
        (BANG, None, "103", "103"),
        (BANG, PLEIKU, "203", "103"),
        (BANG, AN_KHE, "103", "203"),
        (BANG, "TX An Khe cũ", "203", "203"),
    ],
)
@pytest.mark.parametrize("dated", ["", "@2018-01-01"])
def test_what_is_told_of_a_unit_holds_whatever_the_file_says_of_its_parent(
    text, parent, told, code, dated
):
    """Of units of one name the parent tells which one it is."""
    assert found({text: told + dated}, text, parent) == code


def test_before_the_export_day_is_known_only_the_parent_of_a_repeated_name_has_to_wait():
    assert found({"Một cửa": "202"}, "Một cửa", "Lạ", exported=None) == "202"
    assert found({BANG: "103"}, BANG, "Lạ", exported=None) == "later"
    assert found({BANG: "103"}, BANG, AN_KHE, exported=None) == "203"


def twin() -> Hierarchy:
    lines = [line.split(",") for line in GIA_LAI.splitlines()[1:]]
    return derive_units(
        tuple(
            UnitLine(code, name, level, parent, date.fromisoformat(begins))
            for code, name, level, parent, begins, *_rest in lines
        ),
        (),
    )


def test_the_twin_finds_the_same_unit():
    texts = (BANG, "Xã Tú An", "Một cửa", "103")
    parents = (None, PLEIKU, AN_KHE, "Lạ")
    for text, parent, told in product(texts, parents, ("103", "202", "622")):
        try:
            expected = find_told_unit(twin(), {text: told}, text, DAY, DAY, parent=parent)[1]
        except UnitProblemError as problem:
            expected = str(problem)
        assert found({text: told}, text, parent) == expected, (text, parent, told)


def test_a_title_that_names_one_of_two_units_is_read_as_it_was_told():
    names = SourceUnits(SourceSettings(units={BANG: "103"}), None)
    assert unit_in_titles([f"Đơn vị: {BANG}"], names) == (BANG, "")
    above = unit_in_titles([AN_KHE, BANG], names)
    assert above == (BANG, AN_KHE)


def test_an_answer_loads_rows_and_takes_none_away(tmp_path: Path):
    """Of rows with the same name, some with the parent and some without."""
    rows = [
        dossier(f"H21.17-180301-{n:04}", text, "01/03/2018") | {"Đơn vị cấp trên": parent}
        for n, (text, parent) in enumerate(
            [(BANG, AN_KHE), (BANG, ""), ("Một cửa", PLEIKU), ("Xã Tú An", "TX An Khe cũ")]
        )
    ]
    upload = previewed(write_csv(tmp_path / "x.csv", rows))
    assert upload.rejected == 3
    upload = answer(upload, Answers(units={BANG: "103", "Một cửa": "622", "Xã Tú An": "202"}))
    assert (upload.state, upload.rejected) == (UploadState.PREVIEWED, 0)
    assert Preview.from_dict(upload.preview).questions == ()
