"""A section of the watch page, and which of them an address asks for."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.selection import SelectionError
from indicators.tables import Table


@dataclass(frozen=True)
class Section:
    """One thing that is watched: `table` where there is something, else `none` says so; `link`
    leads to all of a long list, or back."""

    name: str
    title: str
    note: str
    number: str
    table: Table | None
    none: str
    link: dict[str, str] | None = None
    pager: dict[str, Any] | None = None

    @property
    def heading(self) -> str:
        """The title, with how many there are."""
        return f"{self.title} ({self.number})" if self.table else self.title


@dataclass(frozen=True)
class Asked:
    """Which section is shown whole, "" for none, and which page of it; `complete` asks for all
    lines of all sections, for files."""

    whole: str
    page: int
    complete: bool = False


SECTIONS = ("open", "exports", "short", "moves", "apologies", "rewritten")


def asked_of(whole: str, page: int) -> Asked:
    """What the address asks for. Raises SelectionError."""
    if whole and whole not in SECTIONS:
        raise SelectionError(
            _("“%(text)s” is no list: one of %(known)s.")
            % {"text": whole[:40], "known": ", ".join(SECTIONS)}
        )
    return Asked(whole, page)
