"""Figures as pages read them: computed once per state of the data, then kept (version.kept)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from dossiers.models import Procedure
from dossiers.source_notes import head_and_rest
from indicators.closing.differences import Since, since
from indicators.closing.tables import figures_asked
from indicators.completeness import (
    StandIn,
    Statuses,
    Tally,
    figures_told,
    stand_ins,
    statuses,
    tallies_of,
    tally_of,
)
from indicators.coverage import Coverage, coverage
from indicators.filters import break_day
from indicators.league_table import LeagueTable
from indicators.leagues import leagues
from indicators.models import Indicator, ReportedFigure, ReportState, UnitCount
from indicators.periods import Period
from indicators.scoring.asked import ScoreRequest
from indicators.selection import Selection
from indicators.values import Value, values, values_by_procedure
from indicators.version import Kept, data_version, kept, kept_each
from units.boundaries.kept import outlined_levels
from units.models import Level
from units.names import fold, sort_key
from units.queries import hierarchy


@dataclass(frozen=True)
class Published:
    """A publication's number and day, and the codes of its indicators."""

    pk: int
    at: datetime
    codes: frozenset[str]


class Results:
    """All that a page reads of one state of the data; lives as long as its request."""

    def __init__(self) -> None:
        self.version = data_version()
        self.shown: Period | None = None  # the period that the page is about, once it is known

    @cached_property
    def coverage(self) -> Coverage | None:
        """Which months there are figures for."""
        # Reports tell of a period that is not over up to today.
        return kept(self.version.figures, f"coverage {timezone.localdate()}", coverage)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What the sources that matter to the page say about their figures, in the reader's
        language."""
        if self.coverage is None:
            return []
        sources = self.coverage.of(self.shown) if self.shown else self.coverage.sources
        language = get_language() or "vi"
        notes = [one.notes.get(language, one.notes["vi"]) for one in sources]
        return [head_and_rest(note) for note in notes if note]

    def top(self) -> int | None:
        """The lowest unit above all that are counted or report; None where there is none."""
        return kept(self.version.figures, "top", _top)

    def fields(self) -> list[str]:
        """The fields of the procedures that dossiers name, in Vietnamese order."""
        return kept(self.version.figures, "fields", _fields)

    def outlined_levels(self) -> list[str]:
        """The levels of which outlines of units are kept."""
        return kept(self.version.figures, "outlined levels", outlined_levels)

    def break_day(self, under_id: int | None) -> date | None:
        """The day on which the tier right above communes ended (`indicators.filters`)."""
        name = f"break {under_id} {timezone.localdate()}"
        return kept(self.version.figures, name, lambda: break_day(under_id))

    @cached_property
    def statuses(self) -> Statuses:
        """Of which units exports were received or expected, half month by half month."""
        return kept(self.version.figures, "statuses", statuses)

    def _exports(self) -> Statuses:
        return self.statuses

    def tally(self, selection: Selection, unit_id: int | None) -> Tally:
        """Of which units a unit's figure (None: all) holds exports, and lacks them."""
        return kept(
            self.version.figures,
            f"tally {_held(selection)} {unit_id}",
            lambda: tally_of(self.statuses, selection, unit_id),
        )

    def tallies(self, selection: Selection) -> dict[int, Tally]:
        """unit id -> of which units its figure holds exports, and lacks them."""
        return kept(
            self.version.figures,
            f"tallies {_held(selection)}",
            lambda: tallies_of(self.statuses, selection),
        )

    def tallies_lacking(self, selection: Selection) -> dict[int, Tally]:
        """Those of the tallies that lack an export: mostly few, where all may be thousands."""
        return kept(
            self.version.figures,
            f"tallies lacking {_held(selection)}",
            lambda: {
                unit_id: found
                for unit_id, found in tallies_of(self.statuses, selection).items()
                if found.missing
            },
        )

    def stand_ins(
        self, selection: Selection, unit_id: int, periods: Sequence[Period]
    ) -> list[StandIn]:
        """For each period the reports that stand for exports in a unit's figure."""
        asked = [(one.first, one.last) for one in periods]
        return kept(
            self.version.figures,
            f"stand-ins {selection.scope} {selection.map_day} {unit_id} {asked}",
            lambda: stand_ins(selection, unit_id, periods),
        )

    def is_told(self, selection: Selection, unit_id: int) -> bool:
        """Whether an export tells of a unit that a unit's figure holds, in the period."""
        found = kept(
            self.version.figures,
            f"told {_held(selection)} {unit_id}",
            lambda: figures_told(
                self.statuses, selection, hierarchy(), self.statuses.told, among=[unit_id]
            ),
        )
        return unit_id in found

    def keep(self, name: str, selection: Selection, compute: Callable[[], Kept]) -> Kept:
        """What `compute` makes of a selection and this state of the data, under a name of its
        own. It must not depend on scores, the reader or his language."""
        return kept(self.version.figures, f"{name} {_key(selection)}", compute)

    def keep_scores(
        self, name: str, asked: Selection | ScoreRequest, compute: Callable[[], Kept]
    ) -> Kept:
        """As `keep`, of what scores are a part of."""
        return kept(self.version.scores, f"{name} {_key(asked)}", compute)

    def figures(self, selection: Selection) -> LeagueTable:
        """The league table of a selection, live or as published."""
        return kept(
            self.version.figures,
            _table_key(selection),
            lambda: LeagueTable(figures_asked(selection, self._exports)),
        )

    def leagues(
        self, selection: Selection, indicators: Sequence[Indicator]
    ) -> dict[str, LeagueTable]:
        """Indicator code -> the live league table by it: `figures` of several indicators, of which
        those that are not there yet are computed together (`indicators.leagues`)."""
        if not indicators:
            return {}
        live = replace(selection, version="", publication=None)

        def compute(lacking: Sequence[int]) -> list[LeagueTable]:
            wanted = [indicators[place] for place in lacking]
            found = leagues(live, wanted, self._exports)
            return [LeagueTable(found[one.code]) for one in wanted]

        keys = [_table_key(replace(live, indicator=one)) for one in indicators]
        tables = kept_each(self.version.figures, keys, compute)
        return {one.code: table for one, table in zip(indicators, tables, strict=True)}

    def since(self, selection: Selection) -> Since:
        """What of a published table differs from the live one, and why."""
        return self.keep("since", selection, lambda: since(selection))

    def publication(self, period: Period) -> Published | None:
        """The publication that holds of a period."""
        known = kept(self.version.figures, "publications", _publications)
        return known.get((period.first, period.last))

    def values(
        self,
        selection: Selection,
        indicators: Sequence[Indicator],
        periods: Sequence[Period],
        unit_ids: Collection[int],
    ) -> dict[tuple[str, int], list[Value]]:
        """Indicators of units over periods (`indicators.values`)."""
        if not indicators:
            return {}
        # Whichever indicator and level the page is about, they are the same.
        here = replace(selection, indicator=indicators[0], level=Level.PROVINCE)
        asked = _versions(indicators), [one.text for one in periods], sorted(unit_ids)
        return self.keep(
            f"values {asked}",
            here,
            lambda: values(here, indicators, periods, unit_ids, self._exports),
        )

    def values_by_procedure(
        self, selection: Selection, indicators: Sequence[Indicator], unit_id: int
    ) -> dict[int, dict[str, Value]]:
        """Indicators of one unit by procedure (`indicators.values`)."""
        return kept(
            self.version.figures,
            f"by procedure {_key(selection)} {_versions(indicators)} {unit_id}",
            lambda: values_by_procedure(selection, indicators, unit_id, self._exports),
        )


def _key(asked: Selection | ScoreRequest) -> str:
    # Today's map is another one tomorrow, as are the tasks of before the break, and the text of
    # `under` may name another unit. A code names another version of the indicator in another
    # period, and pages ask for both.
    more: list[object] = [asked.under_id]
    if isinstance(asked, Selection):
        more += [asked.map_day, asked.indicator.pk, asked.procedure_ids]
    return f"{asked.query()} {more}"


def _versions(indicators: Sequence[Indicator]) -> list[tuple[str, int | None]]:
    return [(one.code, one.pk) for one in indicators]


def _table_key(selection: Selection) -> str:
    return f"figures {_key(selection)}"


def _publications() -> dict[tuple[int, int], Published]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.first, p.last, p.id, p.published_at, ARRAY(SELECT code"
            " FROM indicators_publishedindicator WHERE publication_id = p.id)"
            " FROM indicators_publication p WHERE p.reopened_at IS NULL"
        )
        return {
            (first, last): Published(pk, at, frozenset(codes))
            for first, last, pk, at, codes in cursor.fetchall()
        }


def _held(selection: Selection) -> str:
    """What of a selection decides which units a figure holds, and when."""
    period = selection.period
    return f"{period.first} {period.last} {selection.scope} {selection.map_day}"


def _fields() -> list[str]:
    spelled: dict[str, str] = {}
    for name in Procedure.objects.exclude(field="").order_by("pk").values_list("field", flat=True):
        spelled.setdefault(fold(name), name)
    return sorted(spelled.values(), key=sort_key)


def _top() -> int | None:
    lines = hierarchy()
    counted = UnitCount.objects.values_list("unit_id", flat=True).distinct()
    reported = ReportedFigure.objects.filter(report__state=ReportState.COUNTED)
    counted = counted.union(reported.values_list("unit_id", flat=True))
    paths = [lines.ancestors(unit_id, date.max)[::-1] for unit_id in counted]
    common = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return common[-1] if common else None
