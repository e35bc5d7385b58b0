"""The data's version changes with whatever a figure depends on, and with nothing else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from threading import Event
from time import sleep

import pytest
from django.conf import settings
from django.utils.timezone import now

from dossiers.models import Source
from indicators.models import (
    Expectation,
    ExpectationKind,
    Indicator,
    Publication,
    Scoring,
    Target,
)
from indicators.version import data_version, kept, kept_each
from tests.dossiers.conftest import own_redis
from tests.dossiers.processes import environment
from tests.indicators.scoring.cards import COUNTED, put_in_force
from units.actions import create_unit
from units.models import Level, User
from units.queries import hierarchy

pytestmark = pytest.mark.django_db


def source() -> Source:
    return Source.objects.create(
        slug="igate", name="iGate", timezone="UTC", compare_by="day", missing_due="exclude"
    )


def test_it_changes_with_whatever_figures_depend_on():
    seen = [data_version()]

    def changed() -> bool:
        found = data_version()
        is_new = all(found.figures != one.figures and found.scores != one.scores for one in seen)
        seen.append(found)
        return is_new

    create_unit(
        code="64", name="A", level=Level.PROVINCE, parent=None, on=date(2010, 1, 1), by="test"
    )
    assert changed()
    loaded = source()
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(generation=1)
    assert changed()
    Indicator.objects.filter(code="on_time").update(minimum_cases=5)
    assert changed()
    target = Target.objects.create(
        indicator="on_time", value=Decimal("0.9"), valid_from=date(2018, 1, 1)
    )
    assert changed()
    Target.objects.filter(pk=target.pk).update(value=Decimal("0.8"))
    assert changed()
    closed = Publication.objects.create(
        period="2018-06",
        calendar="month",
        first=48442,
        last=48443,
        reason="QĐ 1",
        data_at=now(),
        audit_id=0,
        change_id=0,
    )
    assert changed()
    Publication.objects.filter(pk=closed.pk).update(reopened_at=now())
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(settings={"covers": "all"})
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(settings={"covers": "all", "until": "2018-12-31"})
    assert changed()
    Expectation.objects.create(
        unit_id=hierarchy().resolve("64", on=date(2018, 1, 1)),
        kind=ExpectationKind.EXEMPT,
        valid_from=date(2018, 1, 1),
    )
    assert changed()


def test_of_scores_it_changes_while_that_of_figures_stays():
    seen = [data_version()]

    def changed() -> bool:
        found = data_version()
        is_new = all(found.scores != one.scores for one in seen)
        seen.append(found)
        return is_new

    card = put_in_force(COUNTED)
    assert changed()
    scoring = Scoring.objects.create(
        scorecard=card, period="2018-06", first=48442, last=48443, inputs="a", computed_at=now()
    )
    assert changed()
    Scoring.objects.filter(pk=scoring.pk).update(inputs="b")
    assert changed()
    assert len({one.figures for one in seen}) == 1


def test_it_stays_while_only_others_change():
    before = data_version()
    User.objects.create_user("somebody")
    assert data_version() == before


def test_what_is_kept_is_computed_once_for_each_version():
    computed = []

    def compute() -> int:
        computed.append(1)
        return len(computed)

    assert [kept("v1", "key", compute), kept("v1", "key", compute)] == [1, 1]
    assert kept("v1", "other key", compute) == 2
    assert kept("v2", "key", compute) == 3


def test_of_several_keys_those_that_lack_are_computed_together():
    asked: list[list[int]] = []

    def compute(places: Sequence[int]) -> list[int]:
        asked.append(list(places))
        return [10 * place for place in places]

    assert kept("v1", "b", lambda: 7) == 7
    assert kept_each("v1", ["a", "b", "c"], compute) == [0, 7, 20]
    assert kept_each("v1", ["c", "b", "a", "d"], compute) == [20, 7, 0, 30]
    assert kept("v1", "a", lambda: 1) == 0
    assert asked == [[0, 2], [3]]


def test_who_asks_meanwhile_waits_for_the_one_who_computes():
    begun, may_end, computed = Event(), Event(), []

    def compute() -> int:
        computed.append(1)
        begun.set()
        assert may_end.wait(10)
        return 7

    with ThreadPoolExecutor() as threads:
        first = threads.submit(kept, "v1", "asked by many", compute)
        assert begun.wait(10)
        others = [threads.submit(kept, "v1", "asked by many", compute) for _ in range(3)]
        assert kept("v1", "asked by nobody else", lambda: 8) == 8
        may_end.set()
        assert [one.result(10) for one in (first, *others)] == [7] * 4
    assert len(computed) == 1


def test_who_asks_for_the_same_in_another_order_waits_too():
    begun, may_end, computed = Event(), Event(), []

    def compute(places: Sequence[int]) -> list[int]:
        computed.append(len(places))
        begun.set()
        assert may_end.wait(10)
        return [10 * place for place in places]

    with ThreadPoolExecutor() as threads:
        first = threads.submit(kept_each, "v1", ["one", "two"], compute)
        assert begun.wait(10)
        second = threads.submit(kept_each, "v1", ["two", "one"], compute)
        may_end.set()
        assert (first.result(10), second.result(10)) == ([0, 10], [10, 0])
    assert computed == [2]


COMPUTING = """
import sys
from indicators.version import kept
def compute():
    print("computes", flush=True)
    sys.stdin.readline()
    return 7
print("ready", flush=True)
sys.stdin.readline()
print(kept("v1", "asked by processes", compute), flush=True)
"""


@pytest.fixture
def computing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a process that asks for a figure once it is told to, and, where it has to compute it,
    does so until it is told to end; they have a Redis of their own."""
    if os.getpriority(os.PRIO_PROCESS, 0) > 0:
        pytest.skip("these tests have a lower priority themselves")
    with own_redis() as url, ExitStack() as started:
        monkeypatch.setenv("REDIS_URL", url)

        def start(*before: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [*before, sys.executable, "manage.py", "shell", "--no-imports", "-c", COMPUTING],
                cwd=settings.BASE_DIR,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield start


def said(process: subprocess.Popen[str]) -> str:
    """The next line that it writes."""
    assert process.stdout
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    """To go on."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_another_process_waits_for_it_too_but_what_goes_on_in_the_background(computing):
    background, first, second = computing("nice", "-n", "1"), computing(), computing()
    assert [said(one) for one in (background, first, second)] == ["ready"] * 3
    for one in (background, first):
        tell(one)
        assert said(one) == "computes"
    tell(second)
    sleep(0.5)
    tell(first)
    assert [said(first), said(second)] == ["7", "7"], "and the second computed nothing"
    tell(background)
    assert said(background) == "7"


def test_where_the_process_that_computes_is_killed_another_does_it(computing):
    killed, next_one = computing(), computing()
    assert [said(one) for one in (killed, next_one)] == ["ready"] * 2
    tell(killed)
    assert said(killed) == "computes"
    killed.kill()
    tell(next_one)
    assert said(next_one) == "computes"
    tell(next_one)
    assert said(next_one) == "7"


def test_where_the_one_who_computes_fails_the_next_does_it():
    begun, may_end = Event(), Event()

    def fail() -> int:
        begun.set()
        assert may_end.wait(10)
        raise LookupError

    with ThreadPoolExecutor() as threads:
        first = threads.submit(kept, "v1", "hard", fail)
        assert begun.wait(10)
        second = threads.submit(kept, "v1", "hard", lambda: 7)
        may_end.set()
        assert isinstance(first.exception(10), LookupError)
        assert second.result(10) == 7
