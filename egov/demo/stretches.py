"""The stretches of time that the demo has dossiers of, each with a source of its own: 2018 under
the province's published totals, and what is generated from 2025 to the present."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from egov.demo import export
from egov.demo.offices import FOLDER
from egov.demo.province import make_year
from egov.demo.recent import book
from egov.demo.recent.calendar import MONTHS
from egov.demo.recent.dossiers import make_dossiers
from egov.demo.totals import Totals


class Exports(Protocol):
    """A one-stop system's book, from which the export of a month is taken."""

    def rows(self, month: Any, /) -> int: ...

    def export(self, month: Any, /) -> bytes: ...


@dataclass(frozen=True)
class Stretch:
    """`name` is what the command calls it, `slug` its source, `settings` the file that tells how
    it writes, `files` the names of its exports with their months, and `make` its book with one
    dossier in so many."""

    name: str
    slug: str
    settings: Path
    files: Mapping[str, Any]
    make: Callable[[int], Exports]


FIRST = Stretch(
    name="2018",
    slug="gia-lai-2018",
    settings=FOLDER / "SOURCE.toml",
    files={export.file_name(month): month for month in export.MONTHS},
    make=lambda one_in: export.Book(make_year(Totals().one_in(one_in))),
)
SECOND = Stretch(
    name="2025",
    slug="gia-lai",
    settings=FOLDER / "SOURCE-2025.toml",
    files={book.file_name(month): month for month in MONTHS},
    make=lambda one_in: book.Book(make_dossiers(one_in)),
)
STRETCHES = (FIRST, SECOND)


def write_files(stretches: Iterable[Stretch], folder: Path, one_in: int = 1) -> list[Path]:
    """Write all exports into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for stretch in stretches:
        exports = stretch.make(one_in)
        for name, month in stretch.files.items():
            (folder / name).write_bytes(exports.export(month))
            paths.append(folder / name)
    return paths
