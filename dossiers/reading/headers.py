"""Finding the header among the first rows: one to three rows that name the fields together.

Merged cells arrive as a text in the first cell and blanks to its right; a text merged downwards
may stand in every row or in the first alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dossiers.checking.mapping import known_header_keys
from dossiers.checking.words import header_key, is_personal_header
from dossiers.reading.aligning import shift_of, shifted
from dossiers.source_settings import SourceSettings
from units.names import beginning

HEADER_WITHIN = 60

_MOST_ROWS = 3
_NEARLY_ALL = 0.9
_NO_HEADER_CELL = re.compile(r"\d[/.:\-]\d|\d{4}|^\W*(\d+|[IVXLC]+)\W*$")  # date, code, number
_COLUMN_NUMBER = re.compile(
    r"[(\[]?(\d{1,3}|[A-Za-z]|[IVX]{2,5})[)\].]{0,2}\s*(=[\s\d()\[\]+\-x*/:%]+)?"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_ASIDE = re.compile(r"\(.*\)", re.DOTALL)


@dataclass(frozen=True)
class Header:
    """A header that was found.

    `texts`: one per column, those of several rows joined; `position`: the index of its first row;
    `body`: that of the first row below it, below blank rows and the row that numbers the columns;
    `named`: how many fields it names; `shift`: by how many columns it was moved to the right to
    stand over its cells. `titles`: the texts above it; `rows`: its own rows as they stand;
    `sample`: the first rows below it.
    """

    texts: tuple[str, ...]
    position: int
    body: int
    named: int
    shift: int = 0
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()

    @property
    def usual_width(self) -> int:
        """How many cells most rows below have."""
        widths = self._widths
        return max(set(widths), key=lambda n: (widths.count(n), n), default=len(self.texts))

    @property
    def most_cells(self) -> int:
        """How many cells a row may have: those beyond the header are columns without a name where
        nearly all rows have them."""
        usual = self.usual_width
        all_wide = self._widths.count(usual) >= max(_NEARLY_ALL * len(self._widths), 2)
        return max(len(self.texts), usual if all_wide else 0)

    @property
    def _widths(self) -> list[int]:
        return [len(row) for row in self.sample if len(row) > 1]


@dataclass(frozen=True)
class HeaderFinder:
    """Recognises the header by the names of fields that it holds; `fields`: header key -> field."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, settings: SourceSettings) -> "HeaderFinder":
        """A finder for the built-in names and those of the settings."""
        return cls(known_header_keys(settings))

    def find(self, rows: Sequence[Sequence[str]]) -> Header | None:
        """The one to three rows that name most fields; of equals the fewest rows, then the first.

        A header names the code or at least two fields, and lies within the first 60 rows.
        """
        names = _Names(self.fields)
        rows = [list(map(beginning, row)) for row in rows]
        within = rows[:HEADER_WITHIN]
        joinable = [
            any(map(str.strip, row)) and not any(map(_NO_HEADER_CELL.search, row)) for row in within
        ]
        best: tuple[int, int, int] = (0, 0, 0)  # fields, -rows, position
        for position in range(len(within)):
            for count in range(1, _MOST_ROWS + 1):
                span = slice(position, position + count)
                if count > 1 and (len(within[span]) < count or not all(joinable[span])):
                    break
                named = names.named(within[span])
                enough = len(named) >= 2 or ("code" in named and len(within[position]) > 1)
                if enough and (len(named), -count) > best[:2]:
                    best = (len(named), -count, position)
        if not best[0]:
            return None
        first, end = _whole(within, joinable, best[2], best[2] - best[1])
        return _header(rows, first, end, names)


def _header(rows: Sequence[Sequence[str]], first: int, end: int, names: "_Names") -> Header:
    """The header that the rows from `first` to before `end` are, over the rows below."""
    columns = names.columns(rows[first:end])
    body = _body(rows, end)
    texts = tuple(text for text, _name in columns)
    shift = shift_of([name for _text, name in columns], rows[body:])
    return Header(
        texts=shifted(texts, shift),
        position=first,
        body=body,
        named=len({name for _text, name in columns if name}),
        shift=shift,
        titles=tuple(text for row in rows[:first] for text in row if text.strip()),
        rows=tuple(map(tuple, rows[first:end])),
        sample=tuple(map(tuple, rows[body:])),
    )


@dataclass(frozen=True)
class _Names:
    """What the texts of columns name; each cell is folded once, as there may be 5,000 columns."""

    fields: Mapping[str, str]
    _keys: dict[str, str] = field(default_factory=dict)

    def named(self, rows: Sequence[Sequence[str]]) -> set[str]:
        """The fields that rows name together as a header."""
        found = ((texts, self._find(texts)) for texts in _stacks(rows))
        return {name[1] for texts, name in found if name and not _personal(texts)}

    def columns(self, rows: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """(text, field or "") of each column.

        A column with one personal text is personal ("Người nộp" above "Đơn vị").
        """
        return [
            (personal, "")
            if (personal := _personal(texts))
            else self._find(texts) or (" ".join(texts), "")
            for texts in _stacks(rows)
        ]

    def _find(self, texts: tuple[str, ...]) -> tuple[str, str] | None:
        """The name of a field that the texts of a column are, and the field.

        Where the whole is no name, its lower texts or the lowest one alone may be; "Trả kết quả"
        above "Ngày" is read upwards as well.
        """
        for start in range(len(texts)):
            for lower in (texts[start:], texts[start:][::-1]):
                if name := self.fields.get("".join(map(self._key, lower))):
                    return " ".join(lower), name
        return None

    def _key(self, text: str) -> str:
        if text not in self._keys:
            self._keys[text] = header_key(text)
        return self._keys[text]


def _personal(texts: tuple[str, ...]) -> str:
    """What of a column's texts tells that it is about a person, "" for nothing."""
    return next(filter(is_personal_header, (" ".join(texts), *texts)), "") if texts else ""


def _stacks(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The texts of each column from the top, without blanks and repeats."""
    width = max(map(len, rows))
    grid = [[text.strip() for text in row] + [""] * (width - len(row)) for row in rows]
    below = grid[-1]
    for row in reversed(grid[:-1]):
        for index in range(1, width):
            # A cell merged to the right stands over texts; one merged downwards does not.
            left = row[index - 1]
            if not row[index] and below[index] and below[index - 1] not in ("", left):
                row[index] = left
        below = [text or under for text, under in zip(row, below, strict=True)]
    return [tuple(dict.fromkeys(filter(None, column))) for column in zip(*grid, strict=True)]


def _whole(
    rows: Sequence[Sequence[str]], joinable: Sequence[bool], first: int, end: int
) -> tuple[int, int]:
    """The header with the rows beside it that belong to it, though they name no more fields."""
    while end - first < _MOST_ROWS and first and joinable[first - 1]:
        if not (
            _repeats(rows[first - 1], rows[first]) or _stands_over(rows[first - 1], rows[first])
        ):
            break
        first -= 1
    while end - first < _MOST_ROWS and end < len(rows) and joinable[end]:
        if not (_repeats(rows[end - 1], rows[end]) or _lies_under(rows[end - 1], rows[end])):
            break
        end += 1
    return first, end


def _repeats(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether texts of a row are merged downwards into the next one."""
    pairs = zip(upper, lower, strict=False)
    return sum(a.strip() == b.strip() != "" for a, b in pairs) >= 2


def _stands_over(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row has several texts, one of which is merged downwards over a blank cell."""
    texts = [index for index, text in enumerate(upper) if text.strip()]
    return len(texts) >= 2 and any(
        index >= len(lower) or not lower[index].strip() for index in texts
    )


def _lies_under(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether all texts of a row lie under cells of the upper one that are merged to the right."""
    filled = [index for index, text in enumerate(lower) if text.strip()]
    above = [upper[index].strip() if index < len(upper) else "" for index in filled]
    if len(filled) < 2 or not above[0] or all(above):
        return False
    return all(
        text or filled[number - 1] == filled[number] - 1  # the merged cell goes on
        for number, text in enumerate(above)
    ) and all(
        not text or (number + 1 < len(above) and not above[number + 1])  # it is a merged one
        for number, text in enumerate(above)
    )


def _body(rows: Sequence[Sequence[str]], end: int) -> int:
    """The index of the first row below a header that is not furniture of the header."""
    while end < len(rows) and (not any(map(str.strip, rows[end])) or is_number_row(rows[end])):
        end += 1
    return end


def is_number_row(cells: Sequence[str]) -> bool:
    """Whether a row below the header only numbers the columns or explains them.

    1 2 3, (1) [2] 3., A B 1 2 3, I II III, (3)=(4)+(5); or nothing but asides: (dd/mm/yyyy).
    """
    texts = [text.strip() for text in cells if text.strip()]
    if len(texts) < 3:
        return False
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    if not all(found):
        return all(map(_ASIDE.fullmatch, texts))
    marks = [match[1].lower() for match in found if match]
    if tuple(marks) == _ROMAN[: len(marks)]:
        return True
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    letters = marks[: len(marks) - len(numbers)]
    return (
        all(mark.isalpha() and len(mark) == 1 for mark in letters)
        and (len(numbers) < 2 or all(b - a == 1 for a, b in pairwise(numbers)))
        and (not numbers or numbers[0] <= 2)
        and all(ord(b) - ord(a) == 1 for a, b in pairwise(letters))
        and letters[:1] in ([], ["a"])
    )
