"""Every file of the corpus by the real road: the right rows or one clear sentence, in time, and
nothing left behind (issue 4, item 8)."""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from dossiers.checking.words import Channel, Status
from dossiers.loading import running
from dossiers.models import Dossier, Problem, Upload
from dossiers.reading import ReadError, Table, open_table
from dossiers.source_settings import SourceSettings
from tests.dossiers.corpus import hostile, texts, workbooks
from tests.dossiers.corpus.case import CODES, Case
from tests.support import Outcome, run
from units.models import UnitVersion

CASES = [*texts.CASES, *workbooks.CASES, *hostile.CASES]
LONGEST = 120  # seconds: a machine may be busy; what grows with the square takes hours


def test_there_are_enough_and_no_two_alike():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_file(case: Case, gia_lai: None, tmp_path: Path, settings, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    for name, value in case.limits.items():
        setattr(settings, name, value)
    file = tmp_path / case.file_name
    file.write_bytes(case.build())
    options = []
    if case.config:
        (tmp_path / "source.toml").write_text(case.config, encoding="utf-8")
        options = ["--config", tmp_path / "source.toml"]
    monkeypatch.setattr(running, "open_table", ReadOnce())
    given = (file, "--source", "igate", "--exported-at", "2018-07-31", "--json", *options)
    begun = time.monotonic()
    tried = run("import_dossiers", *given, "--dry-run")
    assert time.monotonic() - begun < LONGEST
    begun = time.monotonic()
    outcome = run("import_dossiers", *given)
    assert time.monotonic() - begun < LONGEST
    assert (tried.status, tried.stderr) == (outcome.status, outcome.stderr)
    assert list(scratch.iterdir()) == []
    kept = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    if case.refused:
        refused(case, outcome)
        assert kept == set()
        return
    upload = Upload.objects.get()
    assert (outcome.status, outcome.stderr) == (1 if case.rejected else 0, ""), outcome
    assert kept == {Path(upload.file.path)}
    assert known() == list(case.known)
    assert rows(upload) == dict(zip(CODES, case.rows, strict=True))
    errors = Problem.objects.filter(upload=upload, is_warning=False)
    assert sorted(set(errors.values_list("row", flat=True))) == list(case.rejected)


class ReadOnce:
    """Opens a file; whoever opens it again gets what came of it. Reading takes most of the time."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def __call__(self, path: Path, settings: SourceSettings) -> Table:
        table: Table = self._once("table", lambda: open_table(path, settings))
        read = self._known.setdefault("read", table.pieces)
        object.__setattr__(
            table, "pieces", lambda wanted: iter(self._once("pieces", lambda: list(read(wanted))))
        )
        return table

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            try:
                self._known[name] = make()
            except ReadError as error:
                self._known[name] = error
        if isinstance(self._known[name], ReadError):
            raise self._known[name]
        return self._known[name]


def refused(case: Case, outcome: Outcome) -> None:
    """One sentence on one line, and nothing loaded."""
    assert outcome.status == 2, outcome
    assert case.refused in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert "should not happen" not in outcome.stderr


def known() -> list[tuple[Any, ...]]:
    """What is known of the dossiers, in the words of `case.KNOWN`."""
    names = dict(UnitVersion.objects.values_list("unit_id", "name"))
    return [
        (
            dossier.code,
            names[dossier.unit_id],
            local(dossier.received_at),
            dossier.due_on,
            dossier.finished_at and local(dossier.finished_at).date(),
            Status(dossier.status).name,
            dossier.channel and Channel(dossier.channel).name,
        )
        for dossier in Dossier.objects.order_by("code")
    ]


def local(at: Any) -> Any:
    """A time on the clock of the source."""
    return (at + timedelta(hours=7)).replace(tzinfo=None)


def rows(upload: Upload) -> dict[str, int]:
    """Code -> number of the row in which it stands, the last one of a code."""
    copy = parquet.read_table(upload.file.path, columns=["row", "code"]).to_pylist()
    return {row["code"].strip(): row["row"] for row in copy if (row["code"] or "").strip() in CODES}
