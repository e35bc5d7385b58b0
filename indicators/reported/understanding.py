"""What a report says, once its units are known and its numbers are checked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.form_ii06.columns import broken_identities
from indicators.form_ii06.words import WITHOUT_FIELD
from indicators.models import ReportKind
from indicators.periods import Period, PeriodError, parse_period
from indicators.reported.checks import check_parts
from indicators.reported.findings import Finding
from indicators.reported.reading import Part, ReadReport, ReadRow
from indicators.wording import level_name
from indicators.writing import day
from units.hierarchy import Hierarchy
from units.names import fold
from units.queries import hierarchy


@dataclass(frozen=True)
class Line:
    """A row that counts: of a unit, or of one field of it."""

    row: int
    unit_id: int
    field: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Understood:
    """The lines of a report, its last row (None without one), and what was found."""

    lines: Sequence[Line]
    totals: Mapping[str, int] | None
    findings: Sequence[Finding]


def understand(read: ReadReport, unit_id: int, period: Period) -> Understood:
    """A report of a unit, or of units below it, for a period."""
    lines = hierarchy()
    findings = list(_about_title(read.period, period))
    found: list[Line] = []
    first: dict[tuple[int, str, int], int] = {}
    group = 0
    for row in read.rows:
        findings += _about_identities(row, read)
        if row.part != Part.LINE:
            group += 1
            continue
        wrong = _wrong_numbers(row, read, period)
        unit = _unit(row, lines, unit_id, period) if read.by_unit else unit_id
        if not (row.name or row.code):
            wrong = [*wrong, Finding(row.row, "no_name", refuses=True)]
        elif isinstance(unit, Finding):
            wrong = [*wrong, unit]
        else:
            field = "" if read.by_unit or row.name == WITHOUT_FIELD else row.name
            # The form has a field once for each level of authority.
            key = unit, fold(field), 0 if read.by_unit else group
            if key in first:
                wrong = [*wrong, Finding(row.row, "again", {"first": first[key]}, refuses=True)]
        if wrong:
            findings += wrong
            continue
        assert isinstance(unit, int)  # noqa: S101
        first[key] = row.row
        found.append(Line(row.row, unit, field, row.numbers))
    totals = next((row for row in reversed(read.rows) if row.part == Part.TOTAL), None)
    findings += _about_groups(read)
    if totals is not None:
        findings += _about_total(read, totals, found, lines, period)
    return Understood(found, totals.numbers if totals else None, findings)


def _about_title(named: tuple[date, date] | None, period: Period) -> Iterator[Finding]:
    if named is not None and named != (period.begins_on, period.ends_on):
        days = {"from": day(named[0]), "to": day(named[1])}
        chosen = {"begins": day(period.begins_on), "ends": day(period.ends_on)}
        yield Finding(0, "title_period", days | chosen)


def _wrong_numbers(row: ReadRow, read: ReadReport, period: Period) -> list[Finding]:
    """Why a row cannot count."""
    found = [
        Finding(
            row.row, "no_number", {"text": text[:60], "column": read.columns[name]}, refuses=True
        )
        for name, text in row.unreadable.items()
    ]
    found += [
        Finding(row.row, "negative", {"column": read.columns[name], "number": number}, refuses=True)
        for name, number in row.numbers.items()
        if number < 0 and name != "c6"  # more may have left with their unit than came
    ]
    if row.period and not _is_period(row.period, period):
        found.append(Finding(row.row, "other_period", {"text": row.period[:60]}, refuses=True))
    return found


def _is_period(text: str, period: Period) -> bool:
    try:
        named = parse_period(text, period.calendar)
    except PeriodError:
        return False
    return (named.first, named.last) == (period.first, period.last)


def _unit(row: ReadRow, lines: Hierarchy, under: int, period: Period) -> int | Finding:
    """The unit that a row names by code or name, on the first day of the period or the last."""
    begins_on, ends_on = period.begins_on, period.ends_on
    by_code = lines.find(row.code, begins_on, ends_on, under) if row.code else None
    by_name = lines.find(row.name, begins_on, ends_on, under) if row.name else None
    one, other = (found.unit_id if found else None for found in (by_code, by_name))
    if one is not None and other is not None and one != other:
        labels = {"by_code": lines.label(one, ends_on), "by_name": lines.label(other, ends_on)}
        return Finding(row.row, "code_and_name", labels, refuses=True)
    known = one if one is not None else other
    if known is not None:
        return known
    failed = by_name or by_code
    kind = failed.problem if failed and failed.problem else "unknown"
    params = {
        "text": (row.name or row.code)[:60],
        "under": lines.name(under, ends_on),
        "candidates": "; ".join(failed.candidates) if failed else "",
    }
    return Finding(row.row, kind, params, refuses=True)


def _about_identities(row: ReadRow, read: ReadReport) -> Iterator[Finding]:
    """Sums within a row that do not hold."""
    numbers = row.numbers
    if read.kind == ReportKind.PROGRESS:
        both = numbers.get("on_time", 0) + numbers.get("overdue", 0)
        if "received" in numbers and both > numbers["received"]:
            said = {"sum": both, "number": numbers["received"]}
            yield Finding(row.row, "more_than_all", said)
        return
    by_column = {int(name[1:]): number for name, number in numbers.items()}
    for column, parts in broken_identities(by_column):
        params = {
            "column": f"({column})",
            "number": by_column[column],
            "parts": " + ".join(f"({part})" for part in parts),
            "sum": sum(by_column[part] for part in parts),
        }
        yield Finding(row.row, "identity", params)


def _about_groups(read: ReadReport) -> Iterator[Finding]:
    """Groups whose own numbers are not the sums of the rows below them."""
    head: ReadRow | None = None
    below: list[ReadRow] = []
    for row in [*read.rows, None]:
        if row is not None and row.part == Part.LINE:
            below.append(row)
            continue
        if head is not None and below:
            yield from _differences(read, head, below, {})
        head, below = (row if row is not None and row.part == Part.GROUP else None), []


def _about_total(
    read: ReadReport, total: ReadRow, found: Sequence[Line], lines: Hierarchy, period: Period
) -> Iterator[Finding]:
    """The last row against all lines; what may be in it twice is a row, or a level of units."""
    rows = [row for row in read.rows if row.part == Part.LINE]
    levels: dict[str, list[Mapping[str, int]]] = defaultdict(list)
    if read.by_unit:
        for line in found:
            levels[level_name(lines.level(line.unit_id, period.ends_on))].append(line.numbers)
    yield from _differences(read, total, rows, levels)


def _differences(
    read: ReadReport,
    total: ReadRow,
    rows: Sequence[ReadRow],
    groups: Mapping[str, Iterable[Mapping[str, int]]],
) -> Iterator[Finding]:
    for column, number in total.numbers.items():
        parts = {f"{row.name or row.code} ({row.row})": row.numbers.get(column, 0) for row in rows}
        sums = {
            name: sum(one.get(column, 0) for one in numbers) for name, numbers in groups.items()
        }
        gap = check_parts(parts, number, sums)
        if gap is not None:
            params = {"column": read.columns[column], "total": gap.total, "parts": gap.parts}
            kind = "total_twice" if gap.twice else "total_left_out" if gap.left_out else "total"
            more = {name: text for name in ("twice", "left_out") if (text := getattr(gap, name))}
            yield Finding(total.row, kind, params | more)
