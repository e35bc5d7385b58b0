"""The demo's boundaries: districts as they were until 2025, and communes since then."""

from datetime import date

from egov.demo.offices import FOLDER
from units.boundaries.actions import load_boundaries
from units.boundaries.understanding import understood
from units.models import Boundary, Level

_FILES = {
    "districts-2018.geojson": (Level.DISTRICT, date(2018, 1, 1)),
    "communes-2025.geojson": (Level.COMMUNE, date(2025, 7, 1)),
}


def load_missing() -> None:
    """Load the outlines, unless there are any."""
    if Boundary.objects.exists():
        return
    for name, (level, as_of) in _FILES.items():
        content = (FOLDER / "boundaries" / name).read_bytes()
        found = understood(content, level=level, as_of=as_of)
        load_boundaries(understood=found, file_name=name, by="demo")
