"""Small random histories of a province: units that begin, are renamed, move, merge, split and
end, as lines of UNITS.csv and SUCCESSION.csv."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.twin.model import Link, UnitLine

OLD_TIMES = date(2004, 8, 31)
PROVINCE, NEIGHBOUR = "64", "52"
COMMUNE_NAMES = (
    "Xã Tân Lập",
    "Xã Hòa Bình",
    "Phường Chi Lăng",
    "Thị trấn Chợ Mới",
    "Xã Ia Sao",
    "Xã Đăk Tơ",
)
DISTRICT_NAMES = ("Huyện Đak Đoa", "Thị xã An Khê", "Huyện Thủy Nguyên")
DEPARTMENT_NAMES = ("Sở Tư pháp", "Sở Y tế", "Sở Nội vụ", "Ban Dân tộc")


@dataclass
class Land:
    """The history so far: closed lines, links, and the open line of each living code."""

    living: dict[str, UnitLine] = field(default_factory=dict)
    closed: list[UnitLine] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    given: int = 0

    def of_level(self, *levels: str) -> list[str]:
        return [code for code, line in self.living.items() if line.level in levels]

    def under(self, code: str) -> list[str]:
        return [one for one, line in self.living.items() if line.parent_code == code]


@st.composite
def histories(
    draw: DrawFn, days: tuple[date, ...]
) -> tuple[tuple[UnitLine, ...], tuple[Link, ...]]:
    """Lines and links of a province whose units change on one to six of the days."""
    land = Land()
    _found_province(draw, land)
    for day in sorted(draw(st.lists(st.sampled_from(days), min_size=1, max_size=6, unique=True))):
        draw(st.sampled_from(CHANGES))(draw, land, day)
    return (*land.closed, *land.living.values()), tuple(land.links)


def _found_province(draw: DrawFn, land: Land) -> None:
    _begin(land, OLD_TIMES, PROVINCE, "Tỉnh Gia Lai", "province", "")
    if draw(st.booleans()):
        _begin(land, OLD_TIMES, NEIGHBOUR, "Tỉnh Bình Định", "province", "")
        _begin_new(draw, land, OLD_TIMES, "commune", NEIGHBOUR)
    for _ in range(draw(st.integers(1, 2))):
        _begin_new(draw, land, OLD_TIMES, "department", PROVINCE)
    for _ in range(draw(st.integers(1, 3))):
        _begin_new(draw, land, OLD_TIMES, "district", PROVINCE)
    for _ in range(draw(st.integers(2, 6))):
        above = draw(st.sampled_from(land.of_level("district")))
        _begin_new(draw, land, OLD_TIMES, "commune", above)


# The steps that changes are made of.


def _begin(
    land: Land,
    day: date,
    code: str,
    name: str,
    level: str,
    parent: str,
    identifiers: tuple[tuple[str, str], ...] = (),
) -> str:
    land.living[code] = UnitLine(code, name, level, parent, day, None, identifiers)
    return code


def _begin_new(draw: DrawFn, land: Land, day: date, level: str, parent: str) -> str:
    """A unit under a code never used before; its name may be that of another unit."""
    land.given += 1
    names = {"commune": COMMUNE_NAMES, "district": DISTRICT_NAMES, "department": DEPARTMENT_NAMES}
    siblings = {land.living[code].name for code in land.under(parent)}
    free = [name for name in names[level] if name not in siblings] or list(names[level])
    code = {"commune": "23{:03}", "district": "6{:02}", "department": "SO{:02}"}[level]
    identifiers = (("h", f"H21.{land.given}"),) if draw(st.booleans()) else ()
    name = draw(st.sampled_from(free))
    return _begin(land, day, code.format(land.given), name, level, parent, identifiers)


def _end(land: Land, day: date, code: str) -> UnitLine:
    line = replace(land.living.pop(code), valid_to=day)
    land.closed.append(line)
    return line


def _continue(land: Land, day: date, code: str, **changes: Any) -> None:
    """A new line for the same code from the day on."""
    _end(land, day, code)
    land.living[code] = replace(land.closed[-1], valid_from=day, valid_to=None, **changes)


def _link(land: Land, day: date, level: str, came: str, went: str, extent: str) -> None:
    land.links.append(Link(level, came, went, day, extent))


def _pick(draw: DrawFn, land: Land, number: int) -> list[UnitLine]:
    """Living units of one level, communes or departments; fewer where there are not so many."""
    level = draw(st.sampled_from(("commune", "commune", "commune", "department")))
    codes = land.of_level(level)
    if not codes:
        return []
    size = min(number, len(codes))
    picked = draw(st.lists(st.sampled_from(codes), min_size=size, max_size=size, unique=True))
    return [land.living[code] for code in picked]


# The changes. Each is one day's news; a change that finds no unit to happen to does nothing.


def _rename(draw: DrawFn, land: Land, day: date) -> None:
    """With a link to itself the unit goes on; without one nothing is known: a new unit."""
    for line in _pick(draw, land, 1):
        names = COMMUNE_NAMES if line.level == "commune" else DEPARTMENT_NAMES
        name = draw(st.sampled_from([name for name in names if name != line.name]))
        _continue(land, day, line.code, name=name)
        if draw(st.sampled_from((True, True, False))):
            _link(land, day, line.level, line.code, line.code, "whole")


def _move(draw: DrawFn, land: Land, day: date) -> None:
    """A commune goes to another district, or straight under the province."""
    code = draw(st.sampled_from(land.of_level("commune")))
    _continue(
        land, day, code, parent_code=draw(st.sampled_from(land.of_level("district", "province")))
    )
    if draw(st.booleans()):
        _link(land, day, "commune", code, code, "whole")


def _recode(draw: DrawFn, land: Land, day: date) -> None:
    """One unit goes whole into one new one: the past of the new one is known."""
    for line in _pick(draw, land, 1):
        _end(land, day, line.code)
        new = _begin_new(draw, land, day, line.level, line.parent_code)
        _link(land, day, line.level, line.code, new, "whole")


def _merge(draw: DrawFn, land: Land, day: date) -> None:
    """Two units become a new one, under a new code or under the first one's."""
    lines = _pick(draw, land, 2)
    if len(lines) < 2:
        return
    first, second = lines
    _end(land, day, second.code)
    if draw(st.booleans()):
        _continue(land, day, first.code)
        new = first.code
    else:
        _end(land, day, first.code)
        new = _begin_new(draw, land, day, first.level, first.parent_code)
    for line in lines:
        _link(land, day, first.level, line.code, new, "whole")


def _go_on(draw: DrawFn, land: Land, day: date) -> None:
    """What changed last goes whole into a new unit, alone or with another: the next step of a
    chain."""
    codes = land.of_level("commune")
    changed = [link.successor_code for link in land.links if link.successor_code in codes]
    going = [*changed[-1:], *draw(st.lists(st.sampled_from(codes), max_size=1))]
    if changed:
        above = land.living[going[0]].parent_code
        for code in dict.fromkeys(going):
            _end(land, day, code)
        new = _begin_new(draw, land, day, "commune", above)
        for code in dict.fromkeys(going):
            _link(land, day, "commune", code, new, "whole")


def _absorb(draw: DrawFn, land: Land, day: date) -> None:
    """A unit goes whole into one that lives on unchanged."""
    lines = _pick(draw, land, 2)
    if len(lines) == 2:
        _end(land, day, lines[1].code)
        _link(land, day, lines[0].level, lines[1].code, lines[0].code, "whole")


def _split(draw: DrawFn, land: Land, day: date) -> None:
    """A unit becomes two, one of which may keep its code and name, or live on as it was."""
    for line in _pick(draw, land, 1):
        new = _begin_new(draw, land, day, line.level, line.parent_code)
        _link(land, day, line.level, line.code, new, "part")
        kept = draw(st.sampled_from(("unit", "code", "nothing")))
        if kept == "unit":
            return
        if kept == "code":
            _continue(land, day, line.code)
            other = line.code
        else:
            _end(land, day, line.code)
            other = _begin_new(draw, land, day, line.level, line.parent_code)
        _link(land, day, line.level, line.code, other, "part")


def _shift(draw: DrawFn, land: Land, day: date) -> None:
    """A unit ends: a part joins a neighbour, which begins anew under its code, a part is new."""
    lines = _pick(draw, land, 2)
    if len(lines) < 2:
        return
    neighbour, gone = lines
    _end(land, day, gone.code)
    _continue(land, day, neighbour.code)
    _link(land, day, gone.level, neighbour.code, neighbour.code, "whole")
    _link(land, day, gone.level, gone.code, neighbour.code, "part")
    new = _begin_new(draw, land, day, gone.level, gone.parent_code)
    _link(land, day, gone.level, gone.code, new, "part")


def _cede(draw: DrawFn, land: Land, day: date) -> None:
    """A part of a unit goes to a neighbour, and that one lives on unchanged; so does the rest, or
    that is a new unit, or nobody says what became of it."""
    lines = _pick(draw, land, 2)
    if len(lines) < 2:
        return
    neighbour, giver = lines
    _link(land, day, giver.level, giver.code, neighbour.code, "part")
    rest = draw(st.sampled_from(("lives on", "is new", "is unknown")))
    if rest == "is new":
        _end(land, day, giver.code)
        new = _begin_new(draw, land, day, giver.level, giver.parent_code)
        _link(land, day, giver.level, giver.code, new, "part")
    elif rest == "is unknown":
        _continue(land, day, giver.code, name=f"{giver.name} Mới")


def _close(draw: DrawFn, land: Land, day: date) -> None:
    """A unit ends without a successor."""
    for line in _pick(draw, land, 1):
        if len(land.of_level(line.level)) > 1:
            _end(land, day, line.code)


def _found(draw: DrawFn, land: Land, day: date) -> None:
    """A unit begins from nothing, perhaps under the code of one that ended."""
    level = draw(st.sampled_from(("commune", "department")))
    parents = land.of_level("province", *(["district"] if level == "commune" else []))
    parent = draw(st.sampled_from(parents))
    new = _begin_new(draw, land, day, level, parent)
    free = [
        line.code
        for line in land.closed
        if line.level == level and line.code not in land.living and line.valid_to != day
    ]
    code = draw(st.sampled_from([new, *free]))
    if code != new:
        land.living[code] = replace(land.living.pop(new), code=code)


def _abolish_district(draw: DrawFn, land: Land, day: date) -> None:
    """A district ends without a successor, its communes come under the province."""
    districts = land.of_level("district")
    if districts:
        code = draw(st.sampled_from(districts))
        above = _end(land, day, code).parent_code
        for commune in land.under(code):
            _continue(land, day, commune, parent_code=above)


def _merge_districts(draw: DrawFn, land: Land, day: date) -> None:
    """Two districts become one under the code of the first, whose communes keep their lines."""
    districts = land.of_level("district")
    if len(districts) < 2:
        return
    first, second = draw(st.lists(st.sampled_from(districts), min_size=2, max_size=2, unique=True))
    _end(land, day, second)
    _continue(land, day, first)
    for code in (first, second):
        _link(land, day, "district", code, first, "whole")
    for commune in land.under(second):
        _continue(land, day, commune, parent_code=first)


def _reform(draw: DrawFn, land: Land, day: date) -> None:
    """1 July 2025 in small: the province goes into the neighbour's code, the districts end,
    communes merge two by two, the rest comes under the new province."""
    if PROVINCE not in land.living:
        return
    name = _end(land, day, PROVINCE).name
    _link(land, day, "province", PROVINCE, NEIGHBOUR, "whole")
    if NEIGHBOUR in land.living:
        _continue(land, day, NEIGHBOUR, name=name)
        _link(land, day, "province", NEIGHBOUR, NEIGHBOUR, "whole")
    else:
        _begin(land, day, NEIGHBOUR, name, "province", "")
    for code in land.of_level("district"):
        _end(land, day, code)
    staying = [
        code
        for code in land.of_level("commune", "department")
        if land.living[code].parent_code != NEIGHBOUR
    ]
    communes = [code for code in staying if land.living[code].level == "commune"]
    pairs = draw(st.integers(0, len(communes) // 2))
    for first, second in zip(communes[: 2 * pairs : 2], communes[1 : 2 * pairs : 2], strict=True):
        _end(land, day, first)
        _end(land, day, second)
        new = _begin_new(draw, land, day, "commune", NEIGHBOUR)
        _link(land, day, "commune", first, new, "whole")
        _link(land, day, "commune", second, new, draw(st.sampled_from(("whole", "part"))))
    for code in staying:
        if code in land.living:
            _continue(land, day, code, parent_code=NEIGHBOUR)


CHANGES: tuple[Callable[[DrawFn, Land, date], None], ...] = (
    _rename,
    _move,
    _recode,
    _merge,
    _go_on,
    _absorb,
    _split,
    _shift,
    _cede,
    _close,
    _found,
    _abolish_district,
    _merge_districts,
    *(_reform,) * 3,  # what every province saw in 2025 is drawn more often
)


def interesting_days(anchor: date) -> tuple[date, ...]:
    """Days of about four months around a day: those on which half months turn come first, then
    every ninth one, so that an example shrinks towards the turning points."""
    window = [anchor + timedelta(days=offset) for offset in range(-50, 70)]
    turning = [day for day in window if day.day in (1, 14, 15) or _ends_month(day)]
    leap = [day for day in window if (day.month, day.day) in ((2, 28), (2, 29))]
    return tuple(dict.fromkeys([*turning, *leap, *window[::9]]))


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
