"""Who may see and do what: by grants on units over time, whatever merges."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from units.access import INCLUDES, Access, access_of, require, visible_unit
from units.accounts.actions import grant
from units.actions import NewUnit, close_unit, create_unit, merge_units, move_unit, split_unit
from units.models import Role, User

pytestmark = pytest.mark.django_db

D2018, D2019, D2020, D2021 = (date(year, 1, 1) for year in (2018, 2019, 2020, 2021))
Units = dict[str, int]


@pytest.fixture
def units() -> Units:
    """A province with two districts, communes below, and another province."""
    made: Units = {}

    def add(key: str, code: str, level: str, parent: str = "") -> None:
        made[key] = create_unit(
            code=code, name=key, level=level, parent=made.get(parent), on=D2018, by="test"
        ).pk

    add("Tỉnh Gia Lai", "64", "province")
    add("Tỉnh Bình Định", "52", "province")
    add("Sở Y tế", "H21.10", "department", "Tỉnh Gia Lai")
    add("Pleiku", "622", "district", "Tỉnh Gia Lai")
    add("An Khê", "623", "district", "Tỉnh Gia Lai")
    add("Yên Đỗ", "1", "commune", "Pleiku")
    add("Diên Hồng", "2", "commune", "Pleiku")
    add("An Bình", "3", "commune", "An Khê")
    return made


def access_to(units: Units, *granted: tuple[str, Role]) -> Access:
    user = User.objects.create(username="official")
    for name, role in granted:
        grant(user=user, role=role, unit_id=units[name], by="test")
    return access_of(user)


def asking(access: Access) -> HttpRequest:
    request = HttpRequest()
    request.access = access  # type: ignore[attr-defined]
    return request


def seen(access: Access, units: Units, day: date) -> set[str]:
    return {name for name, unit_id in units.items() if access.may_see(unit_id, day)}


def test_a_grant_reaches_the_unit_and_all_below_it(units):
    access = access_to(units, ("Pleiku", Role.VIEWER))
    assert seen(access, units, D2018) == {"Pleiku", "Yên Đỗ", "Diên Hồng"}
    assert not access.may_see(999_999, D2018)


def test_nothing_is_seen_without_a_grant_or_an_account(units):
    for user in (User.objects.create(username="new"), AnonymousUser()):
        access = access_of(user)
        assert seen(access, units, D2018) == set()
        assert access.roots(D2018) == frozenset()
        assert access.home is None
        assert not access.has(Role.VIEWER)


def test_an_inactive_account_may_nothing(units):
    user = User.objects.create(username="gone", is_active=False, is_superuser=True)
    grant(user=user, role=Role.ADMINISTRATOR, unit_id=units["Pleiku"], by="test")
    assert seen(access_of(user), units, D2018) == set()
    assert not access_of(user).administers_all


def test_a_superuser_sees_and_may_all(units):
    access = access_of(User.objects.create(username="root", is_superuser=True))
    assert seen(access, units, D2018) == set(units)
    assert all(access.may(role, units["An Bình"], D2018) for role in Role)
    assert access.everything
    assert access.administers_all
    assert access.is_administrator
    assert access.home is None
    assert access.roots(D2018) == {units["Tỉnh Gia Lai"], units["Tỉnh Bình Định"]}
    assert access.roots(date(2017, 1, 1)) == frozenset()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.VIEWER, {Role.VIEWER}),
        (Role.UPLOADER, {Role.VIEWER, Role.UPLOADER}),
        (Role.VERIFIER, {Role.VIEWER, Role.VERIFIER}),
        (Role.ADMINISTRATOR, set(Role)),
    ],
)
def test_what_each_role_includes(units, role, may):
    access = access_to(units, ("Pleiku", role))
    assert {other for other in Role if access.may(other, units["Yên Đỗ"], D2018)} == may
    assert {other for other in Role if access.has(other)} == may
    assert not any(access.may(other, units["An Khê"], D2018) for other in Role)
    assert access.is_administrator == (role == Role.ADMINISTRATOR)
    assert INCLUDES.keys() == set(Role.values)


def test_roles_do_not_leak_from_one_unit_to_another(units):
    access = access_to(units, ("Pleiku", Role.VIEWER), ("An Khê", Role.UPLOADER))
    assert access.may(Role.UPLOADER, units["An Bình"], D2018)
    assert not access.may(Role.UPLOADER, units["Yên Đỗ"], D2018)


def test_a_unit_that_moves_is_seen_from_where_it_was_on_the_day(units):
    move_unit(unit=units["Yên Đỗ"], parent=units["An Khê"], on=D2020, by="test")
    old = Access([(units["Pleiku"], Role.VIEWER)])
    new = Access([(units["An Khê"], Role.VIEWER)])
    assert old.may_see(units["Yên Đỗ"], D2019)
    assert not old.may_see(units["Yên Đỗ"], D2020)
    assert not new.may_see(units["Yên Đỗ"], D2019)
    assert new.may_see(units["Yên Đỗ"], D2020)


def test_an_ended_unit_is_seen_as_on_its_last_day(units):
    close_unit(unit=units["Yên Đỗ"], on=D2020, by="test")
    move_unit(unit=units["Diên Hồng"], parent=units["An Khê"], on=D2020, by="test")
    access = Access([(units["Pleiku"], Role.VIEWER)])
    assert seen(access, units, D2021) == {"Pleiku", "Yên Đỗ"}
    assert Access([(units["Yên Đỗ"], Role.VIEWER)]).roots(D2021) == {units["Yên Đỗ"]}


def test_who_answers_for_a_merged_unit_answers_for_its_past_and_not_the_reverse(units):
    """A merger gives nobody more to see: who was granted one of the old units sees its past."""
    new = merge_units(
        predecessors=[units["Yên Đỗ"], units["Diên Hồng"]],
        successor=NewUnit("9", "Phường Mới", "commune", units["Pleiku"]),
        on=D2020,
        by="test",
    ).pk
    units["Phường Mới"] = new
    heir = Access([(new, Role.UPLOADER)])
    assert seen(heir, units, D2019) == {"Phường Mới", "Yên Đỗ", "Diên Hồng"}
    assert seen(heir, units, D2021) == {"Phường Mới", "Yên Đỗ", "Diên Hồng"}
    assert heir.may(Role.UPLOADER, units["Yên Đỗ"], D2019)
    assert heir.roots(D2019) == {units["Yên Đỗ"], units["Diên Hồng"]}
    assert heir.roots(D2021) == {new}
    former = Access([(units["Yên Đỗ"], Role.VIEWER)])
    assert seen(former, units, D2021) == {"Yên Đỗ"}


def test_the_past_of_a_province_that_got_another_number(units):
    """As on 1 July 2025, when province 64 went whole into the new one, without its districts."""
    old = units["Tỉnh Gia Lai"]
    units["new"] = create_unit(
        code="52n", name="Tỉnh mới", level="province", parent=None, on=D2020, by="test"
    ).pk
    for name in ("Yên Đỗ", "Diên Hồng", "An Bình"):
        move_unit(unit=units[name], parent=units["new"], on=D2020, by="test")
    close_unit(unit=units["Pleiku"], on=D2020, by="test")
    close_unit(unit=units["An Khê"], on=D2020, by="test")
    close_unit(unit=units["Sở Y tế"], on=D2020, by="test")
    close_unit(unit=old, on=D2020, successor=units["new"], by="test")
    access = Access([(units["new"], Role.ADMINISTRATOR)])
    assert seen(access, units, D2019) == set(units) - {"Tỉnh Bình Định"}
    assert access.roots(D2019) == {old}
    assert access.home_on(D2019) == old
    assert access.home == units["new"]
    assert Access([(old, Role.VIEWER)]).may_see(units["Yên Đỗ"], D2019)
    assert not Access([(old, Role.VIEWER)]).may_see(units["Yên Đỗ"], D2020)


def test_a_part_of_a_split_unit_has_no_right_to_the_whole_past(units):
    parts = split_unit(
        unit=units["Yên Đỗ"],
        parts=[NewUnit(code, code, "commune", units["Pleiku"]) for code in ("7", "8")],
        on=D2020,
        by="test",
    )
    access = Access([(parts[0].pk, Role.VIEWER)])
    assert not access.may_see(units["Yên Đỗ"], D2019)
    assert not access.may_see(parts[1].pk, D2020)
    # Before it began there is nothing else to begin with.
    assert access.roots(D2019) == {parts[0].pk}


def test_roots_leave_out_what_lies_below_another_one(units):
    access = access_to(
        units, ("Yên Đỗ", Role.UPLOADER), ("Pleiku", Role.VIEWER), ("An Bình", Role.VIEWER)
    )
    assert access.roots(D2018) == {units["Pleiku"], units["An Bình"]}


def test_pages_open_with_the_highest_unit_then_the_first_by_name(units):
    access = access_to(
        units, *((name, Role.VIEWER) for name in ("Yên Đỗ", "Pleiku", "An Khê", "Diên Hồng"))
    )
    assert access.home == units["An Khê"]
    assert (
        Access([(units["An Bình"], Role.VIEWER), (units["Diên Hồng"], Role.VIEWER)]).home
        == (units["An Bình"])
    )


def test_all_is_administered_by_who_administers_every_unit_that_has_none_above(units):
    one, other = units["Tỉnh Gia Lai"], units["Tỉnh Bình Định"]
    assert not Access([(one, Role.ADMINISTRATOR)]).administers_all
    assert not Access([(one, Role.ADMINISTRATOR), (other, Role.VERIFIER)]).administers_all
    assert Access([(one, Role.ADMINISTRATOR), (other, Role.ADMINISTRATOR)]).administers_all
    close_unit(unit=other, on=timezone.localdate(), by="test")
    assert Access([(one, Role.ADMINISTRATOR)]).administers_all
    assert not Access([(units["Pleiku"], Role.ADMINISTRATOR)]).administers_all


def test_nobody_administers_units_that_there_are_not():
    assert not Access([]).administers_all
    assert not Access([(1, Role.ADMINISTRATOR)]).administers_all


def test_only_superusers_keep_the_accounts_of_superusers(units):
    admin = Access([(units[name], Role.ADMINISTRATOR) for name in units])
    root = User(username="root", is_superuser=True)
    assert admin.may_keep(User(username="plain"))
    assert not admin.may_keep(root)
    assert Access([], everything=True).may_keep(root)
    assert not Access([(units["Pleiku"], Role.ADMINISTRATOR)]).may_keep(User(username="plain"))


def test_gateways_hide_what_is_not_seen_and_refuse_what_is_seen_only(units):
    request = asking(Access([(units["Pleiku"], Role.VIEWER)]))
    assert visible_unit(request, units["Yên Đỗ"], D2018) == units["Yên Đỗ"]
    for unit_id in (units["An Khê"], 999_999):
        with pytest.raises(Http404):
            visible_unit(request, unit_id, D2018)
        with pytest.raises(Http404):
            require(request, Role.UPLOADER, unit_id, D2018)
    with pytest.raises(PermissionDenied):
        require(request, Role.UPLOADER, units["Yên Đỗ"], D2018)
    assert require(request, Role.VIEWER, units["Yên Đỗ"], D2018) == units["Yên Đỗ"]


def test_a_superuser_finds_no_unit_that_there_is_not(units):
    with pytest.raises(Http404):
        visible_unit(asking(Access([], everything=True)), 999_999, D2018)


def test_a_request_reads_grants_and_units_once(units, django_assert_num_queries):
    user = User.objects.create(username="official")
    grant(user=user, role=Role.VIEWER, unit_id=units["Pleiku"], by="test")
    access_of(user).home  # noqa: B018  the process has read the units
    # Grants, and whether the units changed since.
    with django_assert_num_queries(2):
        access = access_of(user)
        for day in (D2018, D2020):
            for unit_id in units.values():
                access.may_see(unit_id, day)
            access.roots(day)
        assert access.home
