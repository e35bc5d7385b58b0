"""Known answers over the real units of Vietnam, 2018 to today."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import pytest
from django.conf import settings
from django.db import connection, transaction

from units.actions import load_units
from units.hierarchy import BreakKind, Hierarchy
from units.loading import LoadResult
from units.models import UnitPath, UnitVersion
from units.queries import hierarchy, load_hierarchy
from units.turnings import Turning, TurningKind, tier_ends

DATA = Path(settings.BASE_DIR).parent / "shared" / "data" / "units"
UNITS, SUCCESSION = DATA / "vietnam_units.csv", DATA / "vietnam_succession.csv"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not UNITS.exists(),
        reason="the real units lie outside the project, in ../shared/data/units",
    ),
]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[tuple[LoadResult, float]]:
    """The load, once for the module; each test runs in a savepoint within its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        start = perf_counter()
        result = load_units(units_file=UNITS, succession_file=SUCCESSION, by="test")
        yield result, perf_counter() - start
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def vietnam(loaded) -> Hierarchy:
    return hierarchy()


def under(vietnam: Hierarchy, text: str, level: str, day: date) -> list[int]:
    root = vietnam.resolve(text, day)
    found = vietnam.units_of_level_on(level, day)
    return [unit_id for unit_id in found if root in vietnam.ancestors(unit_id, day)]


def test_all_lines_load_in_time(loaded):
    result, seconds = loaded
    assert (result.lines, result.new, result.changed, result.unchanged) == (17069, 17069, 0, 0)
    assert seconds < 60


def test_a_second_load_changes_nothing(loaded):
    before = list(UnitVersion.objects.order_by("id").values_list())
    result = load_units(units_file=UNITS, succession_file=SUCCESSION, by="test")
    assert (result.new, result.changed, result.unchanged) == (0, 0, 17069)
    assert (result.new_units, result.identifiers, result.successions) == (0, 0, 0)
    assert list(UnitVersion.objects.order_by("id").values_list()) == before


@pytest.mark.parametrize(
    ("province", "day", "districts", "communes"),
    [
        ("64", date(2018, 6, 30), 17, 222),
        ("64", date(2020, 6, 30), 17, 220),
        ("64", date(2024, 12, 1), 17, 218),
        ("40", date(2021, 7, 15), 21, 460),
        ("52", date(2025, 7, 1), 0, 135),
    ],
)
def test_districts_and_communes_of_a_province(vietnam, province, day, districts, communes):
    assert len(under(vietnam, province, "district", day)) == districts
    assert len(under(vietnam, province, "commune", day)) == communes


def test_a_code_returns_for_another_province(vietnam):
    before, after = (vietnam.resolve(text, date(2026, 1, 1)) for text in ("52@2025-06-30", "52"))
    assert before != after
    assert vietnam.name(before, date(2025, 6, 30)) == "Tỉnh Bình Định"
    assert vietnam.name(after, date(2025, 7, 1)) == "Tỉnh Gia Lai"
    assert vietnam.whole_successor(before) == after
    assert vietnam.whole_successor(vietnam.resolve("64", date(2026, 1, 1))) == after


def test_today_there_are_34_provinces_and_3321_communes(vietnam):
    day = date(2026, 1, 1)
    assert len(vietnam.units_of_level_on("province", day)) == 34
    assert len(vietnam.units_of_level_on("commune", day)) == 3321
    assert vietnam.units_of_level_on("district", day) == ()


def test_old_gia_lai_is_whole_on_the_map_of_today(vietnam):
    """Every commune of 2025 goes whole into one of the 77 that cover it (DOMAIN.md section 5)."""
    day, today = date(2025, 6, 30), date(2026, 1, 1)
    places = {vietnam.place(unit_id, today) for unit_id in under(vietnam, "64", "commune", day)}
    assert None not in places
    assert len(places) == 77
    assert {vietnam.exact_since(unit_id, today) for unit_id in places if unit_id} == {None}


def test_the_past_of_todays_communes_reaches_as_far_as_the_files_know(vietnam, loaded):
    """2,901 are unions of whole communes of June 2025 (DOMAIN.md section 5), and five special zones
    began from nothing. 393 of the 2,906 hold a commune that nobody knows the past of: mergers of
    2018 to 2025 are in the file for old Gia Lai alone, elsewhere the lines with a new name begin
    units without a link."""
    today, reform = date(2026, 1, 1), date(2025, 7, 1)
    breaks = {
        unit_id: vietnam.exact_since(unit_id, today)
        for unit_id in vietnam.units_of_level_on("commune", today)
    }
    kinds = Counter(found and found.kind for found in breaks.values())
    assert kinds == {
        None: 2513,
        BreakKind.LINEAGE_UNKNOWN: 393,
        BreakKind.PART_RECEIVED: 414,
        BreakKind.PART_GIVEN: 1,
    }
    days = [found.day for found in breaks.values() if found]
    assert sum(day < reform for day in days) == 393
    assert min(days) > date(2018, 1, 1)
    new = [u for u in breaks if vietnam.life(u)[0] == reform and not vietnam.predecessors(u)]
    assert [vietnam.name(unit_id, today).split()[:2] for unit_id in new] == [["Đặc", "khu"]] * 5
    assert 2513 + 393 - len(new) == 2901
    result, _seconds = loaded
    unknown = sum(began_unknown(vietnam, unit_id) for unit_id in vietnam.units())
    assert unknown == len(result.undecided) == 591


def began_unknown(vietnam: Hierarchy, unit_id: int) -> bool:
    found = vietnam.exact_since(unit_id, vietnam.life(unit_id)[0])
    return found is not None and found.kind == "lineage_unknown" and found.unit_id == unit_id


def test_all_exact_pasts_are_found_at_once(vietnam):
    """A league table asks for each of its units: the first one to ask takes each link once."""
    fresh, today = load_hierarchy(), date(2026, 1, 1)
    communes = fresh.units_of_level_on("commune", today)
    start = process_time()
    for unit_id in communes:
        fresh.exact_since(unit_id, today)
        fresh.exact_until(unit_id, today)
    assert process_time() - start < 2


def test_ended_districts_stay_under_the_province_of_today(vietnam):
    today = date(2026, 1, 1)
    pleiku = vietnam.resolve("district:622", date(2018, 6, 30))
    province = vietnam.resolve("52", today)
    assert vietnam.placed_path(pleiku, today) == (None, (province,))


@pytest.mark.parametrize("name", ["Ia Băng", "Ia O", "Ia Sao", "Tây Sơn"])
def test_names_that_repeat_need_their_parent(vietnam, name):
    day = date(2018, 6, 30)
    gia_lai = vietnam.resolve("64", day)
    found = vietnam.find(name, day, day, under=gia_lai)
    assert found.problem == "ambiguous"
    assert len(found.candidates) == 2
    units = set()
    for candidate in found.candidates:
        parent = candidate.rpartition(", ")[2]
        named = vietnam.find(name, day, day, under=gia_lai, parent_text=parent)
        assert named.problem is None
        units.add(named.unit_id)
    assert len(units) == 2


def test_an_abolished_district_and_a_new_commune_share_a_name(vietnam):
    before, after = date(2025, 6, 1), date(2025, 8, 1)
    district = vietnam.find("UBND huyện Na Rì", before, before)
    commune = vietnam.find("UBND xã Na Rì", after, after)
    assert vietnam.level(district.unit_id, before) == "district"
    assert vietnam.level(commune.unit_id, after) == "commune"
    assert vietnam.find("Huyện Na Rì", after, after).problem == "ended"


def test_every_commune_of_gia_lai_is_found_by_its_name_and_parent(vietnam):
    """Chư Prông has both a Xã Ia Băng and a Xã Ia Bang: accents decide where nothing else does."""
    day = date(2018, 6, 30)
    for unit_id in under(vietnam, "64", "commune", day):
        parent = vietnam.name(vietnam.parent(unit_id, day), day)
        found = vietnam.find(vietnam.name(unit_id, day), day, day, parent_text=parent)
        assert found.unit_id == unit_id


def test_paths_in_the_database_equal_the_ancestors(vietnam):
    for day in (date(2000, 1, 1), date(2018, 6, 30), date(2025, 7, 1), date(2030, 1, 1)):
        rows: dict[int, list[int]] = {}
        paths = UnitPath.objects.filter(valid_from__lte=day, valid_to__gt=day)
        for unit_id, ancestor in paths.order_by("depth").values_list("unit_id", "ancestor_id"):
            rows.setdefault(unit_id, []).append(ancestor)
        assert rows == {u: list(vietnam.ancestors(u, day)) for u in vietnam.units()}


def test_the_hierarchy_is_read_quickly_and_only_once(vietnam, django_assert_num_queries):
    start = perf_counter()
    load_hierarchy()
    assert perf_counter() - start < 3
    with django_assert_num_queries(1, connection=connection):
        assert hierarchy() is vietnam


def test_districts_ended_in_every_province_found_in_one_pass(
    vietnam: Hierarchy, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 11, 1)
    provinces = vietnam.units_of_level_on("province", today)
    looked_at: list[int] = []
    life = Hierarchy.life

    def counted(self: Hierarchy, unit_id: int) -> tuple[date, date | None]:
        looked_at.append(unit_id)
        return life(self, unit_id)

    monkeypatch.setattr(Hierarchy, "life", counted)
    ended = [Turning(date(2025, 7, 1), TurningKind.TIER_ENDED, "district")]
    assert tier_ends(vietnam, provinces[:1], today) == ended
    of_one = len(looked_at)
    assert tier_ends(vietnam, provinces, today) == ended
    assert len(looked_at) - of_one < 3 * of_one, "as if each province were looked at by itself"
