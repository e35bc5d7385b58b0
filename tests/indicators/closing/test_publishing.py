"""A closed period keeps its tables whatever comes later, and each difference has its cause."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers.models import JobKind, Upload
from indicators.closing.actions import ClosingError, close_period, reopen_period
from indicators.closing.differences import Difference, since
from indicators.closing.steps import Step
from indicators.models import (
    CountChange,
    Indicator,
    Publication,
    PublishedUnit,
)
from indicators.periods import parse_period
from indicators.selection import Selection
from tests.pages.small_province import AN_BINH, DIEN_HONG, YEN_DO, id_of, load_province
from tests.support import dossier, figures, import_file, run, write_csv
from units.actions import merge_units, move_unit, rename_unit
from units.models import AuditEvent
from units.queries import hierarchy
from units.row_actions import save_row

JUNE = parse_period("2018-06")


@pytest.fixture
def closed(small_province: None) -> Publication:
    return close_period(period=JUNE, reason="QĐ 12", by="test")


@pytest.fixture
def on_time(closed: Publication) -> Iterator[Indicator]:
    """The indicator, which is shipped by a migration: afterwards it is as it was."""
    indicator = Indicator.objects.get(code="on_time")
    yield indicator
    indicator.save()


def live(indicator: str = "on_time", level: str = "commune", **options: str):
    return figures(indicator, level, "2018-06", **options)


def published(indicator: str = "on_time", level: str = "commune", **options: str):
    return figures(indicator, level, "2018-06", **{"as": "published"} | options)


def differences(indicator: str = "on_time", level: str = "commune") -> dict[str, Difference]:
    """Name -> difference, of a published table."""
    params = {"indicator": indicator, "level": level, "period": "2018-06", "as": "published"}
    found = since(Selection.parse(params)).differences
    lines = hierarchy()
    return {lines.name(unit_id, JUNE.ends_on): one for unit_id, one in found.items()}


def told(difference: Difference) -> list[tuple[Step, int | Decimal, int | Decimal]]:
    """The parts of a difference, which add up to it."""
    then, now = difference.published, difference.live
    assert then is not None
    assert now is not None
    parts = [(part.step, part.numerator, part.denominator) for part in difference.parts]
    assert sum(part[1] for part in parts) == (now.numerator or 0) - (then.numerator or 0)
    assert sum(part[2] for part in parts) == (now.denominator or 0) - (then.denominator or 0)
    return parts


def load(folder: Path, rows: Iterable[dict[str, str]], *, at: str = "2018-07-05") -> int:
    document = import_file(write_csv(folder / "more.csv", rows), "--exported-at", at)
    assert document["rejected"] == 0
    upload: int = document["upload"]
    return upload


def more(unit: str, good: int, late: int) -> list[dict[str, str]]:
    return [
        dossier(
            f"more-{unit}-{n}",
            unit,
            "03/06/2018",
            "20/06/2018",
            f"{5 if n < good else 25:02}/06/2018",
        )
        for n in range(good + late)
    ]


@pytest.mark.usefixtures("closed")
def test_every_table_is_kept_as_the_command_prints_it():
    assert PublishedUnit.objects.count() == 9  # a province, two districts, six communes
    for indicator in Indicator.objects.all():
        for level in ("province", "district", "commune"):
            assert published(indicator.code, level) == live(indicator.code, level)
    assert published(under="622") == live(under="622")
    assert [row["rank"] for row in published(under="622").values()] == [1, 2, None]


def test_a_later_upload_changes_the_live_figures_alone(closed: Publication, tmp_path: Path):
    before = live()
    upload = load(tmp_path, more(DIEN_HONG, 8, 2))
    assert published() == before != live()
    assert differences("on_time", "province").keys() == {"Tỉnh Gia Lai"}
    found = differences()
    assert told(found[DIEN_HONG]) == [(Step.CHANGE, 8, 10)]
    (part,) = found[DIEN_HONG].parts
    change = CountChange.objects.get(pk=part.change_id or 0)
    assert (change.kind, change.upload_id) == (JobKind.LOAD, upload)


def test_the_command_says_of_what_was_published_that_it_was(closed: Publication, tmp_path: Path):
    load(tmp_path, more(DIEN_HONG, 8, 2))
    asked = ("--indicator", "on_time", "--level", "commune", "--period", "2018-06")
    printed = run("figures", *asked, "--as", "published").stdout
    assert ": QĐ 12; data up to 30 Jun 2018\n" in printed
    assert "exports from" not in printed, "which is known of today alone"
    assert "exports from" in run("figures", *asked).stdout


def test_an_undo_is_a_cause_of_its_own(closed: Publication, tmp_path: Path):
    upload = load(tmp_path, more(DIEN_HONG, 8, 2))
    assert run("undo_upload", upload).status == 0
    assert differences() == {}
    again = load(tmp_path, more(DIEN_HONG, 8, 2)[:4])
    causes = CountChange.objects.order_by("pk").values_list("kind", "upload_id")
    assert list(causes) == [("load", upload), ("undo", upload), ("load", again)]
    assert told(differences()[DIEN_HONG]) == [
        (Step.CHANGE, 8, 10),
        (Step.CHANGE, -8, -10),
        (Step.CHANGE, 4, 4),
    ]


def test_a_published_0_that_is_no_value_now_is_no_difference(gia_lai: None, tmp_path: Path):
    """So it is with all that was published while a missing export still counted as 0."""
    load_province(tmp_path)
    refused = dossier("refused", "203", "03/06/2018", "", "", "Không được tiếp nhận")
    upload = load(tmp_path, [refused])
    publication = close_period(period=JUNE, reason="QĐ 12", by="test")
    assert [live(code)["203"]["numerator"] for code in ("received", "on_time")] == [0, 0]
    assert run("undo_upload", upload).status == 0
    for code in ("received", "on_time", "overdue"):
        assert published(code)["203"]["value"] == (0 if code != "on_time" else None)
        assert live(code)["203"]["value"] is None
        assert differences(code) == {}
    # The other way about: what nobody told of then has nothing now.
    reopen_period(publication=publication, reason="QĐ 13", by="test")
    close_period(period=JUNE, reason="QĐ 14", by="test")
    load(tmp_path, [refused])
    assert (published("received")["203"]["value"], live("received")["203"]["value"]) == (None, 0)
    assert differences("received") == {}


def test_what_was_published_goes_when_its_own_upload_is_undone(closed: Publication):
    assert run("undo_upload", Upload.objects.get().pk).status == 0
    assert told(differences()[YEN_DO]) == [(Step.CHANGE, -19, -20)]
    assert published()["101"]["numerator"] == 19


def test_a_unit_that_moves_takes_its_counts_along(closed: Publication):
    move_unit(unit=id_of("101"), parent=id_of("623"), on=date(2018, 1, 1), by="test")
    assert run("recount").status == 0
    found = differences("on_time", "district")
    assert told(found["Thành phố Pleiku"]) == [(Step.UNITS, -19, -20)]
    assert found["Thành phố Pleiku"].gone == [id_of("101")]
    assert told(found["Thị xã An Khê"]) == [(Step.UNITS, 19, 20)]
    assert found["Thị xã An Khê"].came == [id_of("101")]
    assert differences("on_time", "province") == {}


def test_a_unit_that_is_renamed_keeps_its_published_name(closed: Publication):
    rename_unit(unit=id_of("101"), name="Phường Mới", on=date(2018, 6, 1), by="test")
    run("recount")
    assert published()["101"]["name"] == YEN_DO
    (found,) = differences().values()
    assert (found.is_renamed, found.parts) == (True, [])


def test_a_definition_that_changes_is_told_with_what_it_adds(
    closed: Publication, on_time: Indicator
):
    indicator = Indicator.objects.get(pk=on_time.pk)
    indicator.numerator = [*indicator.numerator, "resolved_late"]
    save_row(row=indicator, by="test")
    assert told(differences()[YEN_DO]) == [(Step.DEFINITION, 1, 0)]
    assert published()["101"]["numerator"] == 19
    assert live()["101"]["numerator"] == 20
    indicator.delete()
    assert published()["101"]["numerator"] == 19
    assert all(one.live is None for one in differences().values())


def test_a_rule_of_the_source_that_changes_is_told_apart_from_the_files(
    closed: Publication, tmp_path: Path
):
    without_due = [dossier(f"w{n}", AN_BINH, "03/06/2018", "", "05/06/2018") for n in range(3)]
    load(tmp_path, without_due)
    assert AN_BINH not in differences()
    settings = tmp_path / "rules.toml"
    settings.write_text('missing_due = "on_time"\n')
    file = write_csv(tmp_path / "july.csv", [dossier("j", AN_BINH, "03/07/2018", "20/07/2018")])
    import_file(file, "--config", settings, "--exported-at", "2018-07-10")
    assert told(differences()[AN_BINH]) == [(Step.RULES, 3, 3)]


def test_ranks_that_others_moved_have_no_part_of_their_own(closed: Publication, tmp_path: Path):
    load(tmp_path, more(DIEN_HONG, 200, 0))
    found = differences()[YEN_DO]
    assert found.published is not None
    assert found.live is not None
    assert (found.published.rank, found.live.rank, found.parts) == (2, 3, [])


def test_closing_twice_is_nothing_new_and_a_reopened_period_keeps_its_history(
    closed: Publication, tmp_path: Path
):
    assert close_period(period=JUNE, reason="again", by="test") == closed
    reopen_period(publication=closed, reason="A file came late.", by="test")
    reopen_period(publication=closed, reason="A second click.", by="test")
    assert (
        run(
            "figures",
            "--indicator=on_time",
            "--level=commune",
            "--period=2018-06",
            "--as=published",
        ).stderr
        == "The period 2018-06 is not closed.\n"
    )
    load(tmp_path, more(DIEN_HONG, 8, 2))
    second = close_period(period=JUNE, reason="QĐ 13", by="test")
    assert second != closed
    assert differences() == {}
    assert published()["102"]["denominator"] == 30
    assert published(**{"as": str(closed.pk)})["102"]["denominator"] == 20
    events = AuditEvent.objects.filter(object_type="indicators.publication").order_by("pk")
    assert [(event.action, (event.new or {})["reason"]) for event in events] == [
        ("close-period", "QĐ 12"),
        ("reopen-period", "A file came late."),
        ("close-period", "QĐ 13"),
    ]


@pytest.mark.usefixtures("gia_lai")
def test_what_cannot_be_closed_says_why(tmp_path: Path):
    def refusal(period: str = "2018-06", reason: str = "QĐ 12") -> str:
        with pytest.raises(ClosingError) as caught:
            close_period(period=parse_period(period), reason=reason, by="test")
        return str(caught.value)

    assert refusal() == "No export file has been loaded yet."
    load_province(tmp_path)
    assert refusal(reason="  ") == "Say why, or by which decision."
    assert refusal("2019") == "Neither files nor reports tell anything of this period."
    yen_do, dien_hong = id_of("101"), id_of("102")
    merge_units(predecessors=[yen_do], successor=dien_hong, on=date(2018, 6, 1), by="test")
    assert refusal().startswith("Units have changed and are being counted anew.")
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    "table",
    [
        "publishedindicator",
        "publishedunit",
        "publishedfigure",
        "publishedsource",
        "publishedcount",
        "publishedpath",
        "publication",
    ],
)
def test_the_database_refuses_to_change_what_was_published(closed: Publication, table: str):
    column = "rank" if table == "publishedfigure" else "publication_id"
    column = "reason" if table == "publication" else column
    name = f"indicators_{table}"
    for change in (f"UPDATE {name} SET {column} = NULL", f"DELETE FROM {name}"):
        with (
            pytest.raises(IntegrityError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_published_is_asked_for_whole_units_as_they_were(closed: Publication):
    asked = ("figures", "--indicator=on_time", "--level=commune", "--period=2018-06", "--as")
    assert run(*asked, "published", "--scope=own").stderr.startswith("Published are whole units")
    assert run(*asked, "published", "--map=today").stderr.startswith("Published are whole units")
    assert "names no publication" in run(*asked, "77").stderr
