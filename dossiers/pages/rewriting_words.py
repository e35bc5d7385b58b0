"""What was rewritten of a dossier's dates, in sentences."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dossiers.loading.rewriting import Rewritten
from dossiers.models import Facts
from dossiers.pages.facts_in_words import NOTHING, Wording


def in_words(found: Rewritten, words: Wording) -> list[str]:
    """One sentence for each date. Two exports do not tell when between them a date was changed:
    so it is said what the later one shows."""
    export = date_format(found.shown_on, "DATE_FORMAT")
    sentences = []
    if found.due_moved:
        dates = {"old": words.due(found.old), "new": words.due(found.new), "export": export}
        moved = _(
            "Due date moved from %(old)s to %(new)s; the old one had passed by the export of"
            " %(export)s."
        )
        sentences.append(moved % dates)
    if found.end_set_back:
        dates = {
            "old": _end(found.old, words),
            "new": _end(found.new, words),
            "due": words.due(found.old),
            "export": export,
        }
        back = _("End set back from %(old)s to %(new)s, due %(due)s, in the export of %(export)s.")
        sentences.append(back % dates)
    return sentences


def _end(facts: Facts, words: Wording) -> str:
    return words.moment(facts.ended_at) if facts.ended_at else NOTHING
