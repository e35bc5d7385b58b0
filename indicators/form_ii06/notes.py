"""What is to be known beside the form's numbers, in sentences in the language that is asked for."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.form_ii06.form import By, Form
from indicators.listing import LivedPart, lived_part
from indicators.lived_words import lived_note, lived_words
from indicators.writing import count, day
from units.queries import hierarchy

_MOST_NAMES = 10


def notes_of(form: Form) -> list[str]:
    """The added parts with their numbers, what column 6 is, the units as reported, and how far the
    data reach. Of an empty form only why it is empty: nothing is added in or carried over."""
    if not form.is_told:
        return [*_reported(form), _data_date(form)]
    return [
        *(f"{capfirst(text)}." for text in lived_words(form.asked, form.asked.unit_id)),
        *_lived(form),
        _added(form),
        " ".join([_carried_over(form), *_brought_by_reports(form)]),
        *_reported(form),
        *_missing(form),
        _data_date(form),
    ]


def _lived(form: Form) -> list[str]:
    """Of which part of the period the rows of units are that were not there all the time."""
    lines, found = hierarchy(), defaultdict[LivedPart, list[int]](list)
    for group in form.groups:
        for line in group.lines:
            if line.unit_id is not None and line.unit_id != form.asked.unit_id:
                found[lived_part(line.unit_id, form.asked, lines)].append(line.unit_id)
    found.pop((None, None), None)

    def days(part: LivedPart) -> tuple[date, date]:
        return part[0] or date.min, part[1] or date.max

    return [
        _("Only %(part)s: %(units)s.")
        % {"part": lived_note(part), "units": _names(form, found[part])}
        for part in sorted(found, key=days)
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
        units = {"units": _names(form, form.left_out)}
        found.append(_("Not in the form, as their reports lack columns of it: %(units)s.") % units)
    return found


def _missing(form: Form) -> list[str]:
    """Whose dossiers it may lack, though it tells of others."""
    if not form.missing:
        return []
    units = {"units": _names(form, form.missing)}
    return [_("Exports are missing for at least a part of the period of: %(units)s.") % units]


def _names(form: Form, unit_ids: Collection[int]) -> str:
    lines, ends_on = hierarchy(), form.asked.period.ends_on
    ordered = sorted(unit_ids, key=lambda one: (lines.version_at(one, ends_on).sort_key, one))
    names = [lines.name(one, ends_on) for one in ordered[:_MOST_NAMES]]
    more = len(ordered) - len(names)
    return ", ".join(names + [_("%(count)s more") % {"count": count(more)}] * (more > 0))


def _data_date(form: Form) -> str:
    if not form.is_told:
        return _(
            "Neither files nor reports tell anything of the unit in this period: what it had is not"
            " known, and not 0."
        )
    if form.data_ends_on is None:
        return _("Data up to %(day)s.") % {"day": day(form.asked.period.ends_on)}
    return _("Data up to %(day)s only: the period ends later.") % {"day": day(form.data_ends_on)}
