"""What one unit received, resolved and has in progress, by procedure and by field."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from dossiers.models import Procedure
from indicators.indicator_versions import indicators_on
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from units.names import fold, sort_key


@dataclass(frozen=True)
class Numbers:
    """Numbers of dossiers; None where nothing can be said (stocks after the data date). `judged`
    are those of the resolved ones that the late ones are a share of."""

    received: int | None = None
    resolved: int | None = None
    on_time: int | None = None
    late: int | None = None
    in_progress: int | None = None
    overdue: int | None = None
    judged: int | None = None

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(
            **{
                one.name: _plus(getattr(self, one.name), getattr(other, one.name))
                for one in fields(Numbers)
            }
        )

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, one.name) for one in fields(Numbers))

    @property
    def late_share(self) -> Fraction | None:
        """Of the resolved ones."""
        return Fraction(self.late, self.judged) if self.judged and self.late is not None else None

    def late_of(self, total: "Numbers") -> Fraction | None:
        """How much of all late ones these make up."""
        return Fraction(self.late, total.late) if self.late is not None and total.late else None


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


@dataclass(frozen=True)
class Line:
    """A field, or a procedure (then with its id and code), and its numbers."""

    name: str
    field: str
    numbers: Numbers
    procedure_id: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Breakdown:
    """Lines with the most late ones first, and the sum of all."""

    fields: list[Line]
    procedures: list[Line]
    total: Numbers


# The numbers, and the indicator whose numerator each one is.
_LATE = "late_share"
INDICATOR_OF = {
    "received": "received",
    "resolved": "resolved",
    "on_time": "on_time",
    "late": _LATE,
    "in_progress": "in_progress",
    "overdue": "overdue",
}


def breakdown_of(selection: Selection, results: Results, unit_id: int) -> Breakdown:
    """The unit's numbers under the selection's period, scope, map and filters."""
    return results.keep(
        f"breakdown {unit_id}", selection, lambda: _breakdown(selection, results, unit_id)
    )


def _breakdown(selection: Selection, results: Results, unit_id: int) -> Breakdown:
    indicators = indicators_on(list(INDICATOR_OF.values()), selection.period)
    found = results.values_by_procedure(selection, list(indicators.values()), unit_id)
    known = Procedure.objects.in_bulk(found)
    lines = [_line(known[pk], _numbers(values)) for pk, values in found.items()]
    lines = [line for line in lines if not line.numbers.is_empty]
    by_field = _grouped(lines, lambda line: fold(line.field))
    return Breakdown(
        fields=_ordered(Line(group[0].field, group[0].field, _sum(group)) for group in by_field),
        procedures=_ordered(lines),
        total=_sum(lines),
    )


def _line(procedure: Procedure, numbers: Numbers) -> Line:
    return Line(procedure.name, procedure.field, numbers, procedure.pk, procedure.code)


def _whole(number: int | Decimal | None) -> int | None:
    return None if number is None else int(number)


def _numbers(values: dict[str, Value]) -> Numbers:
    return Numbers(
        **{
            name: _whole(values[code].numerator) if code in values else None
            for name, code in INDICATOR_OF.items()
        },
        judged=values[_LATE].denominator if _LATE in values else None,
    )


def _sum(lines: Iterable[Line]) -> Numbers:
    total = Numbers()
    for line in lines:
        total += line.numbers
    return total


def _grouped(lines: Iterable[Line], key: Callable[[Line], str]) -> list[list[Line]]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    # Under the spelling that came first, as in the filter.
    return [sorted(group, key=lambda line: line.procedure_id or 0) for group in groups.values()]


def _ordered(lines: Iterable[Line]) -> list[Line]:
    return sorted(
        lines,
        key=lambda line: (
            -(line.numbers.late or 0),
            -(line.numbers.overdue or 0),
            -(line.numbers.received or 0),
            sort_key(line.name),
            line.code,
        ),
    )
