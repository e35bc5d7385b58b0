"""The slow twin of indicators.completeness: one unit, one half month, one question at a time."""

from collections.abc import Sequence
from datetime import date

from indicators.completeness.statuses import Export, Mark, Reporter, Status
from indicators.half_months import last_day
from units.hierarchy import Hierarchy


def slow_status(
    lines: Hierarchy, reporters: Sequence[Reporter], marks: Sequence[Mark], unit_id: int, half: int
) -> Status:
    """Rule by rule, as docs/decisions/0019 tells them."""
    day = last_day(half)
    if not lines.is_valid(unit_id, day):
        return Status.NOT_APPLICABLE
    told = [is_told(lines, one, unit_id, half) for one in reporters]
    awaited = [_is_awaited(lines, one, marks, unit_id, half) for one in reporters]
    if any(a and not t for a, t in zip(awaited, told, strict=True)):
        return Status.MISSING
    if any(told):
        return Status.RECEIVED
    by_mark = any(
        m.is_expected for m in marks if m.source_id is None and _holds(lines, m, unit_id, day)
    )
    return Status.MISSING if by_mark else Status.NOT_APPLICABLE


def is_told(lines: Hierarchy, source: Reporter, unit_id: int, half: int) -> bool:
    """Whether an export of a source tells of a unit that is there at the end of a half month."""
    if not lines.is_valid(unit_id, last_day(half)):
        return False
    for export in source.exports:
        if export.first <= half <= export.last:
            if source.under is not None and _is_below(lines, unit_id, source.under, last_day(half)):
                return True
            if any(lines.follow(one, last_day(half)) == unit_id for one in export.unit_ids):
                return True
    return False


def _is_awaited(
    lines: Hierarchy, source: Reporter, marks: Sequence[Mark], unit_id: int, half: int
) -> bool:
    day = last_day(half)
    mine = [m for m in marks if _holds(lines, m, unit_id, day)]
    if any(not m.is_expected and m.source_id in (None, source.source_id) for m in mine):
        return False
    if any(m.is_expected and m.source_id == source.source_id for m in mine):
        return True
    if source.until is not None and half > source.until:
        return False
    begun = [export for export in source.exports if export.first <= half]
    if source.under is not None and begun and _is_below(lines, unit_id, source.under, day):
        return True
    return any(_was_named(lines, export, unit_id) for export in begun)


def _was_named(lines: Hierarchy, export: Export, unit_id: int) -> bool:
    """Whether it was named, or one that went into it, step by step, as a whole."""
    for one in export.unit_ids:
        seen = [one]
        while (end := lines.life(seen[-1])[1]) and (
            heir := lines.follow(seen[-1], end)
        ) not in seen:
            seen.append(heir)
        if unit_id in seen:
            return True
    return False


def _holds(lines: Hierarchy, mark: Mark, unit_id: int, day: date) -> bool:
    if day < mark.valid_from or (mark.valid_to is not None and day >= mark.valid_to):
        return False
    return mark.unit_id == unit_id or (mark.below and _is_below(lines, unit_id, mark.unit_id, day))


def _is_below(lines: Hierarchy, unit_id: int, above: int, day: date) -> bool:
    tops = lines.roots(above, day) or {above}
    return any(one in tops for one in lines.ancestors(unit_id, day))
