"""The pages of the site, in one place for the tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.chrome import Visitors
from tests.browser.site import Site

LANGUAGES = {"vi": "vi-VN", "en": "en-US"}


@dataclass(frozen=True)
class Known:
    """A page: its address, who opens it (nobody: signed out), and the status of the answer."""

    address: str | Callable[[Site], str]
    username: str = "quantri"
    status: int = 200


def _district(address: str) -> Callable[[Site], str]:
    return lambda site: address.format(unit=site.unit("622"))


def _of_the_newest(address: str, table: str) -> Callable[[Site], str]:
    return lambda site: address.format(site.value(f"SELECT max(id) FROM {table}"))


PAGES = {
    "overview": Known("/"),
    "overview-of-a-month": Known("/?period=2018-06"),
    "overview-before-all-data": Known("/?period=2016"),
    "league": Known("/league/"),
    "league-of-communes": Known(
        "/league/?indicator=on_time&level=commune&under=622&period=2018-06"
    ),
    "league-of-counts": Known("/league/?indicator=overdue&level=department&period=2018"),
    "league-today": Known("/league/?indicator=on_time&level=commune&period=2018&map=today"),
    "league-without-units": Known("/league/?indicator=on_time&level=country&period=2018"),
    "league-before-all-data": Known("/league/?indicator=on_time&level=district&period=2016"),
    "unit": Known(_district("/units/{unit}/?period=2018")),
    "unit-own-counter": Known(_district("/units/{unit}/?period=2018&scope=own&fields=all")),
    "unit-before-all-data": Known(_district("/units/{unit}/?period=2016")),
    "figure": Known(_district("/figure/?indicator=on_time&level=district&period=2018&unit={unit}")),
    "figure-without-value": Known(
        _district("/figure/?indicator=digitised_share&level=district&period=2018&unit={unit}")
    ),
    "procedure": Known(_of_the_newest("/procedures/{}/?period=2018", "dossiers_procedure")),
    "dossiers": Known(
        _district("/dossiers/?indicator=overdue&level=district&period=2018&unit={unit}")
    ),
    "no-dossiers": Known(
        _district("/dossiers/?indicator=overdue&level=district&period=2016&unit={unit}")
    ),
    "dossier": Known(_of_the_newest("/dossiers/{}/", "dossiers_dossier")),
    "uploads": Known("/uploads/"),
    "no-uploads": Known("/uploads/?state=refused"),
    "new-upload": Known("/uploads/new/"),
    "upload": Known(_of_the_newest("/uploads/{}/", "dossiers_upload")),
    "undo": Known(_of_the_newest("/uploads/{}/undo/", "dossiers_upload")),
    "audit": Known("/audit/"),
    "style": Known("/style/"),
    "sign-in": Known("/accounts/login/", username=""),
    "password": Known("/accounts/password/change/"),
    "password-reset": Known("/accounts/password/reset/", username=""),
    "password-reset-done": Known("/accounts/password/reset/done/", username=""),
    "password-reset-link-too-old": Known("/accounts/password/reset/key/1-set-password/", ""),
    "not-understood": Known("/league/?period=gestern", status=400),
    "not-allowed": Known("/uploads/new/", username="kiemtra", status=403),
    "not-there": Known("/nowhere/", status=404),
    "not-there-for-visitors": Known("/nowhere/", username="", status=404),
}


def open_page(visitors: Visitors, name: str, **options: object) -> Page:
    """One of PAGES in a browser of its own, when its charts are drawn."""
    known = PAGES[name]
    address = known.address if isinstance(known.address, str) else known.address(visitors.site)
    page = visitors.page(known.username, **options)
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.status == known.status
    if known.status >= 400:
        visitors.expect(f"status of {known.status}")
    for chart in page.locator("[data-chart]").all():
        chart.locator(".main-svg").first.wait_for()
    return page
