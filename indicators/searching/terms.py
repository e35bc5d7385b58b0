"""Words that the help page explains."""

from django.urls import reverse

from indicators.glossary import TERMS
from indicators.searching.hits import Hit
from indicators.searching.wanted import Wanted, spread


def found_terms(wanted: Wanted) -> list[Hit]:
    """The words that answer a search, in the reader's language."""
    hits = []
    for place, term in enumerate(TERMS.values()):
        answer = wanted.answered_by(spread(str(term.name)))
        if answer is not None:
            url = f"{reverse('indicators:help')}#{term.code}"
            hits.append(Hit(str(term.name), url, str(term.text), (answer, place)))
    return hits
