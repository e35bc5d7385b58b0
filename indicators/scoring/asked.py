"""Which scores were asked for: parsed once from a URL or command line, printed back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from indicators.models import PeriodKind, Scorecard, ScorecardState
from indicators.periods import Period, PeriodError, parse_period
from indicators.scoring.reading import rules_of, version_on
from indicators.scoring.rules import RuleSet
from indicators.scoring.state import MONTHS
from indicators.selection import SelectionError, refuse_unreadable, unit_named
from units.models import Level

_KINDS = {months: kind for kind, months in MONTHS.items()}


@dataclass(frozen=True)
class ScoreRequest:
    """A scorecard (the version that holds in the period), a level of units, a calendar period, and
    the unit that they are under; units are as they were."""

    scorecard: Scorecard
    level: Level
    period: Period
    under: str = ""
    under_id: int | None = None

    @classmethod
    def parse(cls, params: Mapping[str, str]) -> "ScoreRequest":
        """Read scorecard, level, period and optionally under. Raises SelectionError."""
        refuse_unreadable(params)
        for name in ("scorecard", "period", "level"):
            if not params.get(name):
                raise SelectionError(_("The selection lacks: %(name)s.") % {"name": name})
        try:
            period = parse_period(params["period"])
        except PeriodError as error:
            raise SelectionError(str(error)) from None
        scorecard = version_for(params["scorecard"], period)
        level = params["level"]
        if level not in scorecard.levels:
            raise SelectionError(
                _("“%(value)s” is no %(name)s: one of %(choices)s.")
                % {"value": level[:40], "name": "level", "choices": ", ".join(scorecard.levels)}
            )
        under = params.get("under") or ""
        under_id = unit_named(under, period.ends_on, None) if under else None
        return cls(scorecard, Level(level), period, under, under_id)

    @property
    def map_day(self) -> date | None:
        """Units are as they were."""
        return None

    @cached_property
    def rules(self) -> RuleSet:
        """The rules by which it is judged."""
        return rules_of(self.scorecard)

    def params(self) -> dict[str, str]:
        """All params by name, "" where the default holds."""
        return {
            "scorecard": self.scorecard.code,
            "level": self.level.value,
            "period": self.period.text,
            "under": self.under,
        }

    def query(self, **changes: str) -> str:
        """The canonical query string; `changes` are params to be other, or ("") left out."""
        params = self.params() | changes
        return urlencode({name: value for name, value in params.items() if value})


def version_for(code: str, period: Period) -> Scorecard:
    """The version of a scorecard that holds in a period which it is told for. Raises
    SelectionError."""
    scorecard = version_on(code, period.ends_on)
    if scorecard is None:
        decided = Scorecard.objects.exclude(state=ScorecardState.DRAFT)
        known = sorted(set(decided.values_list("code", flat=True)))
        if code in known:
            raise SelectionError(
                _("No version of the scorecard “%(code)s” is in force in this period.")
                % {"code": code}
            )
        raise SelectionError(
            _("There is no scorecard “%(code)s”: one of %(known)s.")
            % {"code": code[:40], "known": ", ".join(known)}
        )
    kind = _KINDS.get(period.last_month - period.first_month + 1)
    is_part = period.text.count("..") == 0
    if kind not in scorecard.periods or not is_part:
        kinds = ", ".join(str(PeriodKind(one).label) for one in scorecard.periods)
        raise SelectionError(_("This scorecard is told for each of: %(kinds)s.") % {"kinds": kinds})
    return scorecard
