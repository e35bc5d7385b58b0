"""Files of outlines as offices have them, made small."""

import json
from typing import Any

from units.boundaries.shapes import Point


def square(x: float, y: float, side: float = 1.0) -> list[Point]:
    """A ring with its corner in the south-west."""
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def feature(code: Any, *rings: list[Point], name: str = "code") -> dict[str, Any]:
    """A feature with one polygon."""
    geometry = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "properties": {name: code}, "geometry": geometry}


def collection(*features: Any) -> bytes:
    """The bytes of a file."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
