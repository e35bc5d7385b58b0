"""The overview: tiles that equal the command's figures, first and last, and how complete it is."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from indicators.models import Target
from tests.pages.actors import administrator
from tests.support import client_in, dossier, figures, import_file, write_csv, write_text
from units.queries import hierarchy

SOURCE = 'under = "64"\nnote = "Số liệu thử"\nnote_en = "Trial data"\n'


def client_for(code: str) -> Client:
    client = client_in("en")
    unit_id = hierarchy().resolve(code, on=localdate())
    client.force_login(administrator(f"of-{code}", [unit_id]))
    return client


@pytest.fixture
def loaded(gia_lai: None, tmp_path: Path) -> None:
    """Two towns: the first resolves 12 of 14 on time, the other has 11 overdue in progress."""
    rows = [
        *(
            ("Phường Yên Đỗ", number, "05/06/2018" if number < 12 else "20/06/2018")
            for number in range(14)
        ),
        *(("Phường An Bình", number, "") for number in range(11)),
    ]
    exported = [
        dossier(f"{unit}-{number:04}", unit, "01/06/2018", "10/06/2018", end)
        for unit, number, end in rows
    ]
    config = write_text(tmp_path / "source.toml", SOURCE)
    import_file(
        write_csv(tmp_path / "june.csv", exported),
        *("--config", config, "--exported-at", "2018-06-30"),
    )


@pytest.mark.usefixtures("loaded")
def test_the_tiles_are_the_commands_figures():
    page = client_for("64").get("/")
    assert page.status_code == 200
    province = figures("on_time_all", "province", "2018")["64"]
    tiles = {tile["label"]: tile for tile in page.context["tiles"]}
    on_time = tiles["On time, with those in progress"]
    assert (on_time["value"], on_time["parts"]) == ("48.0", ["12 / 25"])
    assert (province["numerator"], province["denominator"]) == (12, 25)
    assert tiles["In progress, overdue"]["value"] == "11"
    assert tiles["In progress, overdue"]["parts"] == ["100.0% of 11"]
    assert tiles["Received"]["value"] == "25"
    assert page.context["title"] == "Tỉnh Gia Lai, year 2018"


@pytest.mark.usefixtures("loaded")
def test_the_first_and_last_of_a_level_that_the_address_chooses():
    client = client_for("64")
    ends = client.get("/").context["ends"]
    assert names(ends) == ["Thành phố Pleiku", "Thị xã An Khê"]
    tabs = [(tab.label, tab.url, tab.current) for tab in ends.tabs]
    year = "/?indicator=on_time_all&level={}under=64&period=2018#ends"
    assert tabs == [
        ("District level", year.format("").replace("level=", ""), True),
        ("Commune level", year.format("commune&"), False),
    ]
    below = client.get("/?level=commune").context["ends"]
    assert names(below)[:2] == ["Phường Yên Đỗ", "Phường An Bình"]
    assert [tab.current for tab in below.tabs] == [False, True]
    # A level that the unit has none of, as an address from elsewhere may name one.
    assert names(client.get("/?level=province").context["ends"]) == names(ends)
    assert client.get("/?under=103&period=2018").context["ends"] is None


@pytest.mark.usefixtures("loaded")
def test_the_marks_of_the_table_are_explained_below_it():
    Target.objects.create(indicator="on_time_all", value="0.95", valid_from="2018-01-01")
    client = client_for("64")
    page = client.get("/")
    card = page.context["ends"].card
    assert card.heads["picture"]["label"] == card.marks.scale == "0% … 100%"
    assert card.marks.target == "target 95%"
    text = page.content.decode()
    assert text.count("</svg>target 95%</span>") == text.count("band: 95% confidence") == 1
    counted = client.get("/?indicator=overdue&period=2018")
    assert counted.context["ends"].card.marks is None
    assert "confidence" not in counted.content.decode()


def names(ends) -> list[str]:
    return [row["name"] for row in ends.rows if "name" in row]


@pytest.mark.usefixtures("loaded")
def test_a_period_that_no_file_tells_of_has_neither_figures_nor_zeros():
    page = client_for("64").get("/?period=2019")
    assert page.context["nothing"] == "The loaded files tell nothing of this period."
    assert "tiles" not in page.context
    assert "Nothing is loaded for this period" in page.content.decode()
    long_ago = client_for("623").get("/?period=1990")
    assert long_ago.context["lead"] == ["data up to 30 Jun 2018"]


@pytest.mark.usefixtures("loaded")
def test_it_says_what_the_source_says_of_its_figures():
    assert "Trial data" in client_for("64").get("/").content.decode()


@pytest.mark.usefixtures("loaded")
def test_who_sees_one_town_sees_its_overview():
    page = client_for("623").get("/")
    assert page.context["title"] == "Thị xã An Khê, year 2018"
    assert page.context["crumbs"] == []
    below = client_for("64").get("/?under=623&period=2018")
    assert [crumb.label for crumb in below.context["crumbs"]] == ["Tỉnh Gia Lai", "Thị xã An Khê"]
    assert client_for("622").get("/?under=623&period=2018").status_code == 404


@pytest.mark.usefixtures("gia_lai")
def test_without_any_figures_it_says_what_to_do_first():
    page = client_for("64").get("/")
    assert page.status_code == 200
    assert "There are no figures yet" in page.content.decode()


@pytest.mark.usefixtures("loaded")
def test_its_queries(django_assert_num_queries):
    client = client_for("64")
    # The first reader of a state of the data computes its figures.
    with django_assert_num_queries(41):
        client.get("/")
    # Session, account, the snapshot (3), grants, sources, uploads and their jobs, versions of the
    # data and of the units, the indicators, the targets of the tiles, and all labels.
    with django_assert_num_queries(15):
        client.get("/")


@pytest.mark.usefixtures("loaded")
def test_who_was_granted_no_unit_is_told_so():
    client = client_in("en")
    client.force_login(administrator("nobody", []))
    page = client.get("/")
    assert page.status_code == 200
    assert "No unit was given to your account yet" in page.content.decode()
