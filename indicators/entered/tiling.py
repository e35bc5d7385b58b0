"""Which of the values of one unit make up a period: plain functions over half months."""

from collections.abc import Collection

Stretch = tuple[int, int]


def tiles(period: Stretch, known: Collection[Stretch]) -> list[Stretch] | None:
    """The stretches that follow each other from the period's first half month to its last one,
    without gap or overlap; None where none do. Of several ways the one of fewest stretches, of
    equals the one whose earlier stretches are longer.
    """
    first, last = period
    within = [one for one in known if first <= one[0] <= one[1] <= last]
    # Half month -> the best way from it to the end of the period.
    ways: dict[int, list[Stretch]] = {last + 1: []}
    for one in sorted(within, reverse=True):
        rest = ways.get(one[1] + 1)
        if rest is None:
            continue
        way, best = [one, *rest], ways.get(one[0])
        if best is None or len(way) < len(best):
            ways[one[0]] = way
    return ways.get(first)
