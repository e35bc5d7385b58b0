"""Rows that head the dossiers below them: which unit they name, if any.

"UBND xã Ia Băng", "I. Sở Nội vụ", "Đơn vị: Sở Y tế (70 hồ sơ)" name a unit; "Sở, ban, ngành",
"Lĩnh vực: Đất đai" do not (docs/decisions/0008).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from dossiers.checking.field_names import is_field_name
from units.names import beginning, clean, fold

_RANKS = {"country": 0, "province": 1, "district": 2, "department": 3, "commune": 3}
_UNIT_FIELDS = {"unit", "receiving_unit", "parent_unit"}

_LETTERS = re.compile(r"[^\W\d_]{2}")

_ORDINAL = re.compile(r"\(?(?:[ivxlc]+|[a-z]|\d{1,4}(?:\.\d{1,3})*)\)?[.)]?", re.IGNORECASE)
_ORDINAL_BEFORE = re.compile(rf"^({_ORDINAL.pattern})[\s:/-]*\s(?=.*[^\W\d_])", re.IGNORECASE)
_COUNT = r"\d[\d.,]*(?:\s*(?:hồ sơ|ho so|hs|%))?"
_IS_COUNT = re.compile(_COUNT, re.IGNORECASE)
# Each part begins where no other one can: a cell of nothing but blanks or digits is soon over.
_COUNT_BEHIND = re.compile(rf"(?<![\s\-–:(])[\s\-–:(]*(?<!\d){_COUNT}(?:\s*\))?\s*$", re.IGNORECASE)
_LEAD = re.compile(r"(?:ten )?(?:don vi(?! tinh)|co quan|noi tiep nhan)(?: [a-z ]{1,30})?")
_NO_UNIT = re.compile(
    r"(linh vuc|thu tuc|nhom|loai ho so|muc do|tu ngay)\b|(thang|quy|nam|trang|page) [\divx]"
)
_LEVEL_WORDS = re.compile(
    r"(\W*\b(so|ban|nganh|cac|cap|tinh|huyen|xa|phuong|thi|tran|thanh|pho|ubnd|uy|nhan|dan|don|vi|co"
    r"|quan|va|khoi|phong|chuyen|mon|truc|thuoc|trung|uong|doan|the|to|chuc|chinh|quyen|dia)\b)+\W*"
)
# With their accents: "Phương" and "Huyền" begin names of people.
_OFFICE = re.compile(
    r"(ubnd|ủy ban|uỷ ban|sở|ban|phòng|chi cục|cục|trung tâm|công an|văn phòng|xã|phường"
    r"|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu|uy ban|thi tran|thi xa|trung tam|chi cuc)"
    r"\s+\w"
)


class Named(NamedTuple):
    """What is known of a name: the level of its unit, whether several units bear it at once, and
    whether the settings tell which one is meant where nothing else does."""

    level: str
    repeated: bool
    told: bool = False


class UnitNames(Protocol):
    """Knows the names of units, at whatever time they lived."""

    def named(self, text: str, parent: str = "") -> Named | None:
        """What a text names, with a parent's name where that is known; None for no unit."""


class Heading(NamedTuple):
    """A row that heads others: its text, and the ordinal that stood in a cell of its own."""

    text: str
    ordinal: str


def heading_of(
    cells: Sequence[str], columns: Mapping[str, int], names: UnitNames | None = None
) -> Heading | None:
    """The heading that a row is: one text, perhaps with an ordinal before and counts behind it.

    `columns`: field -> index. What may be the rest of a dossier (a lone text in a mapped column
    other than the first, one with digits under the code, one with counts behind it) is a heading
    only if it names a unit. A text repeated over neighbouring cells, merged once, counts once.
    """
    filled = [(index, beginning(text)) for index, text in enumerate(cells) if text.strip()]
    if filled and {text for _index, text in filled} == {filled[0][1]}:
        side_by_side = filled[-1][0] - filled[0][0] == len(filled) - 1
        filled = filled[:1] if side_by_side else filled
    all_filled = len(filled)
    while len(filled) > 1 and _IS_COUNT.fullmatch(filled[-1][1]):
        filled.pop()
    counted = len(filled) < all_filled
    ordinal = ""
    if len(filled) == 2 and _ORDINAL.fullmatch(filled[0][1]):
        ordinal = filled.pop(0)[1]
    if len(filled) != 1 or not _LETTERS.search(filled[0][1]):
        return None
    (index, text) = filled[0]
    fields = {field for field, column in columns.items() if column == index}
    heading = Heading(clean(text), ordinal)
    if index > bool(ordinal) and fields - {"code"}:
        named = names and not fields & _UNIT_FIELDS and unit_named(text, names)
        return heading if named else None
    under_code = "code" in fields and re.search(r"\d", _style(heading)[1])
    return heading if not (counted or under_code) or _heads(heading, names) else None


def _heads(heading: Heading, names: UnitNames | None) -> bool:
    """Whether a heading says in words that it is one."""
    text = _style(heading)[1]
    if _led(text) or _is_office(text) or _heads_no_unit(text):
        return True
    return names is not None and unit_named(heading.text, names) is not None


def unit_named(text: str, names: UnitNames, parent: str = "") -> tuple[str, Named] | None:
    """The name of the unit in a heading or title, without what stands around it; None for none."""
    for name in _readings(text):
        if found := names.named(name, parent):
            return name, found
    return None


def unit_in_titles(titles: Iterable[str], names: UnitNames) -> tuple[str, str] | None:
    """(unit, unit above or "") that the titles of a file name, if that can only be one.

    "Đơn vị: Sở Y tế" counts before a letterhead. Of a letterhead, which may name the units above
    as well, the lowest level counts; it names a province on the exports of all its units.
    """
    lines = [line for title in titles for line in beginning(title).splitlines()]
    found = [(_led(line), *name) for line in lines if (name := unit_named(line, names))]
    led = [(text, named) for is_led, text, named in found if is_led]
    all_named = led or [(text, named) for _led, text, named in found]
    lowest = max((_RANKS.get(named.level, 0) for _text, named in all_named), default=0)
    if lowest <= _RANKS["province"] and not led:
        return None
    units = {fold(text): text for text, named in all_named if _RANKS.get(named.level) == lowest}
    if len(units) != 1:
        return None
    (unit,) = units.values()
    above = [text for _led, text, named in found if _RANKS.get(named.level, 0) < lowest]
    for parent in ("", *reversed(above)):
        one = names.named(unit, parent)
        if one and not one.repeated:
            return unit, parent
    alone = names.named(unit)
    return (unit, "") if alone and alone.told else None


class Headings:
    """What the headings so far say of the rows below them.

    `unit`: the name of the unit, "" where none is known; `parent`: the unit above, only where
    several bear the name and a heading stood directly above this one.
    """

    def __init__(self, names: UnitNames) -> None:
        self.unit = self.parent = ""
        self._names = names
        self._last: tuple[str, int] | None = None  # the last unit and its rank
        self._above: tuple[str, int] | None = None  # the heading over several units
        self._rows_since = False  # since the last heading
        self._unit_styles: frozenset[str] = frozenset()
        self._open: tuple[str, ...] = ()  # the styles of the headings that hold, outermost first
        self._outer: frozenset[str] = frozenset()  # the styles of those over the unit

    def rows(self) -> None:
        """Dossiers stand below the last heading."""
        self._rows_since = True

    def read(self, heading: Heading) -> None:
        """Go on to the next heading."""
        style, text = _style(heading)
        found = unit_named(heading.text, self._names)
        unknown = None if found else self._unknown_unit(style, text)
        if found:
            self._enter(*found)
        elif unknown is not None:
            self._enter_unknown(unknown)
        elif not style and _heads_no_unit(text):
            return
        self._open = (*_before(style, self._open), style)
        if found or unknown:
            self._unit_styles |= {style}
        if found or unknown is not None:
            self._outer = frozenset(self._open[:-1])
        self._rows_since = False

    def _unknown_unit(self, style: str, text: str) -> str | None:
        """What a heading that names no known unit says of one: its name; "" where it may be a unit
        that nobody knows, or ends the one before; None for a heading inside of the unit.

        Headings of units look alike, so one that looks like them is a field only if it is known as
        one; and a heading that looks like those over the unit ends it.
        """
        if _led(text) or _is_office(text):
            return _without_lead(text)
        if style in self._outer:
            return ""
        if style not in self._unit_styles or _heads_no_unit(text):
            return None
        return None if any(map(is_field_name, _readings(text))) else ""

    def _enter(self, text: str, named: Named) -> None:
        rank = _RANKS.get(named.level, 0)
        if self._last and not self._rows_since and self._last[1] < rank:
            self._above = self._last
        if self._above and not (self._above[1] < rank and self._names.named(text, self._above[0])):
            self._above = None
        self.unit = text
        self.parent = self._above[0] if self._above and named.repeated else ""
        self._last = text, rank

    def _enter_unknown(self, text: str) -> None:
        """What is hardly a unit's name is not kept: it may be that of a person."""
        self.unit, self.parent = text, ""
        self._last = self._above = None


def _before(style: str, styles: tuple[str, ...]) -> tuple[str, ...]:
    """The styles before the given one; all where it is not among them."""
    return styles[: styles.index(style)] if style in styles else styles


def _readings(text: str) -> Iterator[str]:
    """The text, and what is left without lead words, ordinal and count."""
    text = clean(text)
    behind = _ORDINAL_BEFORE.sub("", text, count=1)
    for reading in dict.fromkeys((text, _without_lead(text), behind, _without_lead(behind))):
        if _LETTERS.search(reading):
            yield reading
            yield _COUNT_BEHIND.sub("", reading)


def _led(text: str) -> bool:
    """Whether the text says "Đơn vị:" before the name."""
    lead, colon, name = _ORDINAL_BEFORE.sub("", clean(text), count=1).partition(":")
    return bool(colon and name.strip() and _LEAD.fullmatch(fold(lead)))


def _without_lead(text: str) -> str:
    if _led(text):
        return text.partition(":")[2].strip()
    words = text.split()
    return " ".join(words[2:]) if fold(" ".join(words[:2])) in ("don vi", "co quan") else text


def _style(heading: Heading) -> tuple[str, str]:
    """How a heading is numbered, and its text without the number."""
    ordinal, text = heading.ordinal, heading.text
    if not ordinal and (before := _ORDINAL_BEFORE.match(text)):
        ordinal, text = before[1], text[before.end() :]
    mark = ordinal.strip("().")
    if not mark or mark[0].isdecimal():
        return f"1{mark.count('.')}" if mark else "", text
    return "I" if re.fullmatch(r"[IVX]|[IVXLC]{2,}", mark) else (
        "A" if mark.isupper() else "a"
    ), text


def _is_office(text: str) -> bool:
    return bool(_OFFICE.match(text.lower())) and not _heads_no_unit(text)


def _heads_no_unit(text: str) -> bool:
    """Whether a heading is that of a level, a field, a period or a page."""
    folded = fold(text)
    return bool(_NO_UNIT.match(folded) or _LEVEL_WORDS.fullmatch(folded))
