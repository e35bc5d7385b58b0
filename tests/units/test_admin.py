"""The admin: the tree of a day, search, filters, and forms on top of the actions."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.support import client_in
from units.accounts.actions import grant
from units.actions import add_identifier, create_unit, merge_units
from units.models import AuditEvent, Role, Unit, UnitChange, User
from units.queries import hierarchy

pytestmark = pytest.mark.django_db

D2018, D2020 = date(2018, 1, 1), date(2020, 1, 1)
LIST = "/admin/units/unit/"


@pytest.fixture
def admin_page() -> Client:
    client = client_in("en")
    user = User.objects.create(username="root", is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def units() -> dict[str, int]:
    """In 2020 xã Thuỷ An and xã Ân go into xã Mới."""
    made: dict[str, int] = {}

    def add(key: str, code: str, name: str, level: str, parent: str = "") -> None:
        made[key] = create_unit(
            code=code, name=name, level=level, parent=made.get(parent), on=D2018, by="test"
        ).pk

    add("province", "64", "Tỉnh Gia Lai", "province")
    add("other", "40", "Tỉnh Nghệ An", "province")
    add("pleiku", "622", "Thành phố Pleiku", "district", "province")
    add("dak_doa", "626", "Huyện Đăk Đoa", "district", "province")
    add("health", "H21.10", "Sở Y tế", "department", "province")
    add("an", "1", "Xã Ân", "commune", "pleiku")
    add("thuy", "2", "Xã Thuỷ An", "commune", "pleiku")
    add("an2", "3", "Xã An", "commune", "pleiku")
    add_identifier(unit=made["dak_doa"], scheme="h", value="H21.17", on=D2018, by="test")
    return made


def names(response) -> list[str]:
    return [unit.name for unit in response.context["cl"].result_list]


def test_the_tree_stands_in_order_of_level_and_vietnamese_name(admin_page, units):
    response = admin_page.get(LIST)
    assert names(response) == [
        "Tỉnh Gia Lai",
        "Sở Y tế",
        "Huyện Đăk Đoa",
        "Thành phố Pleiku",
        "Xã An",
        "Xã Ân",
        "Xã Thuỷ An",
        "Tỉnh Nghệ An",
    ]
    assert '<span class="unit-depth-2">Xã Ân</span>' in response.content.decode()
    assert "<style" not in response.content.decode()
    assert " style=" not in response.content.decode()


def test_the_tree_of_another_day(admin_page, units):
    merge_units(
        predecessors=[units["an"], units["thuy"]], successor=units["an2"], on=D2020, by="test"
    )
    assert "Xã Ân" not in names(admin_page.get(LIST))
    response = admin_page.get(LIST, {"on": "2019-12-31"})
    assert "Xã Ân" in names(response)
    assert 'value="2019-12-31"' in response.content.decode()
    assert names(admin_page.get(LIST, {"on": "2017-12-31"})) == []


def test_a_day_that_is_none_shows_today_and_says_so(admin_page, units):
    response = admin_page.get(LIST, {"on": "31/12/2019"})
    assert "31/12/2019” is no day" in response.content.decode()
    assert len(names(response)) == 8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thuy an", ["Xã Thuỷ An"]),
        ("THỦY", ["Xã Thuỷ An"]),
        ("đak  ĐOA", ["Huyện Đăk Đoa"]),
        ("xa an", ["Xã An", "Xã Ân"]),
        ("622", ["Thành phố Pleiku"]),
        ("h21.17", ["Huyện Đăk Đoa"]),
        ("nothing", []),
    ],
)
def test_search_ignores_accents_case_and_tone_placement(admin_page, units, text, found):
    assert names(admin_page.get(LIST, {"q": text})) == found


def test_filters_by_level_and_province(admin_page, units):
    assert names(admin_page.get(LIST, {"level": "province"})) == ["Tỉnh Gia Lai", "Tỉnh Nghệ An"]
    assert names(admin_page.get(LIST, {"province": units["other"]})) == ["Tỉnh Nghệ An"]
    both = admin_page.get(LIST, {"province": units["province"], "level": "commune"})
    assert names(both) == ["Xã An", "Xã Ân", "Xã Thuỷ An"]
    assert len(names(admin_page.get(LIST, {"province": "x"}))) == 8


def test_the_list_needs_no_query_per_row(admin_page, units, django_assert_num_queries):
    # Session, account, its grants, which state the units are in, count, rows, provinces.
    with django_assert_num_queries(7):
        admin_page.get(LIST)
    for number in range(30):
        create_unit(
            code=f"x{number}", name=f"Xã {number}", level="commune", parent=units["pleiku"],
            on=D2018, by="test",
        )  # fmt: skip
    with django_assert_num_queries(7):
        admin_page.get(LIST)


def test_the_page_of_a_unit_shows_its_history(admin_page, units):
    merge_units(
        predecessors=[units["an"], units["thuy"]], successor=units["an2"], on=D2020, by="test"
    )
    page = admin_page.get(reverse("admin:units_unit_change", args=[units["an"]]))
    text = page.content.decode()
    assert "Xã An (3), Thành phố Pleiku" in text
    assert reverse("admin:units_unit_action", args=[units["an"], "rename"]) in text
    assert 'name="_save"' not in text
    assert "deletelink" not in text


def act(admin_page: Client, unit: int, slug: str, **values: str):
    """Ask what the action would change, and do it if that can be done."""
    address = reverse("admin:units_unit_action", args=[unit, slug])
    return confirm(admin_page, address, {"on": "2020-01-01"} | values)


def confirm(admin_page: Client, address: str, values: dict[str, str]):
    shown = admin_page.post(address, values)
    rehearsal = shown.context and shown.context.get("rehearsal")
    if not rehearsal:
        return shown
    return admin_page.post(address, values | {"tried_on": rehearsal.tried_on})


def test_create(admin_page, units):
    values = {"on": "2020-01-01", "code": "9", "name": "Xã Mới", "level": "commune"}
    response = confirm(admin_page, LIST + "add/", values | {"parent": "H21.17"})
    made = hierarchy().resolve("9", D2020)
    assert response.url == reverse("admin:units_unit_change", args=[made])
    assert hierarchy().parent(made, D2020) == units["dak_doa"]
    assert AuditEvent.objects.latest("id").actor == "root"


def test_rename_move_and_identifier(admin_page, units):
    act(admin_page, units["an"], "rename", name="Phường Ân")
    act(admin_page, units["an"], "move", parent="626")
    act(admin_page, units["an"], "identifier", scheme="h", value="H21.1")
    after = hierarchy()
    assert after.name(units["an"], D2020) == "Phường Ân"
    assert after.parent(units["an"], D2020) == units["dak_doa"]
    assert after.resolve("H21.1", D2020) == units["an"]


def test_merge_into_a_new_and_into_a_living_unit(admin_page, units):
    act(admin_page, units["an"], "merge", others="2\r\n", code="9", name="Xã Mới")
    made = hierarchy().resolve("9", D2020)
    assert hierarchy().whole_predecessors(made) == (units["an"], units["thuy"])
    act(admin_page, made, "merge", on="2021-01-01", into="3")
    assert hierarchy().whole_successor(made) == units["an2"]


def test_split_and_close(admin_page, units):
    act(admin_page, units["an"], "split", parts="11; Xã Một\n12; Xã Hai")
    assert hierarchy().life(units["an"]) == (D2018, D2020)
    assert hierarchy().name(hierarchy().resolve("12", D2020), D2020) == "Xã Hai"
    act(admin_page, units["thuy"], "split", parts="13; Xã Ba", goes_on="on")
    assert hierarchy().life(units["thuy"]) == (D2018, None)
    act(admin_page, units["thuy"], "close", successor="3")
    assert hierarchy().whole_successor(units["thuy"]) == units["an2"]


@pytest.mark.parametrize(
    ("slug", "values", "problem"),
    [
        ("rename", {"name": "Xã", "on": "2017-01-01"}, "began on 2018-01-01"),
        ("move", {"parent": "999"}, "There is no unit “999”"),
        ("close", {}, "3 units still belong to Thành phố Pleiku"),
        ("split", {"parts": "Xã Một"}, "“Xã Một” is not code; name."),
        ("merge", {"others": "626"}, "A unit needs a code and a name."),
    ],
)
def test_errors_are_shown_on_the_form(admin_page, units, slug, values, problem):
    before = list(Unit.objects.values_list("id", flat=True))
    response = act(admin_page, units["pleiku"], slug, **values)
    assert response.status_code == 200
    assert problem in response.content.decode()
    assert list(Unit.objects.values_list("id", flat=True)) == before


@pytest.mark.parametrize("slug", ["rename", "move", "merge", "split", "close", "identifier"])
def test_every_action_has_its_page(admin_page, units, slug):
    response = admin_page.get(reverse("admin:units_unit_action", args=[units["an"], slug]))
    assert response.status_code == 200
    assert 'type="date"' in response.content.decode()


def test_what_there_is_not_is_not_found(admin_page, units):
    assert act(admin_page, units["an"], "explode").status_code == 404
    assert act(admin_page, 999_999, "close").status_code == 404


def test_nothing_is_deleted_or_changed_past_the_actions(admin_page, units):
    page = reverse("admin:units_unit_change", args=[units["an"]])
    assert admin_page.post(page, {}).status_code == 403
    assert admin_page.get(f"{LIST}{units['an']}/delete/").status_code == 403
    event = AuditEvent.objects.latest("id")
    for address in ("add/", f"{event.pk}/delete/"):
        assert admin_page.get(f"/admin/units/auditevent/{address}").status_code == 403
    assert admin_page.get(f"/admin/units/auditevent/{event.pk}/change/").status_code == 200


def test_who_administers_a_part_only_does_not_come_in(client, units):
    """Not even with Django's own permissions: what one may follows from grants alone."""
    user = User.objects.create(username="reader", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__endswith="_unit"))
    grant(user=user, role=Role.ADMINISTRATOR, unit_id=units["province"], by="test")
    client.force_login(user)
    assert client.get(LIST).status_code == 403
    assert act(client, units["an"], "close").status_code == 403
    assert client.get(LIST + "add/").status_code == 403
    assert hierarchy().life(units["an"]) == (D2018, None)


def test_who_administers_all_units_without_one_above_needs_no_other_flag(client, units):
    user = User.objects.create(username="official")
    for name in ("province", "other"):
        grant(user=user, role=Role.ADMINISTRATOR, unit_id=units[name], by="test")
    client.force_login(user)
    assert len(names(client.get(LIST))) == 8
    act(client, units["an"], "close")
    assert hierarchy().life(units["an"]) == (D2018, D2020)


def test_accounts_have_one_name(admin_page):
    user = User.objects.create(username="an", full_name="Nguyễn An")
    response = admin_page.get(reverse("admin:units_user_change", args=[user.pk]))
    assert "Nguyễn An" in response.content.decode()
    assert user.get_full_name() == "Nguyễn An"


def test_what_an_action_changes_is_shown_before_it_is_done(admin_page, units):
    address = reverse("admin:units_unit_action", args=[units["an"], "merge"])
    values = {"on": "2020-01-01", "others": "2", "code": "9", "name": "Xã Mới"}
    text = admin_page.post(address, values).content.decode()
    assert "Xã Ân (1), commune of Thành phố Pleiku (622), from 1 Jan 2018 to" in text
    assert "goes as a whole into Xã Mới (9) on" in text
    assert "No dossier is counted anew." in text
    assert not Unit.objects.filter(versions__code="9").exists()
    assert "merge-units" not in AuditEvent.objects.values_list("action", flat=True)


def test_the_details_can_be_changed_after_a_look(admin_page, units):
    address = reverse("admin:units_unit_action", args=[units["an"], "rename"])
    page = admin_page.post(address, {"on": "2020-01-01", "name": "Phường Ân", "mend": "1"})
    assert page.context["rehearsal"] is None
    assert 'value="Phường Ân"' in page.content.decode()


def test_what_was_shown_is_shown_again_if_units_have_changed_since(admin_page, units):
    address = reverse("admin:units_unit_action", args=[units["an"], "rename"])
    values = {"on": "2020-01-01", "name": "Phường Ân"}
    shown = admin_page.post(address, values).context["rehearsal"]
    add_identifier(unit=units["an"], scheme="h", value="H21.9", on=D2018, by="test")
    again = admin_page.post(address, values | {"tried_on": shown.tried_on})
    assert again.context["rehearsal"].tried_on != shown.tried_on
    assert hierarchy().name(units["an"], D2020) == "Xã Ân"


def test_a_change_is_undone_from_its_page(admin_page, units):
    act(admin_page, units["an"], "merge", others="2", code="9", name="Xã Mới")
    change = UnitChange.objects.latest("event_id")
    unit_page = admin_page.get(reverse("admin:units_unit_change", args=[units["an"]]))
    page = reverse("admin:units_unitchange_change", args=[change.pk])
    assert page in unit_page.content.decode()
    undo = reverse("admin:units_unitchange_undo", args=[change.pk])
    assert undo in admin_page.get(page).content.decode()
    assert (
        "Merged units"
        in admin_page.get(reverse("admin:units_unitchange_changelist")).content.decode()
    )
    shown = admin_page.get(undo)
    assert "Xã Mới (9)" in shown.content.decode()
    assert hierarchy().life(units["an"])[1] == D2020
    answer = {"tried_on": shown.context["rehearsal"].tried_on, "reason": "wrong code"}
    admin_page.post(undo, answer)
    assert hierarchy().life(units["an"]) == (D2018, None)
    assert AuditEvent.objects.latest("id").new == {"reason": "wrong code"}
    assert "has been undone already" in admin_page.get(undo).content.decode()
    assert undo not in admin_page.get(page).content.decode()


def test_an_undo_that_cannot_be_done_says_why(admin_page, units):
    act(admin_page, units["an"], "rename", name="Phường Ân")
    change = UnitChange.objects.latest("event_id")
    act(admin_page, units["an"], "rename", name="Phường An", on="2021-01-01")
    undo = reverse("admin:units_unitchange_undo", args=[change.pk])
    assert "has been changed since" in admin_page.get(undo).content.decode()
    assert admin_page.get(reverse("admin:units_unitchange_undo", args=[999_999])).status_code == 404
