"""Each thing that keeps a unit of a map from comparison is said in a sentence of its own."""

from datetime import date

import pytest

from indicators.pages.break_words import break_words
from units.hierarchy import Break, BreakKind, Hierarchy, Version

DAY = date(2020, 2, 1)
LINES = Hierarchy(
    [
        Version(1, "1", "Xã An", "commune", None, date(2018, 1, 1), DAY),
        Version(2, "2", "Xã Bình cũ", "commune", None, date(2018, 1, 1), DAY),
        Version(2, "2", "Xã Bình", "commune", None, DAY, None),
    ]
)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            BreakKind.PART_RECEIVED,
            "On 1 Feb 2020 only a part of Xã Bình came to Xã An, and a part is never guessed.",
        ),
        (BreakKind.ABSORBED, "On 1 Feb 2020 Xã An took in Xã Bình."),
        (
            BreakKind.PART_GIVEN,
            "On 1 Feb 2020 a part of Xã An went to Xã Bình, and a part is never guessed.",
        ),
        (BreakKind.MERGED, "On 1 Feb 2020 Xã An went into Xã Bình, which holds more than that."),
        (
            BreakKind.LINEAGE_UNKNOWN,
            "Lineage unknown since 1 Feb 2020: nothing says how Xã An and Xã Bình, which bore the"
            " same code, are related.",
        ),
    ],
)
def test_what_happened_on_which_day_and_with_whom(kind: BreakKind, sentence: str) -> None:
    assert break_words(Break(DAY, kind, 1, 2), LINES) == sentence


def test_where_there_is_no_other_unit() -> None:
    ended = Break(DAY, BreakKind.ENDED, 1, None)
    assert break_words(ended, LINES) == "Xã An ended on 1 Feb 2020 without a successor."
