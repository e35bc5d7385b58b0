"""Indicators and scorecards by name or code."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Scorecard, ScorecardState
from indicators.pages.explained.versions import by_code, in_force
from indicators.searching.hits import Hit
from indicators.searching.wanted import Wanted, spread


def found_figures(wanted: Wanted) -> list[Hit]:
    """The indicators and scorecards of today that answer a search in either language."""
    return [*_indicators(wanted), *_scorecards(wanted)]


def _indicators(wanted: Wanted) -> Iterator[Hit]:
    today = timezone.localdate()
    for place, (code, versions) in enumerate(by_code().items()):
        one = in_force(versions, today)
        answer = _best(wanted, (one.name, one.name_en, code))
        if answer is not None:
            url = reverse("indicators:indicator", args=[code])
            yield Hit(one.label, url, _("indicator"), (answer, 0, place))


def _scorecards(wanted: Wanted) -> Iterator[Hit]:
    cards = Scorecard.objects.filter(state=ScorecardState.IN_FORCE).order_by("valid_from", "pk")
    for code, one in {card.code: card for card in cards}.items():
        answer = _best(wanted, (one.name, one.name_en, code))
        if answer is not None:
            url = f"{reverse('indicators:scores')}?scorecard={code}"
            yield Hit(one.label, url, _("scorecard"), (answer, 1, one.pk))


def _best(wanted: Wanted, names: Iterable[str]) -> int | None:
    answers = [wanted.answered_by(spread(name)) for name in names]
    return min((answer for answer in answers if answer is not None), default=None)
