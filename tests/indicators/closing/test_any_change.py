"""Whatever comes after a closing, in any order: the published tables stay, and the parts of every
difference add up to it. The twin is the plain difference of the two tables that the command prints.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from dossiers.models import Upload, UploadState
from indicators.closing.actions import close_period
from indicators.closing.differences import since
from indicators.closing.steps import Step
from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Indicator, Publication
from indicators.periods import parse_period
from indicators.selection import Selection
from tests.pages.small_province import (
    AN_BINH,
    DIEN_HONG,
    TU_AN,
    YEN_DO,
    id_of,
    load_province,
)
from tests.support import dossier, figures, import_file, run, write_csv
from units.actions import move_unit
from units.errors import UnitError
from units.row_actions import save_row

CLOSED = parse_period("2018-05..2018-06")
UNITS = (YEN_DO, DIEN_HONG, AN_BINH, TU_AN)
Change = Callable[[Random, Path], None]


def _load(random: Random, folder: Path) -> None:
    rows = []
    for _number in range(random.randint(1, 12)):
        code, unit = f"n{random.randint(1, 30):03}", random.choice(UNITS)
        received = date(2018, random.choice((5, 6)), random.randint(1, 28))
        end = received.replace(day=min(28, received.day + random.randint(0, 9)))
        due = random.choice(("", f"{end:%d/%m/%Y}", "20/05/2018", "20/06/2018"))
        ended = random.choice(("", f"{end:%d/%m/%Y}"))
        rows.append(dossier(code, unit, f"{received:%d/%m/%Y}", due, ended))
    export = f"2018-{random.choice(('06-20', '06-29', '07-05', '07-20'))}"
    import_file(write_csv(folder / "more.csv", rows), "--exported-at", export)


def _undo(random: Random, _folder: Path) -> None:
    live = Upload.objects.filter(state=UploadState.LOADED).order_by("pk")
    if live:
        assert run("undo_upload", random.choice(list(live)).pk).status == 0


def _move(random: Random, _folder: Path) -> None:
    unit = random.choice(("101", "102", "201", "202"))
    into = random.choice(("622", "623"))
    day = date(2018, random.choice((1, 6)), random.randint(2, 28))
    with suppress(UnitError):  # it is there already, or has changed on a later day
        move_unit(unit=id_of(unit), parent=id_of(into), on=day, by="test")


def _redefine(random: Random, _folder: Path) -> None:
    indicator = Indicator.objects.get(code="on_time")
    indicator.numerator = random.sample(
        ["resolved_early", "resolved_on_time", "resolved_late", "withdrawn"], 2
    )
    save_row(row=indicator, by="test")


def _rule(random: Random, folder: Path) -> None:
    settings = folder / "rules.toml"
    settings.write_text(f'missing_due = "{random.choice(("on_time", "exclude"))}"\n')
    file = write_csv(folder / "july.csv", [dossier("july", YEN_DO, "03/07/2018", "20/07/2018")])
    import_file(file, "--config", settings, "--exported-at", "2018-07-10")


def _enter(random: Random, _folder: Path) -> None:
    code = random.choice(("101", "102", "201", "202"))
    value = random.choice((None, Decimal(random.randint(0, 5))))
    measure = EnteredMeasure.objects.get(code="apology_letters")
    enter(values=[NewValue(measure, id_of(code), CLOSED, value)], by="test")


CHANGES: tuple[Change, ...] = (_load, _load, _undo, _move, _redefine, _rule, _enter)


@pytest.fixture
def letters(gia_lai: None) -> Iterator[Indicator]:
    """An indicator of entered and counted measures."""
    made = Indicator.objects.create(
        code="letters_share",
        name="Thư xin lỗi",
        direction="higher",
        numerator=["entered:apology_letters"],
        denominator=["resolved_late"],
        display="percent",
        minimum_cases=1,
        definition="…",
    )
    yield made
    made.delete()


@pytest.fixture
def closed(letters: Indicator, tmp_path: Path) -> Publication:
    load_province(tmp_path)
    random = Random(7)
    for _number in range(3):
        _enter(random, tmp_path)
    return close_period(period=CLOSED, reason="QĐ 12", by="test")


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_of_every_difference_add_up(closed: Publication, tmp_path: Path, seed: int):
    random, kept = Random(seed), Indicator.objects.get(code="on_time")
    before = {key: _table(*key, "published") for key in _tables()}
    try:
        for _number in range(5):
            random.choice(CHANGES)(random, tmp_path)
        assert run("recount").status == 0
        for key in _tables():
            assert _table(*key, "published") == before[key]
            _check(*key)
    finally:
        kept.save()


def _tables() -> list[tuple[str, str]]:
    codes = ("on_time", "on_time_all", "online_share", "overdue", "received", "letters_share")
    return [(code, level) for code in codes for level in ("province", "district", "commune")]


def _table(code: str, level: str, version: str) -> dict[str, tuple[object, ...]]:
    found = figures(code, level, CLOSED.text, **{"as": version})
    names = ("name", "numerator", "denominator", "rank")
    return {unit: tuple(row[name] for name in names) for unit, row in found.items()}


def _check(code: str, level: str) -> None:
    then, now = _table(code, level, "published"), _table(code, level, "live")
    params = {"indicator": code, "level": level, "period": CLOSED.text, "as": "published"}
    told = since(Selection.parse(params)).differences
    by_code = {(one.published or one.live).code: one for one in told.values()}  # type: ignore[union-attr]
    assert by_code.keys() == {unit for unit in then if _differs(then[unit], now.get(unit))}
    for unit, difference in by_code.items():
        for place, side in ((1, "numerator"), (2, "denominator")):
            old, new = then[unit][place], now[unit][place]
            if difference.published is not None and difference.live is not None:
                found = sum(getattr(part, side) for part in difference.parts)
                assert found == (new or 0) - (old or 0)  # type: ignore[operator]
        assert all(part.step != Step.GIVES_WAY for part in difference.parts)


def _differs(then: tuple[object, ...], now: tuple[object, ...] | None) -> bool:
    """No value and 0 are alike."""
    return now is None or [one or 0 for one in then] != [one or 0 for one in now]
