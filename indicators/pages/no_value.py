"""Why a figure has no value, in a sentence."""

from django.utils.translation import gettext as _

from dossiers.checking.problems import FIELD_LABELS
from indicators.composition import Composition, SourcePart
from indicators.pages.break_words import cannot_be_compared
from indicators.pages.completeness_words import not_told
from indicators.pages.coverage_words import untold
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from indicators.wording import map_name
from indicators.writing import day
from units.queries import hierarchy


def why_none(
    selection: Selection, results: Results, unit_id: int, found: Composition, value: Value
) -> str:
    """The reason, "" where there is a value; a zero of a period that no file tells of is none."""
    if selection.indicator.entered and value.value is not None:
        return ""
    silent = untold(selection.period, results)
    if value.value is not None and (value.numerator or value.denominator or not silent):
        return ""
    if not found.is_on_map:
        return _("The unit is not on the %(map)s.") % {"map": map_name(selection)}
    if found.broken_by is not None:
        return cannot_be_compared(selection, found.broken_by, hierarchy())
    unsaid = "" if selection.indicator.is_entered else not_told(selection, results, unit_id)
    if selection.indicator.entered and value.numerator is None:
        if unsaid and any(found.measures.values()):
            return unsaid
        return _("No value that fits the period was entered for this unit.")
    reasons = [silent] if silent else []
    if value.numerator is None and found.reported:
        reasons.append(_("What the unit reported does not tell this."))
    if value.numerator is None:
        reasons += [silence(source) for source in found.sources if not source.speaks]
        reasons += [unsaid] if unsaid and not reasons else []
    return " ".join(reasons) or _(
        "There are no cases: nothing was to be counted here in this period."
    )


def silence(source: SourcePart) -> str:
    """Why a source takes no part in a figure."""
    columns = ", ".join(str(FIELD_LABELS.get(name, name)) for name in source.lacks)
    words = {"source": source.name, "columns": columns}
    if source.lacks:
        return _("The files of %(source)s lack the columns: %(columns)s.") % words
    if source.has_ended:
        words = {"source": source.name, "day": day(source.data_at)}
        return (
            _(
                "The period begins after the data date of %(source)s, %(day)s; what is in progress"
                " then is not known."
            )
            % words
        )
    return _(
        "There is nothing to compare: no export of %(source)s in this period has an earlier one"
        " before it."
    ) % {"source": source.name}
