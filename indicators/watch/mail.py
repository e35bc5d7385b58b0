"""The daily mail as a text and as plain HTML: counts, names of units, and links. Nothing about
people, and no code of a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from indicators.defaults import unit_text, with_defaults
from indicators.models import WatchSubscription
from indicators.pages.addresses import watch_url
from indicators.pages.watch import lead, stale_sources
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.watch.gathering import Counted, Watch, newest_month, watch_of
from indicators.writing import count, day
from units.access import Access, access_of
from units.queries import hierarchy

_NAMED = 3


@dataclass(frozen=True)
class Line:
    """One thing that needs a look, and where it opens."""

    text: str
    url: str


@dataclass(frozen=True)
class Part:
    """One unit of the account's sight; no lines: nothing needs a look there."""

    name: str
    url: str
    lead: Sequence[str]
    lines: Sequence[Line]


def message_for(subscription: WatchSubscription, results: Results) -> EmailMultiAlternatives | None:
    """The mail of one account: one part for each unit that its sight begins with. None for who sees
    no unit, and while nothing is loaded."""
    user = subscription.user
    access = access_of(user)
    if results.coverage is None:
        return None
    with override(subscription.language):
        parts = [_part(unit_id, access, results) for unit_id in _begins_with(access, results)]
        if not parts:
            return None
        context = {
            "parts": parts,
            "stale": stale_sources(results.coverage),
            "stop_url": _absolute(reverse("indicators:watch_mail")),
            "language": subscription.language,
        }
        message = EmailMultiAlternatives(
            subject=_subject(parts),
            body=render_to_string("indicators/mail/watch.txt", context).strip() + "\n",
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(
            render_to_string("indicators/mail/watch.html", context), "text/html"
        )
        return message


def _begins_with(access: Access, results: Results) -> list[int]:
    """The units that the account's sight begins with today, by name."""
    if access.everything:
        top = results.top()
        return [] if top is None else [top]
    today, lines = timezone.localdate(), hierarchy()
    return sorted(access.roots(today), key=lambda one: (lines.version_at(one, today).sort_key, one))


def _part(unit_id: int, access: Access, results: Results) -> Part:
    assert results.coverage is not None  # noqa: S101
    period = newest_month(results.coverage)
    params = {
        "period": period.text,
        "under": unit_text(hierarchy(), unit_id, period.ends_on),
    }
    selection = Selection.parse(with_defaults(params, access, results))
    selection = replace(selection, scope=Scope.WHOLE)
    found = watch_of(selection, results)
    url = _absolute(watch_url(selection))
    return Part(
        name=hierarchy().name(unit_id, selection.day),
        url=url,
        lead=lead(results.coverage, found.now)[:1],
        lines=_lines(found, selection, url),
    )


def _lines(found: Watch, selection: Selection, url: str) -> list[Line]:
    """What there is something of, in the order of the page."""
    overdue, _three, seven, fourteen = found.totals
    moves = found.moves or []
    better = sum(one.is_better for one in moves)
    apologies = sum(sum(one.numbers) for one in found.without_apology or [])
    rewritten = sum(one.numbers[0] for one in found.rewritten or [])
    told = [
        (
            "open",
            overdue,
            ngettext("%(count)s dossier is overdue", "%(count)s dossiers are overdue", overdue),
            _most(found.open, selection),
        ),
        (
            "open",
            fourteen,
            ngettext(
                "%(count)s dossier is due within 14 days, %(seven)s within 7",
                "%(count)s dossiers are due within 14 days, %(seven)s within 7",
                fourteen,
            ),
            "",
        ),
        (
            "exports",
            len(found.gaps),
            ngettext(
                "exports of %(count)s unit are missing",
                "exports of %(count)s units are missing",
                len(found.gaps),
            ),
            "",
        ),
        (
            "short",
            len(found.short),
            ngettext(
                "%(count)s share is below its target",
                "%(count)s shares are below their targets",
                len(found.short),
            ),
            "",
        ),
        (
            "moves",
            len(moves),
            ngettext(
                "%(count)s share moved beyond noise: %(worse)s worse, %(better)s better",
                "%(count)s shares moved beyond noise: %(worse)s worse, %(better)s better",
                len(moves),
            ),
            "",
        ),
        (
            "apologies",
            apologies,
            ngettext(
                "%(count)s late dossier is without a letter of apology",
                "%(count)s late dossiers are without a letter of apology",
                apologies,
            ),
            "",
        ),
        (
            "rewritten",
            rewritten,
            ngettext(
                "%(count)s dossier has rewritten dates",
                "%(count)s dossiers have rewritten dates",
                rewritten,
            ),
            "",
        ),
    ]
    words = {"seven": count(seven), "worse": count(len(moves) - better), "better": count(better)}
    return [
        Line(text % {"count": count(number), **words} + more, f"{url}#{section}")
        for section, number, text, more in told
        if number
    ]


def _most(rows: Sequence[Counted], selection: Selection) -> str:
    """The units with most overdue ones: " (Phường Yên Đỗ 12, ...)"."""
    lines = hierarchy()
    first = [one for one in rows[:_NAMED] if one.numbers[0]]
    named = [f"{lines.name(one.unit_id, selection.day)} {count(one.numbers[0])}" for one in first]
    return f" ({', '.join(named)})" if named else ""


def _subject(parts: Sequence[Part]) -> str:
    names = ", ".join(part.name for part in parts[:_NAMED])
    words = {"units": names, "day": day(timezone.localdate())}
    number = sum(len(part.lines) for part in parts)
    if not number:
        return _("Watch of %(units)s, %(day)s: nothing needs a look") % words
    text = ngettext(
        "Watch of %(units)s, %(day)s: %(count)s thing needs a look",
        "Watch of %(units)s, %(day)s: %(count)s things need a look",
        number,
    )
    return text % {**words, "count": count(number)}


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
