"""Undoing changes of units: as if they had not been made, or a sentence why not."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.support import contents
from units import actions
from units.accounts.actions import create_account, grant
from units.actions import NewUnit
from units.errors import UnitError
from units.models import AuditEvent, Role, Unit, UnitChange
from units.queries import hierarchy

pytestmark = pytest.mark.django_db

D2018, D2020, D2022 = date(2018, 1, 1), date(2020, 1, 1), date(2022, 1, 1)
Units = dict[str, int]


@pytest.fixture
def units() -> Units:
    made: Units = {}
    for key, code, name, level, parent in (
        ("province", "64", "Tỉnh Gia Lai", "province", ""),
        ("pleiku", "622", "Thành phố Pleiku", "district", "province"),
        ("dak_doa", "626", "Huyện Đăk Đoa", "district", "province"),
        ("a", "1", "Xã A", "commune", "pleiku"),
        ("b", "2", "Xã B", "commune", "pleiku"),
        ("c", "3", "Xã C", "commune", "dak_doa"),
    ):
        made[key] = actions.create_unit(
            code=code, name=name, level=level, parent=made.get(parent), on=D2018, by="test"
        ).pk
    actions.add_identifier(unit=made["a"], scheme="h", value="H21.1", on=D2018, by="test")
    return made


def merge(units: Units) -> None:
    new = NewUnit("9", "Xã Mới", "commune", units["pleiku"])
    actions.merge_units(predecessors=[units["a"], units["b"]], successor=new, on=D2020, by="test")


def merge_districts(units: Units) -> None:
    actions.merge_units(
        predecessors=[units["dak_doa"]], successor=units["pleiku"], on=D2020, by="test"
    )


def split(units: Units) -> None:
    parts = [NewUnit(code, f"Xã {code}", "commune", units["pleiku"]) for code in ("11", "12")]
    actions.split_unit(unit=units["a"], parts=parts, on=D2020, by="test")


CHANGES: dict[str, Callable[[Units], object]] = {
    "rename": lambda u: actions.rename_unit(unit=u["a"], name="Phường A", on=D2020, by="test"),
    "mend a name": lambda u: actions.rename_unit(unit=u["a"], name="Xã Á", on=D2018, by="test"),
    "move": lambda u: actions.move_unit(unit=u["a"], parent=u["dak_doa"], on=D2020, by="test"),
    "merge": merge,
    "merge with children": merge_districts,
    "split": split,
    "close": lambda u: actions.close_unit(unit=u["a"], on=D2020, by="test"),
    "close into": lambda u: actions.close_unit(unit=u["a"], successor=u["b"], on=D2020, by="test"),
    "identify": lambda u: actions.add_identifier(
        unit=u["c"], scheme="h", value="H21.3", on=D2020, by="test"
    ),
    "create": lambda u: actions.create_unit(
        code="10", name="Xã D", level="commune", parent=u["pleiku"], on=D2020, by="test"
    ),
}


def standing() -> dict[str, list[str]]:
    """All rows of units without their own numbers."""
    found = {name: rows for name, rows in contents().items() if name.startswith("units_unit")}
    found |= {"units_succession": contents()["units_succession"]}
    del found["units_unitchange"]
    strip = ("units_unitversion", "units_unitidentifier", "units_succession", "units_unitpath")
    return {
        name: sorted(row.split(",", 1)[1] for row in rows) if name in strip else rows
        for name, rows in found.items()
    }


def newest() -> UnitChange:
    return UnitChange.objects.latest("event_id")


@pytest.mark.parametrize("name", CHANGES)
def test_an_undo_leaves_the_units_as_they_were(units: Units, name: str):
    before = standing()
    CHANGES[name](units)
    after = standing()
    assert after != before
    change = newest()
    undo = actions.undo_change(change=change, by="test", reason="a mistake")
    assert standing() == before
    change.refresh_from_db()
    assert change.undone_by == undo
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.new) == ("undo-unit-change", {"reason": "a mistake"})


@pytest.mark.parametrize("name", ["rename", "merge", "merge with children", "create"])
def test_the_undo_can_be_undone(units: Units, name: str):
    CHANGES[name](units)
    after = standing()
    undo = actions.undo_change(change=newest(), by="test")
    actions.undo_change(change=undo, by="test")
    assert standing() == after


def test_one_change_is_undone_once(units: Units):
    CHANGES["move"](units)
    change = newest()
    actions.undo_change(change=change, by="test")
    with pytest.raises(UnitError, match="has been undone already"):
        actions.undo_change(change=change, by="test")


def test_a_later_change_is_undone_first(units: Units):
    CHANGES["rename"](units)
    first = newest()
    actions.move_unit(unit=units["a"], parent=units["dak_doa"], on=D2022, by="test")
    with pytest.raises(UnitError, match="Phường A has been changed since"):
        actions.undo_change(change=first, by="test")
    actions.undo_change(change=newest(), by="test")
    actions.undo_change(change=first, by="test")
    assert hierarchy().name(units["a"], D2022) == "Xã A"


def test_changes_of_other_units_stay(units: Units):
    CHANGES["merge"](units)
    change = newest()
    actions.rename_unit(unit=units["c"], name="Phường C", on=D2020, by="test")
    actions.undo_change(change=change, by="test")
    assert hierarchy().name(units["c"], D2022) == "Phường C"
    assert hierarchy().life(units["a"]) == (D2018, None)


def test_a_unit_that_something_hangs_on_does_not_vanish(units: Units):
    CHANGES["merge"](units)
    change, made = newest(), Unit.objects.latest("pk")
    account = create_account(username="an", password=None, full_name="", email="", by="test")
    grant(user=account, role=Role.VIEWER, unit_id=made.pk, by="test")
    with pytest.raises(UnitError, match="in use: grant"):
        actions.undo_change(change=change, by="test")
    assert hierarchy().life(units["a"])[1] == D2020


def test_a_new_district_with_a_commune_of_its_own_does_not_vanish(units: Units):
    made = actions.create_unit(
        code="630", name="Huyện Mới", level="district", parent=units["province"], on=D2020, by="t"
    )
    change = newest()
    actions.create_unit(
        code="20", name="Xã Con", level="commune", parent=made.pk, on=D2020, by="test"
    )
    with pytest.raises(UnitError, match="Xã Con"):
        actions.undo_change(change=change, by="test")
