"""The table of paths equals the ancestors that plain Python finds, for any hierarchy."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from units.models import Unit, UnitPath, UnitVersion
from units.paths import rebuild_paths
from units.queries import load_hierarchy

START = date(2024, 1, 1)

# For each unit: its first day, the lengths of its versions, whether it lives on, and the parents
# (an earlier unit or none, so that there is no circle).
LIVES = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.lists(st.tuples(st.integers(1, 10), st.integers(0, 5)), min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LIVES)
def test_paths_equal_ancestors_on_every_day(db, lives):
    UnitPath.objects.all().delete()
    UnitVersion.objects.all().delete()
    units = [Unit.objects.create() for _ in lives]
    for number, (begin, versions, lives_on) in enumerate(lives):
        day = START + timedelta(begin)
        for place, (length, parent) in enumerate(versions):
            end = day + timedelta(length)
            still = lives_on and place == len(versions) - 1
            UnitVersion.objects.create(
                unit=units[number],
                code=str(number),
                name="Xã",
                level="commune",
                parent=units[parent] if parent < number else None,
                valid_from=day,
                valid_to=None if still else end,
            )
            day = end
    rebuild_paths()
    hierarchy = load_hierarchy()
    for offset in range(-2, 55):
        day = START + timedelta(offset)
        found: dict[int, list[tuple[int, int]]] = {}
        for path in UnitPath.objects.filter(valid_from__lte=day, valid_to__gt=day):
            found.setdefault(path.unit_id, []).append((path.depth, path.ancestor_id))
        expected = {unit.pk: list(enumerate(hierarchy.ancestors(unit.pk, day))) for unit in units}
        assert {unit_id: sorted(rows) for unit_id, rows in found.items()} == expected
    for unit in units:
        own = UnitPath.objects.filter(unit=unit, depth=0)
        assert [(row.valid_from, row.valid_to) for row in own] == [(date.min, date.max)]
