"""The pages of the site, in one place for the tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.addresses import (
    account,
    changed,
    closed,
    compared,
    district,
    link_for_a_new_password,
    newest_unit,
    of_the_newest,
    scorecard,
    scored,
    submitted,
)
from tests.browser.chrome import Visitors
from tests.browser.site import NOBODY, Site
from tests.browser.steps import (
    adds_a_role,
    asks_for_the_shortcuts,
    chooses_a_unit,
    has_named_choices,
    opens_the_columns,
    searches,
    sends,
    sends_nothing,
    shows_what_changes,
    shows_what_was_understood,
    types_points,
)

LANGUAGES = {"vi": "vi-VN", "en": "en-US"}


@dataclass(frozen=True)
class Known:
    """A page: its address, who opens it (nobody: signed out), the status of the answer, and what
    he does there until it looks as it is to be looked at."""

    address: str | Callable[[Site], str]
    username: str = "quantri"
    status: int = 200
    then: Callable[[Page], None] | None = None


PAGES = {
    "overview": Known("/"),
    "overview-of-a-month": Known("/?period=2018-06"),
    "overview-of-communes": Known("/?period=2018&level=commune"),
    "overview-before-all-data": Known("/?period=2016"),
    "league": Known("/league/"),
    "scores": Known("/scores/"),
    "score-levels": Known(
        scored("/scores/readiness-example/levels/?level=department&period=2018&place=gate")
    ),
    "score-matrix": Known(scored("/scores/readiness-example/matrix/?level=department&period=2018")),
    "score-map": Known(
        scored("/scores/readiness-example/map/?level=district&period=2018&by=level")
    ),
    "score-unit": Known(
        scored(district("/scores/readiness-example/unit/?period=2018&unit={unit}"))
    ),
    "score-unit-unranked": Known(
        lambda site: f"/scores/readiness-example/unit/?period=2018&unit={site.unit('623')}"
    ),
    "score-unit-before-all-data": Known(
        district("/scores/readiness-example/unit/?period=2019&unit={unit}")
    ),
    "score-rules": Known("/scores/readiness-example/rules/"),
    "form-ii06": Known("/form-ii06/?period=2018"),
    "form-ii06-by-unit": Known("/form-ii06/?period=2018-06&by=unit"),
    "reports": Known("/reports/"),
    "report-new": Known("/reports/new/"),
    "league-of-communes": Known(
        "/league/?indicator=on_time&level=commune&under=622&period=2018-06"
    ),
    "league-of-counts": Known("/league/?indicator=overdue&level=department&period=2018"),
    "league-today": Known("/league/?indicator=on_time&level=commune&period=2018&map=today"),
    "league-months": Known("/league/months/?indicator=on_time&level=commune&under=622&period=2018"),
    "league-months-of-counts": Known(
        "/league/months/?indicator=overdue&level=district&period=2018-06&sort=-2018-05"
    ),
    "league-months-across-the-break": Known(
        "/league/months/?indicator=on_time&level=commune&period=2025&map=today"
    ),
    "league-months-before-all-data": Known("/league/months/?indicator=on_time&period=2016"),
    "league-compare": Known(
        compared("/league/compare/?indicator=on_time&period=2018&units={units}", "622", "623", "64")
    ),
    "league-compare-choosing": Known("/league/compare/?level=district&period=2018&find=ia"),
    "league-map": Known("/league/map/?indicator=on_time&level=district&period=2018"),
    "league-map-of-today": Known(
        "/league/map/?indicator=on_time&level=commune&period=2018-02&map=today&field=Đất đai"
    ),
    "league-map-without-outlines": Known(
        "/league/map/?indicator=on_time&level=commune&period=2018"
    ),
    "league-without-units": Known("/league/?indicator=on_time&level=country&period=2018"),
    "league-before-all-data": Known("/league/?indicator=on_time&level=district&period=2016"),
    "league-found": Known("/league/?indicator=on_time&level=commune&period=2018&q=ia+o"),
    "league-nothing-found": Known("/league/?level=district&period=2018&q=hanoi"),
    "league-other-columns": Known(
        "/league/?indicator=on_time&level=district&period=2018"
        "&columns=change,interval,year,received,overdue",
        then=opens_the_columns,
    ),
    "league-open": Known(
        district("/league/?indicator=on_time&level=district&period=2018&open={unit}")
    ),
    "scores-open": Known(
        scored(
            district("/scores/?scorecard=readiness-example&level=district&period=2018&open={unit}")
        )
    ),
    "unit": Known(district("/units/{unit}/?period=2018")),
    "unit-of-the-province": Known(
        lambda site: f"/units/{site.unit('64')}/?period=2018&procedures=all"
    ),
    "unit-own-counter": Known(district("/units/{unit}/?period=2018&scope=own&fields=all")),
    "unit-before-all-data": Known(district("/units/{unit}/?period=2016")),
    "unit-profile": Known(district("/units/{unit}/profile/?period=2018")),
    "unit-profile-before-all-data": Known(district("/units/{unit}/profile/?period=2016")),
    "figure": Known(district("/figure/?indicator=on_time&level=district&period=2018&unit={unit}")),
    "figure-without-value": Known(
        district("/figure/?indicator=digitised_share&level=district&period=2018&unit={unit}")
    ),
    "exports": Known("/completeness/?period=2018"),
    "exports-missing": Known("/completeness/?period=2018-06&only=missing"),
    "watch": Known("/watch/"),
    "watch-mail": Known("/watch/mail/"),
    "watch-open": Known("/watch/?all=open"),
    "watch-of-a-district": Known("/watch/?under=622"),
    "search": Known("/search/?q=ia"),
    "search-page-two": Known("/search/?q=xa&in=units&page=2"),
    "search-nothing": Known("/search/?q=zzz"),
    "search-empty": Known("/search/"),
    "search-panel": Known("/help/", then=searches),
    "shortcuts": Known("/help/", then=asks_for_the_shortcuts),
    "help": Known("/help/"),
    "indicators": Known("/indicators/"),
    "indicator": Known("/indicators/on_time_all/"),
    "indicator-without-targets": Known("/indicators/received/"),
    "league-compared-with-last-year": Known(
        "/league/?indicator=on_time&level=district&period=2018-06&compare=year"
    ),
    "procedure": Known(of_the_newest("/procedures/{}/?period=2018", "dossiers_procedure")),
    "report": Known("/briefing/?period=2018"),
    "report-placeholders": Known("/briefing/placeholders/"),
    "report-of-nothing": Known("/briefing/?period=2016"),
    "services": Known("/services/?period=2018"),
    "services-before-all-data": Known("/services/?period=2016"),
    "dossiers": Known(
        district("/dossiers/?indicator=overdue&level=district&period=2018&unit={unit}")
    ),
    "no-dossiers": Known(
        district("/dossiers/?indicator=overdue&level=district&period=2016&unit={unit}")
    ),
    "dossier": Known(of_the_newest("/dossiers/{}/", "dossiers_dossier")),
    "uploads": Known("/uploads/"),
    "no-uploads": Known("/uploads/?state=refused"),
    "new-upload": Known("/uploads/new/"),
    "upload": Known(of_the_newest("/uploads/{}/", "dossiers_upload")),
    "undo": Known(of_the_newest("/uploads/{}/undo/", "dossiers_upload")),
    "audit": Known("/audit/"),
    "status": Known("/status/"),
    "entered": Known("/entered/"),
    "enter-value": Known("/entered/new/"),
    "enter-file": Known("/entered/file/"),
    "announced": Known("/scores/announced/"),
    "announced-new": Known("/scores/announced/new/?scorecard=readiness-example"),
    "announced-file": Known("/scores/announced/file/"),
    "submissions": Known(submitted("/submissions/?scorecard=web&period=2018")),
    "submission-form": Known(
        submitted("/submissions/form/?scorecard=web&unit=623&period=2018"), username="cntt"
    ),
    "submission": Known(submitted("/submissions/{submission}/")),
    "submissions-verify": Known(submitted("/submissions/verify/?scorecard=web&period=2018")),
    "submission-import": Known(submitted("/submissions/import/?scorecard=web&period=2018")),
    "closed-periods": Known(closed("/closed/")),
    "close-a-period": Known("/closed/new/?period=2018-05"),
    "close-refused": Known("/closed/new/?period=gestern", status=422),
    "reopen": Known(closed("/closed/{publication}/reopen/")),
    "published-league": Known(
        closed("/league/?indicator=on_time&level=district&period=2018-04&as=published")
    ),
    "published-figure": Known(
        closed("/figure/?indicator=on_time&period=2018-04&unit={unit}&as=published")
    ),
    "published-unit": Known(closed("/units/{unit}/?period=2018-04&as=published")),
    "style": Known("/style/"),
    "sign-in": Known("/accounts/login/", username=""),
    "password": Known("/accounts/password/change/"),
    "second-factor": Known("/accounts/second-factor/"),
    "second-factor-set-up": Known("/accounts/second-factor/on/"),
    "second-factor-refused": Known("/accounts/second-factor/on/", then=sends(code="000000")),
    "recovery-codes-new": Known("/accounts/second-factor/recovery/new/"),
    "sign-in-refused": Known(
        "/accounts/login/", "", then=sends(login="stranger", password="guess")
    ),
    "sign-out": Known("/accounts/logout/"),
    "account-closed": Known("/accounts/inactive/", ""),
    "confirm-that-it-is-you": Known("/accounts/reauthenticate/"),
    "password-refused": Known(
        "/accounts/password/change/", then=sends(oldpassword="guess", password1="short")
    ),
    "new-password": Known(link_for_a_new_password, ""),
    "new-password-refused": Known(
        link_for_a_new_password, "", then=sends(password1="short", password2="other")
    ),
    "no-unit": Known("/", username=NOBODY),
    "password-reset": Known("/accounts/password/reset/", username=""),
    "password-reset-done": Known("/accounts/password/reset/done/", username=""),
    "password-reset-link-too-old": Known("/accounts/password/reset/key/1-set-password/", ""),
    "password-reset-refused": Known("/accounts/password/reset/", "", then=sends(email="nobody")),
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
    "admin-unit": Known(district("/admin/units/unit/{unit}/change/")),
    "admin-unit-merge": Known(district("/admin/units/unit/{unit}/merge/")),
    "admin-unit-renamed": Known(
        lambda site: f"/admin/units/unit/{newest_unit(site)}/rename/",
        then=shows_what_changes,
    ),
    "admin-unit-changes": Known("/admin/units/unitchange/"),
    "admin-unit-change": Known(changed("/admin/units/unitchange/{}/change/")),
    "admin-unit-undo": Known(changed("/admin/units/unitchange/{}/undo/")),
    "admin-unit-history": Known(district("/admin/units/unit/{unit}/history/")),
    "admin-boundaries": Known("/admin/units/boundary/"),
    "admin-boundary": Known(of_the_newest("/admin/units/boundary/{}/change/", "units_boundary")),
    "admin-boundaries-load": Known("/admin/units/boundary/add/"),
    "admin-boundaries-understood": Known(
        "/admin/units/boundary/add/", then=shows_what_was_understood
    ),
    "admin-users": Known("/admin/units/user/"),
    "admin-user": Known(account("/admin/units/user/{}/change/", "cntt"), then=adds_a_role),
    "admin-user-password": Known(of_the_newest("/admin/units/user/{}/password/", "units_user")),
    "admin-new-user": Known("/admin/units/user/add/"),
    "admin-user-refused": Known("/admin/units/user/add/", then=sends_nothing),
    "admin-sources": Known("/admin/dossiers/source/"),
    "admin-announced-scores": Known("/admin/indicators/announcedscore/"),
    "admin-new-report-template": Known("/admin/indicators/briefingtemplate/add/"),
    "admin-report-templates": Known("/admin/indicators/briefingtemplate/"),
    "admin-entered-values": Known("/admin/indicators/enteredvalue/"),
    "admin-source": Known(of_the_newest("/admin/dossiers/source/{}/change/", "dossiers_source")),
    "admin-catalogue": Known("/admin/dossiers/catalogueprocedure/"),
    "admin-new-procedure": Known("/admin/dossiers/catalogueprocedure/add/"),
    "admin-procedures-not-in-it": Known("/admin/dossiers/procedure/?catalogue__isempty=1"),
    "admin-days-off": Known("/admin/dossiers/specialday/"),
    "admin-new-day-off": Known("/admin/dossiers/specialday/add/"),
    "admin-indicators": Known("/admin/indicators/indicator/"),
    "admin-indicator": Known(
        of_the_newest("/admin/indicators/indicator/{}/change/", "indicators_indicator")
    ),
    "admin-new-indicator": Known("/admin/indicators/indicator/add/"),
    "admin-targets": Known("/admin/indicators/target/"),
    "admin-target": Known(
        of_the_newest("/admin/indicators/target/{}/change/", "indicators_target"),
        then=has_named_choices,
    ),
    "admin-target-removed": Known(
        of_the_newest("/admin/indicators/target/{}/delete/", "indicators_target")
    ),
    "admin-new-target": Known("/admin/indicators/target/add/", then=has_named_choices),
    "admin-new-target-choosing": Known("/admin/indicators/target/add/", then=chooses_a_unit),
    "admin-expectations": Known("/admin/indicators/expectation/"),
    "admin-new-expectation": Known("/admin/indicators/expectation/add/", then=has_named_choices),
    "admin-scorecards": Known("/admin/indicators/scorecard/"),
    "admin-new-scorecard": Known("/admin/indicators/scorecard/add/"),
    "admin-scorecard-file": Known("/admin/indicators/scorecard/load/"),
    "admin-scorecard-draft": Known(scorecard("change", "draft"), then=types_points),
    "admin-scorecard-tried": Known(scorecard("try", "draft")),
    "admin-scorecard-question": Known(scorecard("force", "draft")),
    "admin-scorecard": Known(scorecard("change", "in_force")),
    "admin-scorecard-end": Known(scorecard("retire", "in_force")),
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
    for chart in page.locator(".chart__plot").all():
        chart.locator(".main-svg").first.wait_for()
    if known.then is not None:
        known.then(page)
    return page
