"""Pages against a Django view that renders the same rows from a list (DESIGN.md section 10).

A league table reads counts and no dossiers. Those of 10,000,000 dossiers are the loaded ones made
ten times as large, those of 100,000 a tenth of their rows.
"""

import gzip
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment

from tests.bench.measured import Measured, best_of

_LEAGUE = "/league/?indicator=on_time&level=commune&period=2024"
_OVERVIEW = "/?period=2024"
_STORAGE = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_BOUND_KB = 60


@dataclass(frozen=True)
class Page:
    """A page as it came: seconds when its figures were computed, seconds later on, its bytes."""

    cold: float
    warm: float
    content: bytes


def measure_pages() -> Iterator[Measured]:
    """The league table behind 10,000,000 and 100,000 dossiers."""
    with override_settings(STORAGES=_STORAGE, ALLOWED_HOSTS=["*"]):
        client = _signed_in()
        for dossiers, change in (("10,000,000", _enlarge), ("100,000", _thin_out)):
            change()
            page = _ask(client, _LEAGUE)
            yield Measured(
                f"league table of 3,321 communes, {dossiers} dossiers",
                page.warm,
                "the same rows from a list",
                _from_a_list(client),
                3,
                f"{page.cold * 1000:.0f} ms where its figures are computed first",
            )


def overview_bytes() -> str:
    """The overview with the styles and scripts that it links, compressed, against the bound."""
    with override_settings(STORAGES=_STORAGE, ALLOWED_HOSTS=["*"]):
        content = _ask(_signed_in(), _OVERVIEW).content
    kilobytes = sum(len(gzip.compress(part)) for part in _parts(content)) / 1000
    verdict = "met" if kilobytes <= _BOUND_KB else "missed"
    return f"The overview, compressed: {kilobytes:.1f} kB of {_BOUND_KB} kB ({verdict})."


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    for name in re.findall(rb'(?:href|src)="/static/([^"?]+)"', content):
        found = finders.find(name.decode())
        assert isinstance(found, str), name
        yield Path(found).read_bytes()


def _signed_in() -> Client:
    from units.models import User

    client = Client()
    user, _made = User.objects.get_or_create(username="bench", is_superuser=True)
    client.force_login(user)
    return client


def _ask(client: Client, address: str) -> Page:
    client.get("/uploads/")  # templates are read, connections open
    cache.clear()
    begun = time.perf_counter()
    response = client.get(address)
    cold = time.perf_counter() - begun
    assert response.status_code == 200, response
    return Page(cold, best_of(20, lambda: client.get(address)), response.content)


def _from_a_list(client: Client) -> float:
    """A view that renders the page's own template with the page's own values."""
    context = _context_of(client)
    request = RequestFactory().get(_LEAGUE)

    def view() -> HttpResponse:
        return render(request, "indicators/league.html", context)

    return best_of(20, view)


def _context_of(client: Client) -> dict[str, Any]:
    setup_test_environment(debug=False)
    try:
        shown = client.get(_LEAGUE).context
        names = (
            "title",
            "lead",
            "heads",
            "rows",
            "unranked",
            "pager",
            "pickers",
            "crumbs",
            "tools",
        )
        return {"listed": shown["listed"], **{name: shown[name] for name in names}}
    finally:
        teardown_test_environment()


def _enlarge() -> None:
    from indicators.measures import MEASURES

    _change("UPDATE indicators_unitcount SET " + ", ".join(f"{m} = {m} * 10" for m in MEASURES))


def _thin_out() -> None:
    _change("DELETE FROM indicators_unitcount WHERE (unit_id + half) % 10 <> 0")


def _change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("UPDATE dossiers_source SET generation = generation + 1")
        cursor.execute("VACUUM ANALYZE indicators_unitcount")
