"""The row of pickers above a page: every choice is a link to the same page with one thing other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.comparing import Against, earlier
from indicators.coverage import Coverage
from indicators.defaults import levels_below, unit_text
from indicators.filters import BEFORE_BREAK
from indicators.indicator_versions import indicators_of
from indicators.periods import Period, of_months, to_date
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.wording import CALENDARS, SCOPES, level_name, map_name, short_period_name
from indicators.writing import day as write_day
from units.access import Access
from units.components import Field, Option, Picker, Typed
from units.models import Level
from units.queries import hierarchy
from units.sheets.sheet import Format


@dataclass(frozen=True)
class Part:
    """Periods of one kind: the halves of a year, its months."""

    label: str
    columns: int
    options: Sequence[Option]


@dataclass(frozen=True)
class PeriodPicker:
    """The choice of a period and calendar: years, and the parts of the year that is shown; and what
    it is compared with, where the page lets one choose."""

    label: str
    value: str
    years: Sequence[Option]
    parts: Sequence[Part]
    calendars: Sequence[Option]
    comparisons: Sequence[Option]
    range: Typed | None
    kind: str = "period"


# The params that lead from one published table to another one, or to more of the same.
_PUBLISHED_TOGETHER = {
    "indicator",
    "level",
    "under",
    "page",
    "as",
    "sort",
    "q",
    "columns",
    "format",
}


class FilterBar:
    """Makes the pickers of one page: `path` is its address, `extra` what it adds to the query."""

    def __init__(
        self, path: str, selection: Selection, results: Results, extra: dict[str, str] | None = None
    ) -> None:
        self._path = path
        self._selection = selection
        self._results = results
        self._extra = extra or {}
        # The day on which the text of a unit in an address is read.
        self._ends_on = selection.period.ends_on

    @property
    def path(self) -> str:
        """The page's address without its query."""
        return self._path

    @property
    def params(self) -> dict[str, str]:
        """What the page's address says, "" where the default holds."""
        return self._selection.params() | self._extra

    def league(self, access: Access, against: Against | None = None) -> list[Picker | PeriodPicker]:
        """The pickers of a league table; without `against` of one that compares nothing."""
        return [
            self.indicator(),
            self.level(),
            self.under(access),
            self.period(against),
            *self.parts(access),
            *self._scopes(),
            self.map(),
        ]

    def overview(self, access: Access) -> list[Picker | PeriodPicker]:
        """The pickers of the overview."""
        tasks = [] if access.only_totals else self.tasks()
        return [self.period(), self.indicator(), *tasks, self.map()]

    def figure(self) -> list[Picker | PeriodPicker]:
        """The pickers of one figure; another indicator is another figure."""
        return [self.period(), *self.tasks(), *self._scopes(), self.map()]

    def _scopes(self) -> list[Picker]:
        """Nothing lies below a commune; an address that asks for its own counter still works."""
        is_alone = self._selection.level == Level.COMMUNE and self._selection.scope != Scope.OWN
        return [] if is_alone else [self.scope()]

    def crumbs(self, access: Access) -> list[Option]:
        """The units above the one that the page is within, and itself: the same page for each.
        None where nothing above is in sight."""
        chosen, day = self._selection.under_id, self._selection.day
        if chosen is None:
            return []
        lines = hierarchy()
        crumbs = [
            Option(
                label=lines.name(one, day),
                url=self.url(under=unit_text(lines, one, self._ends_on), level=""),
                current=one == chosen,
            )
            for one in reversed(lines.ancestors(chosen, day))
            if access.may_see(one, day)
        ]
        return crumbs if len(crumbs) > 1 else []

    def url(self, **changes: str) -> str:
        """The page with other params; the page of a long table is left behind, and what was
        published, with the order by it, where something else is asked for than is in the same
        publication."""
        if not _PUBLISHED_TOGETHER.issuperset(changes):
            changes.setdefault("as", "")
            if self._selection.publication is not None:
                changes.setdefault("sort", "")
        return f"{self._path}?{self._selection.query(**(self._extra | changes))}"

    def downloads(self) -> list[Option]:
        """The page's table as a file, in each format."""
        return [Option(form.upper(), self.url(format=form)) for form in Format]

    def indicator(self) -> Picker:
        """The indicators that hold in the period."""
        chosen = self._selection.indicator
        options = [
            Option(one.label, self.url(indicator=one.code), one.code == chosen.code)
            for one in indicators_of(self._selection.period)
        ]
        more = Option(_("Indicators explained"), reverse("indicators:indicators"))
        return Picker(_("Indicator"), chosen.label, options, more=more)

    def level(self) -> Picker:
        """The levels of units below the one that the page is about."""
        chosen, day = self._selection.level, self._selection.day
        levels = levels_below(hierarchy(), self._selection.under_id, day)
        if chosen not in levels:
            levels = [level for level in Level.values if level == chosen or level in levels]
        options = [
            Option(level_name(level), self.url(level=level), level == chosen) for level in levels
        ]
        return Picker(_("Level"), level_name(chosen), options)

    def under(self, access: Access) -> Picker:
        """The units in the account's sight that hold units of the level."""
        lines, day, chosen = hierarchy(), self._selection.day, self._selection.under_id
        ordered = units_holding(self._selection.level, day, chosen, access)
        options = [
            Option(
                label=lines.name(one, day),
                url=self.url(under=unit_text(lines, one, self._ends_on)),
                current=one == chosen,
            )
            for one in ordered
        ]
        value = lines.name(chosen, day) if chosen is not None else _("all units")
        return Picker(_("Within"), value, options)

    def parts(self, access: Access) -> list[Picker]:
        """A part of the dossiers: the public is not shown any (units.access.NOT_PUBLIC)."""
        return [] if access.only_totals else [self.field(), *self.tasks()]

    def field(self) -> Picker:
        """The fields that dossiers were handed in for."""
        chosen = self._selection.field
        options = [Option(_("all fields"), self.url(field="", procedure=""), not chosen)]
        options += [
            Option(name, self.url(field=name, procedure=""), name == chosen)
            for name in self._results.fields()
        ]
        return Picker(_("Field"), chosen or pgettext("fields", "all"), options)

    def tasks(self) -> list[Picker]:
        """All procedures, or those that communes handled before the tier above ended; nothing
        where none did."""
        chosen, day = self._selection.tasks, self._results.break_day(self._selection.under_id)
        if day is None:
            return []
        words = _("handled at commune level before %(day)s") % {"day": write_day(day)}
        options = [
            Option(_("all procedures"), self.url(tasks=""), not chosen),
            Option(words, self.url(tasks=BEFORE_BREAK), chosen == BEFORE_BREAK),
        ]
        short = _("of communes before %(day)s") % {"day": write_day(day)}
        value = short if chosen else pgettext("procedures", "all")
        return [Picker(_("Procedures"), value, options)]

    def scope(self) -> Picker:
        """With the units below, or without."""
        chosen = self._selection.scope
        options = [
            Option(str(SCOPES[scope]), self.url(scope=scope), scope == chosen) for scope in Scope
        ]
        return Picker(_("Scope"), str(SCOPES[chosen]), options, term="scope")

    def map(self) -> Picker:
        """Units as they were, or on the map of a day."""
        chosen = self._selection.map
        options = [
            Option(_("as it was"), self.url(map="then"), chosen == "then"),
            Option(_("today's map"), self.url(map="today"), chosen == "today"),
        ]
        if chosen not in ("then", "today"):
            options.append(Option(map_name(self._selection), self.url(map=chosen), current=True))
        day = self._selection.map_day if chosen != "today" else None
        typed = self._typed("map", day.isoformat() if day else "")
        return Picker(_("Map of units"), map_name(self._selection), options, typed, term="map")

    def _typed(self, name: str, value: str) -> Typed:
        """The form of the page in which one param is typed; the others stay as they are."""
        return Typed(action=self._path, value=value, hidden=self.hidden(name), name=name)

    def hidden(self, name: str) -> list[Field]:
        """What a form of the page carries along in which one param is typed."""
        fields = self.params | {name: "", "as": ""}
        return [Field(other, text) for other, text in fields.items() if text]

    def period(self, against: Against | None = None) -> PeriodPicker:
        """The years that there are figures for, and the parts of the one that is shown; with what
        a page is compared `against` that choice, too."""
        period, covered = self._selection.period, self._results.coverage
        year = period.last_month // 12
        return PeriodPicker(
            label=_("Period"),
            value=short_period_name(period),
            years=[self._option(one, 1, 12, str(one)) for one in _years(period, covered)],
            parts=[
                Part(label, columns, [self._option(year, *part) for part in parts])
                for label, columns, parts in _parts(self._to_date(year))
            ],
            calendars=[
                Option(str(name), self.url(calendar=calendar), calendar == period.calendar)
                for calendar, name in CALENDARS.items()
            ],
            comparisons=self._comparisons(against) if against else [],
            range=self._typed("period", _as_months(period)),
        )

    def _comparisons(self, chosen: Against) -> list[Option]:
        names = {Against.BEFORE: _("the period before"), Against.YEAR: _("a year earlier")}
        return [
            Option(
                f"{name}: {short_period_name(earlier(self._selection.period, against))}",
                self.url(compare="" if against == Against.BEFORE else against),
                against == chosen,
            )
            for against, name in names.items()
        ]

    def _to_date(self, year: int) -> list[tuple[int, int, str]]:
        """The year to date as a part of it; nothing of a year that is over or not told of."""
        covered = self._results.coverage
        if covered is None:
            return []
        found = to_date(year, covered.newest_day, self._selection.period.calendar)
        if found.last_month % 12 == 11 or not covered.tells_of(found) or not covered.is_over(found):
            return []
        return [(1, found.last_month % 12 + 1, _("year to date"))]

    def _option(self, year: int, first: int, last: int, label: str) -> Option:
        chosen, covered = self._selection.period, self._results.coverage
        period = of_months(year * 12 + first - 1, year * 12 + last - 1, chosen.calendar)
        told = covered is not None and covered.tells_of(period)
        return Option(
            label=label,
            url=self.url(period=period.text),
            current=(period.first, period.last) == (chosen.first, chosen.last),
            empty=not told,
        )


def units_holding(level: str, day: date, chosen: int | None, access: Access) -> list[int]:
    """The units in an account's sight that hold units of a level on a day, and the chosen one,
    from above, then by name."""
    lines = hierarchy()
    above_them = {
        above
        for unit_id in lines.units_of_level_on(level, day)
        for above in lines.ancestors(unit_id, day)[1:]
    }
    holding = {above for above in above_them if access.may_see(above, day)}
    holding |= {chosen} if chosen is not None else set()
    depths = {unit_id: len(lines.ancestors(unit_id, day)) for unit_id in holding}
    return sorted(holding, key=lambda one: (depths[one], lines.version_at(one, day).sort_key))


def _as_months(period: Period) -> str:
    """As in 2018-01..2018-03, which shows how other months are typed."""
    (year, month), (last_year, last) = (
        divmod(period.first_month, 12),
        divmod(period.last_month, 12),
    )
    return f"{year:04}-{month + 1:02}..{last_year:04}-{last + 1:02}"


def _years(period: Period, covered: Coverage | None) -> Iterable[int]:
    """Those that files tell of, newest first, the period's own among them."""
    years = {period.last_month // 12}
    for one in covered.sources if covered else ():
        years |= set(range(one.first_day.year, one.data_day.year + 1))
    return sorted(years, reverse=True)


def _parts(
    year_to_date: list[tuple[int, int, str]],
) -> list[tuple[str, int, list[tuple[int, int, str]]]]:
    """Heading, columns, and for each part of a year its first and last month and its name."""
    quarters = [
        (quarter * 3 - 2, quarter * 3, _("Q%(quarter)s") % {"quarter": quarter})
        for quarter in (1, 2, 3, 4)
    ]
    return [
        (
            _("Half years and nine months"),
            2 if year_to_date else 3,
            [(1, 6, _("H1")), (7, 12, _("H2")), (1, 9, _("9M")), *year_to_date],
        ),
        (_("Quarters"), 4, quarters),
        (_("Months"), 6, [(month, month, str(month)) for month in range(1, 13)]),
    ]
