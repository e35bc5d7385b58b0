"""Which submissions were asked for: a scorecard, a period, and a unit or all below one; parsed once
from an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from indicators.models import Scorecard
from indicators.periods import Period, PeriodError, parse_period
from indicators.scoring.asked import version_for
from indicators.scoring.kept import scored_units
from indicators.selection import SelectionError, refuse_unreadable, unit_named
from indicators.submitting.asking import Questions, questions
from units.access import Access


@dataclass(frozen=True)
class InputsAsked:
    """A scorecard (the version that holds in the period), a calendar period, and the unit that is
    asked for: itself, or (`under`) all below it."""

    scorecard: Scorecard
    period: Period
    unit_id: int | None = None
    under: str = ""
    level: str = ""

    @classmethod
    def parse(cls, params: Mapping[str, str], mine: Access) -> "InputsAsked":
        """Read scorecard, period, and optionally unit or under, and level. Raises SelectionError;
        Http404 for a unit out of sight."""
        refuse_unreadable(params)
        for name in ("scorecard", "period"):
            if not params.get(name):
                raise SelectionError(_("The selection lacks: %(name)s.") % {"name": name})
        try:
            period = parse_period(params["period"])
        except PeriodError as error:
            raise SelectionError(str(error)) from None
        scorecard = version_for(params["scorecard"], period)
        level = params.get("level") or ""
        if level and level not in scorecard.levels:
            raise SelectionError(
                _("“%(value)s” is no %(name)s: one of %(choices)s.")
                % {"value": level[:40], "name": "level", "choices": ", ".join(scorecard.levels)}
            )
        under = params.get("under") or ""
        text = under or params.get("unit") or ""
        unit_id = unit_named(text, period.ends_on, None) if text else None
        if unit_id is not None and not mine.may_see(unit_id, period.ends_on):
            raise Http404
        return cls(scorecard, period, unit_id, under, level)

    @cached_property
    def questions(self) -> Questions:
        return questions(self.scorecard, self.period)

    def units(self, mine: Access) -> dict[int, str]:
        """unit id -> level, of the units in sight that something is asked of, in the order of
        levels and names."""
        asking = {
            level
            for level in self.scorecard.levels
            if self.questions.measures_of(level) and self.level in ("", level)
        }
        day = self.period.ends_on
        return {
            unit_id: level
            for unit_id, level in scored_units(self.scorecard, self.period).items()
            if level in asking
            and mine.may_see(unit_id, day)
            and (self.unit_id is None or self.unit_id in mine.units.ancestors(unit_id, day))
        }

    def query(self, **changes: str) -> str:
        """The canonical query string of a list; `changes` are params to be other, or ("") left
        out."""
        params = {
            "scorecard": self.scorecard.code,
            "period": self.period.text,
            "level": self.level,
            "under": self.under,
        }
        return urlencode({name: value for name, value in (params | changes).items() if value})


def level_asked(asked: InputsAsked, mine: Access) -> str:
    """The level of the unit that a form is of. Raises SelectionError where nothing is asked of
    it."""
    assert asked.unit_id is not None  # noqa: S101
    level = asked.units(mine).get(asked.unit_id)
    if level is None:
        day = asked.period.ends_on
        words = {
            "scorecard": asked.scorecard.label,
            "unit": mine.units.name(asked.unit_id, day),
        }
        raise SelectionError(
            _("“%(scorecard)s” asks nothing of “%(unit)s” in this period.") % words
        )
    return level
