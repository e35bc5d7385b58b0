"""Loading outlines: which units they are of, what is kept, and on which days they hold."""

from datetime import date
from pathlib import Path

import pytest

from tests.units.boundaries.files import collection, feature, square
from units.actions import create_unit, load_units, merge_units
from units.boundaries.actions import delete_boundaries, load_boundaries
from units.boundaries.kept import outlined_levels, outlines_on
from units.boundaries.understanding import Understood, difference, understood
from units.errors import BoundaryError
from units.models import AuditEvent, Boundary, Level
from units.queries import hierarchy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]

# 100 is one commune until 1/7/2025, and the code of another one from then on.
UNITS = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,,
48,Thành phố Đà Nẵng,province,,2004-01-01,,
622,Thành phố Pleiku,district,64,2004-01-01,2025-07-01,
100,Xã A,commune,622,2004-01-01,2025-07-01,
101,Xã B,commune,622,2004-01-01,2025-07-01,
100,Xã Mới,commune,64,2025-07-01,,
300,Phường Hải Châu,commune,48,2004-01-01,,
"""
LINKS = """\
predecessor_code,successor_code,effective_on,extent,level
100,100,2025-07-01,part,commune
101,100,2025-07-01,whole,commune
"""
THEN, NOW = date(2018, 1, 1), date(2025, 7, 1)
FILE = collection(feature("100", square(108, 13)), feature("101", square(109, 13)))


@pytest.fixture
def units(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    load_units(units_file=tmp_path / "units.csv", succession_file=tmp_path / "links.csv", by="test")


def unit(code: str, day: date) -> int:
    return hierarchy().resolve(code, day)


def read(content: bytes = FILE, as_of: date = THEN) -> Understood:
    return understood(content, level=Level.COMMUNE, as_of=as_of)


def load(content: bytes = FILE, as_of: date = THEN) -> tuple[int, int, int]:
    found = load_boundaries(understood=read(content, as_of), file_name="a.geojson", by="test")
    return len(found.new), len(found.replaced), found.unchanged


def test_a_code_is_that_of_the_day():
    found = read(as_of=NOW)
    assert list(found.outlines) == [unit("100", NOW)]
    assert found.unknown == ["101"]
    assert set(read().outlines) == {unit("100", THEN), unit("101", THEN)}


def test_units_that_the_file_leaves_out_are_those_of_its_provinces():
    assert read(collection(feature("100", square(108, 13)))).lacking == [unit("101", THEN)]


def test_a_file_that_names_no_unit_is_refused():
    with pytest.raises(BoundaryError, match=r"on 01/07/2025: 7, 8\.$"):
        read(collection(feature(7, square(0, 0)), feature(8, square(1, 0))), NOW)


def test_loading_twice_changes_nothing_and_replacing_says_so():
    assert load() == (2, 0, 0)
    rows = set(Boundary.objects.values_list("pk", flat=True))
    assert load() == (0, 0, 2)
    assert set(Boundary.objects.values_list("pk", flat=True)) == rows
    assert AuditEvent.objects.filter(action="load-boundaries").count() == 1
    other = collection(feature("100", square(108, 13)), feature("101", square(109, 13, 2)))
    assert len(difference(read(other)).replaced) == 1
    assert load(other) == (0, 1, 1)
    event = AuditEvent.objects.filter(action="load-boundaries").latest("id")
    assert event.new is not None
    assert (event.label, event.new["changed"], event.new["level"]) == ("a.geojson", 1, "commune")
    assert outlined_levels() == ["commune"]


def test_deleting_is_one_event_with_what_went():
    load()
    assert delete_boundaries(ids=[], by="test") == 0
    assert delete_boundaries(ids=list(Boundary.objects.values_list("pk", flat=True)), by="x") == 2
    event = AuditEvent.objects.get(action="delete-boundaries")
    assert {"unit": unit("101", THEN), "as_of": "2018-01-01"} in (event.old or [])


def test_neighbours_that_are_simplified_keep_their_border():
    # The border of the left one has a point more, 5 m off.
    left = [*square(108, 13)[:2], (109.00005, 13.5), *square(108, 13)[2:]]
    load(collection(feature("100", left), feature("101", square(109, 13))))
    one, other = (held.shape[0][0] for held in held_on(THEN, "100", "101"))
    assert len(set(one) & set(other)) == 2


def held_on(day: date, *codes: str):
    found = outlines_on(hierarchy(), [unit(code, day) for code in codes], day)
    return list(found.values())


def test_the_outline_of_the_nearest_day_holds():
    load(as_of=THEN)
    load(collection(feature("100", square(108, 13, 2))), as_of=date(2024, 1, 1))
    days = {date(2010, 1, 1): THEN, date(2020, 1, 1): THEN, date(2025, 1, 1): date(2024, 1, 1)}
    for day, as_of in days.items():
        (held,) = held_on(day, "100")
        assert held.as_of == as_of
    # The code's next bearer has none.
    assert held_on(NOW, "100") == []


def test_not_across_a_day_on_which_land_came_or_went():
    day = date(2026, 1, 1)
    one = create_unit(
        code="7", name="Xã D", level="commune", parent=unit("64", NOW), on=NOW, by="t"
    )
    load(collection(feature("7", square(108, 13))), as_of=NOW)
    assert set(outlines_on(hierarchy(), [one.pk], day)) == {one.pk}
    merge_units(predecessors=[unit("100", NOW), one.pk], successor=one.pk, on=day, by="test")
    assert outlines_on(hierarchy(), [one.pk], day) == {}
    assert set(outlines_on(hierarchy(), [one.pk], date(2025, 12, 31))) == {one.pk}
