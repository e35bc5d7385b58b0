"""A system that was switched off: neither lagging, nor in the figures of what comes after it."""

from datetime import date
from pathlib import Path

import pytest

from dossiers.models import Source
from indicators.coverage import coverage
from indicators.pages.coverage_words import in_words
from indicators.periods import parse_period
from tests.support import dossier, figures, import_file, write_csv, write_text

TO_AUGUST = "data up to 31 Aug 2018: the period is not complete"
FROM_MARCH = "data from 1 Mar 2018 on: the period is not complete"


@pytest.fixture
def two_systems(gia_lai: None, tmp_path: Path) -> None:
    """The old one ends in March 2018 with three open dossiers; the new one tells of July and
    August, and has one."""
    still_open = ("Xã Tú An", "05/03/2018", "20/03/2018")
    rows = [dossier(f"OLD-{number}", *still_open) for number in range(3)]
    settings = write_text(tmp_path / "old.toml", 'name = "Old"\nuntil = 2018-03-31\n')
    exported = ("--exported-at", "2018-03-31", "--config", settings)
    import_file(write_csv(tmp_path / "old.csv", rows), *exported, source="old")
    settings = write_text(tmp_path / "new.toml", 'name = "New"\n')
    for month, number in (("07", 1), ("08", 2)):
        rows = [dossier(f"NEW-{number}", "Xã Tú An", f"05/{month}/2018", f"20/{month}/2018")]
        exported = ("--exported-at", f"2018-{month}-31", "--config", settings)
        import_file(write_csv(tmp_path / f"{month}.csv", rows), *exported, source="new")


def words(period: str) -> list[str]:
    """What a page of the period says of its data date."""
    covered = coverage()
    assert covered
    return in_words(covered, parse_period(period))


@pytest.mark.usefixtures("two_systems")
def test_each_period_has_the_data_date_of_its_own_sources():
    assert words("2018-03") == ["data up to 31 Mar 2018"]
    assert words("2018-Q1") == ["data up to 31 Mar 2018", FROM_MARCH]
    assert words("2018-08") == ["data up to 31 Aug 2018"]
    assert words("2018-H2") == [TO_AUGUST]
    assert words("2018") == [TO_AUGUST, FROM_MARCH]  # the old one holds nothing back


@pytest.mark.usefixtures("two_systems")
def test_a_system_that_ended_holds_back_no_day_that_all_tell_of():
    covered = coverage()
    assert covered
    told = {text: covered.told_until(parse_period(text)) for text in ("2018-03", "2018-H2", "2018")}
    assert told == {
        "2018-03": date(2018, 3, 31),
        "2018-H2": date(2018, 8, 31),
        "2018": date(2018, 8, 31),
    }


@pytest.mark.usefixtures("two_systems")
def test_a_system_that_has_not_told_all_to_its_end_lags():
    source = Source.objects.get(slug="old")
    source.settings["until"] = "2018-04-30"
    source.save()
    assert words("2018-Q1") == ["data up to 31 Mar 2018", FROM_MARCH]
    lagging = ["data up to 31 Mar 2018", "older data from: Old"]
    assert words("2018") == [*lagging, TO_AUGUST, FROM_MARCH]
    assert words("2018-05") == ["data up to 31 Aug 2018"]


@pytest.mark.usefixtures("two_systems")
def test_one_that_may_still_come_is_named_where_it_is_missing():
    Source.objects.filter(slug="old").update(settings={})
    assert words("2018-08") == ["data up to 31 Mar 2018", "older data from: Old"]


@pytest.mark.usefixtures("two_systems")
def test_what_it_left_open_is_in_no_stock_after_it():
    def in_progress(period: str) -> tuple[int | None, int | None]:
        row = figures("overdue_share", "commune", period)["202"]
        return row["numerator"], row["denominator"]

    assert in_progress("2018-Q1") == (3, 3)
    assert in_progress("2018-08") == in_progress("2018-H2") == (2, 2)
    assert figures("received", "commune", "2018")["202"]["value"] == 5


@pytest.mark.usefixtures("two_systems")
def test_months_between_two_systems_are_told_of_by_none():
    covered = coverage()
    assert covered
    months = parse_period("2018").months()
    assert [one.text for one in months if covered.holds(one)] == ["2018-03", "2018-07", "2018-08"]
    assert [covered.tells_of(one) for one in months[1:4]] == [False, True, False]
