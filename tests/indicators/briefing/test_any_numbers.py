"""Whatever the numbers are, the sentences tell these and no others, in good order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.briefing.facts import Facts
from indicators.briefing.sentences import flow, procedures, rates
from indicators.models import Indicator
from indicators.pages.unit.breakdown import Breakdown, Line, Numbers
from indicators.periods import parse_period
from indicators.selection import Scope
from indicators.values import Value
from indicators.writing import day
from tests.indicators.briefing.reading import numbers
from units.models import Level

A_NUMBER = st.one_of(st.sampled_from([0, 1, 999, 1000]), st.integers(0, 300_000))
COUNTED = (
    *("received", "moved_in", "online", "in_person", "postal", "early", "punctual", "late"),
    *("without_due", "withdrawn", "stopped", "moved_out", "within_due", "overdue", "waiting"),
    "open_without_due",
)
OPEN = ("within_due", "overdue", "waiting", "open_without_due")
RESOLVED = ("early", "punctual", "late", "without_due")


@dataclass(frozen=True)
class Told:
    """Numbers of a year, and what follows from them."""

    of: Mapping[str, int]
    aim: Fraction | None

    def sum(self, *codes: str) -> int:
        return sum(self.of[code] for code in codes)

    @property
    def carried(self) -> int:
        went = self.sum(*RESOLVED, "withdrawn", "stopped", "moved_out")
        return went + self.sum(*OPEN) - self.sum("received", "moved_in")


@st.composite
def told(draw: st.DrawFn) -> Told:
    of = {code: draw(A_NUMBER) for code in COUNTED}
    if draw(st.booleans()):
        of["received"] = of["online"] + of["in_person"] + of["postal"]
    return Told(of, draw(st.sampled_from([None, Fraction(1, 2), Fraction(95, 100), Fraction(1)])))


def number(value: int) -> Value:
    return Value(value)


def ratio(part: int, total: int) -> Value:
    return Value(part, total)


def facts(one: Told) -> Facts:
    of, total = one.of, one.sum(*RESOLVED)
    good, judged = one.sum("early", "punctual"), one.sum("early", "punctual", "late")
    waits, lodged = one.sum("within_due", "waiting"), one.sum("online", "in_person", "postal")
    came = one.sum("received", "moved_in")
    now = {
        **{code: number(value) for code, value in of.items()},
        "resolved": number(total),
        "in_progress": number(one.sum(*OPEN)),
        "lodged": number(lodged),
        "balance": ratio(one.carried + came, came),
        "late_share": ratio(of["late"], judged),
        "overdue_share": ratio(of["overdue"], one.sum(*OPEN)),
        "online_share": ratio(of["online"], lodged),
        "on_time": ratio(good, judged),
        "on_time_all": ratio(good + waits, judged + waits + of["overdue"]),
        "late_of_received": ratio(one.sum("late", "overdue"), of["received"]),
    }
    shares = ("on_time", "on_time_all", "online_share")
    lines = [Line(name="Đất đai", field="Đất đai", numbers=Numbers(late=of["late"]))]
    everything: Any = {
        "selection": SimpleNamespace(period=parse_period("2018"), scope=Scope.WHOLE),
        "unit_id": 1,
        "name": "Tỉnh Gia Lai",
        "level": Level.PROVINCE,
        "silent": "",
        "indicators": {code: Indicator(code=code, denominator=["x"]) for code in shares},
        "aims": dict.fromkeys(shares, one.aim),
        "now": now,
        "before": {},
        "coverage": None,
        "levels": [],
        "tally": None,
        "breakdown": Breakdown(lines, lines, Numbers(late=of["late"], resolved=total)),
        "turnings": [],
    }
    return Facts(**everything)


def expected(one: Told) -> dict[str, list[int]]:
    """The numbers of each paragraph in their order: what is 0 is said in words where a sentence
    would be about it alone, and as 0 among its parts."""
    of = one.of
    lodged, channels = one.sum("online", "in_person", "postal"), ("online", "in_person", "postal")
    came = [2018, *([of["received"]] if of["received"] else [])]
    if lodged and lodged != of["received"]:
        came.append(lodged)
    if lodged:
        came += [of[code] for code in channels]
    if one.carried >= 0:
        before = [value for value in (one.carried, of["moved_in"]) if value]
        came += [*before, *([one.carried + one.sum("received", "moved_in")] if before else [])]
    ended = ["withdrawn", "stopped"] if one.sum("withdrawn", "stopped") else []
    went = ["moved_out"] if of["moved_out"] else []
    return {
        "received": came,
        "resolved": [*parts(one, RESOLVED, 3), *(of[code] for code in (*ended, *went))],
        "in_progress": parts(one, OPEN, 2),
    }


def parts(one: Told, codes: tuple[str, ...], main: int) -> list[int]:
    """A sum with its parts: the first ones together if one is not 0, the others each if it is."""
    whole = [one.of[code] for code in codes]
    first = whole[:main] if any(whole[:main]) else []
    return [sum(whole), *first, *filter(None, whole[main:])] if any(whole) else []


@pytest.mark.parametrize("language", ["vi", "en"])
@settings(deadline=None, max_examples=150)
@given(one=told())
def test_each_number_is_its_figure_and_each_sentence_is_whole(language: str, one: Told):
    of = facts(one)
    with translation.override(language):
        said = {name: " ".join(getattr(flow, name)(of)) for name in expected(one)}
        on = day(of.stocks_on)
        others = [*rates.on_time(of), *rates.online(of), *procedures.most_late(of)]
    assert {name: numbers(text.replace(on, "")) for name, text in said.items()} == expected(one)
    for text in (*said.values(), *others):
        assert text[0].isupper()
        assert text.endswith(".")
        assert not re.search(r"None|–|%\(|  | [,.;:)]|\( |\.\.|,\.", text), text
        assert re.search(r"(?<![\d.,])1 dossiers", text) is None


@settings(deadline=None, max_examples=150)
@given(one=told())
def test_rates_stand_beside_what_they_are_of(one: Told):
    of = facts(one)
    with translation.override("vi"):
        text = " ".join([*rates.on_time(of), *rates.online(of)])
        written = {code: rates.cases(of.now[code]) for code in of.indicators}
    for code, cases in written.items():
        value = of.now[code]
        assert (f"({cases} hồ sơ" in text) == bool(value.denominator)
        if one.aim and value.value is not None:
            assert ("thấp hơn chỉ tiêu" in text) or value.value >= one.aim
