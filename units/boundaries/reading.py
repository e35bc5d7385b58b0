"""A GeoJSON file (RFC 7946) as outlines by code; what cannot be read is said in one sentence."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units.boundaries.rings import polygon_of
from units.boundaries.shapes import Point
from units.errors import BoundaryError
from units.names import clean

MEGABYTES = 20
CODE = "code"

_LISTED = 5


class Outline(NamedTuple):
    """What a feature of a file is called there, and its polygons in degrees."""

    code: str
    shape: list[list[list[Point]]]


def read_outlines(content: bytes, code_property: str = CODE) -> list[Outline]:
    """The features of a file in its order; `code_property` is where each has its unit's code.

    Raises BoundaryError: nothing of a file is taken that is not understood whole.
    """
    features = _features(_document(content))
    outlines = [
        _outline(feature, number, code_property) for number, feature in enumerate(features, 1)
    ]
    twice = [code for code, count in Counter(one.code for one in outlines).items() if count > 1]
    if twice:
        raise BoundaryError(
            ngettext(
                "The file has several features with the code %(codes)s.",
                "The file has several features for each of the codes %(codes)s.",
                len(twice),
            )
            % {"codes": listed(twice)}
        )
    return outlines


def listed(texts: Sequence[str]) -> str:
    """The first few of many, and that there are more."""
    return ", ".join([text[:40] for text in texts[:_LISTED]] + ["…"] * (len(texts) > _LISTED))


def _document(content: bytes) -> Any:
    if len(content) > MEGABYTES * 1_000_000:
        raise BoundaryError(
            _("The file is larger than %(size)s MB: simplify the outlines before.")
            % {"size": MEGABYTES}
        )
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BoundaryError(_("The file is no text in UTF-8.")) from None
    except RecursionError:
        raise BoundaryError(_("The file is nested too deep to be GeoJSON.")) from None
    except json.JSONDecodeError as error:
        raise BoundaryError(
            _("The file is no JSON: line %(line)s, column %(column)s.")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    except ValueError:
        # NaN and its like, and numbers of thousands of digits.
        raise BoundaryError(_("The file has a number that JSON does not know.")) from None


def _no_number(text: str) -> None:
    raise ValueError(text)


def _features(document: Any) -> list[Any]:
    kind = document.get("type") if isinstance(document, Mapping) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise BoundaryError(_("The file is no GeoJSON FeatureCollection."))
    if not features:
        raise BoundaryError(_("The file has no features."))
    return features


def _outline(feature: Any, number: int, code_property: str) -> Outline:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise BoundaryError(_("No. %(number)s in the file is no Feature.") % {"number": number})
    code = _code(feature.get("properties"), number, code_property)
    named = _("Feature %(number)s (%(code)s)") % {"number": number, "code": code[:40]}
    shape = [polygon_of(rings, named) for rings in _polygons(feature.get("geometry"), named)]
    shape = [polygon for polygon in shape if polygon]
    if not shape:
        raise BoundaryError(_("%(feature)s has an outline without area.") % {"feature": named})
    return Outline(code, shape)


def _code(properties: Any, number: int, code_property: str) -> str:
    found = properties if isinstance(properties, Mapping) else {}
    value = found.get(code_property)
    # A code that a program took for a number.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and clean(value):
        return clean(value)
    raise BoundaryError(
        _("Feature %(number)s has no code in its property “%(name)s”; it has: %(known)s.")
        % {"number": number, "name": code_property, "known": listed([*found]) or "–"}
    )


def _polygons(geometry: Any, named: str) -> Iterator[Any]:
    if geometry is None:
        raise BoundaryError(_("%(feature)s has no geometry.") % {"feature": named})
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(
            _("%(feature)s is a %(kind)s: an outline is a Polygon or MultiPolygon.")
            % {"feature": named, "kind": str(kind)[:40]}
        )
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise BoundaryError(_("%(feature)s has no coordinates.") % {"feature": named})
    yield from [coordinates] if kind == "Polygon" else coordinates
