"""The demo's outlines: one of each district of 2018 and each commune since 2025."""

from datetime import date

import pytest

from egov.demo import boundaries
from egov.demo.offices import FOLDER
from units.actions import load_units
from units.boundaries.kept import outlines_on
from units.models import AuditEvent, Boundary
from units.queries import hierarchy

pytestmark = pytest.mark.django_db


def test_every_unit_of_its_day_has_an_outline_once():
    load_units(
        units_file=FOLDER / "UNITS.csv", succession_file=FOLDER / "SUCCESSION.csv", by="test"
    )
    boundaries.load_missing()
    lines = hierarchy()
    for level, day, number in (
        ("district", date(2018, 12, 31), 17),
        ("commune", date(2026, 10, 31), 77),
    ):
        units = lines.units_of_level_on(level, day)
        assert len(units) == number
        assert set(outlines_on(lines, units, day)) == set(units)
    # Of the communes of then only those that took part in no merger since.
    before = lines.units_of_level_on("commune", date(2018, 12, 31))
    drawn = set(outlines_on(lines, before, date(2018, 12, 31)))
    assert 0 < len(drawn) < 10
    assert all(lines.is_valid(one, date(2026, 10, 31)) for one in drawn)
    assert not any(lines.predecessors(one) or lines.successors(one) for one in drawn)
    Boundary.objects.filter(level="commune").delete()
    boundaries.load_missing()
    assert not Boundary.objects.filter(level="commune").exists(), "what was deleted stays so"
    assert AuditEvent.objects.filter(action="load-boundaries", actor="demo").count() == 2
