"""What a browser needs for a page: bytes and requests, and the time until it first paints."""

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.chrome import NAMES, chrome, sign_in
from tests.browser.site import Site, collect_static, serving

USERNAME = "bench-browser"
PAGES = {
    "overview": "/?period=2024",
    "league table of 3,321 communes": "/league/?indicator=on_time&level=commune&period=2024",
    "a commune": "/units/{unit}/?period=2024",
}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
_TIMES = 5
_PATIENCE = 120_000  # milliseconds: the first visit of all computes the figures
_TIMINGS = """async () => {
  const paint = await new Promise((found) => {
    const observer = new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName("first-contentful-paint");
      if (first) found(first);
    });
    observer.observe({ type: "paint", buffered: true });
  });
  const page = performance.getEntriesByType("navigation")[0];
  const loaded = [page, ...performance.getEntriesByType("resource")];
  return {
    paint: paint.startTime,
    answer: page.responseStart,
    bytes: loaded.reduce((sum, one) => sum + one.transferSize, 0),
    requests: loaded.filter((one) => one.transferSize > 0).length,
  };
}"""


@dataclass(frozen=True)
class Painted:
    """One opening of a page: kB and requests that went over the wire, milliseconds until the
    answer begins and until something is painted."""

    kilobytes: float
    requests: int
    answer: float
    paint: float


def painted_pages(directory: Path) -> str:
    """The paragraph of the report: each page at a first visit (nothing in the browser's cache)
    and at a later one, the median of five; or that there is no browser."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return f"No browser here ({', '.join(NAMES)}): not measured how soon pages are painted."
    lines = [
        "In headless Chromium, from the site's own processes, signed in; first visit (empty cache)"
        " and later visit, median of five:",
        "",
        "| page | kB | requests | first paint | later kB | later requests | later first paint |",
        "|---|---|---|---|---|---|---|",
    ]
    with _site(directory) as site, chrome(program) as browser:
        unit = site.value("SELECT max(unit_id) FROM units_unitversion WHERE level = 'commune'")
        for name, address in PAGES.items():
            visits = list(_visits(browser, site, address.format(unit=unit)))
            first, later = (_median(times) for times in zip(*visits, strict=True))
            lines.append(f"| {name} | {_cells(first)} | {_cells(later)} |")
    return "\n".join(lines)


@contextmanager
def _site(directory: Path) -> Iterator[Site]:
    """The site over the bench's database, with an account that sees everything."""
    environment = {**os.environ, "EGOV_STATIC_DIR": str(directory / "static")}
    collect_static(environment)
    with serving(environment) as site:
        site.says(
            "from egov.demo.accounts import PASSWORD\n"
            "from units.models import User\n"
            f"user, _ = User.objects.get_or_create(username={USERNAME!r}, is_superuser=True)\n"
            "user.set_password(PASSWORD)\n"
            "user.save()"
        )
        yield site


def _visits(browser: Browser, site: Site, address: str) -> Iterator[tuple[Painted, Painted]]:
    """A first and a later visit, in a new browser each time; the figures are computed before."""
    state = _signed_in(browser, site)
    for number in range(_TIMES + 1):
        context = _context(browser, site, state)
        page = context.new_page()
        first, later = _open(page, address), _open(page, address)
        context.close()
        if number:
            yield first, later


def _signed_in(browser: Browser, site: Site) -> Any:
    context = _context(browser, site, None)
    sign_in(context.new_page(), USERNAME)
    state = context.storage_state()
    context.close()
    return state


def _context(browser: Browser, site: Site, state: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=site.url, viewport=LAPTOP, locale="vi-VN", storage_state=state
    )
    context.set_default_timeout(_PATIENCE)
    return context


def _open(page: Page, address: str) -> Painted:
    page.goto(address)
    timings = page.evaluate(_TIMINGS)
    return Painted(
        timings["bytes"] / 1000, int(timings["requests"]), timings["answer"], timings["paint"]
    )


def _median(times: tuple[Painted, ...]) -> Painted:
    return Painted(
        statistics.median(one.kilobytes for one in times),
        int(statistics.median(one.requests for one in times)),
        statistics.median(one.answer for one in times),
        statistics.median(one.paint for one in times),
    )


def _cells(one: Painted) -> str:
    paint = f"{one.paint:.0f} ms (answer after {one.answer:.0f})"
    return f"{one.kilobytes:.1f} | {one.requests} | {paint}"
