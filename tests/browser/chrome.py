"""The system's Chromium, and visitors of a site who note whatever it complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    WebError,
    expect,
    sync_playwright,
)

from egov.demo.accounts import PASSWORD
from tests.browser.site import Site

NAMES = ("chromium", "chromium-browser", "google-chrome")
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Milliseconds for an action and for what it is to bring about: the machine may be busy. How quick
# pages are is measured elsewhere (docs/benchmarks.md).
PATIENCE = 15_000

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`violates ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
# The browser breaks off requests of a page that it leaves, and those that become downloads.
_BROKEN_OFF = "net::ERR_ABORTED"


@contextmanager
def chrome(path: str) -> Iterator[Browser]:
    """A Chromium with an empty profile of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


class Visitors:
    """Opens pages of a site, and keeps what the browser complained of there: console errors and
    warnings, uncaught errors, failed requests, violations of the content security policy."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._lookers: dict[str, Page] = {}
        self._signed_in: dict[str, Any] = {}

    def page(self, username: str = "", **options: Any) -> Page:
        """A new browser's page for somebody who has signed in, in Vietnamese, or switched to
        English by an English `locale`; `options` are Playwright's for a context."""
        context = self._context(username, **options)
        self._contexts.append(context)
        return context.new_page()

    def look(self, username: str = "", **options: Any) -> Page:
        """As `page`, but for one who leaves nothing in his browser (cookies, what is kept there):
        it is kept with the files it holds, and so is his page, which goes on to the next address
        in the window and the light that are asked for. A new browser costs three times as much as
        the next address."""
        window = options.pop("viewport", DESK)
        light = options.pop("color_scheme", "light")
        key = repr((username, sorted(options.items())))
        if key not in self._lookers:
            self._lookers[key] = self._context(username, viewport=window, **options).new_page()
        page = self._lookers[key]
        page.set_viewport_size(window)
        page.emulate_media(media="null", color_scheme=light, reduced_motion="null")
        return page

    def _context(self, username: str, **options: Any) -> BrowserContext:
        if username and username not in self._signed_in:
            page = self.page()
            sign_in(page, username)
            self._signed_in[username] = page.context.storage_state()
        context = self._browser.new_context(
            base_url=self.site.url,
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=self._signed_in.get(username),
            **{"locale": "vi-VN", "viewport": DESK, **options},
        )
        if options.get("locale", "").startswith("en"):
            context.add_cookies([{"name": "django_language", "value": "en", "url": self.site.url}])
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_TELL_OF_VIOLATIONS)
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        context.on("requestfailed", self._note_request)
        return context

    def expect(self, text: str) -> None:
        """What was complained of holds a text and is as it should be: it is forgotten."""
        expected = [complaint for complaint in self.complaints if text in complaint]
        assert expected, f"nobody complained of {text}: {self.complaints}"
        self.complaints = [one for one in self.complaints if one not in expected]

    def leave(self) -> list[str]:
        """Close all pages but the lookers'; what was complained of since the last time."""
        for context in self._contexts:
            context.close()
        self._contexts = []
        complaints, self.complaints = self.complaints, []
        return complaints

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.page.url if message.page else ""
            self.complaints.append(f"{message.type}: {message.text} ({where})")

    def _note_error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _note_request(self, request: Request) -> None:
        if request.failure != _BROKEN_OFF:
            self.complaints.append(f"{request.failure}: {request.url}")


def sign_in(page: Page, username: str) -> None:
    """Sign in with one of the demo's accounts, by the form."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
