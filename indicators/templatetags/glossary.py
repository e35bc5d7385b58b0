"""Explains words of the glossary where they stand."""

from typing import Any

from django import template

from indicators.glossary import TERMS
from indicators.glossary.term import Term

register = template.Library()


@register.inclusion_tag("components/words.html")
def explain(codes: str) -> dict[str, Any]:
    """A row of words, each of which opens to what it means: `{% explain "target unranked" %}`."""
    return {"terms": [TERMS[code] for code in codes.split()]}


@register.simple_tag
def term(code: str) -> Term:
    """The word itself: `{% term "scope" as scope %}{{ scope.text }}`."""
    return TERMS[code]
