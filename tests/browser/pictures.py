"""`make pictures`: the pages as they look, into docs/pictures/, and those of the guides in both
languages into docs/guide/pictures/.

The demo is loaded into the servers of the given environment, unless it is there already. Where
ImageMagick is found the pictures have 128 colours, a third of the bytes.
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

from indicators.periods import parse_period  # noqa: E402
from indicators.scoring.kept import bring_up_to_date  # noqa: E402
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
# Every page is taken in light; these also as they change most, so that the repository stays small.
ALSO = {
    "dark": {"overview", "map", "unit"},
    "phone": {"overview", "league", "unit"},
}
LANGUAGES = {"vi": "vi-VN", "en": "en-US"}


def main() -> int:
    """Write the pictures; the exit status."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write(f"This needs {' or '.join(NAMES)}.\n")
        return 1
    environment = {**os.environ, "EGOV_STATIC_DIR": f"{os.environ['EGOV_DATA_DIR']}/static"}
    for command in (["migrate", "--verbosity", "0"], ["demo", "--here"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    # A worker's task; the pictures have none.
    bring_up_to_date(period=parse_period("2026"), waits=True)
    preview = hand_in_for_preview()
    collect_static(environment)
    for folder in (FOLDER, GUIDE):
        folder.mkdir(parents=True, exist_ok=True)
    with chrome(program) as browser, serving(environment) as site:
        visitors = Visitors(browser, site)
        for look, options in LOOKS.items():
            page = visitors.page("cntt", **options)
            for name, address in addresses(site, preview).items():
                if name in ALSO.get(look, {name}):
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
    towns = ",".join([pleiku, site.unit("623"), site.unit("624")])
    upload = site.value("SELECT max(id) FROM dossiers_upload WHERE state = 'loaded'")
    communes = "indicator=on_time_all&level=commune&period=2026"
    districts = "indicator=on_time_all&level=district&period=2018"
    return {
        "overview": "/",
        "league": "/league/?indicator=on_time&level=district&period=2018-06",
        "months": f"/league/months/?{communes}",
        "compare": f"/league/compare/?{districts}&units={towns}",
        "map": f"/league/map/?{communes}",
        "unit": f"/units/{pleiku}/?indicator=on_time&period=2018",
        "profile": f"/units/{pleiku}/profile/?indicator=on_time&period=2018",
        "report": "/briefing/?period=2018",
        "dossiers": f"/dossiers/?indicator=overdue&level=district&period=2018&unit={pleiku}",
        "preview": f"/uploads/{preview}/",
        "upload": f"/uploads/{upload}/",
        "scorecards": "/scores/",
    }


def of_the_guide(site: Site, preview: int) -> dict[str, str]:
    """Name of a picture of the guides -> address of its page."""
    found = addresses(site, preview)
    shown = ("overview", "league", "map", "unit", "report", "preview", "upload")
    return {
        **{name: found[name] for name in shown},
        "new-upload": "/uploads/new/",
        "undo": f"{found['upload']}undo/",
    }


def take(page: Page, address: str, path: Path) -> None:
    """Write the picture of a page, when its charts are drawn."""
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    assert response.ok, f"{address}: {response.status}"
    page.evaluate("document.fonts.ready")
    path.write_bytes(page.screenshot(animations="disabled"))
    if convert := shutil.which("convert"):
        made_of = ["+dither", "-colors", "128", "-strip", f"PNG8:{path}"]
        subprocess.run([convert, str(path), *made_of], check=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
