"""Submissions that are verified together: what each of them would enter, before it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.entered.totals import warnings_of
from indicators.models import EnteredMeasure, Evidence, Submission
from indicators.pages.submitting.comparison import Line, lines_of
from indicators.submitting.access import to_verify
from indicators.submitting.asked import InputsAsked
from indicators.submitting.checks import submitters_of, values_of
from indicators.submitting.direct import list_url
from indicators.submitting.telling import holding, told_in
from indicators.wording import period_name
from indicators.writing import count, moment
from units.access import Access
from units.models import User
from units.paging import Pages, pages_of

# So many are verified at once; the next page has the others.
_PER_PAGE = 100


@dataclass(frozen=True)
class Waiting:
    """A submission, who handed it in when, what it tells, and what is remarkable about that."""

    chosen: str
    unit: str
    url: str
    at: str
    by: str
    told: str
    lines: Sequence[Line]
    files: str
    warnings: Sequence[str]


def waiting_in(asked: InputsAsked, mine: Access, user: User) -> list[Submission]:
    """The submissions of a list that wait for the account to verify them."""
    units = asked.units(mine)
    found = to_verify(mine, user, asked.scorecard.code, asked.period)
    return [one for one in found if one.unit_id in units]


def verify_url(asked: InputsAsked) -> str:
    """Where the submissions of a list are verified together."""
    return f"{reverse('indicators:submissions_verify')}?{asked.query()}"


@dataclass(frozen=True)
class VerifyingPage:
    """What waits for the account, in the order of levels and names."""

    asked: InputsAsked
    mine: Access
    user: User
    query: QueryDict

    @property
    def lead(self) -> list[str]:
        return [self.asked.scorecard.label, period_name(self.asked.period)]

    @property
    def list_url(self) -> str:
        return list_url(self.asked.scorecard.code, self.asked.period)

    @cached_property
    def page(self) -> Page[Submission]:
        order = {unit_id: place for place, unit_id in enumerate(self.asked.units(self.mine))}
        rows = waiting_in(self.asked, self.mine, self.user)
        rows.sort(key=lambda one: order[one.unit_id])
        return Paginator(rows, _PER_PAGE).get_page(self.query.get("page"))

    @property
    def pager(self) -> Pages | None:
        return pages_of(self.page, self.query) if self.page.has_other_pages() else None

    @property
    def rows(self) -> list[Waiting]:
        rows, period = list(self.page), self.asked.period
        prefetch_related_objects(rows, "values__measure")
        measures: dict[int, list[EnteredMeasure]] = {
            row.pk: [value.measure for value in row.values.all()] for row in rows
        }
        every = {one for some in measures.values() for one in some}
        held = holding(every, [row.unit_id for row in rows], period)
        handed_in = submitters_of(rows)
        files = dict(
            Evidence.objects.filter(submission__in=rows)
            .order_by("submission")
            .values_list("submission")
            .annotate(Count("pk"))
        )
        remarks: dict[int, list[str]] = {}
        for one in warnings_of([one for some in values_of(rows).values() for one in some]):
            remarks.setdefault(one.unit_id, []).append(one.sentence)
        found = []
        for row in rows:
            lines = lines_of(measures[row.pk], told_in(row), held.get(row.unit_id, {}), {})
            by, number = handed_in.get(row.pk), files.get(row.pk, 0)
            found.append(
                Waiting(
                    chosen=f"{row.pk}:{row.version}",
                    unit=self.mine.units.label(row.unit_id, period.ends_on),
                    url=reverse("indicators:submission", args=[row.pk]),
                    at=moment(row.changed_at),
                    by=by.get_short_name() if by else "",
                    told=_told_words(lines),
                    lines=lines,
                    files=count(number) if number else "",
                    warnings=remarks.get(row.unit_id, ()),
                )
            )
        return found


def _told_words(lines: Sequence[Line]) -> str:
    """As in "12 values, 3 of them other than before"."""
    told = {"count": count(len(lines)), "other": count(sum(bool(one.change) for one in lines))}
    text = ngettext("%(count)s value", "%(count)s values", len(lines))
    if any(one.change for one in lines):
        text += _(", %(other)s of them new or changed")
    return text % told
