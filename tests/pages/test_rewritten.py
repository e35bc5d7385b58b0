"""From a league table, a unit or a figure to the dossiers with rewritten dates, and to what an
upload rewrote of one (docs/decisions/0011)."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from dossiers.models import Dossier
from tests.kept_worlds import KeptWorlds
from tests.pages.uploading import a_browser, a_user
from tests.support import client_in, dossier, import_file, load_gia_lai, run, write_csv
from units.models import Role
from units.queries import hierarchy

YEN_DO, TU_AN = "Phường Yên Đỗ", "Xã Tú An"
JUNE = [
    ("H21.17-180601-0001", YEN_DO, "01/06/2018", "12/06/2018", "20/06/2018"),
    ("H21.17-180601-0002", YEN_DO, "01/06/2018", "12/06/2018"),
    ("H21.18-180601-0003", TU_AN, "01/06/2018", "12/06/2018", "11/06/2018"),
]
# The first one's end is set back, the second one's due date moved; the third stays as it was.
JULY = [
    (*JUNE[0][:4], "12/06/2018"),
    (*JUNE[1][:3], "22/08/2018"),
    JUNE[2],
    ("H21.18-180701-0004", TU_AN, "02/07/2018", "12/07/2018", "11/07/2018"),
]
MOVED = (
    "Due date moved from 12 Jun 2018 to 22 Aug 2018;"
    " the old one had passed by the export of 31 Jul 2018."
)
BACK = (
    "End set back from 20 Jun 2018 to 12 Jun 2018, due 12 Jun 2018, in the export of 31 Jul 2018."
)

pytestmark = pytest.mark.usefixtures("july")


@pytest.fixture
def july(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    def load() -> None:
        load_gia_lai(tmp_path)
        for name, rows in (("2018-06-30", JUNE), ("2018-07-31", JULY)):
            file = write_csv(tmp_path / f"{name}.csv", [dossier(*row) for row in rows])
            import_file(file, "--exported-at", name)

    kept_worlds.begin("rewritten in July", load)


@pytest.fixture
def site() -> Client:
    return a_browser(a_user("official", Role.VIEWER))


def unit(code: str) -> int:
    return hierarchy().resolve(code, on=Dossier.objects.all()[0].said_on)


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def query(**changes: str) -> str:
    asked = {"indicator": "rewritten_share", "level": "commune", "period": "2018-07"}
    return urlencode(asked | changes)


def test_a_league_table_has_it_as_any_other_indicator(site: Client) -> None:
    page = read(site, f"/league/?{query(under='64')}")
    assert "Dates rewritten after the due date" in page
    assert "200.0%" in page


def test_a_list_says_what_was_rewritten(site: Client) -> None:
    page = read(site, f"/dossiers/?{query()}&unit={unit('622')}&part=numerator")
    assert "<h1>2 dossiers with rewritten dates, Thành phố Pleiku, month 7/2018</h1>" in page
    assert page.count(MOVED) == page.count(BACK) == 1
    assert page.index("-0001") < page.index(BACK) < page.index("-0002") < page.index(MOVED)


@pytest.mark.parametrize("indicator", ["on_time", "on_time_all", "late_share", "overdue_share"])
def test_a_rate_of_timeliness_says_how_many_were_rewritten_and_opens_them(
    site: Client, indicator: str
) -> None:
    """From the unit's page, and from the figure's."""
    pages = [
        f"/units/{unit('101')}/?{query(indicator=indicator)}",
        f"/figure/?{query(indicator=indicator)}&unit={unit('101')}",
    ]
    for url in pages:
        page = site.get(url).context["page"]
        facts = page["standing"]["facts"] if "standing" in page else page["facts"]
        (told,) = [fact for fact in facts if fact.term == "Dates rewritten"]
        assert told.text == "2 dossiers"
        assert "2 dossiers with rewritten dates, Phường Yên Đỗ, month 7/2018" in read(
            site, told.url
        )


def test_where_nothing_was_rewritten_or_compared_it_says_so_or_nothing(site: Client) -> None:
    def told(code: str, **changes: str) -> list[str]:
        page = site.get(f"/figure/?{query(**changes)}&unit={unit(code)}").context["page"]
        return [fact.text for fact in page["facts"] if fact.term == "Dates rewritten"]

    assert told("202", indicator="on_time") == ["none seen"]
    assert told("101", indicator="on_time", period="2018-06") == []
    assert told("101", indicator="received") == told("101") == []


def test_a_figure_without_a_comparison_says_why_it_has_no_value(site: Client) -> None:
    page = read(site, f"/figure/?{query(period='2018-06')}&unit={unit('64')}")
    assert "no export of igate in this period has an earlier one before it" in page
    assert "No value" in page


def test_a_figure_of_more_rewritten_than_cases_has_no_interval(site: Client) -> None:
    page = site.get(f"/figure/?{query()}&unit={unit('101')}").context["page"]
    assert page["value"] == {"text": "200.0", "unit": "%", "parts": "2 of 1 dossiers"}
    assert "95% confidence interval" not in {fact.term for fact in page["facts"]}


@pytest.mark.parametrize(("number", "sentence"), [(1, BACK), (2, MOVED)])
def test_a_dossier_shows_which_upload_rewrote_it(site: Client, number: int, sentence: str) -> None:
    found = Dossier.objects.get(code__endswith=f"{number:04}")
    page = read(site, f"/dossiers/{found.pk}/")
    assert page.count(sentence) == page.count("timeline__item--bad") == 1
    assert page.index("2018-07-31.csv") < page.index(sentence) < page.index("2018-06-30.csv")


def test_a_dossier_that_was_not_rewritten_says_nothing(site: Client) -> None:
    page = read(site, f"/dossiers/{Dossier.objects.get(code__endswith='0003').pk}/")
    assert "Dates rewritten" not in page
    assert "timeline__item--bad" not in page


def test_in_vietnamese(site: Client) -> None:
    site.cookies.update(client_in("vi").cookies)
    page = read(site, f"/dossiers/?{query()}&unit={unit('622')}&part=numerator")
    assert "2 hồ sơ có ngày bị sửa" in page
    assert re.search(r"Ngày hẹn trả bị lùi từ \S+ sang \S+; đến tệp kết xuất ngày", page)
    assert "Sửa ngày sau khi quá hạn" in read(site, f"/league/?{query(under='64')}")


def test_an_undo_takes_the_rewriting_back(site: Client) -> None:
    assert run("undo_upload", 2).status == 0
    page = site.get(f"/dossiers/?{query()}&unit={unit('622')}&part=numerator")
    assert "Dates rewritten after the due date: no value" in unescape(page.content.decode())
