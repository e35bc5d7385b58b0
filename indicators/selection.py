"""What a figure was asked for: parsed once from a URL or command line, validated, printed back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.closing.finding import PublicationError, indicator_of, publication_of
from indicators.coverage import read_period
from indicators.filters import FilterError, Filters, procedures_of
from indicators.indicator_versions import indicators_on
from indicators.models import Indicator, Publication
from indicators.periods import Calendar, Period, PeriodError
from units.errors import UnitError
from units.models import Level
from units.queries import hierarchy

LIVE = "live"


FILTERS = ("procedure", "field", "tasks")


class Scope(StrEnum):
    OWN = "own"
    WHOLE = "whole"


class SelectionError(ValueError):
    """A selection that cannot be answered; the text is a sentence for the user."""


@dataclass(frozen=True)
class Place:
    """Where and when a selection is: what decides who may see it, before the rest is read."""

    period: Period
    map_day: date | None
    under_id: int | None

    @property
    def day(self) -> date:
        """The day whose units are shown: the map's, or the period's last one."""
        return self.map_day or self.period.ends_on


@dataclass(frozen=True)
class Selection:
    """One request: indicator, level, under which unit, period and calendar, scope, map, filters.

    `under` is the unit's text as given, which is read on the period's last day, and `under_id` the
    unit, or the one that has its place on the map; `map_day` is None for units as they were
    (`then`). `procedure` (its id), `field` and `tasks` are the filters as given, and
    `procedure_ids` what they leave; None without a filter. `version` is "" for live figures, and
    what `publication` goes by in an address for those of a closed period (docs/decisions/0020).
    """

    indicator: Indicator
    level: Level
    period: Period
    under: str = ""
    under_id: int | None = None
    scope: Scope = Scope.WHOLE
    map: str = "then"
    map_day: date | None = None
    procedure: str = ""
    field: str = ""
    tasks: str = ""
    procedure_ids: tuple[int, ...] | None = None
    version: str = ""
    publication: Publication | None = None

    @classmethod
    def parse(cls, params: Mapping[str, str]) -> "Selection":
        """Read indicator, level, period and optionally under, calendar, scope, map, procedure,
        field, tasks, as (`live` or `published`).

        Raises SelectionError with one sentence for the first thing that cannot be understood.
        """
        place = place_of(params)
        period, under_id = place.period, place.under_id
        procedure, field, tasks = (params.get(name) or "" for name in FILTERS)
        code, version = _required(params, "indicator"), params.get("as") or LIVE
        publication = None if version == LIVE else _publication(version, params, period)
        return cls(
            indicator=_indicator(code, period)
            if publication is None
            else _as_published(publication, code),
            level=_choice(Level, params, "level"),
            period=period,
            under=params.get("under") or "",
            under_id=under_id,
            scope=_choice(Scope, params, "scope", Scope.WHOLE),
            map=params.get("map") or "then",
            map_day=place.map_day,
            procedure=procedure,
            field=field,
            tasks=tasks,
            procedure_ids=_filtered(procedure, field, tasks, under_id),
            version="" if publication is None else version,
            publication=publication,
        )

    @property
    def day(self) -> date:
        """The day whose units the selection shows: the map's, or the period's last one."""
        return self.map_day or self.period.ends_on

    def query(self, **changes: str) -> str:
        """The canonical query string: what differs from the defaults, in a fixed order.

        `changes` are params that are to be other than the selection's, or ("") left out.
        """
        params = self.params() | changes
        return urlencode({name: value for name, value in params.items() if value})

    def params(self) -> dict[str, str]:
        """All params by name, "" where the default holds."""
        return {
            "indicator": self.indicator.code,
            "level": self.level.value,
            "under": self.under,
            "period": self.period.text,
            "calendar": "" if self.period.calendar == Calendar.MONTH else self.period.calendar,
            "scope": "" if self.scope == Scope.WHOLE else self.scope,
            "map": "" if self.map == "then" else self.map,
            "procedure": self.procedure,
            "field": self.field,
            "tasks": self.tasks,
            "as": self.version,
        }


def refuse_unreadable(params: Mapping[str, str]) -> None:
    """NUL has no place in a text of PostgreSQL's, and half a character in none at all. Raises
    SelectionError."""
    for name, value in params.items():
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise SelectionError(_("What %(name)s says is no text.") % {"name": name})


def _required(params: Mapping[str, str], name: str) -> str:
    value = params.get(name)
    if not value:
        raise SelectionError(_("The selection lacks: %(name)s.") % {"name": name})
    return value


def _choice(kind, params: Mapping[str, str], name: str, default=None):  # type: ignore[no-untyped-def]
    value = params.get(name) or default or _required(params, name)
    try:
        return kind(value)
    except ValueError:
        raise SelectionError(
            _("“%(value)s” is no %(name)s: one of %(choices)s.")
            % {"value": value[:40], "name": name, "choices": ", ".join(map(str, kind))}
        ) from None


def _indicator(code: str, period: Period) -> Indicator:
    found = indicators_on([code], period).get(code)
    if found is not None:
        return found
    known = ", ".join(Indicator.objects.values_list("code", flat=True).distinct())
    raise SelectionError(
        _("There is no indicator “%(code)s” for this period: one of %(known)s.")
        % {"code": code[:40], "known": known}
    )


def _publication(version: str, params: Mapping[str, str], period: Period) -> Publication:
    usual = {"scope": Scope.WHOLE, "map": "then", **dict.fromkeys(FILTERS, "")}
    if any((params.get(name) or default) != default for name, default in usual.items()):
        raise SelectionError(
            _("Published are whole units as they were, of all fields and procedures together.")
        )
    try:
        return publication_of(period, version)
    except PublicationError as error:
        raise SelectionError(str(error)) from None


def _as_published(publication: Publication, code: str) -> Indicator:
    try:
        return indicator_of(publication, code)
    except PublicationError as error:
        raise SelectionError(str(error)) from None


def place_of(params: Mapping[str, str]) -> Place:
    """The part of a selection that says where and when. Raises SelectionError."""
    refuse_unreadable(params)
    calendar = _choice(Calendar, params, "calendar", Calendar.MONTH)
    try:
        period = read_period(_required(params, "period"), calendar)
    except PeriodError as error:
        raise SelectionError(str(error)) from None
    under, on_map = params.get("under") or "", map_day(params.get("map") or "then")
    under_id = unit_named(under, period.ends_on, on_map) if under else None
    return Place(period, on_map, under_id)


def unit_named(text: str, on: date, on_map: date | None) -> int:
    """The unit that a text names on a day, or the one that has its place on a map. Raises
    SelectionError."""
    try:
        return placed(hierarchy().resolve(text, on=on), on_map)
    except UnitError as error:
        raise SelectionError(str(error)) from None


def placed(unit_id: int, on_map: date | None) -> int:
    """The unit that has a unit's place on the map of a day (None: units as they were); itself
    where none has."""
    if on_map is None:
        return unit_id
    place = hierarchy().place(unit_id, on_map)
    return unit_id if place is None else place


def _filtered(procedure: str, field: str, tasks: str, under: int | None) -> tuple[int, ...] | None:
    try:
        return procedures_of(Filters(procedure, field, tasks, under))
    except FilterError as error:
        raise SelectionError(str(error)) from None


def map_day(text: str) -> date | None:
    """The day of a map: None for `then`. Raises SelectionError."""
    if text == "then":
        return None
    if text == "today":
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is no map: then, today, or a day such as 2025-07-01.")
            % {"text": text[:40]}
        ) from None
