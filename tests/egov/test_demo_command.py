"""`manage.py demo` with a small province: what it loads, refuses, and goes on with."""

import re
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.utils import translation

from dossiers.catalogue.matching import unknown_procedures
from dossiers.models import (
    CatalogueProcedure,
    Dossier,
    Job,
    JobState,
    OnlineLevel,
    ServiceLevel,
    Source,
    Upload,
    UploadState,
)
from egov.demo.accounts import PASSWORD
from egov.demo.bar import Bar
from egov.demo.bringing import bring
from egov.demo.stretches import FIRST, SECOND, Stretch
from tests.dossiers.processes import command, until
from tests.kept_worlds import KeptWorlds
from tests.support import contents, dossier, import_file, run, run_as_process, write_csv
from units.models import UnitIdentifier, UnitVersion, User

ONE_IN = 500
SMALL = ("demo", "--one-in", str(ONE_IN), "--stretch", "2018")


@pytest.fixture
def small_demo(transactional_db: None, kept_worlds: KeptWorlds) -> None:
    """What the command loads into a database without anything."""
    kept_worlds.begin("a small demo", lambda: run(*SMALL, "--here"))


@pytest.mark.usefixtures("transactional_db")
def test_loads_a_small_province_here_and_says_so():
    outcome = run(*SMALL, "--here")
    assert outcome.status == 0, outcome
    assert Upload.objects.filter(state=UploadState.LOADED, rejected=0).count() == 12
    assert Dossier.objects.count() == 6_285 // ONE_IN + 232_325 // ONE_IN
    assert "100%" in outcome.stderr.splitlines()[-1]
    assert PASSWORD in outcome.stdout
    for username in User.objects.values_list("username", flat=True):
        assert username in outcome.stdout
    # What the offices do is in the catalogue, by code or by name.
    assert CatalogueProcedure.objects.count() == 219
    assert unknown_procedures() == []
    online = OnlineLevel.LEVEL_4, OnlineLevel.WHOLE
    whole = ServiceLevel.objects.filter(level__in=online).values_list("valid_from", flat=True)
    assert set(whole) == {date(2018, 1, 1), date(2022, 8, 15)}


@pytest.mark.usefixtures("gia_lai")
def test_stays_out_of_a_database_with_dossiers_of_its_own(tmp_path: Path):
    row = dossier("H21.17.5-180301-0001", "Phường Yên Đỗ", "01/03/2018")
    import_file(write_csv(tmp_path / "own.csv", [row]))
    before = contents()
    outcome = run(*SMALL, "--here")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    assert contents() == before
    assert not User.objects.exists()


@pytest.mark.usefixtures("small_demo")
def test_other_sources_beside_the_demo_do_no_harm(tmp_path: Path):
    row = dossier("H21.17.5-180301-0001", "Phường Yên Đỗ", "01/03/2018")
    import_file(write_csv(tmp_path / "own.csv", [row]), source="trial")
    assert run(*SMALL, "--here").status == 0
    assert Job.objects.filter(source__slug=FIRST.slug).count() == 12


@pytest.mark.usefixtures("small_demo")
def test_goes_on_where_it_was_broken_off():
    july, august = Upload.objects.filter(
        file_name__in=("gia-lai-2018-07.csv", "gia-lai-2018-08.csv")
    )
    Upload.objects.filter(pk=july.pk).update(state=UploadState.REFUSED)
    Upload.objects.filter(pk=august.pk).update(state=UploadState.PENDING)
    Job.objects.filter(upload=august).update(state=JobState.FAILED)
    outcome = run(*SMALL, "--here")
    assert (outcome.status, Job.objects.count()) == (0, 14)
    loaded = Upload.objects.filter(state=UploadState.LOADED)
    assert len(set(loaded.values_list("file_name", flat=True))) == 12


@pytest.mark.usefixtures("small_demo")
def test_units_that_were_changed_since_are_no_obstacle():
    UnitVersion.objects.filter(name="Huyện Ia Pa").update(name="Huyện Mới")
    User.objects.filter(username="quantri").delete()
    outcome = run(*SMALL, "--here")
    assert outcome.status == 0, outcome
    assert not User.objects.filter(username="quantri").exists()


@pytest.mark.usefixtures("gia_lai")
def test_units_that_say_otherwise_are_one_clear_line():
    outcome = run(*SMALL, "--here")
    assert outcome.status == 2
    assert "UNITS.csv, line" in outcome.stderr
    assert outcome.stderr.splitlines()[-1].count("UNITS.csv") == 1
    assert not Source.objects.exists()


@pytest.mark.usefixtures("broker", "transactional_db")
def test_says_that_it_waits_for_the_worker_and_loads_without_it_the_next_time():
    with command(*SMALL) as waiting:
        log = Path(f"/proc/{waiting.pid}/fd/2").readlink()
        until(lambda: "đang chờ tiến trình xử lý" in log.read_text(encoding="utf-8"))
        assert Job.objects.filter(state=JobState.QUEUED).count() == 12
    assert run(*SMALL, "--here").status == 0
    assert {job.state for job in Job.objects.all()} == {JobState.DONE}
    assert Job.objects.count() == 12


def test_writes_the_files_alone(tmp_path: Path):
    outcome = run(*SMALL, "--files", tmp_path / "new")
    assert outcome.status == 0
    written = sorted((tmp_path / "new").iterdir())
    assert outcome.stdout.split() == [str(path) for path in written]
    assert [path.name for path in written] == [f"gia-lai-2018-{m:02}.csv" for m in range(1, 13)]


@pytest.mark.usefixtures("transactional_db")
def test_the_second_stretch_joins_a_demo_of_before_there_was_one():
    bring(bar=Bar(StringIO()), stretches=[only(FIRST, 1)], one_in=ONE_IN, here=True)
    UnitIdentifier.objects.filter(value__regex=r"^H21\.1\d\d$").delete()
    bring(bar=Bar(StringIO()), stretches=[only(FIRST, 1), only(SECOND, 7)], one_in=50, here=True)
    (upload,) = Upload.objects.filter(source__slug=SECOND.slug)
    assert (upload.state, upload.rejected, upload.warnings) == ("loaded", 0, 0)
    assert {one.ended_on for one in Source.objects.order_by("pk")} == {date(2018, 12, 31), None}


def only(stretch: Stretch, number: int) -> Stretch:
    """The stretch with one of its files alone."""
    return replace(stretch, files=dict(list(stretch.files.items())[number - 1 : number]))


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    "wrong",
    [("--one-in", "0"), ("--one-in", "x"), ("--files", "/dev/null/x"), ("--stretch", "2019")],
)
def test_bad_options_are_one_line(wrong):
    outcome = run_as_process("demo", *wrong)
    assert outcome.status == 2
    assert "Traceback" not in outcome.stderr
    (line,) = outcome.stderr.splitlines()
    assert line.startswith(("manage.py demo: ", "/dev/null"))


class Screen:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None: ...


def test_the_bar_tells_the_time_left_and_writes_over_itself():
    times = iter([0.0, 1.0, 10.0, 20.0])
    screen = Screen()
    bar = Bar(screen, clock=lambda: next(times))  # type: ignore[arg-type]
    for done in (0, 500, 2_500, 10_000):
        bar.show(done, 10_000)
    bar.end()
    shown = re.split(r"[\r\n]", screen.text)
    assert len({len(line.rstrip()) for line in shown[1:]}) > 1
    assert "25%  2,500 of 10,000 rows, about 30 s left" in shown[3]
    assert shown[1].startswith("[....")
    assert shown[4].startswith("[" + "#" * 30 + "] 100%")
    assert screen.text.count("\n") == 1


def test_the_bar_speaks_the_language_of_who_watches():
    screen = Screen()
    with translation.override("vi"):
        Bar(screen).show(2_500, 10_000, "đang ghi tệp")  # type: ignore[arg-type]
    assert "25%  2.500 / 10.000 dòng, đang ghi tệp" in screen.text
