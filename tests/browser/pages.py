"""The pages of the site, in one place for the tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.chrome import Visitors
from tests.browser.site import NOBODY, Site

LANGUAGES = {"vi": "vi-VN", "en": "en-US"}


@dataclass(frozen=True)
class Known:
    """A page: its address, who opens it (nobody: signed out), the status of the answer, and what
    he does there until it looks as it is to be looked at."""

    address: str | Callable[[Site], str]
    username: str = "quantri"
    status: int = 200
    then: Callable[[Page], None] | None = None


def _district(address: str) -> Callable[[Site], str]:
    return lambda site: address.format(unit=site.unit("622"))


def _of_the_newest(address: str, table: str) -> Callable[[Site], str]:
    return lambda site: address.format(site.value(f"SELECT max(id) FROM {table}"))


def _link_for_a_new_password(site: Site) -> str:
    return site.says(
        "from allauth.account.forms import EmailAwarePasswordResetTokenGenerator as Tokens\n"
        "from allauth.account.utils import user_pk_to_url_str\n"
        "from units.models import User\n"
        "user = User.objects.get(username='kiemtra')\n"
        "key = user_pk_to_url_str(user) + '-' + Tokens().make_token(user)\n"
        "print(f'/accounts/password/reset/key/{key}/')"
    )


def _sends(**values: str) -> Callable[[Page], None]:
    """Fill fields of the page's form and send it; the browser itself refuses nothing."""

    def send(page: Page) -> None:
        form = page.locator("main form").last
        form.evaluate("form => { form.noValidate = true }")
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("button, [type=submit]").first.click()
        page.locator(".field__error, .error-summary").first.wait_for()

    return send


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
    "sign-in-refused": Known(
        "/accounts/login/", "", then=_sends(login="stranger", password="guess")
    ),
    "sign-out": Known("/accounts/logout/"),
    "account-closed": Known("/accounts/inactive/", ""),
    "confirm-that-it-is-you": Known("/accounts/reauthenticate/"),
    "password-refused": Known(
        "/accounts/password/change/", then=_sends(oldpassword="guess", password1="short")
    ),
    "new-password": Known(_link_for_a_new_password, ""),
    "new-password-refused": Known(
        _link_for_a_new_password, "", then=_sends(password1="short", password2="other")
    ),
    "no-unit": Known("/", username=NOBODY),
    "password-reset": Known("/accounts/password/reset/", username=""),
    "password-reset-done": Known("/accounts/password/reset/done/", username=""),
    "password-reset-link-too-old": Known("/accounts/password/reset/key/1-set-password/", ""),
    "password-reset-refused": Known("/accounts/password/reset/", "", then=_sends(email="nobody")),
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
    if known.then is not None:
        known.then(page)
    return page
