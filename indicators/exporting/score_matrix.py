"""Units by criteria as a sheet, all of it."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, plain
from indicators.pages.scores.addresses import matrix_url, unit_url
from indicators.pages.scores.computed import computed
from indicators.pages.scores.matrix import criteria_of
from indicators.pages.scores.words import version_words
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Score
from indicators.scoring.league import Scored, scores
from indicators.scoring.rules import Criterion
from indicators.writing import moment
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet, file_name


def matrix_sheet(request: ScoreRequest, title: str, results: Results, whole: Whole) -> Sheet:
    """The points of each unit by each criterion, by rank, then name; what is not judged has none,
    and its column of states says why."""
    criteria = criteria_of(request)
    card = request.scorecard
    facts = [
        Fact("scorecard", _("Scorecard"), card.label),
        Fact("version", _("Version"), capfirst(version_words(card))),
        Fact("selection", _("Selection"), whole(matrix_url(request))),
        Fact("computed", _("Computed"), moment(computed(card, request.period, results).at)),
    ]
    if card.is_example:
        facts.insert(1, Fact("example", _("Example"), _("No office decided this scorecard.")))
    return Sheet(
        name=file_name(["criteria", *request.params().values()]),
        title=title,
        facts=facts,
        columns=_columns(criteria),
        rows=[_row(request, one, criteria, whole) for one in scores(request)],
    )


def _columns(criteria: Sequence[Criterion]) -> list[Column]:
    found = [
        Column("unit", _("Code"), Kind.TEXT),
        Column("name", _("Unit"), Kind.TEXT),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("points", _("Points"), Kind.COUNT),
        Column("judged", _("Points that can be judged"), Kind.COUNT),
    ]
    for one in criteria:
        found.append(Column(f"criterion {one.code}", f"{one.code} {one.name}", Kind.COUNT))
    for one in criteria:
        label = _("%(criterion)s: state") % {"criterion": one.code}
        found.append(Column(f"state {one.code}", label, Kind.TEXT))
    return [*found, Column("url", _("Opens the unit"), Kind.LINK)]


def _row(
    request: ScoreRequest, one: Scored[Score], criteria: Sequence[Criterion], whole: Whole
) -> list[Cell]:
    by_code = {each.criterion.code: each for each in one.score.criteria}
    judged = [by_code.get(each.code) for each in criteria]
    return [
        one.code,
        one.name,
        one.rank,
        plain(one.score.points),
        plain(one.score.judged),
        *(None if each is None or each.points is None else plain(each.points) for each in judged),
        *(each.state.value if each else None for each in judged),
        whole(unit_url(request.scorecard.code, request.period, one.unit_id)),
    ]
