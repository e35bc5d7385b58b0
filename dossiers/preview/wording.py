"""A preview in words: what the command line prints, and what the page says in the same way."""

from collections.abc import Iterator
from datetime import date

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.checking.problems import FIELD_LABELS
from dossiers.checking.words import CHANNEL_NAMES, STATUS_NAMES
from dossiers.models import Upload
from dossiers.pages.facts_in_words import CHANNEL_WORDS, STATUS_WORDS
from dossiers.pages.problem_groups import problem_groups
from dossiers.preview.kept import Column, Month, Preview, Question, Suggestion
from dossiers.reading.table import Sheet
from units.components import Fact

_FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
    "xlsb": "Excel (xlsb)",
    "ods": "OpenDocument (ods)",
    "html": "HTML",
    "xml": "XML",
}


# Whether the day comes first -> how 03/04/2018 is read.
ORDERS = {
    True: gettext_lazy("3 April: the day comes first"),
    False: gettext_lazy("4 March: the month comes first"),
}


def file_facts(upload: Upload, preview: Preview) -> list[Fact]:
    """What the file is: its format, sheet, header row, period in the title, and export time."""
    facts = [Fact(_("Format"), _format(preview))]
    if preview.sheet:
        facts.append(Fact(_("Sheet"), preview.sheet))
    facts.append(Fact(_("Header row"), number(preview.header_row)))
    return [*facts, *time_facts(upload)]


def time_facts(upload: Upload) -> list[Fact]:
    """The period in the title of a file and the time of its export, what is known of them."""
    facts = []
    if upload.period_from and upload.period_to:
        facts.append(Fact(_("Period in the title"), period(upload.period_from, upload.period_to)))
    if upload.exported_at:
        at = formats.date_format(timezone.localtime(upload.exported_at), "SHORT_DATETIME_FORMAT")
        note = _("as given") if upload.exported_at_given else _("found in the file")
        facts.append(Fact(_("Time of the export"), at, note))
    return facts


def sheet(one: Sheet) -> str:
    """A sheet and how long it is."""
    return _("%(sheet)s: %(rows)s") % {"sheet": one.name, "rows": rows(one.rows)}


def period(first: date, last: date) -> str:
    """A stretch of days, both included."""
    days = {"first": first, "last": last}
    shown = {name: formats.date_format(day, "SHORT_DATE_FORMAT") for name, day in days.items()}
    return _("%(first)s to %(last)s") % shown


def read_as(column: Column) -> str:
    """What a column was read as."""
    if column.is_personal:
        return _("about people: never read")
    return str(FIELD_LABELS[column.field]) if column.field else _("not read")


def found_by(column: Column) -> str:
    """How a column was found; "" for one that is not read."""
    if not column.field:
        return ""
    return _("by the settings of the source") if column.by_settings else _("by its name")


def meaning(field: str, value: str) -> str:
    """A value of a channel or status, as people say it."""
    if field == "status":
        return str(STATUS_WORDS[STATUS_NAMES[value]])
    return str(CHANNEL_WORDS[CHANNEL_NAMES[value]])


def asked(question: Question) -> str:
    """What is not known, as in: Status "Đang chờ ai"."""
    return f"{capfirst(str(FIELD_LABELS[question.field]))} “{question.text}”"


def suggested(field: str, suggestion: Suggestion) -> str:
    """What a text of the field may mean."""
    return suggestion.label or meaning(field, suggestion.value)


def told(question: Question) -> str:
    """What a text means by what was told, as in: Status “Xong”: resolved (2 rows)."""
    means = suggested(question.field, question.told) if question.told else ""
    return f"{asked(question)}: {means} ({rows(question.rows)})"


def rows(count: int) -> str:
    """As in "1.425 rows"."""
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": number(count)}


def number(count: int) -> str:
    """A number, grouped as the language does."""
    return formats.number_format(count, force_grouping=True)


def lines(upload: Upload, preview: Preview) -> Iterator[str]:
    """The preview for a terminal, in the order of the page."""
    for fact in (*file_facts(upload, preview), *_to_choose(preview)):
        yield f"{fact.term}: {fact.text}" + (f" ({fact.note})" if fact.note else "")
    yield _("Columns:")
    for column in preview.columns:
        yield f"  {column.header}: {_column(column)}"
    if preview.more_columns:
        more = {"count": number(preview.more_columns)}
        yield _("%(count)s more columns are not read.") % more
    for question in preview.questions:
        perhaps = "; ".join(suggested(question.field, one) for one in question.suggestions)
        line = f"{asked(question)}: {rows(question.rows)}"
        yield line + (" " + _("(perhaps: %(meanings)s)") % {"meanings": perhaps} if perhaps else "")
    if preview.unasked:
        yield _("Other unknown words or units: %(rows)s") % {"rows": rows(preview.unasked)}
    yield from map(told, preview.told)
    if not preview.blocking:
        yield from _changes(preview)
    for group in problem_groups(upload):
        yield f"{group.heading} ({group.note})"
        for example in group.examples:
            yield f"  {example.located}"


def _to_choose(preview: Preview) -> Iterator[Fact]:
    """What the page asks in its form: which sheet it is, and how its days are written."""
    if others := [sheet(one) for one in preview.sheets if one.name != preview.sheet]:
        yield Fact(_("Other sheets"), "; ".join(others))
    yield Fact(_("Dates such as 03/04/2018"), str(ORDERS[preview.day_first]))


def _changes(preview: Preview) -> Iterator[str]:
    """What the load would change, and what may speak against it."""
    for month in preview.months:
        yield _month(month)
    if not preview.months:
        yield _("No figure of any month changes.")
    if preview.missing_count:
        yield missing_sentence(preview.missing_count)
        for unit in preview.missing:
            yield f"  {unit.name}: {number(unit.count)}"
    if preview.missing_elsewhere[0]:
        yield missing_elsewhere_sentence(*preview.missing_elsewhere)
    for other in preview.others:
        yield others_sentence(other.name, other.count)
    if preview.needs_reason:
        yield _("Whoever loads it in the browser has to give a reason.")


def missing_sentence(count: int) -> str:
    """How many open dossiers the file does not mention."""
    return ngettext(
        "%(count)s open dossier of these units is not in the file; it stays as it is.",
        "%(count)s open dossiers of these units are not in the file; they stay as they are.",
        count,
    ) % {"count": number(count)}


def missing_elsewhere_sentence(count: int, units: int) -> str:
    """How many open dossiers are at units that the file does not name."""
    told = {"count": number(count), "units": number(units)}
    return _("Units that the file does not name (%(units)s) have open dossiers: %(count)s.") % told


def others_sentence(source: str, count: int) -> str:
    """How many of the file's new codes another source knows."""
    return ngettext(
        "%(count)s new code is known under the source “%(source)s” already.",
        "%(count)s new codes are known under the source “%(source)s” already.",
        count,
    ) % {"count": number(count), "source": source}


def _format(preview: Preview) -> str:
    parts = [_FORMATS.get(preview.format, preview.format)]
    if preview.format == "csv":
        separator = _("tab") if preview.separator == "\t" else preview.separator
        parts.append(preview.encoding.upper())
        parts.append(_("separator %(separator)s") % {"separator": separator})
    if preview.container:
        parts.append(_("inside %(name)s") % {"name": preview.container})
    return ", ".join(parts)


def _column(column: Column) -> str:
    shown = ", ".join(column.samples) or column.shape
    how = "; ".join(filter(None, (found_by(column), shown)))
    return read_as(column) + (f" ({how})" if how else "")


def _month(month: Month) -> str:
    changed = {
        _("received"): month.received,
        _("resolved"): month.resolved,
        _("late"): month.late,
    }
    told = [
        f"{name} {number(before)} → {number(after)}"
        for name, (before, after) in changed.items()
        if before != after
    ]
    return f"{month.month}: " + ", ".join(told)
