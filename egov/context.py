"""What every page's frame needs: brand, navigation, language, theme, account."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossiers.access import SEEING
from indicators.searching.wanted import LONGEST
from units.access import Access, access
from units.models import Level, Role, User

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Entry:
    """An entry of a menu; `current` where the page lies at or below it."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several states of which one is on: a language, a theme."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class Account:
    """Who is signed in, as what, and what the menu offers."""

    name: str
    role: str
    entries: list[Entry]


@dataclass(frozen=True)
class Site:
    """The frame of a page; `here` is the address to which a switch of language or theme returns,
    `searched` what the search field holds."""

    home: str
    product: str
    here: str
    theme: str
    languages: list[Choice]
    themes: list[Choice]
    navigation: list[Entry] = field(default_factory=list)
    account: Account | None = None
    searched: str = ""


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `site` is a `Site`.

    Error pages have it too, also those that come before anybody is known: then without account.
    """
    user = getattr(request, "user", None)
    reads = settings.PUBLIC or isinstance(user, User)
    known = reads and user is not None and hasattr(request, "access")
    theme = chosen_theme(request)
    return {
        "site": Site(
            home=_home(access(request)) if known else "",
            product=_("E-government indicators"),
            here=request.get_full_path() if request.method == "GET" else "/",
            theme=theme,
            languages=[
                Choice(code, label, current=code == get_language())
                for code, label in settings.LANGUAGES
            ],
            themes=[
                Choice("", _("Automatic"), current=not theme),
                Choice("light", _("Light"), current=theme == "light"),
                Choice("dark", _("Dark"), current=theme == "dark"),
            ],
            navigation=_navigation(request) if known else [],
            account=_account(user, access(request)) if isinstance(user, User) and known else None,
            searched=_searched(request) if known else "",
        )
    }


def chosen_theme(request: HttpRequest) -> str:
    """`light` or `dark` where somebody chose so; empty: as the device has it."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else ""


def _searched(request: HttpRequest) -> str:
    here = request.path == reverse("indicators:search")
    return request.GET.get("q", "")[:LONGEST] if here else ""


def _home(mine: Access) -> str:
    """The province that the account belongs to; for who belongs to none, the highest above it."""
    if mine.home is None:
        return ""
    today = timezone.localdate()
    above = [mine.units.version_at(unit, today) for unit in mine.units.ancestors(mine.home, today)]
    provinces = [version for version in above if version.level == Level.PROVINCE]
    return (provinces or above[-1:])[0].name


def _navigation(request: HttpRequest) -> list[Entry]:
    if access(request).only_totals:
        return [
            replace(page, current=_is_at(page.url, request.path)) for page in _public_pages(request)
        ]
    pages = [
        Entry(_("Overview"), reverse("indicators:overview")),
        Entry(_("League tables"), reverse("indicators:league")),
        Entry(_("Scorecards"), reverse("indicators:scores")),
        Entry(_("Watch"), reverse("indicators:watch")),
        Entry(_("Services"), reverse("indicators:services")),
        Entry(_("Form II.06"), reverse("indicators:form_ii06")),
    ]
    if any(access(request).has(role) for role in SEEING):
        pages.append(Entry(_("Uploads"), reverse("dossiers:uploads")))
    return [replace(page, current=_is_at(page.url, request.path)) for page in pages]


def _public_pages(request: HttpRequest) -> list[Entry]:
    """Of who reads without an account; the door leads back to the page."""
    login = resolve_url(settings.LOGIN_URL)
    inside = request.method == "GET" and request.path != login
    back = urlencode({"next": request.get_full_path()}) if inside else ""
    return [
        Entry(_("Overview"), reverse("indicators:overview")),
        Entry(_("League tables"), reverse("indicators:league")),
        Entry(_("Scorecards"), reverse("indicators:scores")),
        Entry(_("Form II.06"), reverse("indicators:form_ii06")),
        Entry(_("Indicators explained"), reverse("indicators:indicators")),
        Entry(_("Words explained"), reverse("indicators:help")),
        Entry(_("Sign in"), f"{login}?{back}".rstrip("?")),
    ]


def _is_at(url: str, path: str) -> bool:
    """Whether a path is the page or one below it; all paths lie below "/", which is only itself."""
    return path == url or (url != "/" and path.startswith(url))


def _account(user: User, mine: Access) -> Account:
    # What the navigation has no room for in one row.
    entries = [
        Entry(_("Indicators explained"), reverse("indicators:indicators")),
        Entry(_("Words explained"), reverse("indicators:help")),
    ]
    if any(mine.has(role) for role in SEEING):
        entries += [
            Entry(_("Inputs of units"), reverse("indicators:submissions")),
            Entry(_("Entered values"), reverse("indicators:entered")),
            Entry(_("Announced scores"), reverse("indicators:announced")),
        ]
    entries += [
        Entry(_("Password"), reverse("account_change_password")),
        Entry(_("Second factor"), reverse("mfa_index")),
    ]
    if mine.administers_all:
        entries += [
            Entry(_("Administration"), reverse("admin:index")),
            Entry(_("Closed periods"), reverse("indicators:closed_periods")),
            Entry(_("State of the site"), reverse("status")),
        ]
    if mine.is_administrator:
        entries.append(Entry(_("Audit log"), reverse("units:audit")))
    return Account(name=user.get_short_name(), role=_role(mine), entries=entries)


def _role(mine: Access) -> str:
    """The role in words; uploader and verifier are apart, and one account may be both."""
    if mine.is_administrator:
        return str(Role.ADMINISTRATOR.label)
    held = [role.label for role in (Role.UPLOADER, Role.VERIFIER) if mine.has(role)]
    if held:
        return ", ".join(map(str, held))
    return str(Role.VIEWER.label) if mine.has(Role.VIEWER) else ""
