"""load_units: what continues, what begins, what is refused, and that nothing loads twice."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from units.actions import add_identifier, load_units, rename_unit
from units.errors import UnitError
from units.models import AuditEvent, Succession, Unit, UnitIdentifier, UnitVersion
from units.queries import hierarchy

pytestmark = pytest.mark.django_db

HEAD = "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
LINK_HEAD = "predecessor_code,successor_code,effective_on,extent,level\n"
BASE = """\
64,Tỉnh Gia Lai,province,,2004-01-01,,h=H21
622,Thành phố Pleiku,district,64,2004-01-01,2025-07-01,h=H21.17
100,Xã A,commune,622,2004-01-01,2020-02-01,
101,Xã B,commune,622,2004-01-01,2020-02-01,
"""


@pytest.fixture
def load(tmp_path: Path):
    def run(lines: str, links: str = "", link_head: str = LINK_HEAD):
        units, succession = tmp_path / "units.csv", tmp_path / "succession.csv"
        units.write_text(HEAD + lines, encoding="utf-8")
        succession.write_text(link_head + links, encoding="utf-8")
        return load_units(
            units_file=units, succession_file=succession if links else None, by="test"
        )

    return run


def unit_of(code: str, day: date) -> int:
    return hierarchy().resolve(code, day)


BEFORE, AFTER = date(2020, 1, 31), date(2020, 2, 1)


@pytest.mark.parametrize(
    ("line", "links", "continues"),
    [
        pytest.param("Phường A,commune", "", True, id="same folded name, same level"),
        pytest.param("Xã Khác,commune", "", False, id="another name"),
        pytest.param("Xã A,district", "", False, id="another level"),
        pytest.param("Xã Khác,commune", "100,100,2020-02-01,whole,\n", True, id="linked alone"),
        pytest.param("Xã A,commune", "100,100,2020-02-01,part,\n", False, id="linked in part"),
        pytest.param(
            "Xã A,commune",
            "100,100,2020-02-01,whole,\n101,100,2020-02-01,whole,\n",
            False,
            id="two predecessors",
        ),
        pytest.param("Xã A,commune", "101,100,2020-02-01,whole,\n", False, id="another one"),
        pytest.param("Xã A,commune", ",100,2020-02-01,whole,\n", False, id="from no unit"),
        pytest.param("Xã A,district", "100,100,2020-02-01,whole,\n", True, id="level changes"),
    ],
)
def test_a_line_continues_the_adjoining_one_or_begins_a_unit(load, line, links, continues):
    parent = "64" if "district" in line else "622"
    result = load(BASE + f"100,{line},{parent},2020-02-01,2025-07-01,\n", links)
    one = unit_of("100", BEFORE) == unit_of("100", AFTER)
    assert one == continues
    assert len(result.undecided) == (not continues and not links)


def test_lines_that_do_not_adjoin_are_two_units(load):
    load(BASE + "100,Xã A,commune,622,2020-02-02,2025-07-01,\n")
    assert unit_of("100", BEFORE) != unit_of("100", date(2020, 2, 2))


def test_succession_is_kept_between_different_units_only(load):
    links = "100,102,2020-02-01,whole,\n101,102,2020-02-01,whole,\n64,64,2020-02-01,whole,\n"
    result = load(BASE + "102,Xã C,commune,622,2020-02-01,2025-07-01,\n", links)
    assert result.successions == Succession.objects.count() == 2
    assert hierarchy().whole_successor(unit_of("100", BEFORE)) == unit_of("102", AFTER)


def test_identifiers_hold_over_adjoining_lines_and_end_with_the_unit(load):
    load(
        BASE + "102,Xã C,commune,622,2010-01-01,2015-01-01,h=H21.9\n"
        "102,Phường C,commune,622,2015-01-01,2025-07-01,h=H21.9 mail=C\n"
    )
    rows = UnitIdentifier.objects.order_by("value").values_list("value", "valid_from", "valid_to")
    end = date(2025, 7, 1)
    assert list(rows) == [
        ("C", date(2015, 1, 1), end),
        ("H21", date(2004, 1, 1), None),
        ("H21.17", date(2004, 1, 1), end),
        ("H21.9", date(2010, 1, 1), end),
    ]


def test_a_parent_code_that_changes_hands_gives_several_versions(load):
    load(
        "64,Tỉnh Cũ,province,,2004-01-01,2020-02-01,\n"
        "64,Tỉnh Mới,province,,2020-02-01,,\n"
        "622,Thành phố Pleiku,district,64,2004-01-01,,\n"
    )
    unit = unit_of("622", AFTER)
    versions = hierarchy().versions(unit)
    assert [(v.valid_from, v.valid_to) for v in versions] == [
        (date(2004, 1, 1), AFTER),
        (AFTER, None),
    ]
    assert [v.parent_id for v in versions] == [unit_of("64", BEFORE), unit_of("64", AFTER)]


def test_loading_again_changes_nothing(load):
    load(BASE)
    before = list(UnitVersion.objects.values_list()), AuditEvent.objects.count()
    result = load(BASE)
    assert (result.new, result.changed, result.unchanged) == (0, 0, 4)
    assert (list(UnitVersion.objects.values_list()), AuditEvent.objects.count()) == before


def test_a_later_file_adds_lines_ends_and_identifiers(load):
    load(BASE)
    units = {code: unit_of(code, BEFORE) for code in ("64", "622", "100", "101")}
    later = BASE.replace("2004-01-01,,h=H21\n", "2004-01-01,2025-07-01,h=H21 old=64\n")
    result = load(
        later + "52,Tỉnh Gia Lai,province,,2025-07-01,,h=H21\n", "64,52,2025-07-01,whole,\n"
    )
    assert (result.new, result.changed, result.unchanged, result.new_units) == (1, 1, 3, 1)
    assert {code: unit_of(code, BEFORE) for code in units} == units
    assert hierarchy().life(units["64"]) == (date(2004, 1, 1), date(2025, 7, 1))
    assert hierarchy().resolve("H21", date(2025, 7, 1)) == unit_of("52", date(2025, 7, 1))
    assert hierarchy().resolve("64", date(2025, 7, 1)) == units["64"]


def test_a_file_with_only_the_new_lines_builds_on_what_is_known(load):
    load(BASE)
    result = load("100,Phường A,commune,622,2020-02-01,2025-07-01,\n")
    assert result.new_units == 0
    assert unit_of("100", AFTER) == unit_of("100", BEFORE)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Xã A,commune,622,2004-01-01,2020-02-01", "Xã Khác,commune,622,2004-01-01,2020-02-01",
         "line 4: 100 of 2004-01-01 is called “Xã A”"),
        ("Xã A,commune,622,2004-01-01,2020-02-01", "Xã A,commune,622,2005-01-01,2020-02-01",
         "line 4: 100 of 2005-01-01 is valid since 2004-01-01"),
        ("Xã A,commune,622,2004-01-01,2020-02-01", "Xã A,commune,622,2004-01-01,",
         "line 4: 100 of 2004-01-01 ends on 2020-02-01"),
        ("Xã A,commune,622,2004-01-01,2020-02-01", "Xã A,commune,622,2004-01-01,2021-02-01",
         "line 4: 100 of 2004-01-01 ends on 2020-02-01"),
        ("Xã A,commune,622,2004-01-01,2020-02-01", "Xã A,commune,64,2004-01-01,2020-02-01",
         "line 4: 100 of 2004-01-01 has another parent"),
    ],
)  # fmt: skip
def test_what_contradicts_the_database_is_refused(load, old, new, problem):
    load(BASE)
    before = list(UnitVersion.objects.order_by("id").values_list())
    with pytest.raises(UnitError, match=r"units\.csv, ") as error:
        load(BASE.replace(old, new))
    assert problem in str(error.value)
    assert list(UnitVersion.objects.order_by("id").values_list()) == before


def test_a_renaming_made_by_hand_contradicts_the_old_file(load):
    load(BASE)
    rename_unit(unit=unit_of("64", AFTER), name="Tỉnh Khác", on=date(2021, 1, 1), by="test")
    with pytest.raises(UnitError, match="line 2: 64 of 2004-01-01 is called “Tỉnh Khác”"):
        load(BASE)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9,Xã,village,622,2004-01-01,,", "line 6: the level “village” is none of country"),
        ("9,Xã,commune,622,01/01/2004,,", "line 6: valid_from “01/01/2004” is no day"),
        ("9,Xã,commune,622,2004-01-01,2004-01-01,", "line 6: valid_to does not lie after"),
        (",Xã,commune,622,2004-01-01,,", "line 6: code is empty"),
        ("9,,commune,622,2004-01-01,,", "line 6: name is empty"),
        ("9,Xã,commune,622,2004-01-01,2005-01-01,H21.3", "line 6: “H21.3” is not scheme=value"),
        ("9,Xã,commune,622,2004-01-01,2005-01-01,h=H21", "identifier h=H21 is given to a unit"),
        ("9,Xã,commune,999,2004-01-01,2005-01-01,", "line 6: the parent 999 of 9 is not valid"),
        ("9,Xã,commune,622,2004-01-01,,", "the parent 622 of 9 is not valid on 2025-07-01"),
        ("100,Xã A,commune,622,2010-01-01,2011-01-01,", "100 is valid twice on 2010-01-01"),
        ("9,Xã,commune,622,2004-01-01,2005-01-01,,,", "line 6: the line has more cells"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(load, line, problem):
    with pytest.raises(UnitError) as error:
        load(BASE + line + "\n")
    assert problem in str(error.value)
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("100,999,2020-02-01,whole,", "line 2: no unit has the code 999 on 2020-02-01"),
        ("999,64,2020-02-01,whole,", "line 2: no unit has the code 999 on 2020-01-31"),
        ("622,64,2020-02-01,whole,", "line 2: 622 went whole into another unit on 2020-02-01"),
        ("100,64,2020-02-01,all,", "line 2: the extent “all” is neither whole nor part"),
        ("100,64,x,whole,", "line 2: effective_on “x” is no day"),
    ],
)
def test_a_succession_that_cannot_be_taken_is_named(load, link, problem):
    with pytest.raises(UnitError) as error:
        load(BASE, link + "\n")
    assert problem in str(error.value)
    assert not Unit.objects.exists()


def test_a_line_that_spans_two_known_units_is_refused(load):
    line = "100,Xã A,commune,622,2020-02-01,2025-07-01,\n"
    load(BASE + line, "101,100,2020-02-01,whole,\n")
    with pytest.raises(UnitError, match="becomes another unit on 2020-02-01"):
        load("100,Xã A,commune,622,2004-01-01,2025-07-01,\n")


def test_a_line_that_begins_before_the_known_one_is_refused(load):
    load(BASE)
    with pytest.raises(UnitError, match="100 of 2003-01-01 begins on 2004-01-01"):
        load(BASE.replace("622,2004-01-01,2020-02-01", "622,2003-01-01,2020-02-01", 1))


def test_a_name_that_was_taken_back_leaves_one_version(load):
    load(BASE)
    unit, day = unit_of("64", AFTER), date(2021, 1, 1)
    for name in ("Tỉnh Khác", "Tỉnh Gia Lai"):
        rename_unit(unit=unit, name=name, on=day, by="test")
    assert load(BASE).changed == 1
    assert len(hierarchy().versions(unit)) == 1


def test_a_succession_whose_code_nobody_had_is_taken_by_its_name(load):
    head = LINK_HEAD.strip() + ",successor_name\n"
    lines = BASE + "102,Xã C,commune,622,2020-02-01,2025-07-01,\n"
    result = load(lines, "100,999,2020-02-01,whole,commune,Xã C\n", link_head=head)
    assert hierarchy().whole_successor(unit_of("100", BEFORE)) == unit_of("102", AFTER)
    assert result.notes == [
        "succession.csv, line 2: 999 was taken as 102, the only Xã C on 2020-02-01."
    ]


def test_a_code_of_two_levels_needs_the_level_in_a_succession(load):
    lines = (
        BASE + "100,Sở Một,department,64,2004-01-01,,\n"
        "102,Xã C,commune,622,2020-02-01,2025-07-01,\n"
    )
    with pytest.raises(UnitError, match="several units have the code 100 on 2020-01-31"):
        load(lines, "100,102,2020-02-01,whole,\n")
    load(lines, "100,102,2020-02-01,whole,commune\n")
    commune = hierarchy().resolve("commune:100", BEFORE)
    assert hierarchy().whole_successor(commune) == unit_of("102", AFTER)


def test_a_succession_is_not_whole_and_part(load):
    lines = BASE + "102,Xã C,commune,622,2020-02-01,2025-07-01,\n"
    load(lines, "100,102,2020-02-01,part,\n")
    with pytest.raises(UnitError, match="this succession is known already as part"):
        load(lines, "100,102,2020-02-01,whole,\n")


def test_an_identifier_grows_with_its_unit_and_may_be_given_by_hand_before(load):
    load(BASE)
    add_identifier(unit=unit_of("64", AFTER), scheme="old", value="64", on=AFTER, by="test")
    result = load(
        "101,Phường B,commune,622,2020-02-01,2025-07-01,h=H21.9\n"
        "64,Tỉnh Gia Lai,province,,2004-01-01,2024-01-01,h=H21\n"
        "64,Tỉnh Gia Lai,province,,2024-01-01,,h=H21 old=64\n"
    )
    assert (result.identifiers, result.new, result.changed) == (1, 2, 1)
    result = load("101,Phường B,commune,622,2025-07-01,,h=H21.9\n".replace("622", "64"))
    assert result.identifiers == 1
    row = UnitIdentifier.objects.get(value="H21.9")
    assert (row.valid_from, row.valid_to) == (AFTER, None)


def test_departments_in_a_circle_are_refused(load):
    circle = "A,Sở A,department,B,2004-01-01,,\nB,Sở B,department,A,2004-01-01,,\n"
    with pytest.raises(UnitError, match="parents form a circle"):
        load(circle)
    assert not Unit.objects.exists()


def test_blank_lines_are_skipped_and_short_ones_filled(load):
    assert load("\n64,Tỉnh Gia Lai,province,,2004-01-01\n,,,,,,\n").lines == 1


def test_the_database_decides_about_units_that_it_knows(load):
    line = "100,Phường A,commune,622,2020-02-01,2025-07-01,\n"
    load(BASE + line)
    links = "100,100,2020-02-01,whole,\n101,100,2020-02-01,whole,\n"
    with pytest.raises(UnitError, match="100 is one unit before and after 2020-02-01"):
        load(BASE + line, links)


def test_the_command_says_what_it_did(tmp_path, capsys):
    file = tmp_path / "units.csv"
    file.write_text("\ufeff" + HEAD + BASE, encoding="utf-8")
    call_command("load_units", str(file))
    assert capsys.readouterr().out.startswith("4 lines: 4 new, 0 changed, 0 unchanged; 4 new units")
    call_command("load_units", str(file))
    assert capsys.readouterr().out.startswith("4 lines: 0 new, 0 changed, 4 unchanged; 0 new units")


def test_the_command_lists_what_nothing_decides(tmp_path, capsys):
    file = tmp_path / "units.csv"
    line = "100,Xã Khác,commune,622,2020-02-01,2025-07-01,\n"
    file.write_text(HEAD + BASE + line, encoding="utf-8")
    call_command("load_units", str(file))
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "new unit, nothing says what it continues: units.csv, 6: Xã Khác (100)"
    assert "1 lines undecided" in shown[1]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "cannot be read: No such file"),
        (b"code,name\n", "units.csv, line 1: the column “level” is missing."),
        (b"", "units.csv, line 1: the column “code” is missing."),
        (b"\xff\xfe\x00", "cannot be read: 'utf-8' codec"),
    ],
)
def test_the_command_fails_in_one_line(tmp_path, capsys, content, problem):
    file = tmp_path / "units.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        call_command("load_units", str(file))
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert problem in shown.err
    assert (shown.err.count("\n"), shown.out) == (1, "")
