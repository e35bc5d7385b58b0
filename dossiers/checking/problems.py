"""What can be wrong with a row, and the sentence that says so.

A problem is kept as data and put into words when it is shown. It quotes a cell only for dates,
channel, status and unit (DESIGN.md section 4), and of these only what can hardly be something
about a person that slipped into the wrong column.
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ERROR, WARNING = "error", "warning"
LONGEST_QUOTE = 60
_LONGEST_UNIT = 120

FIELD_LABELS = {
    "code": _("code"),
    "unit": _("unit"),
    "receiving_unit": _("receiving unit"),
    "parent_unit": _("parent unit"),
    "procedure_code": _("procedure code"),
    "procedure": _("procedure"),
    "field": _("field"),
    "service_level": _("service level"),
    "submitted_at": _("submission date"),
    "received_at": _("received date"),
    "due_at": _("due date"),
    "finished_at": _("finished date"),
    "returned_at": _("returned date"),
    "status": _("status"),
    "status_at": _("status date"),
    "channel": _("channel"),
    "return_channel": _("return channel"),
    "fee": _("fee"),
    "paid_online": _("online payment"),
    "result_due": _("result due"),
    "e_result": _("electronic result"),
    "digitised": _("digitisation"),
    "apology_at": _("apology date"),
}

# Kinds that the settings of the source can answer, by giving the text a meaning; so rows may be
# accepted without another file.
QUESTIONS = ("unknown_word", "unknown_unit", "ambiguous_unit", "ended_unit")

# kind -> (severity, sentence with a quoted value, sentence without)
_KINDS: dict[str, tuple[str, Any, Any]] = {
    "missing": (ERROR, None, _("The %(what)s is missing.")),
    "unreadable": (
        ERROR,
        _('The %(what)s "%(value)s" cannot be read.'),
        _("The %(what)s cannot be read."),
    ),
    "odd_year": (
        ERROR,
        _('The %(what)s "%(value)s" lies outside the years 1990 to 2100.'),
        _("The %(what)s lies outside the years 1990 to 2100."),
    ),
    "unknown_word": (
        ERROR,
        _('The %(what)s "%(value)s" is not known. Add it to the values of the source.'),
        _("The %(what)s is not known."),
    ),
    "no_end_date": (
        ERROR,
        None,
        _("The dossier is resolved, but has no finished, returned or status date."),
    ),
    "ends_before_received": (
        ERROR,
        _('The %(what)s "%(value)s" lies on an earlier day than the received date.'),
        _("The %(what)s lies on an earlier day than the received date."),
    ),
    "unknown_unit": (
        ERROR,
        _('No unit named "%(value)s" is known on the day of receipt or of the export.'),
        _("The %(what)s is not known."),
    ),
    "ambiguous_unit": (
        ERROR,
        _('"%(value)s" may mean several units: %(candidates)s.'),
        _("The %(what)s may mean several units: %(candidates)s."),
    ),
    "ended_unit": (
        ERROR,
        _(
            'The unit "%(value)s" ended before the day of receipt, and no unit took its place as'
            " a whole: %(candidates)s."
        ),
        _(
            "The %(what)s ended before the day of receipt, and no unit took its place as a whole:"
            " %(candidates)s."
        ),
    ),
    "too_many_cells": (ERROR, None, _("The row has more cells than the header has columns.")),
    "twins_differ": (
        ERROR,
        None,
        _(
            "Two columns of one name say different things in this row. Say in the settings of the"
            " source which of them counts."
        ),
    ),
    "open_quote": (ERROR, None, _("A quotation mark opens in this row and is never closed.")),
    "cut_off": (ERROR, None, _("The file ends in the middle of this row.")),
    "code_too_long": (ERROR, None, _("The code is longer than 100 characters.")),
    "repeated_code": (
        ERROR,
        None,
        _("The code comes again in row %(again)s with other values; that row was taken."),
    ),
    "same_day_before_received": (
        WARNING,
        _('The %(what)s "%(value)s" lies before the received date, on the same day.'),
        _("The %(what)s lies before the received date, on the same day."),
    ),
    "due_before_received": (
        WARNING,
        _('The due date "%(value)s" lies before the day of receipt.'),
        _("The due date lies before the day of receipt."),
    ),
    "finished_while_open": (
        WARNING,
        None,
        _("There is a %(what)s, but the status says that the dossier is open."),
    ),
    "unreadable_flag": (
        WARNING,
        None,
        _("The %(what)s says neither yes nor no; it is taken as no."),
    ),
    "unreadable_level": (WARNING, None, _("The service level cannot be read; it is left out.")),
    "other_source": (
        WARNING,
        None,
        _("%(count)s codes, first in this row, are known under another source: %(sources)s."),
    ),
    "code_form": (
        WARNING,
        None,
        _("%(count)s codes, first in this row, do not have the national form."),
    ),
    "other_sheets": (
        WARNING,
        None,
        _(
            "The file has other sheets that look like lists of dossiers (%(count)s); one"
            " was read. Upload the others as files of their own, or name the"
            " right sheet in the settings of the source."
        ),
    ),
    "columns_unread": (
        WARNING,
        None,
        _(
            "The file was read without: %(fields)s. It has columns that were not read (%(count)s):"
            " %(columns)s. If one of them holds what is missing, say so in the settings of the"
            " source."
        ),
    ),
    "serial_dates": (
        WARNING,
        None,
        _("%(count)s dates stand in the file as numbers of days, and were read as such."),
    ),
    "serial_dates_1904": (
        WARNING,
        None,
        _(
            "%(count)s dates stand in the file as numbers of days since 1904, and were read as"
            " such."
        ),
    ),
    "swapped_days": (
        WARNING,
        None,
        _(
            "%(count)s real dates in this column all lie on days 1 to 12, and the %(of)s dates in"
            " texts beside them on days 13 to 31: a spreadsheet has taken day and month of the"
            " real ones for each other. They are read as they stand. Export the file anew, as CSV"
            " or with its dates as texts, and use that one instead."
        ),
    ),
    "swapped_by_code": (
        WARNING,
        None,
        _(
            "In %(count)s of %(of)s rows the date in this column is the day that the dossier's code"
            " carries only if day and month are exchanged. They are read as they stand. Export the"
            " file anew as CSV; if the source writes the month first, set day_first = false in its"
            " settings."
        ),
    ),
    "swapped_order": (
        WARNING,
        None,
        _(
            "%(count)s of %(of)s rows are due or finished before they were received, and hardly"
            " one would be if day and month of this column were exchanged. Export the file anew as"
            " CSV; if the source writes the month first, set day_first = false in its settings."
        ),
    ),
    "only_low_days": (
        WARNING,
        None,
        _(
            "All %(count)s dates in this column lie on days 1 to 12 of several months, as if day"
            " and month had been taken for each other. Compare some of them with the system. If"
            " they are wrong, export the file anew as CSV; if the source writes the month first,"
            " set day_first = false in its settings."
        ),
    ),
    "unit_from_headings": (
        WARNING,
        None,
        _(
            "No column names the unit. It was taken from the rows that head the dossiers below"
            " them."
        ),
    ),
    "unit_from_title": (
        WARNING,
        None,
        _(
            "No column names the unit. All dossiers were read as those of %(unit)s, which stands"
            " above the header."
        ),
    ),
    "shifted_header": (
        WARNING,
        None,
        _(
            "The header stands one column beside its cells, as the codes and received dates show."
            " It was read as if it stood above them."
        ),
    ),
}
KINDS = tuple(_KINDS)
# One row stands for the whole file.
OF_FILES = (
    "code_form",
    "columns_unread",
    "other_sheets",
    "other_source",
    "shifted_header",
    "serial_dates",
    "serial_dates_1904",
    "swapped_days",
    "swapped_by_code",
    "swapped_order",
    "only_low_days",
    "unit_from_headings",
    "unit_from_title",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """A fault of one row. `row`: the file's own line; `column`: the header as in the file.

    `field` is the field that the column was mapped to; `value` is what may be quoted, else "".
    """

    row: int
    kind: str
    column: str = ""
    field: str = ""
    value: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> str:
        """ "error": the row is not loaded; "warning": it is."""
        return severity_of(self.kind)


def severity_of(kind: str) -> str:
    """The severity of a kind of problem."""
    return _KINDS[kind][0]


def sentence(problem: Problem) -> str:
    """The problem as a sentence in the language of the reader."""
    _severity, quoting, plain = _KINDS[problem.kind]
    what = FIELD_LABELS.get(problem.field, problem.field)
    fields = ", ".join(str(FIELD_LABELS[name]) for name in problem.params.get("fields", ()))
    template = quoting if quoting is not None and problem.value else plain
    return str(template) % {
        **problem.params,
        "what": what,
        "value": problem.value,
        "fields": fields,
        "sources": ", ".join(problem.params.get("sources", ())),
    }


def located_sentence(problem: Problem) -> str:
    """The sentence with the row and column in front, for a list or a terminal."""
    where = {"row": problem.row, "column": problem.column, "problem": sentence(problem)}
    if problem.column:
        return gettext('Row %(row)s, column "%(column)s": %(problem)s') % where
    return gettext("Row %(row)s: %(problem)s") % where


_DAY_FORM = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})"
_TIME_FORM = r"\d{1,2}:\d{1,2}(:\d{1,2})?([.,]\d{1,9})?( ?([AP]M|SA|CH))?( ?(Z|[+-]\d\d:?\d\d))?"
DATE_FORM = (
    rf"{_DAY_FORM}([\s,T]+{_TIME_FORM})?|{_TIME_FORM}[\s,]+{_DAY_FORM}|(19|20)\d{{12}}"  # any case
)
_DATE_FORM = re.compile(DATE_FORM, re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(\d[ .\-()]?){8,}")


def quotable_date(text: str) -> str:
    """The text if it has the form of a date, however impossible, else "".

    Telephone and identity numbers, names and addresses do not have it.
    """
    text = text.strip()
    return text if len(text) <= LONGEST_QUOTE and _DATE_FORM.fullmatch(text) else ""


def quotable_word(text: str) -> str:
    """The text of a unit, channel or status, cut to 60 characters.

    "" where it holds an e-mail address or a number long enough for a telephone or identity card.
    """
    return _without_numbers(text)[:LONGEST_QUOTE]


def quotable_whole(field: str, text: str) -> str:
    """The text of a unit, channel or status as a question asks for its meaning, which needs all of
    it: "" where it may not be quoted, or is longer than names of units or words are."""
    text = _without_numbers(text)
    longest = _LONGEST_UNIT if field in ("unit", "receiving_unit") else LONGEST_QUOTE
    return text if len(text) <= longest else ""


def _without_numbers(text: str) -> str:
    text = " ".join(text.split())
    return "" if "@" in text or _LONG_NUMBER.search(text) else text
