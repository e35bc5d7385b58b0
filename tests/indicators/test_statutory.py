"""Dossiers without a due date of a source with `missing_due = "statutory"`: due at the end of
their procedure's term, in figures, lists and pages (docs/decisions/0014). That all of it agrees
with the twin in any world is shown by test_against_the_twin and test_opening."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.utils.formats import date_format

from dossiers import statutory
from dossiers.catalogue_actions import save_catalogue_row
from dossiers.models import CatalogueProcedure, Dossier, Job, JobState, Source, SpecialDay
from tests.indicators.test_against_the_twin import run as run_job
from tests.pages.small_province import id_of, looking_from
from tests.support import counts, dossier, figures, import_file, run, write_csv, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

CATALOGUE = """\
code,name,field,authority_level,statutory_time_in_person,statutory_time_online,statutory_time_post
1.000001,Cấp giấy,Đất đai,Cấp xã,3 Ngày làm việc,10 Ngày,
2.000002,Chứng thực,Chứng thực,Cấp xã,,,
"""
# Received on Friday 1 June 2018: three working days end on Wednesday 6, ten days on Monday 11.
ROWS = [
    ("1.000001.H21", "", "05/06/2018", "Trực tiếp"),  # early
    ("1.000001", "", "06/06/2018", "Trực tiếp"),  # on time
    ("1.000001", "", "07/06/2018", "Bưu chính"),  # late: no term by post, that in person holds
    ("1.000001", "", "11/06/2018", "Trực tuyến"),  # on time
    ("1.000001", "", "12/06/2018", "Trực tuyến"),  # late
    ("1.000001", "30/06/2018", "20/06/2018", "Trực tiếp"),  # its own due date holds: early
    ("1.000001", "", "", "Trực tiếp"),  # overdue
    ("2.000002", "", "05/06/2018", "Trực tiếp"),  # without a term: left out
    ("3.000003", "", "", "Trực tiếp"),  # not in the catalogue: left out
]
SHARES = {"on_time": (4, 6), "late_share": (2, 6), "on_time_all": (4, 7), "overdue_share": (1, 1)}
OLD_SHARES = {"on_time": (1, 1), "late_share": (0, 1), "on_time_all": (1, 1)}


def export(folder: Path, name: str = "june", rows: Sequence[tuple[str, ...]] = ROWS) -> Path:
    written = []
    for number, (procedure, due, finished, channel) in enumerate(rows):
        code = f"H21.17-180601-{number:04}"
        row = dossier(code, "Phường Yên Đỗ", "01/06/2018", due, finished, "", channel)
        names = {"Mã TTHC": procedure, "Tên TTHC": f"Thủ tục {procedure}", "Lĩnh vực": "X"}
        written.append(row | names)
    return write_csv(folder / f"{name}.csv", written)


def load(folder: Path, *, compare_by: str = "day", rule: str = "statutory") -> int:
    config = write_text(
        folder / "source.toml", f'missing_due = "{rule}"\ncompare_by = "{compare_by}"\n'
    )
    options = ("--config", config, "--exported-at", "2018-06-30")
    return int(import_file(export(folder), *options)["upload"])


def load_catalogue(folder: Path, text: str = CATALOGUE) -> None:
    outcome = run("load_procedures", write_text(folder / "catalogue.csv", text))
    assert outcome.status == 0, outcome


def shares(*names: str) -> dict[str, tuple[int | None, int | None]]:
    found = {name: figures(name, "commune", "2018-06")["101"] for name in names or SHARES}
    return {name: (row["numerator"], row["denominator"]) for name, row in found.items()}


def run_queued() -> int:
    """Do the recounts that wait; returns how many."""
    waiting = list(Job.objects.filter(state=JobState.QUEUED))
    for job in waiting:
        run_job(job)
    return len(waiting)


@pytest.mark.parametrize("compare_by", ["day", "second"])
def test_figures_lists_and_a_recount_agree(tmp_path: Path, compare_by: str) -> None:
    load_catalogue(tmp_path)
    load(tmp_path, compare_by=compare_by)
    assert shares() == SHARES
    before = counts()
    assert run("recount").stdout == "Nothing had changed; --all counts everything anew.\n"
    run("recount", "--all")
    assert counts() == before
    opened = looking_from("64").get(
        f"/dossiers/?indicator=late_share&level=commune&period=2018-06&unit={id_of('101')}"
        "&part=numerator&sort=-late"
    )
    listed = [(row["code"][-4:], row["due"]) for row in opened.context["rows"]]
    assert listed == [("0002", "6 Jun 2018"), ("0004", "11 Jun 2018")]
    assert opened.content.decode().count("by the statutory term") == 2


def test_it_is_refused_without_terms_in_one_sentence(tmp_path: Path) -> None:
    config = write_text(tmp_path / "source.toml", 'missing_due = "statutory"\n')
    load_catalogue(
        tmp_path, "\n".join([*CATALOGUE.splitlines()[:1], "1.000001,Cấp giấy,,,,,chưa rõ"])
    )
    given = export(tmp_path), "--source", "igate", "--config", config
    outcome = run("import_dossiers", *given)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr == (
        "missing_due = “statutory” needs a catalogue of procedures with terms, and none is loaded"
        " (load_procedures).\n"
    )
    assert not Source.objects.exists()


def test_a_changed_term_counts_the_source_anew_and_no_other(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    load_catalogue(tmp_path, CATALOGUE.replace("Đất đai", "Đất"))
    assert not Job.objects.filter(state=JobState.QUEUED).exists(), "no due date depends on a field"
    load_catalogue(tmp_path, CATALOGUE.replace("3 Ngày", "4 Ngày"))
    assert shares("late_share") == {"late_share": (2, 6)}, "until it is counted"
    assert [source.slug for source in statutory.outdated()] == ["igate"]
    assert run_queued() == 1
    assert shares("late_share") == {"late_share": (1, 6)}
    # One that dossiers name comes into the catalogue: its open one is due on 2 July.
    load_catalogue(tmp_path, CATALOGUE + "3.000003,Khác,,Cấp xã,1 Tháng,,\n")
    assert run_queued() == 1
    assert shares("on_time_all") == {"on_time_all": (5, 8)}


def test_a_day_off_counts_anew_by_the_command(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    save_catalogue_row(row=SpecialDay(day=date(2018, 6, 5), works=False), by="test")
    assert run("recount").stdout == "igate is counted.\n"
    assert shares("late_share") == {"late_share": (1, 6)}
    assert run("recount").stdout == "Nothing had changed; --all counts everything anew.\n"


def test_the_next_load_counts_anew_what_was_not(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    load_catalogue(tmp_path, CATALOGUE.replace("3 Ngày", "4 Ngày"))
    more = write_csv(
        tmp_path / "more.csv",
        [dossier("H21.17-180615-0001", "Xã Tú An", "15/06/2018", "20/06/2018")],
    )
    import_file(more, "--exported-at", "2018-06-30")
    assert shares("late_share") == {"late_share": (1, 6)}
    assert statutory.outdated() == []


def test_the_rule_comes_with_a_load_and_goes_with_its_undo(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path, rule="exclude")
    alone = counts()
    assert shares(*OLD_SHARES) == OLD_SHARES
    config = write_text(tmp_path / "second.toml", 'missing_due = "statutory"\n')
    again = export(tmp_path, "again", [*ROWS, ("1.000001", "", "04/06/2018", "Trực tiếp")])
    upload = import_file(again, "--config", config, "--exported-at", "2018-06-30")["upload"]
    assert shares("on_time") == {"on_time": (5, 7)}
    assert run("undo_upload", upload).status == 0
    assert counts() == alone
    assert not Dossier.objects.exclude(statutory_due_on=None).exists()


def test_a_due_date_that_a_later_export_gives_takes_the_place_of_the_term(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    known = [ROWS[number] for number in range(len(ROWS))]
    known[2] = ("1.000001", "08/06/2018", "07/06/2018", "Bưu chính")
    import_file(export(tmp_path, "july", known), "--exported-at", "2018-07-01")
    assert shares("on_time", "late_share") == {"on_time": (5, 6), "late_share": (1, 6)}
    assert Dossier.objects.get(code="H21.17-180601-0002").statutory_due_on is None


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (
            0,
            "By the statutory term “3 Ngày làm việc” of 1.000001 for dossiers handed in in person:"
            " 3 working days after the receipt.",
        ),
        (
            2,
            "3 working days after the receipt. The catalogue gives no term of its own for this"
            " channel.",
        ),
        (3, "for dossiers handed in online: 10 days after the receipt, or the next working day."),
        (7, "The export gives none, and the catalogue gives the procedure no term."),
        (8, "The export gives none, and the catalogue does not know the procedure."),
    ],
)
def test_a_dossiers_page_says_how_it_came_about(tmp_path: Path, number: int, says: str) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    found = Dossier.objects.get(code=f"H21.17-180601-{number:04}")
    page = looking_from("64").get(f"/dossiers/{found.pk}/").context["page"]
    (fact,) = [fact for fact in page.facts if fact.term == "Due date"]
    assert says in fact.note
    due = date_format(found.statutory_due_on, "DATE_FORMAT") if found.statutory_due_on else "–"
    assert fact.text == due
    events = [event.title for event in page.events]
    assert ("Due by the statutory term" in events) is (found.statutory_due_on is not None)
    CatalogueProcedure.objects.filter(code="1.000001").update(in_person_number=9)
    page = looking_from("64", language="vi").get(f"/dossiers/{found.pk}/").context["page"]
    if found.statutory_due_on:
        assert next(fact.note for fact in page.facts if fact.note).endswith("được tính lại.")


def test_the_figures_page_tells_the_rule(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    client = looking_from("64")
    address = f"/figure/?indicator=on_time&level=commune&period=2018-06&unit={id_of('101')}"
    page = client.get(address).content.decode()
    assert "due by the statutory term, left out where there is none" in page
    changed = "have changed since; the figures follow"
    assert changed not in page
    load_catalogue(tmp_path, CATALOGUE.replace("3 Ngày", "4 Ngày"))
    assert changed in client.get(address).content.decode()
    run_queued()
    assert changed not in client.get(address).content.decode()


def test_how_long_a_dossier_is_overdue_is_told_from_the_end_of_its_term(tmp_path: Path) -> None:
    load_catalogue(tmp_path)
    load(tmp_path)
    page = looking_from("64").get(f"/units/{id_of('101')}/?period=2018-06").context["page"]
    told = {bar.label: bar.number for bar in page["overdue"].bars if bar.number}
    assert told == {"11 to 30 days": 1}, "24 days from Wednesday 6 June on"
