"""The measures in plain words, as the parts of a figure are called on pages."""

from django.utils.translation import gettext_lazy as _

from indicators.models.entered import PREFIX, EnteredMeasure

WORDS = {
    "lodged_online": _("Handed in online"),
    "lodged_in_person": _("Handed in at the counter"),
    "lodged_postal": _("Handed in by public post"),
    "received_online": _("Received online"),
    "received_other": _("Received at the counter or by post"),
    "with_fee": _("Received with a fee"),
    "paid_online": _("Received and paid online"),
    "digitised": _("Received and digitised"),
    "moved_in": _("Came with a unit that changed"),
    "moved_out": _("Went with a unit that changed"),
    "resolved_early": _("Resolved early"),
    "resolved_on_time": _("Resolved on time"),
    "resolved_late": _("Resolved late"),
    "resolved_without_due": _("Resolved without a due date"),
    "withdrawn": _("Withdrawn"),
    "stopped": _("Stopped"),
    "result_due": _("Resolved with a result due"),
    "e_result": _("Resolved with an electronic result"),
    "days_sum": _("Days from receipt to end, all together"),
    "days_count": _("Resolved, with days from receipt to end"),
    "due_within_3": _("Due within 3 days"),
    "due_within_7": _("Due within 7 days"),
    "due_within_14": _("Due within 14 days"),
    "overdue_to_5": _("Overdue by up to 5 days"),
    "overdue_to_10": _("Overdue by 6 to 10 days"),
    "overdue_to_30": _("Overdue by 11 to 30 days"),
    "overdue_to_90": _("Overdue by 31 to 90 days"),
    "overdue_over_90": _("Overdue by more than 90 days"),
    "late_without_apology": _("Resolved late without a letter of apology"),
    "overdue_without_apology": _("Overdue without a letter of apology"),
    "rewritten": _("With rewritten dates"),
    "in_progress_within_due": _("In progress, within due"),
    "in_progress_overdue": _("In progress, overdue"),
    "in_progress_without_due": _("In progress without a due date"),
    "waiting": _("Waiting for the citizen"),
    "resolved_taken_as_on_time": _("Resolved without a due date, counted as on time"),
    "in_progress_taken_as_within_due": _("In progress without a due date, counted as within due"),
}


def measure_name(measure: str) -> str:
    """As in "Resolved late", or what an entered one is called."""
    if measure.startswith(PREFIX):
        known = EnteredMeasure.objects.filter(code=measure.removeprefix(PREFIX)).first()
        return known.label if known else measure
    return str(WORDS[measure])
