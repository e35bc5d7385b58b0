"""The fields and procedures with most late dossiers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.briefing.facts import Facts
from indicators.briefing.lists import clauses
from indicators.briefing.sentences.flow import dossiers
from indicators.pages.unit.breakdown import Line

MOST = 5


def most_late(facts: Facts) -> list[str]:
    """Where the late dossiers are; that none was late, where that is known."""
    found = facts.breakdown
    if facts.silent or found.total.late is None:
        return []
    if not found.total.late:
        return (
            [_("No dossiers of any procedure were resolved late.")] if found.total.resolved else []
        )
    sentences = []
    if named := late_lines([one for one in found.fields if one.name]):
        text = _("Most dossiers were resolved late in the fields: %(lines)s.")
        sentences.append(text % {"lines": _listed(named)})
    if named := late_lines([one for one in found.procedures if one.name]):
        text = _("Most dossiers were resolved late of the procedures: %(lines)s.")
        sentences.append(text % {"lines": _listed(named)})
    return sentences


def late_lines(lines: Sequence[Line]) -> list[Line]:
    """Those with most late dossiers, as far as any are."""
    return [one for one in lines if one.numbers.late][:MOST]


def _listed(lines: Sequence[Line]) -> str:
    return clauses([f"{one.name} ({dossiers(one.numbers.late or 0)})" for one in lines])
