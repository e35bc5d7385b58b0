"""A little of both stretches of the demo: what became of old Gia Lai, seen then and today."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import localdate

from dossiers.checking.words import Status
from dossiers.models import Dossier, Procedure, Upload
from tests.pages.actors import administrator
from tests.support import client_in, figures
from units.models import Level
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("both_stretches")

TODAY = "2026-11-01"


@pytest.fixture(scope="module")
def reader(both_stretches: object) -> Client:
    """Who sees the whole province."""
    client = client_in("en")
    province = hierarchy().resolve("52", on=localdate())
    client.force_login(administrator("reader", [province]))
    return client


def new_communes() -> dict[str, int]:
    """Code -> id of today's communes."""
    lines, day = hierarchy(), date(2026, 11, 1)
    return {lines.code(one, day): one for one in lines.units_of_level_on(Level.COMMUNE, day)}


def test_every_row_is_understood():
    assert {(u.state, u.rejected, u.warnings) for u in Upload.objects.all()} == {("loaded", 0, 0)}


def test_every_status_is_there():
    statuses = Dossier.objects.filter(source__slug="gia-lai").values_list("status", flat=True)
    assert len(set(statuses)) == 6
    assert Dossier.objects.filter(source__slug="gia-lai", due_on=None).exists()


def test_each_new_commune_has_the_past_of_those_it_was_made_of():
    lines = hierarchy()
    then = figures("received", "commune", "2018-01")
    now = figures("received", "commune", "2018-01", map=TODAY)
    assert (len(then), len(now)) == (222, 77)
    of_old = {code: row["value"] for code, row in then.items()}
    added = dict.fromkeys(now, 0)
    for old in lines.units_of_level_on(Level.COMMUNE, date(2018, 1, 31)):
        new = lines.place(old, date(2026, 11, 1))
        assert new is not None
        added[lines.code(new, date(2026, 11, 1))] += of_old[lines.code(old, date(2018, 1, 31))]
    assert {code: row["value"] for code, row in now.items()} == added
    assert sum(added.values()) > 100


def test_a_page_says_the_same(reader: Client):
    rows = figures("received", "commune", "2018-01", map=TODAY)
    for code, unit in list(new_communes().items())[::11]:
        query = f"indicator=received&level=commune&period=2018-01&map={TODAY}&unit={unit}"
        page = reader.get(f"/figure/?{query}").context["page"]
        assert page["value"]["text"] == str(rows[code]["value"])
        assert not page["none"]


@pytest.mark.parametrize("indicator", ["received", "resolved", "in_progress"])
def test_the_province_is_the_same_in_both_views(indicator):
    for period in ("2018-02", "2025-02", "2025-06", "2025-07", "2025"):
        then = figures(indicator, "province", period)
        today = figures(indicator, "province", period, map=TODAY)
        assert sum(row["value"] or 0 for row in then.values()) == today["52"]["value"] > 0


def test_what_districts_left_open_goes_on_in_the_communes():
    lines, eve, day = hierarchy(), date(2025, 6, 30), date(2025, 7, 1)
    left = [
        one
        for one in Dossier.objects.filter(moved=True)
        if lines.level(one.received_unit_id, eve) == Level.DISTRICT
    ]
    assert len(left) > 10
    assert {lines.level(one.current_unit_id, day) for one in left} == {Level.COMMUNE}
    assert all(one.closed_on is None or one.closed_on >= day for one in left)


def test_departments_that_merged_go_on_in_others():
    before, after = (figures("received", "department", period) for period in ("2025-02", "2025-03"))
    assert {"H21.08", "H21.04"} <= before.keys()
    assert "H21.38" not in before
    assert after["H21.38"]["value"] > 0
    merged = figures("received", "department", "2025-02", map=TODAY)
    assert merged["H21.38"]["value"] == before["H21.08"]["value"] + before["H21.04"]["value"]


def test_the_present_is_that_of_the_running_system_alone():
    assert figures("in_progress", "province", "2026-10")["52"]["value"] < 1000
    of_2018 = Dossier.objects.filter(source__slug="gia-lai-2018", closed_on=None)
    assert of_2018.count() > 200


def test_the_first_page_is_of_the_newest_year(reader: Client):
    page = reader.get("/")
    assert page.context["title"] == "Tỉnh Gia Lai, year 2026"
    assert page.context["lead"][0] == "92 units below"
    assert "data up to 31 Oct 2026" in page.context["lead"][-1]
    text = page.content.decode()
    assert "every dossier and every number is made up" in text
    assert "Published by Gia Lai" not in text
    old = reader.get("/?period=2018")
    assert "data up to 28 Feb 2018" in old.context["lead"][-1]
    assert "Published by Gia Lai" in old.content.decode()


def test_the_tasks_of_before_make_a_series_that_can_be_compared():
    """They are what communes received; of what came from districts hardly any is among them."""
    communes = {"level": "commune", "map": TODAY}

    def received(period: str, **more: str) -> int:
        rows = figures("received", period=period, **communes, **more)
        return sum(row["value"] for row in rows.values())

    assert received("2025-06", tasks="before-break") > 0.9 * received("2025-06")
    assert received("2025-07", tasks="before-break") < 0.6 * received("2025-07")
    named = Procedure.objects.filter(pk__in=handled_by_communes())
    wanted = Dossier.objects.filter(
        procedure__in=named,
        status__gt=Status.NOT_RECEIVED,
        received_on__range=("2025-07-01", "2025-07-31"),
        received_unit__in=new_communes().values(),
    )
    assert received("2025-07", tasks="before-break") == wanted.count()


def handled_by_communes() -> set[int]:
    """The procedures of which communes received at least half before the day, one by one."""
    lines, day = hierarchy(), date(2025, 7, 1)
    by_communes, by_all = Counter[int](), Counter[int]()
    for one in Dossier.objects.exclude(status=Status.NOT_RECEIVED):
        unit, received = one.received_unit_id, one.received_on
        if received is not None and received < day:
            by_all[one.procedure_id] += 1
            by_communes[one.procedure_id] += lines.level(unit, received) == Level.COMMUNE
    return {one for one in by_all if 2 * by_communes[one] >= by_all[one]}


def test_every_page_counts_the_tasks_of_before_alike(reader: Client):
    query = f"indicator=received&period=2025-07&tasks=before-break&map={TODAY}"
    rows = figures("received", "commune", "2025-07", tasks="before-break", map=TODAY)
    unit = new_communes()["23590"]
    number = str(rows["23590"]["value"])
    figure = reader.get(f"/figure/?{query}&level=commune&unit={unit}").context["page"]
    assert figure["value"]["text"] == number
    assert "procedures handled at commune level before" in figure["title"]
    listed = reader.get(f"/dossiers/?{query}&level=commune&unit={unit}").context
    assert listed["title"].startswith(f"{number} dossiers received")
    page = reader.get(f"/units/{unit}/?{query}").context["page"]
    month = [row for row in page["chart"].table.rows if row.cells[0].text == "month 7/2025"]
    assert [row.cells[1].text for row in month] == [number]
    assert page["fields"]["table"].totals[1].text == number
    league = reader.get(f"/league/?{query}&level=commune").context
    of_unit = [row for row in league["rows"] if row["name"] == "Xã Biển Hồ"]
    assert [row["value"] for row in of_unit] == [number]


def test_the_break_is_marked_in_the_chart_of_a_new_commune(reader: Client):
    unit = new_communes()["23590"]
    page = reader.get(f"/units/{unit}/?period=2025&map={TODAY}&indicator=received").context["page"]
    words = "1 Jul 2025: same territory, more tasks"
    assert words in page["chart"].note
    notes = {row.cells[0].text: row.cells[0].note for row in page["chart"].table.rows}
    assert {month for month, note in notes.items() if note == words} == {"month 7/2025"}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("tasks=after", "only before-break is"),
        ("tasks=before-break&as=published", "all fields and procedures together"),
    ],
)
def test_tasks_that_cannot_be_asked_for(reader: Client, query: str, says: str):
    page = reader.get(f"/league/?period=2025-07&{query}")
    assert page.status_code == 400
    assert says in page.content.decode()


def test_ended_districts_stay_under_the_province_each_by_its_name(reader: Client):
    lines = hierarchy()
    province = lines.resolve("52", on=localdate())
    query = f"indicator=received&level=province&period=2025-06&unit={province}"
    page = reader.get(f"/figure/?{query}&map={TODAY}").context["page"]
    rows = {row.cells[0].text: row.cells for row in page["contributions"].rows}
    ended = figures("received", "district", "2025-06", scope="own")
    for row in ended.values():
        if row["value"]:
            cells = rows[row["name"]]
            assert cells[0].note == "ended on 30 Jun 2025, without a successor"
            assert cells[1].text == str(row["value"])
    name = next(row["name"] for row in ended.values() if row["value"])
    opened = reader.get(rows[name][0].url).context["page"]
    assert opened["value"]["text"] == rows[name][1].text


def test_the_page_of_a_new_commune_tells_what_it_was_generations_ago(reader: Client):
    unit = new_communes()["23590"]
    life = reader.get(f"/units/{unit}/?period=2026-10").context["page"]["life"]
    turns = [*life.before, *life.own, *life.after]
    told = [(turn.text, [one.name for one in turn.others]) for turn in turns]
    assert [text for text, _others in told] == [
        "Began on 1 Jul 2025, out of:",
        "Before that, on 1 Nov 2024, to Xã Biển Hồ came:",
        "Before that, on 1 Feb 2020, to Xã Chư Đăng Ya came:",
        "From its beginning it also handles what district level handled before.",
    ]
    assert len(told[0][1]) == 4
    assert all(name.endswith("(whole)") for name in told[0][1])
    assert told[1][1] == ["Xã Tân Sơn (whole)"]


@pytest.mark.parametrize("path", ["", "league/", "figure/", "units/{unit}/", "dossiers/"])
def test_the_map_of_any_day_can_be_typed(reader: Client, path: str):
    unit = new_communes()["23590"]
    query = f"period=2025-06&level=commune&indicator=received&unit={unit}&map={TODAY}"
    page = reader.get(f"/{path.format(unit=unit)}?{query}").content.decode()
    typed = '<input class="input" id="map-day" type="date" name="map" value="2026-11-01" required>'
    assert typed in page


def test_a_row_without_value_says_why_and_opens(reader: Client):
    """On the map of a day before the merger the communes of then are not what came after."""
    query = "indicator=on_time&level=commune&under=52&period=2025-07&map=2025-06-30"
    league = reader.get(f"/league/?{query}")
    rows = [one for group in league.context["unranked"] for one in group["rows"]]
    row = next(one for one in rows if one["name"] == "Xã Tân Bình")
    assert row["value"] == "why?"
    assert row["reason"].startswith("On 1 Jul 2025 Xã Tân Bình went into ")
    assert "cannot be compared in this period" in reader.get(row["value_url"]).content.decode()


def test_a_year_in_which_the_province_began_says_where_the_rest_is(reader: Client):
    page = reader.get("/?period=2025").context
    assert page["began"]["text"].startswith("Tỉnh Gia Lai began on 1 Jul 2025; what was before")
    whole = reader.get(page["began"]["url"]).context
    assert not whole["began"]["text"]
    received = [page["tiles"][-1]["value"], whole["tiles"][-1]["value"]]
    then = figures("received", "province", "2025")
    assert received == [f"{then['52']['value']:,}", f"{sum(r['value'] for r in then.values()):,}"]
