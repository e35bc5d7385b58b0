"""Charts as pictures, drawn by a Chromium of the system: the figures of the pages, by the same
Plotly.

One run of the browser draws all charts of a document and prints the page that it made, in which the
pictures stand as text. It needs no network and gets none.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from indicators.charts.chart import Chart
from indicators.charts.layout import HEIGHT
from indicators.charts.plotly_js import SCRIPT

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    *("--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--mute-audio"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
_SECONDS, _VIRTUAL_SECONDS = 60, 20
_WIDTH, _SCALE = 680, 2
# On paper: the light theme of tokens.css, black on white.
_COLOURS = {
    "--sans": "Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif",
    "--brand": "#0a5a5c",
    "--ink": "#000000",
    "--soft": "#333333",
    "--line": "#cccccc",
    "--edge": "#777777",
    "--card": "#ffffff",
    "--bad": "#b3261e",
    "--warn": "#9a6700",
    "--good": "#1d7a4c",
    "--track": "#cccccc",
    "--paper": "#ffffff",
}
_PICTURE = re.compile(rb'<pre id="([a-z-]+)">data:image/png;base64,([A-Za-z0-9+/=]+)</pre>')
_PAGE = """<!doctype html><meta charset="utf-8"><div id="place"></div>
<script src="%(plotly)s"></script>
<script>
(async () => {
  for (const [name, figure] of %(figures)s) {
    const size = { width: figure.layout.width, height: figure.layout.height };
    const place = document.createElement("div");
    document.body.append(place);
    await Plotly.newPlot(place, figure.data, figure.layout, { staticPlot: true });
    const text = document.createElement("pre");
    text.id = name;
    text.textContent = await Plotly.toImage(place, { format: "png", scale: %(scale)s, ...size });
    place.replaceWith(text);
  }
})();
</script>
"""


class DrawingError(Exception):
    """There are no pictures; the text says why."""


def chromium() -> str | None:
    """The browser's path: of the setting EGOV_CHROMIUM, or the first that is found; None without
    one, or where the setting is "none"."""
    if settings.CHROMIUM:
        return None if settings.CHROMIUM == "none" else shutil.which(settings.CHROMIUM)
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def pictures_of(charts: Sequence[Chart]) -> dict[str, bytes]:
    """Chart's id -> PNG. Raises DrawingError where there is no browser, or it fails."""
    path = chromium()
    if path is None:
        raise DrawingError("no Chromium")
    if not charts:
        return {}
    with tempfile.TemporaryDirectory(prefix="egov-charts-") as folder:
        page = Path(folder) / "charts.html"
        page.write_text(_page(charts), encoding="utf-8")
        told = _run(path, page, Path(folder) / "profile")
    found = {name.decode(): b64decode(text) for name, text in _PICTURE.findall(told)}
    if found.keys() != {chart.id for chart in charts}:
        raise DrawingError("the browser drew nothing")
    return found


def _page(charts: Sequence[Chart]) -> str:
    figures = json.dumps([[chart.id, _on_paper(chart.figure)] for chart in charts])
    words = {
        "plotly": SCRIPT.as_uri(),
        "figures": figures.replace("<", "\\u003c"),
        "scale": _SCALE,
    }
    return _PAGE % words


def _on_paper(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The figure with its colours, on white, of a size that fits on the page."""
    found: dict[str, Any] = _coloured(figure)
    layout = found["layout"]
    layout.setdefault("height", HEIGHT)
    return {**found, "layout": {**layout, "width": _WIDTH, "paper_bgcolor": "#ffffff"}}


def _coloured(value: Any) -> Any:
    """Custom properties of the style sheet as what they are on paper; "--brand/40" at 40%."""
    if isinstance(value, str) and value.startswith("--"):
        name, _slash, strength = value.partition("/")
        colour = _COLOURS.get(name, "#000000")
        return f"{colour}{round(float(strength) * 2.55):02x}" if strength else colour
    if isinstance(value, Mapping):
        return {name: _coloured(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_coloured(one) for one in value]
    return value


def _run(path: str, page: Path, profile: Path) -> bytes:
    """What the browser prints of the page when it is done; it is ended with all its processes."""
    # Chromium's own sandbox does not work for root; what it opens is our page alone.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [
        *(path, *_FLAGS, *root, f"--user-data-dir={profile}"),
        *(f"--virtual-time-budget={_VIRTUAL_SECONDS * 1000}", "--dump-dom", page.as_uri()),
    ]
    try:
        # A group that can be ended as a whole, in the session of the worker, whose priority it has.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
    except OSError as error:
        raise DrawingError(f"the browser did not start: {error.strerror}") from None
    try:
        told, _errors = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise DrawingError("the browser took too long") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return told
