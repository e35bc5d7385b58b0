"""The edges of clocks and calendars, from the file to the figure: the first and last second of a
half month, a year, a leap day, wherever the source, the server and the database have their time."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Committed
from tests.outages.states import database_set
from tests.pages.small_province import looking_from
from tests.support import (
    GIA_LAI,
    dossier,
    figures,
    import_file,
    run,
    run_as_process,
    write_csv,
    write_text,
)
from tests.twin.comparing import days

EDGES = (
    *(date(2019, 2, 28), date(2019, 3, 1), date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1)),
    *(date(2019, 12, 14), date(2019, 12, 15), date(2019, 12, 31), date(2020, 1, 1)),
    *(date(2020, 1, 14), date(2020, 1, 15), date(2020, 1, 31), date(2020, 2, 1)),
)
SECONDS = (time(0, 0), time(0, 0, 1), time(23, 59, 59))
ZONES = ("Asia/Ho_Chi_Minh", "UTC", "America/New_York", "Pacific/Kiritimati")
PERIODS = ("2019", "2020", "2019-12", "2020-01", "2020-02", "2019-02", "2019-03", "2020-03")
CALENDARS = ("month", "kstt")
EXPORTED = "2020-12-31T23:59:59"


def exported(folder: Path, moments: list[datetime], zone: str) -> tuple[Path, Path]:
    """Dossiers received and finished at these moments of the zone, and the source's settings."""
    texts = [f"{at:%d/%m/%Y %H:%M:%S}" for at in moments]
    rows = [
        dossier(f"H21-{number}", "Xã Tú An", text, "", text) for number, text in enumerate(texts)
    ]
    told = f'timezone = "{zone}"\n'
    return write_csv(folder / "edges.csv", rows), write_text(folder / "zone.toml", told)


def naive(moments: list[datetime], period: str, calendar: str) -> int:
    """How many of them lie in a period, by the days as they were written."""
    first, last = days(period, calendar)
    return sum(first <= at.date() <= last for at in moments)


def assert_each_stands_where_it_was_written(moments: list[datetime]) -> None:
    for calendar in CALENDARS:
        for period in PERIODS:
            wanted = naive(moments, period, calendar)
            for indicator in ("received", "resolved"):
                line = figures(indicator, "commune", period, calendar=calendar).get("202", {})
                assert (line.get("numerator") or 0) == wanted, (indicator, period, calendar)


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    moments=st.lists(
        st.builds(datetime.combine, st.sampled_from(EDGES), st.sampled_from(SECONDS)),
        min_size=1,
        max_size=12,
    ),
    source=st.sampled_from(ZONES),
    server=st.sampled_from(ZONES),
)
def test_a_dossier_stands_in_the_period_of_the_day_that_is_written(
    committed: Committed, tmp_path: Path, moments: list[datetime], source: str, server: str
):
    with committed(), database_set("timezone", server):
        assert run("load_units", write_text(tmp_path / "units.csv", GIA_LAI)).status == 0
        file, told = exported(tmp_path, moments, source)
        document = import_file(file, "--config", told, "--exported-at", EXPORTED)
        assert document["new"] == len(moments)
        assert_each_stands_where_it_was_written(moments)
        assert run("recount", "--all").status == 0
        assert_each_stands_where_it_was_written(moments)


@pytest.mark.usefixtures("gia_lai")
def test_processes_whose_machine_has_another_time(tmp_path: Path):
    moments = [datetime.combine(day, at) for day in EDGES for at in SECONDS]
    file, told = exported(tmp_path, moments, ZONES[0])
    more = ("--config", told, "--exported-at", EXPORTED)
    with database_set("timezone", "America/New_York"):
        typed = ("import_dossiers", file, "--source", "igate", *more)
        assert run_as_process(*typed, TZ="Pacific/Kiritimati").status == 0
        asked = ("figures", "--indicator", "received", "--level", "commune", "--format", "json")
        for period in ("2019-12", "2020-01", "2020-02"):
            outcome = run_as_process(*asked, "--period", period, TZ="America/New_York")
            found = {line["unit"]: line["numerator"] for line in json.loads(outcome.stdout)}
            assert found["202"] == naive(moments, period, "month")


@pytest.mark.parametrize(
    ("exported_at", "knows_march"),
    [
        ("2020-02-29T23:59:59", False),
        ("2020-02-29", False),  # a day is its end
        ("2020-03-01T00:00:00", True),
        ("2020-03-01T00:00:00+07:00", True),
        ("2020-02-29T17:00:00Z", True),  # the same moment
        ("2020-02-29T16:59:59Z", False),
    ],
)
def test_an_export_taken_at_midnight_belongs_to_the_day_that_begins(
    gia_lai: None, tmp_path: Path, exported_at: str, knows_march: bool
):
    rows = [dossier("H21-1", "Xã Tú An", "29/02/2020 23:59:59", "31/03/2020")]
    import_file(write_csv(tmp_path / "open.csv", rows), "--exported-at", exported_at)
    assert figures("in_progress", "commune", "2020-02")["202"]["numerator"] == 1
    march = run(
        *("figures", "--indicator", "in_progress", "--level", "commune", "--period", "2020-03"),
        *("--format", "json"),
    )
    lines = {line["unit"]: line for line in march.document} if march.status == 0 else {}
    assert (lines.get("202", {}).get("numerator") == 1) == knows_march


MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=timezone.get_fixed_timezone(0))  # in Hanoi
PAGES = ("/", "/league/?indicator=on_time&level=commune", "/watch/", "/completeness/", "/scores/")


@pytest.mark.parametrize("page", PAGES)
def test_a_year_that_ends_while_a_page_is_made(
    small_province: None, monkeypatch: pytest.MonkeyPatch, page: str
):
    browser: Client = looking_from("64")
    for turn in (0, 1, 2, 3, 5, 8, 13):  # the clock is read so often before midnight
        asked = iter(range(1_000_000))

        def now(asked: Iterator[int] = asked, turn: int = turn) -> datetime:
            return MIDNIGHT + timedelta(seconds=-1 if next(asked) < turn else 1)

        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", now)
            answer = browser.get(page, follow=True)
            assert answer.status_code == 200
