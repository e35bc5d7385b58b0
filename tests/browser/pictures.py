"""`make pictures`: the pages as they look, into docs/pictures/, and those of the guide in both
languages into docs/guide/pictures/.

The demo is loaded into the servers of the given environment, unless it is there already.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
django.setup()

from tests.browser.chrome import DESK, NAMES, PHONE, Visitors, chrome  # noqa: E402
from tests.browser.previewed import hand_in_for_preview  # noqa: E402
from tests.browser.site import ROOT, Site, collect_static, serving  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
GUIDE = ROOT / "docs" / "guide" / "pictures"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
}
LANGUAGES = {"vi": "vi-VN", "en": "en-US"}


def main() -> int:
    """Write the pictures; the exit status."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write(f"This needs {' or '.join(NAMES)}.\n")
        return 1
    environment = {**os.environ, "EGOV_STATIC_DIR": f"{os.environ['EGOV_DATA_DIR']}/static"}
    for command in (["migrate", "--verbosity", "0"], ["demo", "--here", "--stretch", "2018"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    preview = hand_in_for_preview()
    collect_static(environment)
    for folder in (FOLDER, GUIDE):
        folder.mkdir(parents=True, exist_ok=True)
    with chrome(program) as browser, serving(environment) as site:
        visitors = Visitors(browser, site)
        for look, options in LOOKS.items():
            page = visitors.page("cntt", **options)
            for name, address in addresses(site, preview).items():
                take(page, address, FOLDER / f"{name}-{look}.png")
        for language, locale in LANGUAGES.items():
            page = visitors.page("cntt", **LOOKS["light"], locale=locale)
            for name, address in of_the_guide(site, preview).items():
                take(page, address, GUIDE / f"{name}.{language}.png")
        for complaint in visitors.leave():
            sys.stderr.write(f"{complaint}\n")
    return 0


def addresses(site: Site, preview: int) -> dict[str, str]:
    """Name of a picture -> address of its page; `preview` is an upload that is to be confirmed."""
    pleiku = site.unit("622")
    upload = site.value("SELECT max(id) FROM dossiers_upload WHERE state = 'loaded'")
    overdue = f"indicator=overdue&level=district&period=2018&unit={pleiku}"
    return {
        "overview": "/",
        "league": "/league/?indicator=on_time&level=district&period=2018-06",
        "unit": f"/units/{pleiku}/?indicator=on_time&period=2018",
        "dossiers": f"/dossiers/?{overdue}",
        "preview": f"/uploads/{preview}/",
        "upload": f"/uploads/{upload}/",
    }


def of_the_guide(site: Site, preview: int) -> dict[str, str]:
    """Name of a picture of the guide for ICT staff -> address of its page."""
    upload = addresses(site, preview)["upload"]
    return {
        "new-upload": "/uploads/new/",
        "preview": f"/uploads/{preview}/",
        "upload": upload,
        "undo": f"{upload}undo/",
    }


def take(page: Page, address: str, path: Path) -> None:
    """Write the picture of a page, when its charts are drawn."""
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    assert response.ok, f"{address}: {response.status}"
    page.evaluate("document.fonts.ready")
    path.write_bytes(page.screenshot(animations="disabled"))
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
