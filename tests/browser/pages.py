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


def _account(address: str, username: str) -> Callable[[Site], str]:
    query = "SELECT id FROM units_user WHERE username = %s"
    return lambda site: address.format(site.value(query, username))


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


def _closed(address: str) -> Callable[[Site], str]:
    """In April 2018, which is closed first; `{publication}` and `{unit}` are filled in."""

    def closed(site: Site) -> str:
        publication = site.says(
            "from indicators.closing.actions import close_period\n"
            "from indicators.periods import parse_period\n"
            "print(close_period(period=parse_period('2018-04'), reason='12-2018', by='test').pk)"
        )
        return address.format(publication=publication, unit=site.unit("622"))

    return closed


def _newest_unit(site: Site) -> str:
    """One that lives today."""
    return site.value("SELECT max(unit_id) FROM units_unitversion WHERE valid_to IS NULL")


def _changed(address: str) -> Callable[[Site], str]:
    """Of a change of units that gives one more identifier to a commune, once."""

    def changed(site: Site) -> str:
        change = site.says(
            "from datetime import date\n"
            "from units import actions\n"
            "from units.models import UnitChange\n"
            "if not UnitChange.objects.exists():\n"
            f"    actions.add_identifier(unit={_newest_unit(site)}, scheme='x', value='1',"
            " on=date(2026, 1, 1), by='test')\n"
            "print(UnitChange.objects.latest('event_id').pk)"
        )
        return address.format(change)

    return changed


def _shows_what_changes(page: Page) -> None:
    page.fill("[name=name]", "Thành phố Khác")
    page.click(".submit-row input")
    page.locator(".unit-changes").wait_for()


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


def _sends_nothing(page: Page) -> None:
    """Send the form as it is; the browser itself refuses nothing."""
    page.locator("#content form").last.evaluate("form => { form.noValidate = true }")
    page.locator("[name=_save]").click()
    page.locator(".errornote").wait_for()


def _adds_a_role(page: Page) -> None:
    before = page.locator(".select2-selection").count()
    page.locator(".add-row a").click()
    page.locator(".select2-selection[aria-label]").nth(before).wait_for()


def _has_named_choices(page: Page) -> None:
    page.locator(".select2-selection[aria-label]").first.wait_for()


def _chooses_a_unit(page: Page) -> None:
    _has_named_choices(page)
    page.locator(".select2-selection").click()
    page.locator(".select2-results__option--highlighted").wait_for()


PAGES = {
    "overview": Known("/"),
    "overview-of-a-month": Known("/?period=2018-06"),
    "overview-before-all-data": Known("/?period=2016"),
    "league": Known("/league/"),
    "form-ii06": Known("/form-ii06/?period=2018"),
    "form-ii06-by-unit": Known("/form-ii06/?period=2018-06&by=unit"),
    "reports": Known("/reports/"),
    "report-new": Known("/reports/new/"),
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
    "exports": Known("/completeness/?period=2018"),
    "exports-missing": Known("/completeness/?period=2018-06&only=missing"),
    "watch": Known("/watch/"),
    "watch-mail": Known("/watch/mail/"),
    "watch-open": Known("/watch/?all=open"),
    "watch-of-a-district": Known("/watch/?under=622"),
    "indicators": Known("/indicators/"),
    "indicator": Known("/indicators/on_time_all/"),
    "indicator-without-targets": Known("/indicators/received/"),
    "league-compared-with-last-year": Known(
        "/league/?indicator=on_time&level=district&period=2018-06&compare=year"
    ),
    "procedure": Known(_of_the_newest("/procedures/{}/?period=2018", "dossiers_procedure")),
    "services": Known("/services/?period=2018"),
    "services-before-all-data": Known("/services/?period=2016"),
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
    "entered": Known("/entered/"),
    "enter-value": Known("/entered/new/"),
    "enter-file": Known("/entered/file/"),
    "closed-periods": Known(_closed("/closed/")),
    "close-a-period": Known("/closed/new/?period=2018-05"),
    "close-refused": Known("/closed/new/?period=gestern", status=422),
    "reopen": Known(_closed("/closed/{publication}/reopen/")),
    "published-league": Known(
        _closed("/league/?indicator=on_time&level=district&period=2018-04&as=published")
    ),
    "published-figure": Known(
        _closed("/figure/?indicator=on_time&period=2018-04&unit={unit}&as=published")
    ),
    "published-unit": Known(_closed("/units/{unit}/?period=2018-04&as=published")),
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

# Those of Django's admin, opened by the administrator of all units.
ADMIN = {
    "admin": Known("/admin/"),
    "admin-units": Known("/admin/units/unit/"),
    "admin-units-found": Known("/admin/units/unit/?q=hop"),
    "admin-unit": Known(_district("/admin/units/unit/{unit}/change/")),
    "admin-unit-merge": Known(_district("/admin/units/unit/{unit}/merge/")),
    "admin-unit-renamed": Known(
        lambda site: f"/admin/units/unit/{_newest_unit(site)}/rename/",
        then=_shows_what_changes,
    ),
    "admin-unit-changes": Known("/admin/units/unitchange/"),
    "admin-unit-change": Known(_changed("/admin/units/unitchange/{}/change/")),
    "admin-unit-undo": Known(_changed("/admin/units/unitchange/{}/undo/")),
    "admin-unit-history": Known(_district("/admin/units/unit/{unit}/history/")),
    "admin-users": Known("/admin/units/user/"),
    "admin-user": Known(_account("/admin/units/user/{}/change/", "cntt"), then=_adds_a_role),
    "admin-user-password": Known(_of_the_newest("/admin/units/user/{}/password/", "units_user")),
    "admin-new-user": Known("/admin/units/user/add/"),
    "admin-user-refused": Known("/admin/units/user/add/", then=_sends_nothing),
    "admin-sources": Known("/admin/dossiers/source/"),
    "admin-entered-values": Known("/admin/indicators/enteredvalue/"),
    "admin-source": Known(_of_the_newest("/admin/dossiers/source/{}/change/", "dossiers_source")),
    "admin-catalogue": Known("/admin/dossiers/catalogueprocedure/"),
    "admin-new-procedure": Known("/admin/dossiers/catalogueprocedure/add/"),
    "admin-procedures-not-in-it": Known("/admin/dossiers/procedure/?catalogue__isempty=1"),
    "admin-days-off": Known("/admin/dossiers/specialday/"),
    "admin-new-day-off": Known("/admin/dossiers/specialday/add/"),
    "admin-indicators": Known("/admin/indicators/indicator/"),
    "admin-indicator": Known(
        _of_the_newest("/admin/indicators/indicator/{}/change/", "indicators_indicator")
    ),
    "admin-new-indicator": Known("/admin/indicators/indicator/add/"),
    "admin-targets": Known("/admin/indicators/target/"),
    "admin-target": Known(
        _of_the_newest("/admin/indicators/target/{}/change/", "indicators_target"),
        then=_has_named_choices,
    ),
    "admin-target-removed": Known(
        _of_the_newest("/admin/indicators/target/{}/delete/", "indicators_target")
    ),
    "admin-new-target": Known("/admin/indicators/target/add/", then=_has_named_choices),
    "admin-new-target-choosing": Known("/admin/indicators/target/add/", then=_chooses_a_unit),
    "admin-expectations": Known("/admin/indicators/expectation/"),
    "admin-new-expectation": Known("/admin/indicators/expectation/add/", then=_has_named_choices),
    "admin-daily-mails": Known("/admin/indicators/watchmail/"),
    "admin-audit": Known("/admin/units/auditevent/"),
}


def open_page(visitors: Visitors, name: str, **options: object) -> Page:
    """One of PAGES or ADMIN, when its charts are drawn."""
    known = (PAGES | ADMIN)[name]
    address = known.address if isinstance(known.address, str) else known.address(visitors.site)
    page = visitors.look(known.username, **options)
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
