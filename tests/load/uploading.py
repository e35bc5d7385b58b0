"""One person uploads a large file, looks at what it would do, and has it loaded."""

import sys
import time
from pathlib import Path

from dossiers.models import Upload, UploadState
from tests.real.browser import Browser

_LOOKS = 2.0  # seconds between two looks of the page at itself
_PATIENCE = 1800.0


def upload(browser: Browser, path: Path, source: str, exported_at: str) -> tuple[float, float]:
    """Seconds until what the file would do is shown, and from its confirmation to its figures."""
    begun = time.monotonic()
    fields = {"source": source, "exported_at": exported_at}
    answer = browser.post("/uploads/new/", fields, file=path)
    if answer.status != 302:
        sys.exit(f"the upload was answered with {answer.status}")
    address = answer.location
    _until(browser, address, UploadState.PREVIEWED)
    shown = time.monotonic() - begun
    begun = time.monotonic()
    action = f"{address}preview/"
    answer = browser.post(action, browser.form(address, action) | {"do": "load"})
    if answer.status != 302:
        sys.exit(f"the confirmation was answered with {answer.status}")
    _until(browser, address, UploadState.LOADED)
    return shown, time.monotonic() - begun


def _until(browser: Browser, address: str, state: UploadState) -> None:
    """Look at the page, as it does itself, until the upload has come to the state."""
    pk = int(address.rstrip("/").rpartition("/")[2])
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        browser.get(address, htmx=True)
        found = Upload.objects.get(pk=pk)
        if found.state == state:
            return
        if found.state not in (UploadState.PENDING, UploadState.PREVIEWED):
            sys.exit(f"the upload is {found.state}: {found.refusal}")
        time.sleep(_LOOKS)
    sys.exit(f"the upload is not {state} after {_PATIENCE:.0f} s")
