"""Which periods are closed, and what closing one would keep."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.closing import keeping
from indicators.closing.finding import PUBLISHED
from indicators.coverage import coverage
from indicators.models import Publication
from indicators.periods import Period
from indicators.wording import UNITS_OF, period_name
from indicators.writing import NOTHING, count, day, moment
from units.components import Fact
from units.models import User
from units.paging import pages_of

_PER_PAGE = 50


def closed_page(query: QueryDict) -> dict[str, Any]:
    """All publications, newest first, for templates/indicators/closed_periods.html."""
    found = Publication.objects.select_related("published_by", "reopened_by").order_by("-pk")
    page = Paginator(found, _PER_PAGE).get_page(query.get("page"))
    return {
        "title": _("Closed periods"),
        "rows": [_row(one) for one in page],
        "pages": pages_of(page, query),
    }


def _row(publication: Publication) -> dict[str, Any]:
    is_closed = publication.reopened_at is None
    version = PUBLISHED if is_closed else str(publication.pk)
    query = f"period={publication.period}&calendar={publication.calendar}&as={version}"
    return {
        "name": capfirst(period_name(keeping.period_of(publication))),
        "url": f"{reverse('indicators:league')}?{query}",
        "is_closed": is_closed,
        "published": moment(publication.published_at),
        "by": _name(publication.published_by),
        "reason": publication.reason,
        "data": day(publication.data_at),
        "reopened": "" if is_closed else moment(publication.reopened_at),
        "reopened_by": _name(publication.reopened_by),
        "reopen_reason": publication.reopen_reason,
        "reopen_url": reverse("indicators:reopen_period", args=[publication.pk])
        if is_closed
        else "",
    }


def _name(user: User | None) -> str:
    return user.get_short_name() if user else NOTHING


def what_is_kept(period: Period) -> dict[str, Any]:
    """What closing a period would keep, as facts; or why it cannot be closed."""
    name = capfirst(period_name(period))
    if obstacle := keeping.obstacle(period):
        return {"name": name, "obstacle": obstacle}
    closed = Publication.objects.filter(
        first=period.first, last=period.last, reopened_at=None
    ).first()
    if closed is not None:
        text = _("The period was closed on %(day)s.") % {"day": day(closed.published_at)}
        return {"name": name, "obstacle": text}
    kept = keeping.to_keep(period)
    figures = sum(len(table) for table in kept.tables.values())
    facts = [Fact(_("Indicators"), ", ".join(one.label for one in kept.indicators))]
    facts += [
        Fact(str(UNITS_OF[level]), count(len(unit_ids))) for level, unit_ids in kept.listed.items()
    ]
    facts += [
        Fact(_("Figures"), count(figures)),
        Fact(_("Data date"), moment(kept.data_at)),
    ]
    return {"name": name, "facts": facts, "warning": _warning(period)}


def _warning(period: Period) -> str:
    covered = coverage()
    if covered is None:
        return ""
    lagging = covered.lagging(period)
    if covered.data_at(period).date() < period.ends_on:
        words = {"data": day(covered.data_at(period)), "end": day(period.ends_on)}
        return (
            _("The data end on %(data)s, before the period does on %(end)s: it is not complete.")
            % words
        )
    if lagging:
        return _("Older data from: %(sources)s.") % {"sources": ", ".join(lagging)}
    return ""
