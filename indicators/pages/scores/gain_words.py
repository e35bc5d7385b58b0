"""What would bring a unit most points, and what parts it from the next level, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.pages.scores.inputs import InputNames
from indicators.scoring.gains import Gain, Gap, NextLevel
from indicators.tables import Cell, Column, Row, Table, aside
from indicators.writing import score
from units.sheets.sheet import Kind

# Below these there is little to win.
_SHOWN = 12


def gains_table(
    found: Sequence[Gain], names: InputNames, *, complete: bool = False
) -> Table | None:
    """Each gain with its points, the greatest first, those with little left out unless it is to be
    complete; None where nothing more can be won."""
    if not found:
        return None
    columns = [
        Column(_("What"), name="what"),
        Column(_("Note"), name="note", only_in_file=True),
        Column(_("Criterion"), name="criterion"),
        Column(_("Name of the criterion"), name="criterion_name", only_in_file=True),
        Column(_("Cases"), name="cases", kind=Kind.COUNT, only_in_file=True),
        Column(_("Points"), number=True, name="points"),
    ]
    rows = [_row(same, names) for same in _together(found)]
    return Table(columns, rows if complete else rows[:_SHOWN], _("What would bring most points"))


def _together(found: Sequence[Gain]) -> list[list[Gain]]:
    """Gains by the very same cases are one, of several criteria."""
    by_cases: dict[tuple[str, ...], list[Gain]] = {}
    for one in found:
        key = (one.ref, str(one.cases)) if one.ref else ("", one.criterion.code)
        by_cases.setdefault(key, []).append(one)
    return list(by_cases.values())


def _row(same: Sequence[Gain], names: InputNames) -> Row:
    first = same[0]
    note = _("for all points") if all(one.is_full for one in same) else ""
    code = ", ".join(one.criterion.code for one in same)
    name = first.criterion.name if len(same) == 1 else ""
    return Row(
        [
            Cell(capfirst(_what(first, names)), note=note),
            aside(note),
            Cell(code, f"#criterion-{first.criterion.code}", name),
            aside(", ".join(one.criterion.name for one in same)),
            aside(first.cases),
            Cell(_points(first), number=True, value=first.points),
        ]
    )


def _what(one: Gain, names: InputNames) -> str:
    if one.ref:
        return names.cases_words(one.ref, one.cases)
    if one.missing:
        return _("missing input: %(inputs)s") % {"inputs": names.labels(one.missing)}
    return _("points that were given and refused: to be corrected")


def _points(one: Gain) -> str:
    points = score(one.points, sign=True)
    return points if one.ref else _("up to %(points)s") % {"points": points}


def next_level_words(found: NextLevel | None, names: InputNames) -> dict[str, Any] | None:
    """The next level and what lacks to it; None where there is none."""
    if found is None:
        return None
    lines = []
    if found.points:
        lines.append(_("%(points)s more points") % {"points": score(found.points)})
    lines += [_gap(one, names) for one in found.gaps]
    if found.unknown:
        codes = ", ".join(found.unknown)
        lines.append(
            _("inputs for the conditions %(codes)s, which cannot be told") % {"codes": codes}
        )
    if not lines:
        lines.append(_("the inputs that are missing"))
    title = _("To level %(level)s") % {"level": found.grade}
    return {"title": title, "lines": [capfirst(one) for one in lines]}


def _gap(one: Gap, names: InputNames) -> str:
    words = {"code": one.code}
    if one.points is not None:
        return _("condition of group %(code)s: %(points)s more points") % {
            **words,
            "points": score(one.points),
        }
    if one.cases is None:
        return _("condition %(code)s is not met") % words
    what = names.cases_words(one.ref, one.cases)
    return _("condition %(code)s: %(what)s") % {**words, "what": what}
