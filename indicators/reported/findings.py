"""What was found while a report was read, as values that can be stored, and in sentences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from indicators.writing import count


@dataclass(frozen=True)
class Finding:
    """Something about a row (0: about the file). `refuses`: the row does not count; else it is to
    be looked at."""

    row: int
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    refuses: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Finding":
        return cls(**data)

    @property
    def sentence(self) -> str:
        """What it says to people, without the number of the row."""
        written = {
            name: count(value) if isinstance(value, int) else value
            for name, value in self.params.items()
        }
        return str(_SENTENCES[self.kind]) % written


_SENTENCES = {
    "unknown": _("No unit “%(text)s” was found under %(under)s."),
    "ambiguous": _("“%(text)s” may mean several units: %(candidates)s."),
    "ended": _("The unit “%(text)s” had ended before the period: %(candidates)s."),
    "code_and_name": _("The code is that of %(by_code)s, the name that of %(by_name)s."),
    "no_name": _("The row names nothing."),
    "no_number": _("“%(text)s” in the column “%(column)s” is no whole number."),
    "negative": _("The column “%(column)s” has a number below zero: %(number)s."),
    "more_than_all": _("On time and overdue are %(sum)s together, but %(number)s were received."),
    "other_period": _("The row is of another period: %(text)s."),
    "again": _("The same unit and field stands in row %(first)s already."),
    "title_period": _(
        "The title names the days %(from)s to %(to)s, the period that was chosen is %(begins)s to"
        " %(ends)s."
    ),
    "identity": _("Column %(column)s says %(number)s, columns %(parts)s sum up to %(sum)s."),
    "total": _("“%(column)s”: the total says %(total)s, its rows sum up to %(parts)s."),
    "total_twice": _(
        "“%(column)s”: the total says %(total)s, its rows sum up to %(parts)s. The difference is"
        " exactly “%(twice)s”: it seems to be counted twice."
    ),
    "total_left_out": _(
        "“%(column)s”: the total says %(total)s, its rows sum up to %(parts)s. The difference is"
        " exactly “%(left_out)s”: it seems to be left out."
    ),
}
