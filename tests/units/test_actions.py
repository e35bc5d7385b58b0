"""Creating, renaming, moving, merging, splitting and closing units."""

from datetime import date

import pytest

from units import actions
from units.actions import NewUnit
from units.errors import UnitError
from units.hierarchy import Break, BreakKind, Link
from units.models import AuditEvent, Succession, UnitIdentifier, User
from units.queries import hierarchy
from units.signals import hierarchy_changed

pytestmark = pytest.mark.django_db

D2018, D2020, D2024 = date(2018, 1, 1), date(2020, 1, 1), date(2024, 1, 1)


def create(code: str, name: str, level: str, parent: int | None = None, on: date = D2018) -> int:
    return actions.create_unit(
        code=code, name=name, level=level, parent=parent, on=on, by="test"
    ).pk


@pytest.fixture
def gia_lai() -> dict[str, int]:
    province = create("64", "Tỉnh  Gia Lai", "province")
    pleiku = create("622", "Thành phố Pleiku", "district", province)
    dak_doa = create("626", "Huyện Đăk Đoa", "district", province)
    return {
        "province": province,
        "pleiku": pleiku,
        "dak_doa": dak_doa,
        "a": create("1", "Xã A", "commune", pleiku),
        "b": create("2", "Xã B", "commune", pleiku),
    }


def test_a_unit_is_created(gia_lai):
    units = hierarchy()
    assert units.name(gia_lai["province"], D2018) == "Tỉnh Gia Lai"
    assert units.life(gia_lai["a"]) == (D2018, None)
    assert units.ancestors(gia_lai["a"], D2018) == (
        gia_lai["a"],
        gia_lai["pleiku"],
        gia_lai["province"],
    )


def test_an_account_is_written_to_the_audit_log(gia_lai):
    user = User.objects.create(username="an", full_name="Nguyễn An")
    actions.rename_unit(unit=gia_lai["a"], name="Phường A", on=D2020, by=user)
    event = AuditEvent.objects.latest("id")
    assert (event.user, event.actor, event.action) == (user, "an", "rename-unit")
    assert (event.object_type, event.object_id) == ("units.unit", str(gia_lai["a"]))
    old, new = dict(event.old or {}), dict(event.new or {})
    assert (old["name"], new["name"]) == ("Xã A", "Phường A")
    assert new["valid_from"] == "2020-01-01"


def test_a_command_is_written_to_the_audit_log_by_its_name(gia_lai):
    event = AuditEvent.objects.earliest("id")
    assert (event.user, event.actor, event.action) == (None, "test", "create-unit")


def test_others_hear_of_a_change_inside_its_transaction(gia_lai):
    heard: list[frozenset[int]] = []

    def hear(affected: frozenset[int], **_: object) -> None:
        heard.append(affected)

    hierarchy_changed.connect(hear)
    try:
        before = hierarchy()
        actions.close_unit(unit=gia_lai["a"], on=D2020, successor=gia_lai["b"], by="test")
    finally:
        hierarchy_changed.disconnect(hear)
    assert heard == [frozenset({gia_lai["a"], gia_lai["b"]})]
    assert hierarchy() is not before


def test_renaming_begins_a_version_or_mends_one_on_its_first_day(gia_lai):
    actions.rename_unit(unit=gia_lai["a"], name="Phường A", on=D2020, code="9", by="test")
    actions.rename_unit(unit=gia_lai["a"], name="Phường Á", on=D2020, by="test")
    versions = hierarchy().versions(gia_lai["a"])
    assert [(v.name, v.code, v.valid_from, v.valid_to) for v in versions] == [
        ("Xã A", "1", D2018, D2020),
        ("Phường Á", "9", D2020, None),
    ]


def test_moving(gia_lai):
    actions.move_unit(unit=gia_lai["a"], parent=gia_lai["dak_doa"], on=D2020, by="test")
    units = hierarchy()
    assert units.parent(gia_lai["a"], date(2019, 12, 31)) == gia_lai["pleiku"]
    assert units.parent(gia_lai["a"], D2020) == gia_lai["dak_doa"]


def test_merging_into_a_new_unit_that_takes_an_old_code(gia_lai):
    new = NewUnit("1", "Xã AB", "commune", gia_lai["pleiku"])
    into = actions.merge_units(
        predecessors=[gia_lai["a"], gia_lai["b"]], successor=new, on=D2020, by="test"
    ).pk
    units = hierarchy()
    assert units.life(gia_lai["a"]) == units.life(gia_lai["b"]) == (D2018, D2020)
    assert units.whole_successor(gia_lai["a"]) == units.whole_successor(gia_lai["b"]) == into
    assert units.resolve("1", D2018) == gia_lai["a"]
    assert units.resolve("1", D2020) == into


def test_merging_into_one_that_lives_on(gia_lai):
    pair = [gia_lai["a"], gia_lai["b"]]
    actions.merge_units(predecessors=pair, successor=gia_lai["b"], on=D2020, by="test")
    units = hierarchy()
    assert units.life(gia_lai["b"]) == (D2018, None)
    assert units.whole_successor(gia_lai["a"]) == gia_lai["b"]
    assert Succession.objects.count() == 1


def test_children_go_with_a_merger(gia_lai):
    pair = [gia_lai["pleiku"], gia_lai["dak_doa"]]
    actions.merge_units(predecessors=pair, successor=gia_lai["dak_doa"], on=D2020, by="test")
    units = hierarchy()
    assert units.ancestors(gia_lai["a"], D2020)[1:] == (gia_lai["dak_doa"], gia_lai["province"])
    assert units.ancestors(gia_lai["a"], D2018)[1:] == (gia_lai["pleiku"], gia_lai["province"])


def test_splitting(gia_lai):
    parts = [NewUnit(c, f"Xã {c}", "commune", gia_lai["pleiku"]) for c in ("1", "3")]
    made = actions.split_unit(unit=gia_lai["a"], parts=parts, on=D2020, by="test")
    units = hierarchy()
    assert units.life(gia_lai["a"]) == (D2018, D2020)
    assert units.whole_successor(gia_lai["a"]) is None
    assert [units.predecessors(unit.pk) for unit in made] == [
        (Link(gia_lai["a"], unit.pk, D2020, "part"),) for unit in made
    ]


def test_a_part_leaves_and_the_rest_goes_on(gia_lai):
    part = NewUnit("3", "Xã C", "commune", gia_lai["pleiku"])
    actions.split_unit(unit=gia_lai["a"], parts=[part], on=D2020, ends=False, by="test")
    units = hierarchy()
    assert units.life(gia_lai["a"]) == (D2018, None)
    (made,) = units.successors(gia_lai["a"])
    assert units.exact_since(gia_lai["a"], D2024) == Break(
        D2020, BreakKind.PART_GIVEN, gia_lai["a"], made.successor_id
    )


def test_closing_ends_identifiers_too(gia_lai):
    unit = gia_lai["a"]
    actions.add_identifier(unit=unit, scheme="h", value="H21.1", on=D2018, by="test")
    actions.close_unit(unit=unit, on=D2020, successor=gia_lai["b"], by="test")
    assert hierarchy().whole_successor(unit) == gia_lai["b"]
    assert UnitIdentifier.objects.get().valid_to == D2020
    actions.add_identifier(unit=gia_lai["b"], scheme="h", value="H21.1", on=D2020, by="test")
    assert hierarchy().resolve("H21.1", D2024) == gia_lai["b"]


def close(unit, on=D2020, **values):
    actions.close_unit(unit=unit, on=on, by="test", **values)


def rename(unit, on=D2020, **values):
    actions.rename_unit(unit=unit, on=on, by="test", **({"name": "Xã X"} | values))


def move(unit, parent, on=D2020):
    actions.move_unit(unit=unit, parent=parent, on=on, by="test")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda u: rename(u["a"], date(2017, 1, 1)), "Xã A began on 2018-01-01; choose a later"),
        (lambda u: close(u["a"], D2018), "Xã A began on 2018-01-01; choose a later day"),
        (lambda u: rename(u["a"], code="2"), "The code 2 belongs to Xã B on 2020-01-01"),
        (lambda u: rename(u["a"], name=" "), "A unit needs a code and a name"),
        (lambda u: (rename(u["a"]), rename(u["a"], D2018)), "Xã X changed on 2020-01-01 already"),
        (lambda u: (close(u["a"]), rename(u["a"], D2024)), "Xã A ended on 2020-01-01"),
        (lambda u: close(u["pleiku"]), "2 units still belong to Thành phố Pleiku on 2020-01-01"),
        (lambda u: close(u["a"], successor=u["a"]), "Xã A ended on 2020-01-01"),
        (lambda u: close(999_999), "There is no unit with the id 999999"),
        (lambda u: move(u["pleiku"], u["a"]), "cannot belong to Xã A"),
        (lambda u: move(u["a"], 999_999), "There is no unit with the id 999999"),
        (lambda u: (close(u["a"]), create("1", "Xã A", "commune", u["a"])), "not valid from"),
        (lambda u: create("1", "Xã C", "commune", u["pleiku"]), "The code 1 belongs to Xã A"),
        (lambda u: create("3", "Xã C", "commune", u["pleiku"], date(2017, 1, 1)), "not valid from"),
        (lambda u: create("3", "Xã C", "village"), "There is no level “village”"),
        (
            lambda u: actions.merge_units(
                predecessors=[u["a"]], successor=u["a"], on=D2020, by="test"
            ),
            "A merger needs a unit that goes into another one",
        ),
        (
            lambda u: actions.split_unit(unit=u["a"], parts=[], on=D2020, by="test"),
            "A unit that ends is split into two or more",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(gia_lai, change, problem):
    with pytest.raises(UnitError, match=problem):
        change(gia_lai)


def test_an_identifier_is_given_once(gia_lai):
    actions.add_identifier(unit=gia_lai["a"], scheme="h", value="H21.1", on=D2018, by="test")
    with pytest.raises(UnitError, match=r"The identifier h=H21\.1 is in use on 2020-01-01"):
        actions.add_identifier(unit=gia_lai["b"], scheme="h", value="H21.1", on=D2020, by="test")


def test_departments_do_not_go_in_a_circle(gia_lai):
    one = create("H1", "Sở Một", "department", gia_lai["province"])
    two = create("H2", "Chi cục Hai", "department", one)
    with pytest.raises(UnitError, match="Chi cục Hai belongs to Sở Một itself"):
        move(one, two)


def test_a_refused_change_leaves_nothing(gia_lai):
    events = AuditEvent.objects.count()
    with pytest.raises(UnitError):
        actions.merge_units(
            predecessors=[gia_lai["a"], gia_lai["b"]],
            successor=NewUnit("626", "Huyện", "district", gia_lai["province"]),
            on=D2020,
            by="test",
        )
    assert hierarchy().life(gia_lai["a"]) == (D2018, None)
    assert AuditEvent.objects.count() == events
