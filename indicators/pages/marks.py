"""What the marks of a table's share lines mean, told once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.drawing import Scale
from indicators.pages.league_rows import Row
from indicators.writing import share


@dataclass(frozen=True)
class Marks:
    """The scale as written ("80% … 100%"), and what the dashed mark is: "target 95%", or that
    each unit has its own; "" where no row has one. `alike`: brackets join some rows."""

    scale: str
    target: str
    alike: bool


def marks_of(rows: Iterable[Row], axis: Scale) -> Marks:
    """The marks of the rows of one table."""
    rows = list(rows)
    drawn = {row.target for row in rows if row.value is not None and row.target is not None}
    target = ""
    if len(drawn) == 1:
        target = _("target %(target)s") % {"target": share(drawn.pop(), short=True)}
    elif drawn:
        target = _("target of each unit")
    written = f"{share(axis.low, short=True)} … {share(axis.high, short=True)}"
    return Marks(written, target, alike=any(row.alike_next or row.alike_before for row in rows))


def marks_in_words(marks: Marks) -> str:
    """All of them in one line, for the head of a column."""
    words = {"scale": marks.scale, "target": marks.target}
    if marks.target:
        return _("%(scale)s, mark: %(target)s, band: 95%% confidence interval") % words
    return _("%(scale)s, band: 95%% confidence interval") % words
