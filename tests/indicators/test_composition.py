"""What a figure is made of: measures and contributions add up to it, in both views."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from indicators.composition import Composition, composition
from indicators.selection import Selection
from indicators.values import values
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from units.queries import hierarchy

# The district 623 ends with its commune 203, which goes nowhere; 202 goes over to 622 in March.
UNITS = (
    GIA_LAI.replace("623,Thị xã An Khê,district,64,2004-01-01,,", "623,Thị xã An Khê,district,64,"
    "2004-01-01,2018-05-01,")
    .replace("201,Phường An Bình,commune,623,2004-01-01,,", "201,Phường An Bình,commune,623,"
    "2004-01-01,2018-05-01,\n201,Phường An Bình,commune,622,2018-05-01,,")
    .replace("202,Xã Tú An,commune,623,2004-01-01,,", "202,Xã Tú An,commune,623,2004-01-01,"
    "2018-03-01,\n202,Xã Tú An,commune,622,2018-03-01,,")
    .replace("203,Xã Ia Băng,commune,623,2004-01-01,,", "203,Xã Ia Băng,commune,623,2004-01-01,"
    "2018-05-01,")
)  # fmt: skip
AT = ("Phường Yên Đỗ", "Phường An Bình", "Xã Tú An", "Thị xã An Khê", "Thành phố Pleiku")
PERIOD = "2018-01..2018-04"
INDICATORS = ("on_time", "on_time_all", "online_share", "received", "in_progress")


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> None:
    """Each unit receives dossiers in January and in April; one in three stays open."""
    assert run("load_units", write_text(tmp_path / "units.csv", UNITS)).status == 0
    rows = []
    for place, unit in enumerate((*AT, "Xã Ia Băng")):
        for number in range(3 * (place + 1)):
            for month in ("01", "04"):
                end = "" if number % 3 == 2 else f"{4 + number % 3 * 10:02}/{month}/2018"
                code, due = f"{place}-{month}-{number}", f"08/{month}/2018"
                channel = "Trực tuyến" if number % 2 else "Trực tiếp"
                row = dossier(code, unit, f"02/{month}/2018", due, end, "", channel)
                rows.append(row | {"Huyện": "Thị xã An Khê" if unit == "Xã Ia Băng" else ""})
    settings = write_text(tmp_path / "s.toml", '[columns]\nparent_unit = "Huyện"\n')
    document = import_file(
        write_csv(tmp_path / "april.csv", rows),
        *("--config", settings, "--exported-at", "2018-04-30"),
    )
    assert document["rejected"] == 0, document


def asked(indicator: str, unit: str, **more: str) -> tuple[Selection, int]:
    unit_id = hierarchy().resolve(unit, on=date(2018, 4, 30))
    params = {"indicator": indicator, "level": "province", "period": PERIOD, **more}
    return Selection.parse(params), unit_id


def made_of(indicator: str, unit: str, **more: str) -> Composition:
    """The composition, after it was found to add up to the figure."""
    selection, unit_id = asked(indicator, unit, **more)
    found = composition(selection, unit_id)
    key = indicator, unit_id
    figure = values(selection, [selection.indicator], [selection.period], [unit_id])[key][0]
    numerator = sum(found.measures[name] for name in selection.indicator.numerator)
    denominator = sum(found.measures[name] for name in selection.indicator.denominator)
    if figure.numerator is None:
        assert (numerator, denominator) == (0, 0), "not on the map, or no export tells of it"
        return found
    assert figure.numerator == numerator
    assert figure.numerator == sum(one.value.numerator or 0 for one in found.contributions)
    if selection.indicator.denominator:
        assert figure.denominator == denominator
        assert denominator == sum(one.value.denominator or 0 for one in found.contributions)
    return found


def counted(found: Composition) -> dict[str, int | Decimal]:
    lines, day = hierarchy(), date(2018, 4, 30)
    return {
        ("" if one.has_place else "ended ") + lines.code(one.unit_id, day): one.value.numerator
        for one in found.contributions
        if one.value.numerator
    }


def test_parts_add_up_to_the_figure(world: None):
    for indicator, unit, view, scope in product(
        INDICATORS, ("64", "622", "623", "202"), ("then", "2018-06-01"), ("whole", "own")
    ):
        made_of(indicator, unit, map=view, scope=scope)


def test_a_unit_that_changed_its_parent_adds_to_each_what_it_did_there(world: None):
    assert counted(made_of("received", "622")) == {"622": 30, "101": 6, "202": 9}
    assert counted(made_of("received", "623")) == {"623": 24, "201": 12, "202": 9, "203": 36}
    assert counted(made_of("received", "64")) == {"622": 45, "623": 81}


def test_on_a_map_what_ended_without_successor_stands_apart(world: None):
    on_map = counted(made_of("received", "64", map="2018-06-01"))
    assert on_map == {"622": 66, "ended 623": 24, "ended 203": 36}
    assert counted(made_of("received", "622", map="2018-06-01")) == {
        "622": 30,
        "101": 6,
        "201": 12,
        "202": 18,
    }


def test_its_own_counter_is_all_of_scope_own(world: None):
    assert counted(made_of("received", "622", scope="own")) == {"622": 30}


def test_a_source_says_why_it_takes_no_part(world: None):
    (source,) = made_of("on_time", "64").sources
    assert (source.name, source.speaks, source.lacks) == ("igate", True, ())
    selection, unit_id = asked("digitised_share", "64")
    (silent,) = composition(selection, unit_id).sources
    assert (silent.speaks, silent.lacks) == (False, ("digitised",))
    selection, unit_id = asked("in_progress", "64")
    later = replace(selection, period=selection.period.before.year_earlier)
    assert composition(later, unit_id).sources[0].speaks
    selection, unit_id = asked("in_progress", "64", period="2018-06")
    (ended,) = composition(selection, unit_id).sources
    assert (ended.speaks, ended.has_ended) == (False, True)
