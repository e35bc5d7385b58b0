"""An upload that waits to be confirmed, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dossiers.models import Upload
from dossiers.preview import wording
from dossiers.preview.deciding import WAITS
from dossiers.preview.form import PreviewForm
from dossiers.preview.kept import Month, Preview
from dossiers.preview.wording import number
from units.components import Fact


@dataclass(frozen=True)
class Side:
    """A figure before and after the load; `is_changed` where they differ."""

    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True)
class MonthRow:
    """A month whose figures change: received, resolved, late."""

    month: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file; `content` are a few values, or the form of one that is not kept."""

    header: str
    read_as: str
    found_by: str
    content: str
    is_shape: bool
    is_personal: bool
    field: object  # the bound choice of what it holds, None for one about people


@dataclass(frozen=True)
class PreviewPage:
    """All that the page says of a preview, in the order of the page."""

    form: PreviewForm
    again: str
    unread: str
    until: str
    facts: list[Fact]
    blocking: str
    unasked: str
    told: list[str]
    months: list[MonthRow]
    missing: str
    missing_units: list[tuple[str, str]]
    missing_elsewhere: str
    others: list[str]
    columns: list[ColumnRow]
    more_columns: str
    can_load: bool


def preview_page(upload: Upload, form: PreviewForm) -> PreviewPage:
    """The page of an upload that waits to be confirmed; no queries."""
    preview = form.preview
    return PreviewPage(
        form=form,
        again=_again() if preview.again else "",
        unread=preview.unread_sentence,
        until=_moment(upload.uploaded_at + WAITS),
        facts=wording.file_facts(upload, preview),
        blocking=preview.sentence if preview.blocking else "",
        unasked=wording.rows(preview.unasked) if preview.unasked else "",
        told=list(map(wording.told, preview.told)),
        months=[_month(month) for month in preview.months],
        missing=_missing(preview),
        missing_units=[(unit.name, number(unit.count)) for unit in preview.missing],
        missing_elsewhere=_missing_elsewhere(preview),
        others=[wording.others_sentence(o.name, o.count) for o in preview.others],
        columns=_columns(form),
        more_columns=number(preview.more_columns) if preview.more_columns else "",
        can_load=not preview.blocking,
    )


def _again() -> str:
    return _(
        "Other data were loaded, taken back or counted since the file was checked, so nothing was"
        " loaded. What its load would do now is below: look at it, and confirm again."
    )


def _missing(preview: Preview) -> str:
    return wording.missing_sentence(preview.missing_count) if preview.missing_count else ""


def _missing_elsewhere(preview: Preview) -> str:
    count, units = preview.missing_elsewhere
    return wording.missing_elsewhere_sentence(count, units) if count else ""


def _month(month: Month) -> MonthRow:
    year, number_ = month.month.split("-")
    name = _("month %(month)s/%(year)s") % {"month": int(number_), "year": year}
    sides = (month.received, month.resolved, month.late)
    return MonthRow(capfirst(name), tuple(_side(before, after) for before, after in sides))


def _side(before: int, after: int) -> Side:
    return Side(number(before), number(after), before != after)


def _columns(form: PreviewForm) -> list[ColumnRow]:
    return [
        ColumnRow(
            header=column.header,
            read_as=capfirst(wording.read_as(column)),
            found_by=wording.found_by(column),
            content=", ".join(column.samples) or column.shape,
            is_shape=not column.samples and bool(column.shape),
            is_personal=column.is_personal,
            field=field,
        )
        for column, field in form.columns
    ]


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
