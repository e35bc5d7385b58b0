"""GeoJSON files: what is taken of them, and the sentence for each that cannot be read."""

from typing import Any

import pytest

from tests.units.boundaries.files import collection, feature, square
from units.boundaries.reading import MEGABYTES, read_outlines
from units.errors import BoundaryError


def refusal(content: bytes, code_property: str = "code") -> str:
    with pytest.raises(BoundaryError) as refused:
        read_outlines(content, code_property)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def with_geometry(geometry: Any) -> bytes:
    return collection({"type": "Feature", "properties": {"code": "1"}, "geometry": geometry})


def polygon(*rings: Any) -> bytes:
    return with_geometry({"type": "Polygon", "coordinates": rings})


def test_a_polygon_with_a_hole_and_one_of_several_parts():
    several = {"type": "MultiPolygon", "coordinates": [[square(5, 5)], [square(8, 8)]]}
    content = collection(
        feature("21553", square(0, 0, 4), square(1, 1)),
        {"type": "Feature", "properties": {"code": "21583"}, "geometry": several},
    )
    one, other = read_outlines(content)
    assert (one.code, one.shape) == ("21553", [[square(0, 0, 4), square(1, 1)]])
    assert (other.code, other.shape) == ("21583", [[square(5, 5)], [square(8, 8)]])


@pytest.mark.parametrize(("written", "code"), [(21553, "21553"), (64.0, "64"), (" 064 ", "064")])
def test_a_code_is_a_text_however_it_is_written(written: Any, code: str):
    assert read_outlines(collection(feature(written, square(0, 0))))[0].code == code


def test_another_property_may_have_the_code():
    content = collection(feature("64", square(0, 0), name="MA_XA"))
    assert read_outlines(content, "MA_XA")[0].code == "64"
    assert "“code”; it has: MA_XA." in refusal(content)


def test_a_byte_order_mark_heights_and_repeated_points_do_no_harm():
    ring = [[0, 0, 12.5], [1, 0, 3], [1, 0, 3], [1, 1, 0], [0, 0, 12.5]]
    (one,) = read_outlines(b"\xef\xbb\xbf" + polygon(ring))
    assert one.shape == [[[(0, 0), (1, 0), (1, 1), (0, 0)]]]


def test_what_is_no_geojson_is_refused():
    assert "no text in UTF-8" in refusal('{"type": "x"}'.encode("utf-16"))
    assert "line 2, column 1" in refusal(b'{"type": 1,\n')
    assert "nested too deep" in refusal(b"[" * 200_000)
    assert "a number that JSON does not know" in refusal(polygon([[float("nan"), 0]] * 4))
    assert "a number that JSON does not know" in refusal(b'{"type": ' + b"1" * 5000 + b"}")
    for other in (b"[]", b"3", b'"FeatureCollection"', b'{"type": "Feature"}', b"null"):
        assert "no GeoJSON FeatureCollection" in refusal(other)
    assert "no features" in refusal(collection())
    assert f"{MEGABYTES} MB" in refusal(b" " * (MEGABYTES * 1_000_000 + 1))


def test_what_is_no_outline_is_refused():
    assert "No. 1 in the file is no Feature" in refusal(collection("x"))
    assert "Feature 1 (1) has no geometry" in refusal(with_geometry(None))
    assert "is a Point" in refusal(with_geometry({"type": "Point", "coordinates": [1, 2]}))
    assert "is a None" in refusal(with_geometry([]))
    assert "has no coordinates" in refusal(with_geometry({"type": "Polygon"}))
    assert "in no rings" in refusal(polygon("ring"))
    assert "fewer than four points" in refusal(polygon([[0, 0], [1, 1], [0, 0]]))
    assert "not closed" in refusal(polygon([[0, 0], [1, 0], [1, 1], [0, 1]]))
    assert "without two numbers" in refusal(polygon([[0, 0], [1, 0], [1, True], [0, 0]]))
    assert "without two numbers" in refusal(polygon([[0, 0], [1, "0"], [1, 1], [0, 0]]))
    assert "without area" in refusal(polygon([[0, 0], [1, 1], [2, 2], [0, 0]]))
    assert "without area" in refusal(with_geometry({"type": "MultiPolygon", "coordinates": []}))


def test_metres_and_swapped_degrees_are_told_apart():
    metres = polygon([[455_000, 1_545_000], [456_000, 1_545_000], [456_000, 1_546_000]] * 2)
    assert "VN-2000" in refusal(metres)
    assert "455000" in refusal(metres)
    swapped = polygon([[13.9, 108.1], [13.9, 108.2], [14.0, 108.2], [13.9, 108.1]])
    assert "longitude first" in refusal(swapped)


def test_codes_are_there_and_there_once():
    assert "it has: –" in refusal(collection({"type": "Feature", "geometry": None}))
    assert "no code" in refusal(collection(feature("  ", square(0, 0))))
    assert "no code" in refusal(collection(feature(True, square(0, 0))))
    several = [feature(str(number), square(0, 0)) for number in range(8)] * 2
    assert refusal(collection(*several)).endswith("0, 1, 2, 3, 4, ….")
