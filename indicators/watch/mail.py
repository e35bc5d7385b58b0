"""The daily mail as a text and as plain HTML: counts, names of units, and links. Nothing about
people, and no code of a dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from indicators.pages.watch.page import lead, stale_sources
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
    told = [*_open(found, selection), *_judged(found), *_of_dossiers(found)]
    lines = [
        Line(one.text % {"count": count(one.number), **one.words} + one.more, f"{url}#{section}")
        for section, one in told
        if one.number
    ]
    # That nothing needs a look is not known where nothing tells of the unit.
    if not lines and not found.is_told_now:
        return [Line(_("no export tells of this unit"), f"{url}#quiet")]
    return lines


@dataclass(frozen=True)
class _Told:
    """How many of something; the words that its text has beside `count`, and what stands behind."""

    number: int
    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    more: str = ""


# A section of the page, and what is told of it.
_Section = tuple[str, _Told]


def _open(found: Watch, selection: Selection) -> list[_Section]:
    overdue, _three, seven, soon = found.totals
    late = ngettext("%(count)s dossier is overdue", "%(count)s dossiers are overdue", overdue)
    due = ngettext(
        "%(count)s dossier is due within 14 days, %(seven)s within 7",
        "%(count)s dossiers are due within 14 days, %(seven)s within 7",
        soon,
    )
    return [
        ("open", _Told(overdue, late, more=_most(found.open, selection))),
        ("open", _Told(soon, due, {"seven": count(seven)})),
    ]


def _judged(found: Watch) -> list[_Section]:
    """Missing exports, and the shares that are below their targets or moved."""
    gaps, short, moves = len(found.gaps), len(found.short), found.moves or []
    better = sum(one.is_better for one in moves)
    missing = ngettext(
        "exports of %(count)s unit are missing", "exports of %(count)s units are missing", gaps
    )
    below = ngettext(
        "%(count)s share is below its target", "%(count)s shares are below their targets", short
    )
    moved = ngettext(
        "%(count)s share moved beyond noise: %(worse)s worse, %(better)s better",
        "%(count)s shares moved beyond noise: %(worse)s worse, %(better)s better",
        len(moves),
    )
    words = {"worse": count(len(moves) - better), "better": count(better)}
    return [
        ("exports", _Told(gaps, missing)),
        ("short", _Told(short, below)),
        ("moves", _Told(len(moves), moved, words)),
    ]


def _of_dossiers(found: Watch) -> list[_Section]:
    late = sum(sum(one.numbers) for one in found.without_apology or [])
    rewritten = sum(one.numbers[0] for one in found.rewritten or [])
    apologies = ngettext(
        "%(count)s late dossier is without a letter of apology",
        "%(count)s late dossiers are without a letter of apology",
        late,
    )
    dates = ngettext(
        "%(count)s dossier has rewritten dates",
        "%(count)s dossiers have rewritten dates",
        rewritten,
    )
    return [("apologies", _Told(late, apologies)), ("rewritten", _Told(rewritten, dates))]


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
