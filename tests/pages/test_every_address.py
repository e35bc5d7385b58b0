"""Every address of the site, asked for by the standing actors: nothing is open by oversight.

Whoever adds an address says here how it is reached, and who may. What is missing fails.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.urls.resolvers import RoutePattern

from tests.pages.actors import Actors, Province, make_actors
from units.models import UnitChange, User


class Kind(Enum):
    """Who reaches an address."""

    OPEN = "everybody, also who is not signed in"
    PERSONAL = "whoever is signed in"
    SCOPED = "who may see the unit; for others it does not exist (404)"
    KEPT = "who administers all; others who are signed in are refused (403)"


@dataclass(frozen=True)
class Reach:
    """One way to ask for an address; `status` is the answer to those who may reach it."""

    kind: Kind
    query: str = ""
    status: int = 200
    method: str = "get"


# Exempt from login, each with its reason.
OPEN = {
    "account_login": "the door itself",
    "account_logout": "who is signed out already is sent on",
    "account_inactive": "says why a closed account does not come in",
    "account_reauthenticate": "sends strangers to the login by itself",
    "account_reset_password": "who forgot the password cannot sign in",
    "account_reset_password_done": "what comes after it",
    "account_reset_password_from_key": "the link in the mail",
    "account_reset_password_from_key_done": "what comes after it",
    "set_language": "the login page is read in either language, too",
    "theme": "and in light or dark",
}

SELECTION = "indicator=on_time&level=commune&period=2018-06&under=64"
FIGURE = "indicator=on_time&level=province&period=2018-06&unit={province}"

REACHES: dict[str, list[Reach]] = {
    "account_login": [Reach(Kind.OPEN)],
    "account_logout": [Reach(Kind.OPEN, status=302)],
    "account_inactive": [Reach(Kind.OPEN)],
    "account_reauthenticate": [Reach(Kind.OPEN, status=302)],
    "account_reset_password": [Reach(Kind.OPEN)],
    "account_reset_password_done": [Reach(Kind.OPEN)],
    "account_reset_password_from_key": [Reach(Kind.OPEN)],
    "account_reset_password_from_key_done": [Reach(Kind.OPEN)],
    "account_change_password": [Reach(Kind.PERSONAL)],
    # Who has a password is sent on to change it.
    "account_set_password": [Reach(Kind.PERSONAL, status=302)],
    "set_language": [Reach(Kind.OPEN, method="post", status=302)],
    "theme": [Reach(Kind.OPEN, method="post", status=302)],
    "style": [Reach(Kind.PERSONAL)],
    "indicators:overview": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:league": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:indicators": [Reach(Kind.PERSONAL)],
    "indicators:indicator": [Reach(Kind.PERSONAL)],
    "indicators:unit": [Reach(Kind.SCOPED), Reach(Kind.SCOPED, "period=2018-06")],
    "indicators:figure": [Reach(Kind.SCOPED, FIGURE)],
    "indicators:reports": [Reach(Kind.PERSONAL)],
    "indicators:report_new": [Reach(Kind.PERSONAL)],
    "indicators:report": [Reach(Kind.SCOPED)],
    "indicators:report_count": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:report_discard": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:report_take_back": [Reach(Kind.SCOPED)],
    "indicators:report_comparison": [Reach(Kind.SCOPED)],
    "indicators:report_file": [Reach(Kind.SCOPED)],
    "indicators:form_ii06": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:dossiers": [Reach(Kind.SCOPED, FIGURE + "&part=resolved_late")],
    "indicators:completeness": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "indicators:entered": [Reach(Kind.PERSONAL)],
    "indicators:enter_value": [Reach(Kind.PERSONAL)],
    "indicators:enter_file": [Reach(Kind.PERSONAL)],
    "indicators:closed_periods": [Reach(Kind.KEPT)],
    "indicators:close_period": [Reach(Kind.KEPT), Reach(Kind.KEPT, "period=2018-06")],
    "indicators:reopen_period": [Reach(Kind.KEPT)],
    "indicators:watch": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, "under=64"),
        Reach(Kind.SCOPED, "under=64&all=open"),
    ],
    "indicators:watch_mail": [Reach(Kind.PERSONAL)],
    "indicators:procedure": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:services": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "dossiers:uploads": [Reach(Kind.PERSONAL)],
    "dossiers:upload_new": [Reach(Kind.PERSONAL)],
    "dossiers:upload": [Reach(Kind.SCOPED)],
    "dossiers:upload_preview": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_cancel": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_undo": [Reach(Kind.SCOPED)],
    "dossiers:upload_tell": [Reach(Kind.SCOPED)],
    "dossiers:upload_accept": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_rejected": [Reach(Kind.SCOPED)],
    "dossiers:dossier": [Reach(Kind.SCOPED)],
    "units:audit": [Reach(Kind.KEPT)],
}

# The admin's addresses are all kept; these answer the keeper with something else than a page.
ADMIN_ANSWERS = {
    "admin:login": 302,
    "admin:logout": 302,
    "admin:password_change": 302,
    "admin:password_change_done": 302,
    "admin:view_on_site": 404,
    "admin:autocomplete": 403,  # without saying for which field
    "admin:dossiers_procedure_add": 403,
    "admin:dossiers_procedure_delete": 403,
    "admin:dossiers_source_add": 403,
    "admin:dossiers_source_delete": 403,
    "admin:indicators_watchmail_add": 403,
    "admin:indicators_watchmail_delete": 403,
    "admin:units_auditevent_add": 403,
    "admin:units_auditevent_delete": 403,
    "admin:units_unit_delete": 403,
    "admin:indicators_enteredvalue_add": 302,  # to the form that everybody has
    "admin:indicators_enteredvalue_delete": 403,
    "admin:units_unitchange_add": 403,
    "admin:units_unitchange_delete": 403,
    "admin:units_user_delete": 403,
    "admin/<path:object_id>/": 302,
    "admin/(?P<url>.*)$": 404,
}


@dataclass(frozen=True)
class Route:
    """An address of the resolver: its name with namespaces (else the route), and its pattern."""

    name: str
    route: str
    is_regular_expression: bool


def routes(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[Route]:
    """All addresses below, however deep."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern.url_patterns, route, inside)
        else:
            name = ":".join([*namespaces, pattern.name]) if pattern.name else route
            yield Route(name, route, not isinstance(pattern.pattern, RoutePattern))


def all_routes() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


def reaches(route: Route) -> list[Reach]:
    """How an address is asked for; none for one that nobody has described."""
    if route.name.startswith("admin:") or route.route.startswith("admin/"):
        unnamed = re.sub(r"^admin/\w+/\w+/", "admin/", route.name)
        status = ADMIN_ANSWERS.get(unnamed, 200)
        return [Reach(Kind.KEPT, status=status)]
    return REACHES.get(route.name, [])


def arguments(place: Province) -> dict[str, dict[str, Any]]:
    """Beginning of a name -> the arguments of its addresses."""
    given: dict[str, dict[str, Any]] = {
        "admin:units_unit_action": {"unit_id": place.district, "slug": "rename"},
        "admin:app_list": {"app_label": "units"},
        "admin:units_unitchange_undo": {"change_id": UnitChange.objects.latest("event_id").pk},
        "indicators:unit": {"unit_id": place.district},
        "indicators:indicator": {"code": "on_time"},
        "indicators:procedure": {"procedure_id": place.procedure},
        "indicators:report": {"pk": place.report},
        "indicators:reopen_period": {"pk": place.publication},
        "dossiers:upload": {"pk": place.upload},
        "dossiers:dossier": {"pk": place.dossier},
    }
    for model in admin.site._registry:
        first = model._default_manager.order_by("pk").first()
        assert first is not None, f"tests/pages/actors.py makes no {model._meta.label} to look at."
        app, name = model._meta.app_label, model._meta.model_name
        given[f"admin:{app}_{name}_"] = given[f"admin/{app}/{name}/"] = {"object_id": first.pk}
    user = given["admin:units_user_"]["object_id"]
    kind = ContentType.objects.get_for_model(User).pk
    return given | {
        "admin:auth_user_password_change": {"id": user},
        "admin:view_on_site": {"content_type_id": kind, "object_id": user},
    }


# Addresses by regular expression, as they are asked for.
WRITTEN_OUT = {
    "account_reset_password_from_key": "/accounts/password/reset/key/1-abcdef/",
    "admin:app_list": "/admin/units/",
    "admin/(?P<url>.*)$": "/admin/nothing/here/",
}


def address(route: Route, given: dict[str, dict[str, Any]]) -> str:
    """The address with objects for its arguments; KeyError where nobody said which."""
    if route.is_regular_expression:
        return WRITTEN_OUT[route.name]
    fitting = max((name for name in given if route.name.startswith(name)), key=len, default="")
    values = given.get(fitting, {})
    missing = set(re.findall(r"<(?:\w+:)?(\w+)>", route.route)) - values.keys()
    if missing:
        raise KeyError(f"Nobody said which {missing} {route.name} is asked for with.")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route.route)


@dataclass(frozen=True)
class Request:
    """One way to ask for one address, ready to be sent."""

    name: str
    url: str
    reach: Reach

    def send(self, client: Client, method: str = "") -> tuple[int, str]:
        """Status, and where it leads to."""
        response = getattr(client, method or self.reach.method)(self.url)
        response.close()
        return response.status_code, response.headers.get("Location", "")


def requests(place: Province) -> list[Request]:
    given = arguments(place)
    return [
        Request(route.name, f"{address(route, given)}?{query}".rstrip("?"), reach)
        for route in all_routes()
        for reach in reaches(route)
        for query in [reach.query.format(province=place.province)]
    ]


@pytest.fixture
def actors(transactional_db: None, tmp_path: Path) -> Actors:
    return make_actors(tmp_path)


def wrong_answers(
    asked: Iterable[Request], client: Client, expected: int | None = None, method: str = ""
) -> list[tuple[str, int, str]]:
    """Name, status and target of what is answered otherwise than expected (default: than it
    says itself)."""
    found = []
    for request in asked:
        status, target = request.send(client, method)
        if status != (request.reach.status if expected is None else expected):
            found.append((request.name, status, target or request.url))
    return found


def of_kind(asked: Iterable[Request], *kinds: Kind) -> list[Request]:
    return [request for request in asked if request.reach.kind in kinds]


def test_every_address_is_described():
    assert [route.name for route in all_routes() if not reaches(route)] == []


def test_an_address_that_is_new_is_noticed():
    def view(request):
        return HttpResponse()

    (new,) = routes([path("new/<int:pk>/", view, name="new")])
    assert reaches(new) == []
    with pytest.raises(KeyError):
        address(new, {})


def test_what_is_described_exists():
    names = {route.name for route in all_routes()}
    assert REACHES.keys() - names == set()
    assert {name for name in ADMIN_ANSWERS if name.startswith("admin:")} - names == set()
    assert {
        name for name, asked in REACHES.items() if any(r.kind == Kind.OPEN for r in asked)
    } == OPEN.keys()
    assert all(OPEN.values())


def test_the_insider_reaches_what_the_province_has(actors: Actors):
    asked = of_kind(requests(actors.place), Kind.PERSONAL, Kind.SCOPED)
    assert len(asked) > 15
    assert wrong_answers(asked, actors.insider) == []


def test_for_the_outsider_the_province_does_not_exist(actors: Actors):
    asked = requests(actors.place)
    scoped = of_kind(asked, Kind.SCOPED)
    assert wrong_answers(scoped, actors.outsider, 404) == []
    posted = wrong_answers(scoped, actors.outsider, 404, "post")
    assert [answer for answer in posted if answer[1] != 405] == []
    assert wrong_answers(of_kind(asked, Kind.PERSONAL), actors.outsider) == []


def test_what_is_kept_is_for_the_keeper_alone(actors: Actors):
    kept = of_kind(requests(actors.place), Kind.KEPT)
    assert len(kept) > 30
    assert wrong_answers(kept, actors.keeper) == []
    for client in (actors.insider, actors.outsider):
        # Signing out is for everybody, and words for scripts say nothing.
        refused = [r for r in kept if r.name not in ("admin:logout", "admin:jsi18n")]
        assert wrong_answers(refused, client, 403) == []
        posted = wrong_answers(refused, client, 403, "post")
        assert [answer for answer in posted if answer[1] != 405] == []


def test_the_visitor_is_sent_to_the_login(actors: Actors):
    asked = requests(actors.place)
    # The admin has an address of its own that leads to the login, and stands in the list, too.
    login = reverse(settings.LOGIN_URL)
    for request in of_kind(asked, Kind.PERSONAL, Kind.SCOPED, Kind.KEPT):
        for method in ("get", "post"):
            status, target = request.send(actors.visitor, method)
            doors = {login} if request.name == "admin:login" else {login, reverse("admin:login")}
            assert status == 302, request
            assert target.partition("?")[0] in doors, request
    assert wrong_answers(of_kind(asked, Kind.OPEN), actors.visitor) == []


def test_what_does_not_exist_and_what_is_not_seen_look_alike(actors: Actors):
    hidden = reverse("indicators:unit", args=[actors.place.district])
    nothing = reverse("indicators:unit", args=[999_999])
    assert resolve(hidden).func == resolve(nothing).func
    answers = [actors.outsider.get(url) for url in (hidden, nothing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (
        re.sub(r'"[\w-]{64}"', "", answer.content.decode()).replace(url, "")
        for answer, url in zip(answers, (hidden, nothing), strict=True)
    )
    assert first == second
