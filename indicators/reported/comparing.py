"""Reported figures against computed ones, and why they may differ.

The reason is found by trying: what would be computed in another way (a level of units added twice,
the other calendar, another definition of on time, ...) is held against what was reported. The way
that meets it exactly, in most columns, is the likely one; else the nearest one, if it is much
nearer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from indicators.balance import Balance, balances
from indicators.form_ii06.counted import numbers_in
from indicators.models import Report, ReportKind
from indicators.periods import Calendar, Period, parse_period
from indicators.reported.entering import Told, told_by
from indicators.rollup import relation
from indicators.selection import Scope
from units.hierarchy import Hierarchy
from units.models import Level
from units.queries import hierarchy
from units.snapshot import snapshot

Columns = Mapping[str, int]

# A way that does not meet a number is named if it leaves a fifth of the difference at most.
_NEARER = 5


class Reason(StrEnum):
    """Another way of counting that may be behind a reported number."""

    LEVEL_TWICE = "level_twice"
    TOTAL_TOO = "total_too"
    WITH_BELOW = "with_below"
    WITHOUT_BELOW = "without_below"
    CALENDAR = "calendar"
    RESOLVED_ONLY = "resolved_only"
    WITHOUT_ADDED = "without_added"
    WITH_UNDUE = "with_undue"


@dataclass(frozen=True)
class Way:
    """A way of counting, and what each column would be by it; `level` is the one added twice."""

    reason: Reason
    columns: Columns
    level: str = ""


@dataclass(frozen=True)
class Difference:
    """A column of a unit: as reported, as computed, and the likely way that leads to what was
    reported; `is_exact` where it meets it, `would_be` what it gives."""

    column: str
    reported: int
    computed: int
    way: Way | None = None
    is_exact: bool = False

    @property
    def difference(self) -> int:
        return self.reported - self.computed

    @property
    def would_be(self) -> int | None:
        return self.way.columns[self.column] if self.way else None


@dataclass(frozen=True)
class Compared:
    """A unit of a report that has dossiers too; `is_total` for the last row of the report, which is
    held against the unit that the report is of."""

    unit_id: int
    columns: Sequence[Difference]
    rows: tuple[int, ...] = ()
    is_total: bool = False


@snapshot()
def compare(report: Report) -> list[Compared]:
    """Each unit of the report for which dossiers are counted in the period, in the order of the
    file; then its last row."""
    period = parse_period(report.period, Calendar(report.calendar))
    kind, scope = ReportKind(report.kind), Scope(report.scope)
    books = _Books(period, hierarchy())
    told = sorted(told_by(report).values(), key=lambda one: one.rows)
    found = [_compared(one, kind, scope, books) for one in told if books.has(one.unit_id, scope)]
    if report.totals and books.has(report.unit_id, Scope.WHOLE) and len(told) > 1:
        columns = _differences(report.totals, kind, books.ways(report.unit_id, kind, Scope.WHOLE))
        found.append(Compared(report.unit_id, columns, is_total=True))
    return found


def _compared(told: Told, kind: ReportKind, scope: Scope, books: "_Books") -> Compared:
    columns = _differences(told.numbers, kind, books.ways(told.unit_id, kind, scope))
    return Compared(told.unit_id, columns, told.rows)


@dataclass(frozen=True)
class _Ways:
    """What is computed, and the other ways."""

    computed: Columns
    others: Sequence[Way]


def _differences(reported: Columns, kind: ReportKind, ways: _Ways) -> list[Difference]:
    shared = [name for name in reported if name in ways.computed]
    differing = [name for name in shared if reported[name] != ways.computed[name]]
    met = {
        id(way): sum(way.columns.get(name) == reported[name] for name in differing)
        for way in ways.others
    }
    best = sorted(ways.others, key=lambda way: -met[id(way)])
    return [_difference(name, reported[name], ways.computed[name], best) for name in shared]


def _difference(name: str, reported: int, computed: int, ways: Sequence[Way]) -> Difference:
    plain = Difference(name, reported, computed)
    if reported == computed:
        return plain
    ways = [way for way in ways if name in way.columns and way.columns[name] != computed]
    for way in ways:
        if way.columns[name] == reported:
            return replace(plain, way=way, is_exact=True)
    nearest = min(ways, key=lambda way: abs(way.columns[name] - reported), default=None)
    if nearest and _NEARER * abs(nearest.columns[name] - reported) <= abs(computed - reported):
        return replace(plain, way=nearest)
    return plain


@dataclass
class _Books:
    """The book-keeping of all units in a period, read once for each scope and calendar."""

    period: Period
    lines: Hierarchy
    _read: dict[tuple[Scope, Calendar], dict[int, Balance]] = field(default_factory=dict)
    _below: dict[int, list[int]] = field(default_factory=dict)

    def of(self, scope: Scope, calendar: Calendar) -> dict[int, Balance]:
        if (scope, calendar) not in self._read:
            period = parse_period(self.period.text, calendar)
            self._read[scope, calendar] = balances(relation(scope, None, self.lines), period)
        return self._read[scope, calendar]

    def has(self, unit_id: int, scope: Scope) -> bool:
        """Whether anything is counted for the unit in the period."""
        return unit_id in self.of(scope, self.period.calendar)

    def ways(self, unit_id: int, kind: ReportKind, scope: Scope) -> _Ways:
        """What is computed of a unit, and what would be in other ways."""
        mine = self.of(scope, self.period.calendar)[unit_id]
        computed = columns_of(kind, mine)
        ways = []
        if scope == Scope.WHOLE:
            for level, own in self._levels(unit_id, kind).items():
                twice = {name: number + own[name] for name, number in computed.items()}
                ways.append(Way(Reason.LEVEL_TWICE, twice, level))
        other_scope = Scope.OWN if scope == Scope.WHOLE else Scope.WHOLE
        other = self.of(other_scope, self.period.calendar).get(unit_id)
        if other is not None:
            with_below = other_scope == Scope.WHOLE
            reason = Reason.WITH_BELOW if with_below else Reason.WITHOUT_BELOW
            ways.append(Way(reason, columns_of(kind, other)))
        ways += [Way(reason, columns) for reason, columns in _definitions(kind, mine)]
        calendar = Calendar.KSTT if self.period.calendar == Calendar.MONTH else Calendar.MONTH
        by_other = self.of(scope, calendar).get(unit_id)
        if by_other is not None:
            ways.append(Way(Reason.CALENDAR, columns_of(kind, by_other)))
        ways.append(Way(Reason.TOTAL_TOO, {name: 2 * n for name, n in computed.items()}))
        return _Ways(computed, ways)

    def _levels(self, unit_id: int, kind: ReportKind) -> dict[str, Columns]:
        """Level -> the own counters of its units below the unit, together."""
        ends_on, own = self.period.ends_on, self.of(Scope.OWN, self.period.calendar)
        if not self._below:
            for one in own:
                for above in self.lines.ancestors(one, ends_on)[1:]:
                    self._below.setdefault(above, []).append(one)
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for one in self._below.get(unit_id, []):
            for name, number in columns_of(kind, own[one]).items():
                found[Level(self.lines.level(one, ends_on))][name] += number
        return {level: dict(columns) for level, columns in found.items()}


def columns_of(kind: ReportKind, balance: Balance) -> Columns:
    """What a report of this kind would say of a unit, by our counts."""
    if kind == ReportKind.FORM:
        return {f"c{number}": n for number, n in numbers_in(balance).by_column.items()}
    return _progress(balance, "resolved", "in_progress")


def _progress(balance: Balance, *parts: str, with_undue: bool = False) -> Columns:
    """On time and overdue, of what was resolved, is in progress, or both."""
    on_time = overdue = 0
    counted = balance.measures
    if "resolved" in parts:
        names = ["resolved_early", "resolved_on_time"]
        names += ["resolved_without_due"] * with_undue
        on_time += sum(counted.get(name, 0) for name in names)
        overdue += counted.get("resolved_late", 0)
    if "in_progress" in parts:
        names = ["in_progress_within_due", "waiting"]
        names += ["in_progress_without_due"] * with_undue
        on_time += sum(counted.get(name, 0) for name in names)
        overdue += counted.get("in_progress_overdue", 0)
    return {"received": on_time + overdue, "on_time": on_time, "overdue": overdue}


def _definitions(kind: ReportKind, balance: Balance) -> list[tuple[Reason, Columns]]:
    """The columns by other definitions of on time."""
    if kind == ReportKind.PROGRESS:
        both = ("resolved", "in_progress")
        return [
            (Reason.RESOLVED_ONLY, _progress(balance, "resolved")),
            (Reason.WITH_UNDUE, _progress(balance, *both, with_undue=True)),
        ]
    counted = balance.measures
    numbers = replace(
        numbers_in(balance),
        on_time=counted.get("resolved_on_time", 0),
        within_due=counted.get("in_progress_within_due", 0),
    )
    plain = {f"c{number}": n for number, n in numbers.by_column.items()}
    return [(Reason.WITHOUT_ADDED, plain)]
