"""The sentences on what happened to a unit, by themselves."""

from datetime import date

from indicators.pages.unit.life import Other, Side, Turn, _task_words
from units.turnings import Turning, TurningKind

NEW = date(2025, 7, 1)


def headline(text: str, *names: str) -> str:
    return Turn(text, [Other(name, "") for name in names], Side.BEFORE).headline


def test_a_headline_is_a_sentence():
    assert headline("Began on 1 Jul 2025, out of:", "A", "B") == (
        "Began on 1 Jul 2025, out of 2 units."
    )
    assert headline("Ended on 30 Jun 2025, went into:", "C (whole)") == (
        "Ended on 30 Jun 2025, went into C (whole)."
    )
    assert headline("Began on 1 Jul 2025.") == "Began on 1 Jul 2025."


def test_a_unit_has_the_territory_of_before_only_if_it_was_there_before():
    ended = Turning(NEW, TurningKind.MORE_TASKS, "district")
    went_on, new = _task_words(ended, date(2004, 8, 31)), _task_words(ended, NEW)
    assert went_on.startswith("Since 1 Jul 2025: same territory, more tasks. District level ended")
    assert new == "From its beginning it also handles what district level handled before."
    assert _task_words(Turning(NEW, TurningKind.BEGAN), NEW) == ""
