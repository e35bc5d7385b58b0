"""What is to be known beside the form's numbers, in sentences in the language that is asked for."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.form_ii06.form import By, Form
from indicators.writing import count, day
from units.queries import hierarchy

_MOST_NAMES = 10


def notes_of(form: Form) -> list[str]:
    """The added parts with their numbers, what column 6 is, the units as reported, and how far the
    data reach."""
    return [
        _added(form),
        " ".join([_carried_over(form), *_brought_by_reports(form)]),
        *_reported(form),
        _data_date(form),
    ]


def _added(form: Form) -> str:
    added = form.added
    words = {
        "resolved": count(added.resolved_without_due),
        "withdrawn": count(added.withdrawn),
        "stopped": count(added.stopped),
        "in_progress": count(added.in_progress_without_due),
        "waiting": count(added.waiting),
    }
    return (
        _(
            "Column (9) includes %(resolved)s dossiers without a due date, %(withdrawn)s withdrawn"
            " and %(stopped)s stopped ones; column (12) includes %(in_progress)s dossiers without a"
            " due date and %(waiting)s that wait for the citizen."
        )
        % words
    )


def _carried_over(form: Form) -> str:
    added = form.added
    if not (added.moved_in or added.moved_out or added.moved_with_units):
        return _("Column (6) equals column (11) of the period before.")
    words = {
        "came": count(added.moved_in),
        "went": count(added.moved_out),
        "with_units": count(added.moved_with_units),
    }
    return (
        _(
            "Column (6) is column (11) of the period before, with %(with_units)s dossiers of units"
            " that came or went, %(came)s that came and less %(went)s that went as units changed."
        )
        % words
    )


def _brought_by_reports(form: Form) -> list[str]:
    """That the sentence about column 6 is not of reports: nothing holds them against the period
    before."""
    return [_("What units reported in it is as they reported it.")] * bool(form.reported)


def _reported(form: Form) -> list[str]:
    found = []
    if form.reported:
        words = {"reported": count(form.reported), "units": count(form.units)}
        text = ngettext(
            "%(reported)s of %(units)s units as reported",
            "%(reported)s of %(units)s units as reported",
            form.reported,
        )
        found.append(f"{text % words}.")
        if form.asked.by == By.FIELD and any(
            not line.name and line.is_reported for group in form.groups for line in group.lines
        ):
            found.append(_("What units reported without fields stands in a row of its own."))
    if form.left_out:
        lines, ends_on = hierarchy(), form.asked.period.ends_on
        names = [lines.name(one, ends_on) for one in form.left_out]
        more = len(names) - _MOST_NAMES
        shown = names[:_MOST_NAMES] + ([_("%(count)s more") % {"count": count(more)}] * (more > 0))
        found.append(
            _("Not in the form, as their reports lack columns of it: %(units)s.")
            % {"units": ", ".join(shown)}
        )
    return found


def _data_date(form: Form) -> str:
    if not form.is_told:
        return _("Neither files nor reports tell anything of this period.")
    if form.data_ends_on is None:
        return _("Data up to %(day)s.") % {"day": day(form.asked.period.ends_on)}
    return _("Data up to %(day)s only: the period ends later.") % {"day": day(form.data_ends_on)}
