"""Words about figures: what they count, and what they are compared with."""

from django.utils.translation import gettext_lazy as _

from indicators.glossary.term import Term

FIGURES = (
    Term(
        "indicator",
        _("Indicator"),
        _(
            "A figure with a fixed definition: what is counted, out of what. Each has a page with"
            " its formula and legal basis."
        ),
    ),
    Term(
        "data_date",
        _("Data date"),
        _(
            "The time up to which the export files of a source tell what happened. Later events "
            "are not in the figures."
        ),
    ),
    Term(
        "no_value",
        _("No value"),
        _("There were no cases, or the source does not tell this. It is not 0%, and has no rank."),
    ),
    Term(
        "target",
        _("Target"),
        _(
            "What is to be reached, set by the administrator for an indicator, a level or a unit,"
            " from a day on."
        ),
    ),
    Term(
        "confidence",
        _("Confidence interval"),
        _(
            "What chance can do with this number of cases. With few dossiers it is wide: a rank "
            "then says little. It is the band around the dot."
        ),
    ),
    Term(
        "league_table",
        _("League table"),
        _(
            "Units of one level, ranked by one figure of one period. Equal values share a rank, "
            "and the next one is skipped."
        ),
    ),
    Term(
        "unranked",
        _("Not ranked"),
        _(
            "Too few cases for a rank, or no value. Such units are listed apart and do not count "
            "among the ranked."
        ),
    ),
    Term(
        "calendar",
        _("Calendar of the KSTT reports"),
        _(
            "Reports of procedure control close on the 14th: a month runs from the 15th of the "
            "one before to the 14th. Otherwise months are those of the calendar."
        ),
    ),
    Term(
        "completeness",
        _("Completeness"),
        _(
            "Of which units export files were received for the period. Where some are missing, "
            "sums lack them."
        ),
    ),
    Term(
        "closed",
        _("Closed period"),
        _(
            "A period whose league tables were published. They stay as they were, also when data "
            "arrive later; differences are shown."
        ),
    ),
    Term(
        "form_ii06",
        _("Form II.06"),
        _("The official form on receiving and resolving dossiers, of Circular 01/2020/TT-VPCP."),
    ),
    Term(
        "scorecard",
        _("Scorecard"),
        _(
            "Criteria with points, grouped and added up, such as index 766. Its rules have "
            "versions with dates."
        ),
    ),
    Term(
        "readiness",
        _("Readiness level"),
        _(
            "A grade from I to IV that a unit reaches by its points. Who reaches none, or fails "
            "what is required, is unranked."
        ),
    ),
)
