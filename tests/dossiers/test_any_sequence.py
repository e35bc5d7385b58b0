"""Any sequence of previews, loads, acceptances and undos leaves what loading the remaining uploads
from scratch gives, in whatever order (DESIGN.md section 4); of the rules of counting, those of the
last one that told any hold."""

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

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Job, JobKind, Source, Upload, UploadState
from dossiers.preview import deciding
from dossiers.source_settings import SourceSettings
from tests.dossiers.queueing import claim
from tests.dossiers.sequences import (
    HEADER,
    SUCCESSION,
    TOLD,
    UNITS,
    Decide,
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
    uploads = live()
    rules = rules_told(uploads, steps)
    remaining = [
        Remaining(
            upload.file_name,
            content_of(written, steps[int(upload.file_name.removesuffix(".csv"))]),
            SourceSettings.from_dict(upload.settings).counting_as(rules),
            upload.exported_at,
        )
        for upload in uploads
    ]
    places = {upload.pk: place for place, upload in enumerate(uploads)}
    by_load = Upload.objects.filter(pk__in=places).order_by("loaded_at")
    in_turn = [places[upload.pk] for upload in by_load]
    found = standing()

    assert found["states that nobody says"] == []
    assert from_scratch(remaining, in_turn) == found
    earlier, last = in_turn[:-1], in_turn[-1:]
    assert from_scratch(remaining, random.sample(earlier, len(earlier)) + last) == found


def rules_told(uploads: list[Upload], steps: list[Step]) -> SourceSettings:
    """The settings that came with the file which was loaded last of those that came with any."""
    by_load = Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).order_by("loaded_at")
    loads = [steps[int(upload.file_name.removesuffix(".csv"))] for upload in by_load]
    told = [load.told for load in loads if isinstance(load, Load) and load.told is not None]
    return SourceSettings.from_dict(TOLD[told[-1]] if told else {})


def take(step: Step, name: str, written: list[list[str]]) -> None:
    """Do a step; an acceptance or undo where nothing is loaded is none."""
    if isinstance(step, Load):
        told = None if step.told is None else adding(SourceSettings.from_dict(TOLD[step.told]))
        given = Remaining(name, content_of(written, step), told, step.exported_at)
        work(hand_in(given, kind=JobKind.PREVIEW if step.asked else JobKind.LOAD))
    elif isinstance(step, Decide):
        if uploads := in_state(UploadState.PREVIEWED):
            decide(uploads[step.upload % len(uploads)], confirms=step.confirms)
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


def adding(told: SourceSettings) -> SourceSettings:
    """Settings that forget nothing which the source knows: what has been loaded by a word stays,
    and what comes after it was forgotten is rejected, which no settings give from scratch."""
    source = Source.objects.first()
    known = SourceSettings.from_dict(source.settings) if source else SourceSettings()
    return known.knowing(told).counting_as(told)


def content_of(written: list[list[str]], step: Step) -> bytes:
    assert isinstance(step, Load)
    return "\n".join([HEADER, *written[step.file % len(written)]]).encode()


def decide(upload: Upload, *, confirms: bool) -> None:
    """Cancel it, or confirm it as often as it is asked, unless it cannot be loaded."""
    if not confirms:
        deciding.cancel(upload=upload, by="test")
    while confirms and upload.state == UploadState.PREVIEWED:
        try:
            work(deciding.confirm(upload=upload, by="test", send_message=False))
        except actions.ActionError:
            return
        upload.refresh_from_db()


def hand_in(upload: Remaining, kind: JobKind = JobKind.LOAD) -> Job | None:
    """The job of an upload; None if it is loaded already, or waits."""
    return actions.hand_in(
        file=BytesIO(upload.content),
        file_name=upload.name,
        slug="igate",
        settings=upload.settings,
        exported_at=upload.exported_at,
        by="test",
        kind=kind,
        send_message=False,
    ).job


def work(job: Job | None) -> None:
    if job is not None:
        with suppress(running.Refused):
            running.run(claim(job))


def live() -> list[Upload]:
    return in_state(UploadState.LOADED)


def in_state(state: UploadState) -> list[Upload]:
    return list(Upload.objects.filter(state=state).order_by("pk"))


def from_scratch(uploads: list[Remaining], in_turn: list[int]) -> dict[str, list[str]]:
    """What stands after these uploads alone, handed in one after another as they were, for of one
    export time the later one decides, and loaded in that order of their places; blank lines make
    each file one that is not known."""
    forget_all()
    jobs = [
        hand_in(replace(upload, content=upload.content + b"\n" * number))
        for number, upload in enumerate(uploads)
    ]
    for place in in_turn:
        work(jobs[place])
    return standing()


def forget_all() -> None:
    """Empty tables but for the units."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE"
            " 'indicators_%%count' OR tablename LIKE 'dossiers_%%'"
            " AND NOT starts_with(tablename, 'dossiers_staging'))"
        )
        tables = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
