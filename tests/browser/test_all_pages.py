"""Every page of the site is among those that the tests of this folder look at."""

from typing import Any

from django.urls import resolve

from tests.browser.pages import ADMIN, PAGES
from tests.pages.asking import all_routes

# Answers that are no pages, or are the page of another address.
NO_PAGES = {
    "set_language": "posted",
    "theme": "posted",
    "security_txt": "a text for programs",
    "account_set_password": "leads to the change of a password",
    "mfa_authenticate": "between the password and the code",
    "mfa_reauthenticate": "of who has a second factor",
    "mfa_deactivate_totp": "of who has a second factor",
    "mfa_view_recovery_codes": "of who has a second factor",
    "mfa_download_recovery_codes": "a file",
    "account_reset_password_from_key_done": "leads to the login",
    "dossiers:upload_cancel": "posted",
    "dossiers:upload_accept": "posted",
    "dossiers:upload_rejected": "a file",
    "dossiers:upload_preview": "posted; shown at the address of the upload",
    "dossiers:upload_tell": "looked at by test_upload",
    "indicators:submission_inputs": "a file",
    "indicators:submission_submit": "posted",
    "indicators:submission_withdraw": "posted",
    "indicators:submission_verify": "posted",
    "indicators:submission_send_back": "posted",
    "indicators:submission_discard": "posted",
    "indicators:evidence_add": "posted",
    "indicators:evidence_file": "a file",
    "indicators:evidence_remove": "posted",
    "indicators:briefing_documents": "posted; leads to the report",
    "indicators:briefing_document": "needs a document, which a worker writes",
    "indicators:briefing_document_file": "a file",
    "indicators:report": "needs a report, which the demo of 2018 has not",
    "indicators:report_count": "posted",
    "indicators:report_discard": "posted",
    "indicators:report_take_back": "needs a report",
    "indicators:report_comparison": "needs a report",
    "indicators:report_file": "a file",
}


class StandIn:
    """As tests.browser.site.Site, without a site: what addresses are made of is the same."""

    def unit(self, code: str) -> str:
        return "1"

    def value(self, query: str, *parameters: object) -> str:
        return "1"

    def says_once(self, code: str) -> str:
        return "/accounts/password/reset/key/1-abcdef/" if "reset/key" in code else "1"


def looked_at() -> set[str]:
    """The names of the addresses that the tests open."""
    site: Any = StandIn()
    found = set()
    for known in (PAGES | ADMIN).values():
        address = known.address if isinstance(known.address, str) else known.address(site)
        if known.status != 404:
            found.add(resolve(address.partition("?")[0]).view_name)
    return found


def test_every_page_is_looked_at():
    names = {route.name for route in all_routes() if not route.route.startswith("admin/")}
    assert names - looked_at() - NO_PAGES.keys() == set()


def test_what_is_left_out_exists_and_is_left_out_indeed():
    names = {route.name for route in all_routes()}
    assert NO_PAGES.keys() - names == set()
    assert NO_PAGES.keys() & looked_at() == set()
