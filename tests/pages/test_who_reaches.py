"""Every address of the site, asked for by the standing actors: nothing is open by oversight."""

import re
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import escape

from tests.pages.actors import Actors
from tests.pages.asking import Kind, Request
from tests.pages.test_every_address import requests
from units.models import User


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


@pytest.mark.parametrize(
    ("page", "needs"),
    [
        ("account_change_password", set()),
        ("mfa_activate_totp", {"account_reauthenticate", "mfa_reauthenticate"}),
    ],
)
def test_who_has_a_duty_reaches_nothing_else(actors: Actors, settings, page: str, needs: set[str]):
    """A first password that is not changed yet, a second factor that is required and not there."""
    keeper = User.objects.get(username="keeper")
    keeper.password_given_at = timezone.now() if page == "account_change_password" else None
    keeper.set_password("x")
    keeper.save()
    settings.REQUIRE_SECOND_FACTOR = "all"
    actors.keeper.force_login(keeper)
    left = {page, *needs, "account_logout", "admin:logout", "set_language", "theme"}
    for request in requests(actors.place):
        if request.name in left:
            continue
        for method in ("get", "post"):
            assert request.send(actors.keeper, method) == (302, reverse(page)), request
    assert actors.keeper.get(reverse(page)).status_code == 200
    for name in sorted(needs):
        assert actors.keeper.get(reverse(name)).headers.get("Location") != reverse(page)


@pytest.mark.parametrize(
    "asked",
    [
        "/units/{unit}/",
        "/units/{unit}/?period=2018-06",
        "/units/{unit}/profile/",
        "/figure/?unit={unit}",
        "/dossiers/?unit={unit}&part=resolved_late",
        "/scores/small/unit/?unit={unit}&period=2018-06",
        # Nobody learns from what is wrong in the rest of an address, either.
        "/units/{unit}/?period=gestern",
        "/units/{unit}/?map=gestern",
        "/units/{unit}/?indicator=nothing",
        "/units/{unit}/?field=nothing&page=x",
        "/units/{unit}/profile/?as=published&period=2018-06",
        "/figure/?unit={unit}&scope=nothing",
        "/dossiers/?unit={unit}&part=nothing",
    ],
)
def test_what_does_not_exist_and_what_is_not_seen_look_alike(actors: Actors, asked: str):
    hidden, nothing = (asked.format(unit=unit) for unit in (actors.place.district, 999_999))
    assert resolve(hidden.partition("?")[0]).func == resolve(nothing.partition("?")[0]).func
    first, second = (_but_for_what_was_asked(actors.outsider, url) for url in (hidden, nothing))
    assert first == second


def _but_for_what_was_asked(client: Client, url: str) -> tuple[int, str]:
    """Status and page, without tokens and the address that a switch of language comes back to."""
    answer = client.get(url)
    text = re.sub(r'"[\w-]{64}"', "", answer.content.decode())
    return answer.status_code, text.replace(escape(url), "").replace(url, "")


def test_sight_is_judged_before_the_rest_of_an_address(actors: Actors):
    for asked in ("/league/?", "/briefing/?", "/?", "/services/?", "/form-ii06/?"):
        for rest in ("field=nothing", "indicator=nothing", "level=nothing", "scope=nothing"):
            url = f"{asked}period=2018-06&under=64&{rest}"
            assert actors.outsider.get(url).status_code == 404, url
            assert actors.insider.get(url).status_code == 400, url
