"""The demo's site and a browser, for the tests of this folder.

`site` is there to be read by all of them, `own_site` belongs to a module, which may change it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chrome import NAMES, Visitors, chrome
from tests.browser.site import FORGETFUL, NOBODY, Site, collect_static, serving
from tests.demo import Demo, copy_of
from tests.dossiers.conftest import own_redis
from tests.support import needs


@pytest.fixture(scope="session")
def browser_program() -> str:
    """The path of the browser; the tests are skipped where there is none."""
    return needs(*NAMES)


@pytest.fixture(scope="package")
def static_dir(
    browser_program: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """The static files, collected once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "collected"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            collect_static({**os.environ, "EGOV_STATIC_DIR": str(begun)})
            begun.rename(folder)
    return folder


@pytest.fixture(scope="package")
def site(browser_program: str, demo_template: Demo, static_dir: Path) -> Iterator[Site]:
    """The site with the demo and two accounts without any unit, which nobody changes."""
    with _site(demo_template, static_dir) as site:
        site.says(
            "from egov.demo.accounts import PASSWORD\n"
            "from units.accounts.actions import create_account\n"
            f"for username in '{NOBODY}', '{FORGETFUL}':\n"
            "    create_account(username=username, password=PASSWORD,"
            " full_name='', email='', by='test')"
        )
        yield site


@pytest.fixture(scope="module")
def own_site(browser_program: str, demo_template: Demo, static_dir: Path) -> Iterator[Site]:
    """A site with the demo that the module may change."""
    with _site(demo_template, static_dir, EGOV_JOB_STALE_SECONDS="3") as site:
        yield site


# Not for longer than a module: Django's queries refuse to run in a thread in which Playwright does.
@pytest.fixture(scope="module")
def browser(browser_program: str) -> Iterator[Browser]:
    with chrome(browser_program) as browser:
        yield browser


@pytest.fixture(scope="module")
def module_visitors(browser: Browser, site: Site) -> Visitors:
    return Visitors(browser, site)


@pytest.fixture
def visitors(module_visitors: Visitors) -> Iterator[Visitors]:
    """Visitors of `site`; the test fails if the browser complains of anything unexpected."""
    yield from _watched(module_visitors)


@pytest.fixture(scope="module")
def module_own_visitors(browser: Browser, own_site: Site) -> Visitors:
    return Visitors(browser, own_site)


@pytest.fixture
def own_visitors(module_own_visitors: Visitors) -> Iterator[Visitors]:
    """Visitors of `own_site`; the test fails if the browser complains of anything unexpected."""
    yield from _watched(module_own_visitors)


def _watched(visitors: Visitors) -> Iterator[Visitors]:
    before = visitors.site.log.stat().st_size
    yield visitors
    print(visitors.site.log.read_bytes()[before:].decode())  # pytest shows it where a test fails
    assert visitors.leave() == []


@contextmanager
def _site(template: Demo, static_dir: Path, **more: str) -> Iterator[Site]:
    with copy_of(template) as copy, own_redis() as redis:
        environment = {"REDIS_URL": redis, "EGOV_STATIC_DIR": str(static_dir)}
        environment |= {"EGOV_WEB_WORKERS": "1", **more}
        with serving({**copy.environment, **environment}) as site:
            yield site
