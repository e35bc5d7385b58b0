"""Outlines as paths."""

import re
from itertools import accumulate
from math import cos, radians

from tests.units.boundaries.files import square
from units.boundaries.drawing import SIZE, drawn

NUMBER = re.compile(r"-?\d+")


def corners(path: str) -> list[list[tuple[int, int]]]:
    """The points that a path goes through, ring by ring."""
    rings = []
    for ring in path.split("z")[:-1]:
        numbers = [int(text) for text in NUMBER.findall(ring)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        rings.append(list(accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1]))))
    return rings


def test_north_is_up_and_a_degree_is_narrower_than_high():
    picture = drawn({1: [[square(108, 14)]], 2: [[square(108, 13)]]})
    assert picture.height == SIZE
    assert picture.width == round(SIZE / 2 * cos(radians(14)))
    west, east, middle = 0, picture.width, SIZE // 2
    (upper,) = corners(picture.shapes[1].path)
    assert set(upper) == {(west, 0), (east, 0), (west, middle), (east, middle)}
    (lower,) = corners(picture.shapes[2].path)
    assert set(lower) == {(west, middle), (east, middle), (west, SIZE), (east, SIZE)}
    assert picture.shapes[1].centre == (round(picture.width / 2), middle // 2)
    assert picture.shapes[1].room == picture.width


def test_a_hole_is_a_ring_of_the_path_and_the_name_does_not_stand_in_it():
    picture = drawn({1: [[square(0, 0, 3), square(1, 1)[::-1]]]})
    assert len(corners(picture.shapes[1].path)) == 2
    assert picture.shapes[1].room == 0


def test_a_name_has_the_room_that_its_whole_line_has():
    # An hourglass whose waist is at half its height.
    waist = [(0, 0), (2, 0), (1.1, 1), (2, 2), (0, 2), (0.9, 1), (0, 0)]
    (drawn_waist,) = drawn({1: [[waist]]}).shapes.values()
    assert 0 < drawn_waist.room < SIZE * 0.2


def test_what_is_too_small_is_a_mark_and_small_islands_go():
    far = [[square(108, 10, 8)]]
    speck = square(105, 12, 0.002)
    picture = drawn({1: far, 2: [[speck]], 3: [[square(104, 14)], [speck]]})
    (mark,) = re.findall(r"M\d+ \d+h6v6h-6z", picture.shapes[2].path)
    assert picture.shapes[2].path == mark
    assert len(corners(picture.shapes[3].path)) == 1


def test_nothing_to_draw():
    assert drawn({}).shapes == {}
