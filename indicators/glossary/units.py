"""Words about units, and how they change over time."""

from django.utils.translation import gettext_lazy as _

from indicators.glossary.term import Term

UNITS = (
    Term(
        "unit",
        _("Unit"),
        _(
            "An office or an area: province, department, district, commune. It keeps its history "
            "when it is renamed or moved."
        ),
    ),
    Term(
        "scope",
        _("Whole unit or own counter"),
        _(
            "Whole: the unit with all units under it. Own counter: only what the unit itself "
            "receives and resolves."
        ),
    ),
    Term(
        "map",
        _("Map of units: then or today"),
        _(
            "Then: figures of the units that there were in the period. Today: the same dossiers "
            "added up for today's units, where that is exact."
        ),
    ),
    Term(
        "ended",
        _("Ended unit"),
        _("Merged, split or abolished. Its figures stay, and its page names what came after it."),
    ),
    Term(
        "moved",
        _("Moved with units"),
        _(
            "Open dossiers that came from another unit, or went to one, because units changed. "
            "They are neither received nor resolved."
        ),
    ),
)
