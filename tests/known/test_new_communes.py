"""The province of today out of old Gia Lai and old Bình Định, by the real unit files: the 77
communes that cover old Gia Lai have an exact past back to 2018, a divided one has none invented."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from tests.pages.small_province import looking_from
from tests.support import dossier, figures, import_file, run, write_csv
from units.models import Level
from units.queries import hierarchy

DATA = Path(settings.BASE_DIR).parent / "shared" / "data" / "units"
UNITS, SUCCESSION = DATA / "vietnam_units.csv", DATA / "vietnam_succession.csv"
PROVINCES = ("64", "52")
TODAY = date(2026, 11, 1)
MARCH = date(2018, 3, 15)
DIVIDED = ("21622", "21628", "21994", "21997", "22006")

pytestmark = [
    pytest.mark.usefixtures("province"),
    pytest.mark.skipif(
        not UNITS.exists(),
        reason="the real units lie outside the project, in ../shared/data/units",
    ),
]
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def province(transactional_db: None, tmp_path: Path) -> None:
    """Both provinces with all that was and is below them, and a few dossiers of March 2018 at each
    commune of then."""
    lines = read(UNITS)
    districts = {
        row["code"]
        for row in lines
        if row["level"] == "district" and row["parent_code"] in PROVINCES
    }
    kept = [
        row
        for row in lines
        if (row["level"] == "province" and row["code"] in PROVINCES)
        or row["parent_code"] in (*PROVINCES, *districts)
    ]
    codes = {row["code"] for row in kept}
    links = [
        row
        for row in read(SUCCESSION)
        if {row["predecessor_code"]} | {row["successor_code"]} <= codes
    ]
    units = write_csv(tmp_path / "units.csv", kept)
    assert (
        run("load_units", units, "--succession", write_csv(tmp_path / "s.csv", links)).status == 0
    )
    rows = [
        dossier(f"H01-180301-{row['code']}{number}", row["code"], "01/03/2018")
        for row in communes_of_2018()
        for number in range(cases(row["code"]))
    ]
    document = import_file(write_csv(tmp_path / "march.csv", rows), "--exported-at", "2018-03-31")
    assert document["rejected"] == 0, document["problems"]


def communes_of_2018() -> list[Row]:
    """The communes of both provinces in March 2018, by the file."""
    day = MARCH.isoformat()
    valid = [
        row
        for row in read(UNITS)
        if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])
    ]
    of = {row["code"]: row["parent_code"] for row in valid if row["level"] == "district"}
    return [
        row
        for row in valid
        if row["level"] == "commune" and of.get(row["parent_code"]) in PROVINCES
    ]


def cases(code: str) -> int:
    """How many dossiers a commune has."""
    return 1 + int(code) % 3


def pasts_by_the_file() -> Counter[str]:
    """Code of a commune of today -> what the communes of old Gia Lai that went into it have."""
    links = [row for row in read(SUCCESSION) if row["level"] == "commune"]
    by_day: dict[str, dict[str, str]] = {
        day: {} for day in sorted({row["effective_on"] for row in links})
    }
    for row in links:
        by_day[row["effective_on"]][row["predecessor_code"]] = row["successor_code"]
    districts = {
        row["code"]
        for row in read(UNITS)
        if row["level"] == "district" and row["parent_code"] == "64"
    }
    found: Counter[str] = Counter()
    for row in communes_of_2018():
        if row["parent_code"] in districts:
            code = row["code"]
            for went in by_day.values():
                code = went.get(code, code)
            found[code] += cases(row["code"])
    return found


def test_the_past_is_exact_for_old_gia_lai_and_unsaid_for_what_was_divided():
    rows = figures("received", "commune", "2018-03", map=TODAY.isoformat())
    exact = pasts_by_the_file()
    assert (len(rows), len(exact)) == (135, 77)
    assert {code: rows[code]["value"] for code in exact} == exact
    for code in DIVIDED:
        row = rows[code]
        assert (row["numerator"], row["denominator"], row["value"], row["rank"]) == (None,) * 4


def test_the_pages_say_the_same():
    site, lines = looking_from("52"), hierarchy()
    query = f"indicator=received&level=commune&under=52&period=2018-03&map={TODAY}"
    unit_of = {lines.code(one, TODAY): one for one in lines.units_of_level_on(Level.COMMUNE, TODAY)}
    for code, number in list(pasts_by_the_file().items())[::19]:
        page = site.get(f"/figure/?{query}&unit={unit_of[code]}").context["page"]
        assert (page["value"]["text"], page["none"]) == (str(number), "")
    league = site.get(f"/league/?{query}").context
    apart = {row["name"]: row for group in league["unranked"] for row in group["rows"]}
    for code in DIVIDED:
        name = lines.name(unit_of[code], localdate())
        assert apart[name]["value"] == "why?"
        page = site.get(apart[name]["value_url"]).context["page"]
        assert "and a part is never guessed" in page["none"]
        unit = site.get(f"/units/{unit_of[code]}/?{query}").context["page"]
        assert "and a part is never guessed" in unit["nothing"]
