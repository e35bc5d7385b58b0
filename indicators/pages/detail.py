"""What an opened row of a league table shows of its unit (components/league_detail.html)."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.drawing import Trend
from indicators.tables import Table
from units.components import Fact, Option


@dataclass(frozen=True)
class Part:
    """A table, or lines of text, under a title; `is_folded` where it is long."""

    title: str
    table: Table | None = None
    lines: Sequence[str] = ()
    is_folded: bool = False


@dataclass(frozen=True)
class Months:
    """A small line over months, and the table that says the same."""

    title: str
    trend: Trend
    table: Table


@dataclass(frozen=True)
class Detail:
    """The unit, why there is no value ("" where there is one), what is known of it, what it is made
    of, its months, and where all of it opens."""

    unit_id: int
    name: str
    none: str
    facts: Sequence[Fact]
    parts: Sequence[Part]
    months: Months | None
    links: Sequence[Option]
