"""The pickers of the pages of scorecards: every choice is a link to the same page with one thing
other."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from indicators.comparing import Against, earlier
from indicators.defaults import unit_text
from indicators.models import PeriodKind, Scorecard
from indicators.pages.filter_bar import Part, PeriodPicker, units_holding
from indicators.pages.scores.addresses import rules_url
from indicators.pages.scores.asked import Cards, levels_of
from indicators.periods import Period, of_months
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.state import MONTHS
from indicators.wording import level_name, period_name
from units.access import Access
from units.components import Option, Picker
from units.queries import hierarchy

# Makes an address of the same page with other params.
Url = Callable[..., str]


def scorecard_picker(cards: Cards, request: ScoreRequest, results: Results, url: Url) -> Picker:
    """The scorecards that are or were in force; for another one what else is chosen stays as far
    as it has it."""
    options = []
    for code in cards.codes:
        period = request.period
        held = cards.version_in(code, period)
        if held is None or _kind(period) not in held.periods:
            period = cards.newest_period(code, results)
            held = cards.version_in(code, period) or cards.newest(code)
        assert held is not None  # noqa: S101  (the code is of one of them)
        level = request.level if request.level in held.levels else ""
        chosen = url(scorecard=code, period=period.text, level=level, sort="", columns="")
        options.append(Option(held.label, chosen, code == request.scorecard.code))
    more = Option(_("Rules of this scorecard"), rules_url(request.scorecard))
    return Picker(_("Scorecard"), request.scorecard.label, options, more=more)


def level_picker(request: ScoreRequest, url: Url) -> Picker:
    """Its levels of which there are units within the chosen one."""
    there = levels_of(request.scorecard, request.under_id, request.period)
    levels = there if request.level in there else [request.level.value, *there]
    options = [
        Option(level_name(level), url(level=level), level == request.level) for level in levels
    ]
    return Picker(_("Level"), level_name(request.level), options)


def under_picker(request: ScoreRequest, access: Access, url: Url) -> Picker:
    """The units in the account's sight that hold units of the level."""
    lines, day, chosen = hierarchy(), request.period.ends_on, request.under_id
    options = [
        Option(lines.name(one, day), url(under=unit_text(lines, one, day)), one == chosen)
        for one in units_holding(request.level, day, chosen, access)
    ]
    value = lines.name(chosen, day) if chosen is not None else _("all units")
    return Picker(_("Within"), value, options)


def crumbs(request: ScoreRequest, access: Access, url: Url) -> list[Option]:
    """The units above the one that the page is within, and itself; none where nothing above is in
    sight."""
    lines, day, chosen = hierarchy(), request.period.ends_on, request.under_id
    if chosen is None:
        return []
    found = [
        Option(
            lines.name(one, day),
            url(under=unit_text(lines, one, day), level=""),
            current=one == chosen,
        )
        for one in reversed(lines.ancestors(chosen, day))
        if access.may_see(one, day)
    ]
    return found if len(found) > 1 else []


def period_picker(
    cards: Cards, scorecard: Scorecard, period: Period, url: Url, against: Against | None = None
) -> PeriodPicker:
    """The years that scores are kept of, and the parts of the one that is shown, of the kinds that
    the scorecard is told for; with what it is held `against`, that choice, too."""
    kind, year = _kind(period), period.last_month // 12
    length = MONTHS[kind]

    def option(first_month: int, months: int, label: str) -> Option:
        other = of_months(first_month, first_month + months - 1)
        is_there = cards.has_scores(scorecard.code, other)
        return Option(label, url(period=other.text), other.text == period.text, empty=not is_there)

    years = sorted(cards.years(scorecard.code) | {year}, reverse=True)
    has_years = PeriodKind.YEAR in scorecard.periods
    # Without scores of whole years another year shows the same part of itself.
    place, months = (0, 12) if has_years else (period.first_month % 12, length)
    return PeriodPicker(
        label=_("Period"),
        value=period_name(period),
        years=[option(one * 12 + place, months, str(one)) for one in years],
        parts=[
            Part(label, columns, [option(year * 12 + m, size, name) for m, name in parts])
            for label, columns, size, parts in _parts(scorecard)
        ],
        calendars=[],
        comparisons=_comparisons(period, against, url) if against else [],
        range=None,
    )


def _parts(scorecard: Scorecard) -> list[tuple[str, int, int, list[tuple[int, str]]]]:
    """Heading, columns, months of each part, and the first month and name of each."""
    found = []
    if PeriodKind.QUARTER in scorecard.periods:
        quarters = [(q * 3 - 3, _("Q%(quarter)s") % {"quarter": q}) for q in (1, 2, 3, 4)]
        found.append((_("Quarters"), 4, 3, quarters))
    if PeriodKind.MONTH in scorecard.periods:
        found.append((_("Months"), 6, 1, [(month, str(month + 1)) for month in range(12)]))
    return found


def _comparisons(period: Period, chosen: Against, url: Url) -> Sequence[Option]:
    names = {Against.BEFORE: _("the period before"), Against.YEAR: _("a year earlier")}
    if period.before == period.year_earlier:
        return []
    return [
        Option(
            f"{name}: {period_name(earlier(period, against))}",
            url(compare="" if against == Against.BEFORE else against),
            against == chosen,
        )
        for against, name in names.items()
    ]


def _kind(period: Period) -> PeriodKind:
    months = period.last_month - period.first_month + 1
    return next(kind for kind, length in MONTHS.items() if length == months)
