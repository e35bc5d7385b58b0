"""What a change of units changed, and whose dossiers it may move."""

import json
from datetime import date

import pytest

from units.differences import Difference, Rows, affected, difference
from units.timeline import Identifier, Link, Timeline, Version

D2018, D2020, D2022 = date(2018, 1, 1), date(2020, 1, 1), date(2022, 1, 1)


def version(unit: int, begins: date = D2018, ends: date | None = None, **more: object) -> Version:
    values = {"code": str(unit), "name": f"Xã {unit}", "level": "commune", "parent_id": None}
    return Version(unit, valid_from=begins, valid_to=ends, **values | more)  # type: ignore[arg-type]


BEFORE = [version(1), version(2), version(3)]
# 1 goes into 2 in 2020; 3 has nothing to do with it.
MERGED = [version(1, ends=D2020), version(2), version(3)]
LINK = Link(1, 2, D2020, "whole")


def changed(before: Timeline, after: Timeline) -> tuple[Difference, frozenset[int]]:
    found = difference(before, after, set(before.units()) | set(after.units()))
    return found, affected(before, after, found)


def test_nothing_differs_between_equals():
    found, elsewhere = changed(Timeline(BEFORE), Timeline(BEFORE))
    assert found == Difference(Rows(*[frozenset()] * 3), Rows(*[frozenset()] * 3))
    assert elsewhere == frozenset()


def test_a_merger_is_the_end_of_one_and_a_link():
    found, elsewhere = changed(Timeline(BEFORE), Timeline(MERGED, links=[LINK]))
    assert found.went.versions == {version(1)}
    assert found.came.versions == {version(1, ends=D2020)}
    assert found.came.links == {LINK}
    assert found.unit_ids == elsewhere == {1, 2}


def test_all_that_successions_join_is_affected():
    """2 went into 4 later on: a dossier that names 4 may have begun at 1."""
    later = [version(2, ends=D2022), version(3), version(4, D2022)]
    link = Link(2, 4, D2022, "part")
    _found, elsewhere = changed(
        Timeline([version(1), *later], links=[link]),
        Timeline([version(1, ends=D2020), *later], links=[link, LINK]),
    )
    assert elsewhere == {1, 2, 4}


def test_a_new_unit_from_nothing_affects_nobody():
    found, elsewhere = changed(Timeline(BEFORE), Timeline([*BEFORE, version(4, D2020)]))
    assert found.unit_ids == {4}
    assert elsewhere == frozenset()


@pytest.mark.parametrize("what", ["parent_id", "code"])
def test_another_parent_or_code_moves_no_dossier(what: str):
    values = {"parent_id": 3} if what == "parent_id" else {"code": "9"}
    after = [version(1, ends=D2020), version(1, D2020, **values), version(2), version(3)]
    found, elsewhere = changed(Timeline(BEFORE), Timeline(after))
    assert found.unit_ids == {1}
    assert elsewhere == frozenset()


def test_another_name_matters_among_linked_units_alone():
    renamed = [version(1, ends=D2020), version(1, D2020, name="Phường An"), version(2), version(3)]
    _found, alone = changed(Timeline(BEFORE), Timeline(renamed))
    assert alone == frozenset()
    link = Link(3, 1, D2018, "part")
    _found, linked = changed(Timeline(BEFORE, links=[link]), Timeline(renamed, links=[link]))
    assert linked == {1, 3}


def test_rows_come_back_from_json_as_they_were():
    identifier = Identifier(1, "h", "H21.1", D2018, D2020)
    timeline = Timeline(
        [version(1, ends=D2020, parent_id=3, sort_key="xa"), version(2)], [identifier], [LINK]
    )
    found = difference(Timeline([]), timeline, timeline.units())
    assert Rows.from_json(json.loads(json.dumps(found.came.to_json()))) == found.came
