"""One part of one unit's figure, opened: how many cases it has, and which.

A case is a dossier as a measure counts it. A figure may count a dossier more than once: moved in
twice, or in two measures of one side; then the list has it as often, with what it counts as and
the day, so that the list is always as long as the figure says.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.urls import reverse

from dossiers.models import Dossier, MissingDue, Source
from indicators.half_months import last_day
from indicators.judging import HOLDS, WATCHES
from indicators.listing import is_comparable
from indicators.measures import (
    DUE_WITHIN,
    ENDED,
    IN_PROGRESS,
    LODGED,
    MOVED,
    OVERDUE_BY,
    OVERDUE_WITHOUT_APOLOGY,
    RECEIVED,
    STOCKS,
    TAKEN_AS_ON_TIME,
    WITHOUT_APOLOGY,
)
from indicators.opening.events import Asked, Events, events
from indicators.opening.holding import holding
from indicators.opening.parts import measures_of, plain
from indicators.rollup import relation
from indicators.saying import speaks
from indicators.selection import Selection
from indicators.sums import Participant, participants
from units.queries import hierarchy


class Order(StrEnum):
    """What a list is ordered by, first ascending; then by code."""

    RECEIVED = "received"
    DUE = "due"
    FINISHED = "finished"
    LATE = "late"


_KEYS = {
    Order.RECEIVED: "received_on",
    Order.DUE: "due_day",
    Order.FINISHED: "closed_on",
    Order.LATE: "late_by",
}


@dataclass(frozen=True)
class Case:
    """A dossier as `measure` counts it, at a unit on a day; `is_open` tells that it was counted as
    open at the end of `judged_on`. `dossier` comes with its procedure."""

    dossier: Dossier
    measure: str
    counted_at: int
    counted_on: date
    judged_on: date
    source: Source
    is_open: bool

    @property
    def url(self) -> str:
        """The dossier's page."""
        return reverse("dossiers:dossier", args=[self.dossier.pk])


@dataclass(frozen=True)
class _Branch:
    """The events of one source, and which measures of the part (by position) they count for."""

    events: Events
    positions: tuple[tuple[int, str], ...]

    def numbered(self) -> str:
        """FROM item `e` of its events with the `number` of the measure that each counts for; as
        often as it counts."""
        names = {name for _number, name in self.positions}
        if len(names) == len(self.positions) and any(names.issubset(one) for one in _APART):
            when = " ".join(f"WHEN {_HOLDS[name]} THEN {n}" for n, name in self.positions)
            numbered = f"SELECT *, CASE {when} END AS number FROM ({self.events.sql}) e"
            return f"({numbered}) e WHERE number IS NOT NULL"
        holds = ", ".join(f"({number}, {_HOLDS[name]})" for number, name in self.positions)
        return (
            f"({self.events.sql}) e CROSS JOIN LATERAL (VALUES {holds}) w (number, holds)"
            " WHERE w.holds"
        )


_AT_ONCE = 1000  # cases of a chunk
_HOLDS = HOLDS | WATCHES
_OPEN = STOCKS.union(DUE_WITHIN, OVERDUE_BY, [OVERDUE_WITHOUT_APOLOGY])
# An event counts for one measure of each of these at most.
_APART = tuple(frozenset(one) for one in (LODGED, RECEIVED, MOVED, ENDED, IN_PROGRESS))


class Opening:
    """The cases of a part; made by `open_figure`, read in the same `snapshot()` as the figure.
    `stock_days` are those on which what is open was judged, one a source, each once."""

    def __init__(
        self,
        measures: Sequence[str],
        branches: Sequence[_Branch],
        sources: dict[int, Source],
        stock_days: Collection[date] = (),
    ) -> None:
        self.measures = tuple(measures)
        self.stock_days = sorted(stock_days)
        self._branches = branches
        self._sources = sources

    def count(self) -> int:
        """How many cases there are."""
        if not self._branches:
            return 0
        counts, params = [], []
        for branch in self._branches:
            number = " + ".join(
                f"count(*) FILTER (WHERE {_HOLDS[name]})" for _position, name in branch.positions
            )
            counts.append(f"SELECT {number} AS number FROM ({branch.events.sql}) e")
            params += branch.events.params
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT sum(number) FROM ({' UNION ALL '.join(counts)}) c", params)
            return int(cursor.fetchone()[0])

    def by_unit(self) -> dict[int, list[int]]:
        """How many cases of each measure there are at each unit, in the order of `measures`, for
        the units that have any."""
        found: dict[int, list[int]] = {}
        for branch in self._branches:
            numbers = dict(branch.positions)
            counts = ", ".join(
                f"count(*) FILTER (WHERE {_HOLDS[numbers[n]]})" if n in numbers else "0"
                for n in range(len(self.measures))
            )
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT counted_at, {counts} FROM ({branch.events.sql}) e GROUP BY counted_at",
                    branch.events.params,
                )
                for unit_id, *counted in cursor.fetchall():
                    before = found.get(unit_id, [0] * len(counted))
                    found[unit_id] = [a + b for a, b in zip(before, counted, strict=True)]
        return {unit_id: counted for unit_id, counted in found.items() if any(counted)}

    def dossiers(
        self,
        *,
        limit: int,
        offset: int = 0,
        order: Order = Order.RECEIVED,
        descending: bool = False,
    ) -> list[Case]:
        """The cases from `offset` on, at most `limit`. The order is total: no case stands on two
        pages."""
        if not self._branches:
            return []
        sql, params = self._ordered(order, descending=descending)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s OFFSET %s", [*params, limit, offset])
            return self._cases(cursor.fetchall())

    def chunks(self, *, order: Order, descending: bool) -> Iterator[list[Case]]:
        """All cases in that order, some at a time, by a cursor of the server's: however many there
        are, few are held. Within a `snapshot()`."""
        if not self._branches:
            return
        with connection.chunked_cursor() as cursor:
            cursor.execute(*self._ordered(order, descending=descending))
            while rows := cursor.fetchmany(_AT_ONCE):
                yield self._cases(rows)

    def _ordered(self, order: Order, *, descending: bool) -> tuple[str, list[Any]]:
        """The SQL that selects all cases in an order, and its params."""
        selects: list[str] = []
        params: list[Any] = []
        for branch in self._branches:
            selects.append(
                f"SELECT e.id, e.code, e.source_id, e.{_KEYS[order]} AS key, number,"
                f" e.counted_on, e.counted_at, e.judged_on FROM {branch.numbered()}"
            )
            params += branch.events.params
        return (
            "SELECT id, number, counted_on, counted_at, judged_on"
            f" FROM ({' UNION ALL '.join(selects)}) c"
            f" ORDER BY key {'DESC' if descending else 'ASC'} NULLS LAST,"
            " code, source_id, number, counted_on, counted_at",
            params,
        )

    def _cases(self, rows: list[tuple[int, int, date, int, date]]) -> list[Case]:
        found = Dossier.objects.select_related("procedure").in_bulk({row[0] for row in rows})
        return [
            Case(
                dossier=found[dossier_id],
                measure=self.measures[number],
                counted_at=counted_at,
                counted_on=counted_on,
                judged_on=judged_on,
                source=self._sources[found[dossier_id].source_id],
                is_open=self.measures[number] in _OPEN,
            )
            for dossier_id, number, counted_on, counted_at, judged_on in rows
        ]


def open_figure(selection: Selection, unit_id: int, part: str) -> Opening:
    """Open "numerator", "denominator" or one measure of a unit's figure.

    There are as many cases as the figure counts, and none where it says nothing (a source that
    lacks a column, a period after the data date, a unit that is not comparable). Raises PartError.
    """
    return open_measures(selection, unit_id, measures_of(selection.indicator, part))


def open_measures(selection: Selection, unit_id: int, measures: Sequence[str]) -> Opening:
    """Open several measures of a unit's figure."""
    lines = hierarchy()
    if not is_comparable(unit_id, selection, lines):
        return Opening(measures, [], {})
    taking_part = [s for s in participants(selection.period) if speaks(s, selection.indicator)]
    sources = Source.objects.in_bulk([source.source_id for source in taking_part])
    held = holding(relation(selection.scope, selection.map_day, lines), unit_id)
    branches = []
    for one in taking_part:
        asked = Asked(
            source=sources[one.source_id],
            period=selection.period,
            closing=one.closing,
            holding=held,
            procedure_ids=selection.procedure_ids,
        )
        branches += _branches(asked, _positions(measures, one))
    return Opening(measures, branches, sources, _stock_days(taking_part, sources))


def _stock_days(taking_part: Sequence[Participant], sources: dict[int, Source]) -> set[date]:
    """The end of each source's closing half month or, if it comes first, its data date."""
    found = set()
    for one in taking_part:
        data_day = sources[one.source_id].data_day
        if one.closing is not None and data_day is not None:
            found.add(min(last_day(one.closing), data_day))
    return found


def _positions(measures: Sequence[str], source: Participant) -> list[tuple[int, str]]:
    """(position, plain measure) of those that count in this source."""
    as_on_time = source.missing_due == MissingDue.ON_TIME
    return [
        (number, plain(name))
        for number, name in enumerate(measures)
        if (as_on_time or name not in TAKEN_AS_ON_TIME)
        and ("apology_at" in source.columns or name not in WITHOUT_APOLOGY)
    ]


def _branches(asked: Asked, positions: Sequence[tuple[int, str]]) -> list[_Branch]:
    return [
        _Branch(one, tuple(p for p in positions if p[1] in one.measures))
        for one in events(asked, [name for _number, name in positions])
    ]
