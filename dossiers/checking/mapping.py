"""Which column of a file holds which field."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dossiers.checking.headings import UnitNames, heading_of, unit_in_titles, unit_named
from dossiers.checking.mapping_words import Twice, columns_sentence
from dossiers.checking.words import (
    FREE_TEXT_HEADERS,
    HEADERS,
    IDLE_HEADERS,
    REQUIRED_FIELDS,
    header_key,
    is_personal_header,
)
from dossiers.source_settings import SourceSettings

_LONGEST_HEADER = 60
_UNIT_FIELDS = ("unit", "receiving_unit")
_UNIT_HEADERS = ("Đơn vị", "Đơn vị cấp trên")  # of what stands in no column; known when read again
_NUMBERED = re.compile(r"(.*)#([1-9]\d?)\s*", re.DOTALL)  # "Ngày trả#2": the second one


class MappingError(ValueError):
    """The columns of a file cannot be used; the text is a sentence for the user. `columns` are
    those that were found all the same; for `twice` and `missing` see `mapping_words`."""

    def __init__(
        self,
        header: Sequence[str],
        columns: MappingOf[str, int],
        twice: Sequence[Twice],
        missing: MappingOf[str, Sequence[str]],
    ) -> None:
        found = (shown_header(text) for text in header if text.strip())
        super().__init__(columns_sentence(twice, missing, found))
        self.columns, self.twice, self.missing = columns, twice, missing


@dataclass(frozen=True)
class Mapping:
    """Field -> index of its column; fields that the file does not have are absent.

    `not_found` lists (field, headers) of the settings that no column answers to. `unit_from`:
    whether the unit stands in a column, or in headings between the rows, or in the title
    (`title_unit`: the unit, and the one above or ""); then unit and parent_unit are the last two
    columns, which no reader knows: `dossiers.reading.furniture` fills them. `twins`: (column that
    was taken, another one of the same name that says the same in the first rows).
    """

    header: tuple[str, ...]
    columns: MappingOf[str, int]
    procedure_is_free_text: bool = False
    not_found: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit_from: Literal["column", "headings", "title"] = "column"
    title_unit: tuple[str, str] = ("", "")
    twins: tuple[tuple[int, int], ...] = ()

    @property
    def read(self) -> tuple[int, ...]:
        """The indices of the columns to be read: those wanted, and those to compare them with."""
        return tuple(sorted({*self.wanted, *(other for _taken, other in self.twins)}))

    @cached_property
    def wanted(self) -> tuple[int, ...]:
        """The indices of the columns that hold fields; nothing else of a row is kept."""
        read = len(self.header) - (0 if self.unit_from == "column" else len(_UNIT_HEADERS))
        return tuple(sorted({index for index in self.columns.values() if index < read}))

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers of columns that are not read, though they might hold a field."""
        return tuple(
            shown_header(text)
            for index, text in enumerate(self.header)
            if index not in {*self.columns.values(), *self.read}
            and header_key(text) not in {"", *IDLE_HEADERS}
            and not is_personal_header(text)
        )

    def header_of(self, field: str) -> str:
        """The header of a field as it stands in the file, "" where the file does not have it."""
        index = self.columns.get(field)
        return "" if index is None else shown_header(self.header[index])


def map_columns(
    header: Sequence[str],
    settings: SourceSettings,
    sample: Sequence[Sequence[str]] = (),
    *,
    titles: Sequence[str] = (),
    names: UnitNames | None = None,
) -> Mapping:
    """Find the fields in a header: by the settings first, then by the built-in names.

    Headers are compared without case, accents, spaces and signs. Of a header that stands several
    times the settings choose one ("Ngày trả#2"); else the first filled one is taken where the
    first rows, `sample`, show that it makes no difference (`twins`). A file with a receiving unit
    only is read as if that unit resolved. With `names`, a file without any takes it from the
    headings between its rows, or from the `titles` above. Columns about people are never mapped.
    Raises MappingError where a required field has no column, or nothing tells which of several to
    take.
    """
    found = _Headers(header, sample)
    columns: dict[str, int] = {}
    not_found = []
    for field, headers in settings.columns.items():
        index = found.column(headers, field)
        if index is not None:
            columns[field] = index
        elif headers:
            not_found.append((field, headers))
    taken = set(columns.values())
    for field, keys in HEADERS.items():
        if field in columns or settings.columns.get(field) == ():
            continue
        index = found.column(keys, field)
        if index is not None and index not in taken:
            columns[field] = index
            taken.add(index)
    undecided = {twice.field: twice for twice in reversed(found.undecided)}
    if "unit" not in {*columns, *undecided} and "receiving_unit" in columns:
        columns["unit"] = columns.pop("receiving_unit")
    procedure = columns.get("procedure")
    free = procedure is not None and is_free_text(header[procedure])
    twins = tuple(pair for pair in found.twins if pair[0] in columns.values())
    mapping = Mapping(tuple(header), columns, free, tuple(not_found), twins=twins)
    if "unit" not in {*columns, *undecided} and names is not None:
        mapping = _with_unit_elsewhere(mapping, sample, titles, names)
    wanted = dict(not_found)
    missing = {
        field: tuple(map(shown_header, wanted.get(field, ())))
        for field in REQUIRED_FIELDS
        if field not in {*mapping.columns, *undecided}
    }
    if undecided or missing:
        raise MappingError(header, mapping.columns, tuple(undecided.values()), missing)
    return mapping


def _with_unit_elsewhere(
    mapping: Mapping, sample: Sequence[Sequence[str]], titles: Sequence[str], names: UnitNames
) -> Mapping:
    """The mapping with the unit from headings or, where no column was asked for, from a title."""
    width = len(mapping.header)
    fields = {"unit": width, "parent_unit": width + 1}
    whole = replace(
        mapping,
        header=mapping.header + _UNIT_HEADERS,
        columns={**mapping.columns, **fields},
        unit_from="headings",
    )
    headings = (heading_of(row, mapping.columns, names) for row in sample)
    if any(heading and unit_named(heading.text, names) for heading in headings):
        return whole
    asked = any(field in _UNIT_FIELDS for field, _headers in mapping.not_found)
    named = None if asked else unit_in_titles(titles, names)
    return replace(whole, unit_from="title", title_unit=named) if named else mapping


def is_free_text(header: str) -> bool:
    """Whether a procedure's column holds free text, which may name a person."""
    return header_key(header) in FREE_TEXT_HEADERS


def known_header_keys(settings: SourceSettings) -> dict[str, str]:
    """Header key -> field, of all names by which a header row can be recognised."""
    keys = {key: field for field, names in HEADERS.items() for key in names}
    own = {_key(name): field for field, names in settings.columns.items() for name in names}
    return {**keys, **own}


def shown_header(header: str) -> str:
    """A header on one line, cut to 60 characters."""
    return " ".join(header.split())[:_LONGEST_HEADER]


def _key(name: str) -> str:
    """The key of a header as the settings write it, without the number of its occurrence."""
    numbered = _NUMBERED.fullmatch(name)
    return header_key(numbered[1] if numbered else name)


class _Headers:
    """The headers of a file by their keys, without those about people. `undecided`: headers that
    stand several times, where nothing tells which one to take; `twins`: see Mapping."""

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        self._header = header
        self._sample = sample
        self.undecided: list[Twice] = []
        self.twins: list[tuple[int, int]] = []
        self._by_key: dict[str, list[int]] = {}
        for index, text in enumerate(header):
            if text.strip() and not is_personal_header(text):
                self._by_key.setdefault(header_key(text), []).append(index)

    def column(self, names: Iterable[str], field: str) -> int | None:
        """The column of the first name that the header has, None without any or where it stands
        several times, and it matters which one is taken."""
        for name in names:
            indices = self._numbered(name) or self._by_key.get(header_key(name), [])
            if indices:
                return self._one_of(indices, field)
        return None

    def _numbered(self, name: str) -> list[int]:
        """The column that a name with the number of its occurrence means."""
        numbered = _NUMBERED.fullmatch(name)
        if numbered is None:
            return []
        nth = int(numbered[2])
        return self._by_key.get(header_key(numbered[1]), [])[nth - 1 : nth]

    def _one_of(self, indices: Sequence[int], field: str) -> int | None:
        """The column to take among those of one header; None where that is undecided."""
        if len(indices) == 1:
            return indices[0]
        cells = [[row[i].strip() if i < len(row) else "" for row in self._sample] for i in indices]
        filled = [number for number, column in enumerate(cells) if any(column)] or [0]
        alike = all(column == cells[filled[0]] for column in (cells[n] for n in filled))
        if self._sample and alike:
            taken = indices[filled[0]]
            self.twins += [(taken, index) for index in indices if index != taken]
            return taken
        header = shown_header(self._header[indices[0]])
        self.undecided.append(Twice(field, header, indices[0] + 1, indices[1] + 1))
        return None
