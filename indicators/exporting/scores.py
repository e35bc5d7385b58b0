"""The league table of a scorecard as a sheet."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, looked_for, plain
from indicators.other_list_words import why_not
from indicators.pages.coverage_words import coverage_words
from indicators.pages.scores.addresses import league_url, unit_url
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.computed import computed
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.league_page import title_of
from indicators.pages.scores.rows import Row, earlier_request, rows_of
from indicators.pages.scores.words import version_words
from indicators.pages.table_asked import TableAsked
from indicators.periods import Period
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.wording import period_name
from indicators.writing import moment
from units.searching import finder
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet, file_name


def scores_sheet(
    request: ScoreRequest, cards: Cards, results: Results, asked: TableAsked, whole: Whole
) -> Sheet:
    """The league table by rank, then name, all of it or the units that are looked for, always with
    all columns; the first ones are those of `scores --format csv`."""
    names, against = InputNames(request.rules), asked.against
    finds = finder(asked.words) if asked.words else None
    rows = [
        row
        for row in rows_of(request, cards, against)
        if finds is None or finds(row.name, row.code, row.parent)
    ]
    compared = earlier_request(request, cards, against)
    before = compared.period if compared else None
    not_compared = why_not(request, before) if before else ""
    params = request.params()
    return Sheet(
        name=file_name(["scores", *params.values()]),
        title=title_of(request),
        facts=[*_facts(request, results, before, not_compared, whole), *looked_for(asked.words)],
        columns=_columns(request),
        rows=[_row(request, row, names, not_compared, whole) for row in rows],
    )


def _facts(
    request: ScoreRequest, results: Results, before: Period | None, not_compared: str, whole: Whole
) -> list[Fact]:
    card = request.scorecard
    compared = period_name(before) if before else "–"
    state = computed(card, request.period, results)
    facts = [
        Fact("scorecard", _("Scorecard"), card.label),
        Fact("version", _("Version"), capfirst(version_words(card))),
        Fact("selection", _("Selection"), whole(league_url(request))),
        Fact("computed", _("Computed"), moment(state.at)),
        Fact("data", _("Data date"), "; ".join(coverage_words(results, request.period))),
        Fact("compared_with", _("Compared with"), compared),
        *(
            [Fact("places_not_compared", _("Why places are not compared"), not_compared)]
            if not_compared
            else []
        ),
    ]
    if card.is_example:
        facts.insert(1, Fact("example", _("Example"), _("No office decided this scorecard.")))
    return facts


def _columns(request: ScoreRequest) -> list[Column]:
    return [
        Column("unit", _("Code"), Kind.TEXT),
        Column("name", _("Unit"), Kind.TEXT),
        Column("points", _("Points"), Kind.COUNT),
        Column("judged", _("Points that can be judged"), Kind.COUNT),
        Column("possible", _("Points in all"), Kind.COUNT),
        Column("value", _("Share of the points that can be judged"), Kind.SHARE),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("ranked", _("Units with a rank"), Kind.COUNT),
        Column("level", _("Readiness level"), Kind.TEXT),
        Column("standing", _("Standing"), Kind.TEXT),
        *(
            Column(f"group {one.code}", f"{one.code} {one.name}", Kind.COUNT)
            for one in request.rules.groups
        ),
        Column("parent", _("Within"), Kind.TEXT),
        Column("rank_before", _("Rank before"), Kind.COUNT),
        Column("rank_change", _("Places risen"), Kind.COUNT),
        Column("points_before", _("Points before"), Kind.COUNT),
        Column("points_change", _("Change of points"), Kind.COUNT),
        Column("is_new", _("New in the list"), Kind.YES_NO),
        Column("places_not_compared", _("Why places are not compared"), Kind.TEXT),
        Column("announced_points", _("Announced points"), Kind.COUNT),
        Column("announced_level", _("Announced level"), Kind.TEXT),
        Column("difference", _("Computed less announced"), Kind.COUNT),
        Column("failed", _("Conditions that are not met"), Kind.TEXT),
        Column("missing", _("Missing inputs"), Kind.TEXT),
        Column("url", _("Opens the unit"), Kind.LINK),
    ]


def _row(
    request: ScoreRequest, row: Row, names: InputNames, not_compared: str, whole: Whole
) -> Sequence[Cell]:
    found, change, told = row.score, row.change, row.announced
    groups = [found.groups.get(one.code) for one in request.rules.groups]
    return [
        row.code,
        row.name,
        plain(found.points),
        plain(found.judged),
        plain(found.possible),
        None if found.share is None else float(found.share),
        row.rank,
        row.ranked,
        found.grade or None,
        found.standing.value or None,
        *(plain(one.points) if one and one.judged else None for one in groups),
        row.parent or None,
        change.rank_before if change else None,
        change.places if change else None,
        _number(change.points_before) if change else None,
        _number(change.points) if change else None,
        change.is_new if change else None,
        not_compared or None,
        _number(told.points) if told else None,
        (told.level or None) if told else None,
        _number(told.difference(found)) if told else None,
        ", ".join(found.failed) or None,
        names.labels(found.missing) or None,
        whole(unit_url(request.scorecard.code, request.period, row.unit_id)),
    ]


def _number(value: Fraction | Decimal | None) -> Cell:
    return None if value is None else plain(value)
