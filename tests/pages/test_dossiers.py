"""The list of dossiers behind a figure, and the page of a dossier."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers.models import Dossier, Upload
from tests.kept_worlds import KeptWorlds
from tests.pages.uploading import a_browser, a_user
from tests.support import dossier, import_file, load_gia_lai, run, write_csv, write_text
from units.models import Role
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("june")

# Of Yên Đỗ (Pleiku): three late, one early; of Tú An (An Khê): one late, one open and overdue.
ROWS = [
    ("H21.17-180601-0001", "Phường Yên Đỗ", "01/06/2018", "11/06/2018", "12/06/2018"),
    ("H21.17-180602-0002", "Phường Yên Đỗ", "02/06/2018", "12/06/2018", "22/06/2018"),
    ("H21.17-180603-0003", "Phường Yên Đỗ", "03/06/2018", "13/06/2018", "16/06/2018"),
    ("H21.17-180604-0004", "Phường Yên Đỗ", "04/06/2018", "14/06/2018", "12/06/2018"),
    ("H21.18-180605-0005", "Xã Tú An", "05/06/2018", "15/06/2018", "17/06/2018"),
    ("H21.18-180606-0006", "Xã Tú An", "06/06/2018", "20/06/2018"),
]
LATE = "indicator=late_share&level=province&under=64&period=2018-06"


@pytest.fixture
def june(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    kept_worlds.begin("the list's June", lambda: load_listed(tmp_path))


def load_listed(folder: Path) -> None:
    load_gia_lai(folder)
    names = {"Mã TTHC": "1.000656", "Tên TTHC": "Chứng thực bản sao", "Lĩnh vực": "Chứng thực"}
    file = write_csv(folder / "june.csv", [dossier(*row) | names for row in ROWS])
    settings = write_text(folder / "source.toml", 'under = "64"\n')
    import_file(file, "--config", settings, "--exported-at", "2018-06-30")


@pytest.fixture
def browser() -> Client:
    return a_browser(a_user("official", Role.VIEWER))


def unit(code: str) -> int:
    return hierarchy().resolve(code, on=Dossier.objects.all()[0].said_on)


def listed(client: Client, query: str, code: str = "64", **headers: str) -> tuple[str, list[str]]:
    """The page of a list, and the codes on it in their order."""
    answer = client.get(f"/dossiers/?{query}&unit={unit(code)}", headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    page = unescape(answer.content.decode())
    return page, re.findall(r"H21\.\d\d-\d{6}-\d{4}", page)


def running(codes: list[str]) -> str:
    """The last digits of codes."""
    return "".join(code[-1] for code in codes)


def test_the_title_says_what_is_listed_and_the_lead_the_figure(browser: Client) -> None:
    page, codes = listed(browser, f"{LATE}&part=numerator")
    assert "<h1>4 dossiers resolved late, Tỉnh Gia Lai, month 6/2018</h1>" in page
    assert "4 / 5 = 80.0%" in page
    assert running(codes) == "2351", "the latest first"
    assert "10 days late" in page
    assert "1 day late" in page
    assert page.count("Chứng thực bản sao") == 4
    assert "Huyện" not in page
    assert "Thị xã An Khê" in page


def test_a_list_is_as_long_as_its_figure_in_every_scope(browser: Client) -> None:
    _page, codes = listed(browser, f"{LATE}&part=denominator", "622")
    assert running(codes) == "1234"
    page, codes = listed(browser, f"{LATE}&scope=own&part=denominator", "622")
    assert codes == []
    assert "No export tells of this unit in this period" in page
    page, codes = listed(browser, f"{LATE}&part=in_progress_overdue", "623")
    assert running(codes) == "6"
    assert "10 days overdue, on 30 Jun 2018" in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("received", "1235"),
        ("-received", "5321"),
        ("due", "1235"),
        ("finished", "1352"),
        ("-finished", "2531"),
        ("late", "1532"),
        ("-late", "2351"),
    ],
)
def test_sorting(browser: Client, sort: str, order: str) -> None:
    page, codes = listed(browser, f"{LATE}&part=resolved_late&sort={sort}")
    assert running(codes) == order
    direction = "descending" if sort.startswith("-") else "ascending"
    assert page.count("aria-sort") == page.count(f'aria-sort="{direction}"') == 1


def test_long_lists_come_in_pages(browser: Client, tmp_path: Path) -> None:
    rows = [
        dossier(f"H21.18-180701-{n:04}", "Xã Tú An", "01/07/2018", "02/07/2018") for n in range(120)
    ]
    settings = write_text(tmp_path / "source.toml", 'under = "64"\n')
    import_file(
        write_csv(tmp_path / "july.csv", rows), "--config", settings, "--exported-at", "2018-07-31"
    )
    query = "indicator=received&level=province&under=64&period=2018-07&part=numerator"
    pages = [listed(browser, f"{query}&page={number}") for number in (1, 2, 3, 99)]
    assert [len(codes) for _page, codes in pages] == [50, 50, 20, 20]
    assert len({code for _page, codes in pages for code in codes}) == 120
    assert "120 dossiers received" in pages[0][0]
    assert 'rel="next"' in pages[1][0]
    assert 'rel="next"' not in pages[2][0]


def test_htmx_gets_the_table_alone(browser: Client) -> None:
    page, codes = listed(browser, f"{LATE}&part=numerator", HX_Request="true", HX_Target="dossiers")
    assert len(codes) == 4
    assert "<h1>" not in page
    assert page.strip().startswith("<section")


def test_the_number_of_queries_does_not_grow_with_the_rows(browser: Client) -> None:
    def queries(query: str) -> int:
        listed(browser, query)
        with CaptureQueriesContext(connection) as found:
            listed(browser, query)
        return len(found)

    # Session, account, version of the data, grants, version of the units; the selection's
    # indicator, the columns of the files, the sources; numbers, moments and rows of the list.
    assert queries(f"{LATE}&part=denominator") == queries(f"{LATE}&part=resolved_early") == 17


@pytest.mark.parametrize(
    "query",
    [
        f"{LATE}&part=days_sum",
        f"{LATE}&part=nonsense",
        "indicator=received&level=province&under=64&period=2018-06&part=denominator",
        f"{LATE}&part=numerator&sort=colour",
        f"{LATE}&part=numerator&page=0",
        f"{LATE}&part=numerator&page=x",
        f"{LATE}&part=numerator&unit=x",
        "indicator=late_share&level=province&under=64&period=2018-13",
    ],
)
def test_nonsense_is_answered_with_a_sentence(browser: Client, query: str) -> None:
    given = query if "unit=" in query else f"{query}&unit={unit('64')}"
    answer = browser.get(f"/dossiers/?{given}")
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_a_list_is_seen_by_those_who_see_the_unit(browser: Client) -> None:
    pleiku = a_browser(a_user("pleiku", Role.VIEWER, "622"))
    query = "indicator=late_share&level=district&period=2018-06&part=numerator"
    assert running(listed(pleiku, f"{query}&under=622", "622")[1]) == "231"
    for asked in (f"under=622&unit={unit('64')}", f"under=622&unit={unit('623')}", "unit=99999"):
        assert pleiku.get(f"/dossiers/?{query}&{asked}").status_code == 404, asked
    strangers = a_browser(a_user("nobody"))
    assert strangers.get(f"/dossiers/?{query}&unit={unit('622')}").status_code == 404


def test_every_listed_dossier_opens(browser: Client) -> None:
    page, codes = listed(browser, f"{LATE}&part=denominator")
    links = re.findall(r'href="(/dossiers/\d+/)"', page)
    assert len(links) == len(codes) == 5
    for link in links:
        assert browser.get(link).status_code == 200


def opened(client: Client, running_number: int) -> tuple[int, str]:
    found = Dossier.objects.get(code__endswith=f"{running_number:04}")
    answer = client.get(f"/dossiers/{found.pk}/")
    return answer.status_code, unescape(answer.content.decode())


def test_a_dossier_tells_how_it_stands_and_where_it_counts(browser: Client) -> None:
    _status, page = opened(browser, 2)
    assert "Dossier H21.17-180602-0002" in page
    assert "Resolved late" in page
    assert "10 days late" in page
    assert f'href="/units/{unit("101")}/"' in page
    assert [page.index(word) for word in ("2 Jun 2018", "12 Jun 2018", "22 Jun 2018")] == sorted(
        page.index(word) for word in ("2 Jun 2018", "12 Jun 2018", "22 Jun 2018")
    )
    _status, page = opened(browser, 6)
    assert "10 days overdue" in page
    assert "by the data of 30 Jun 2018" in page


def test_a_dossier_tells_what_each_upload_said(browser: Client, tmp_path: Path) -> None:
    rows = [
        dossier("H21.18-180605-0005", "Xã Tú An", "05/06/2018", "19/06/2018", "17/06/2018"),
        dossier("H21.18-180606-0006", "Xã Tú An", "06/06/2018", "20/06/2018"),
    ]
    settings = write_text(tmp_path / "source.toml", 'under = "64"\n')
    names = {"Mã TTHC": "1.000656", "Tên TTHC": "Chứng thực bản sao", "Lĩnh vực": "Chứng thực"}
    july = write_csv(tmp_path / "july.csv", [row | names for row in rows])
    document = import_file(july, "--config", settings, "--exported-at", "2018-07-31")
    _status, page = opened(browser, 5)
    assert page.index("july.csv") < page.index("june.csv")
    assert "15 Jun 2018 → 19 Jun 2018" in page
    assert page.count("badge--brand") == page.count("timeline__item--now") == 1
    assert "As in the export before." in opened(browser, 6)[1]
    uploader = a_browser(a_user("uploader", Role.UPLOADER))
    link = f'href="/uploads/{document["upload"]}/"'
    assert link in opened(uploader, 5)[1]
    assert link not in page, "a viewer does not see uploads"
    assert run("undo_upload", document["upload"]).status == 0
    _status, page = opened(browser, 5)
    assert "→" not in page
    assert "Taken back, with what they may have said of this dossier: july.csv" in page
    assert Upload.objects.count() == 2


def test_a_dossier_is_seen_by_those_who_see_a_unit_of_it(browser: Client) -> None:
    pleiku = a_browser(a_user("pleiku", Role.VIEWER, "622"))
    assert [opened(pleiku, number)[0] for number in (1, 5)] == [200, 404]
    assert pleiku.get("/dossiers/999999999/").status_code == 404
    assert [opened(browser, number)[0] for number in (1, 5)] == [200, 200]
    assert opened(a_browser(a_user("nobody")), 1)[0] == 404


def test_the_number_of_queries_of_a_dossier(browser: Client) -> None:
    opened(browser, 1)
    with CaptureQueriesContext(connection) as found:
        opened(browser, 1)
    # Session, account, the dossier, grants, version of the units; the states, what the uploads say,
    # those taken back, the procedures, and the dates that were rewritten.
    assert len(found) == 11
