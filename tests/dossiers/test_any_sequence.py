"""Any sequence of loads, acceptances and undos leaves what loading the remaining uploads from
scratch gives, in whatever order (DESIGN.md section 4)."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import actions, loading
from dossiers.models import Job, Upload, UploadState
from dossiers.source_settings import SourceSettings
from tests.dossiers.queueing import claim
from tests.dossiers.sequences import (
    HEADER,
    SUCCESSION,
    TOLD,
    UNITS,
    Load,
    Step,
    Undo,
    files,
    sequences,
)
from tests.dossiers.standing import standing
from tests.support import run, write_text


@pytest.fixture
def province(transactional_db: None, tmp_path: Path) -> None:
    units = write_text(tmp_path / "units.csv", UNITS)
    succession = write_text(tmp_path / "succession.csv", SUCCESSION)
    assert run("load_units", units, "--succession", succession).status == 0


@dataclass(frozen=True)
class Remaining:
    """A live upload as it can be loaded from scratch."""

    name: str
    content: bytes
    settings: SourceSettings | None
    exported_at: datetime | None


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(written=files, steps=sequences, random=st.randoms(use_true_random=False))
def test_as_if_the_remaining_uploads_alone_had_been_loaded(
    province: None, written: list[list[str]], steps: list[Step], random: Random
) -> None:
    forget_all()
    for number, step in enumerate(steps):
        take(step, f"{number}.csv", written)
    remaining = [
        Remaining(
            upload.file_name,
            content_of(written, steps[int(upload.file_name.removesuffix(".csv"))]),
            SourceSettings.from_dict(upload.settings),
            upload.exported_at,
        )
        for upload in live()
    ]
    found = standing()

    assert found["states that nobody says"] == []
    assert from_scratch(remaining) == found
    assert from_scratch(shuffled(remaining, random)) == found


def take(step: Step, name: str, written: list[list[str]]) -> None:
    """Do a step; an acceptance or undo where nothing is loaded is none."""
    if isinstance(step, Load):
        told = None if step.told is None else SourceSettings.from_dict(TOLD[step.told])
        load(Remaining(name, content_of(written, step), told, step.exported_at))
    elif uploads := live():
        upload = uploads[step.upload % len(uploads)]
        if isinstance(step, Undo):
            work(actions.undo_upload(upload=upload, by="test", send_message=False))
        else:
            answers = SourceSettings.from_dict(TOLD[step.told])
            work(
                actions.accept_rejected(
                    upload=upload, by="test", answers=answers, send_message=False
                )
            )


def content_of(written: list[list[str]], step: Step) -> bytes:
    assert isinstance(step, Load)
    return "\n".join([HEADER, *written[step.file % len(written)]]).encode()


def load(upload: Remaining) -> None:
    job = actions.hand_in(
        file=BytesIO(upload.content),
        file_name=upload.name,
        slug="igate",
        settings=upload.settings,
        exported_at=upload.exported_at,
        by="test",
        send_message=False,
    ).job
    if job is not None:  # else it is loaded already
        work(job)


def work(job: Job) -> None:
    with suppress(loading.Refused):
        loading.run(claim(job))


def live() -> list[Upload]:
    return list(Upload.objects.filter(state=UploadState.LOADED).order_by("pk"))


def from_scratch(uploads: list[Remaining]) -> dict[str, list[str]]:
    """What stands after these loads alone; blank lines make each file one that is not known."""
    forget_all()
    for number, upload in enumerate(uploads):
        load(replace(upload, content=upload.content + b"\n" * number))
    return standing()


def shuffled(uploads: list[Remaining], random: Random) -> list[Remaining]:
    """In another order, but for those of one export time, of which the one loaded last decides."""
    in_turn = {
        upload.exported_at: iter([u for u in uploads if u.exported_at == upload.exported_at])
        for upload in uploads
    }
    return [next(in_turn[u.exported_at]) for u in random.sample(uploads, len(uploads))]


def forget_all() -> None:
    """Empty tables but for the units."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE"
            " 'indicators_%%count' OR tablename LIKE 'dossiers_%%'"
            " AND NOT starts_with(tablename, 'dossiers_staging'))"
        )
        tables = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
