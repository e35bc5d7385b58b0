"""Files handed in and taken back twice, at once or after a failure; and what is left of them."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.utils import timezone

from dossiers import actions, leftovers
from dossiers.loading import running
from dossiers.models import Job, JobKind, JobState, Upload, UploadState
from tests.dossiers.exports import first_export, second_export
from tests.dossiers.processes import files, staging_tables
from tests.dossiers.queueing import at_the_same_moment, claim, hand_in

pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A load that waits."""
    return hand_in(first_export(tmp_path))


def test_handed_in_twice_at_the_same_moment_there_is_one_upload(tmp_path):
    path = first_export(tmp_path)

    one, other = at_the_same_moment(*[lambda: hand_in(path)] * 2)

    assert one == other
    assert Upload.objects.count() == Job.objects.count() == 1
    assert files() == [".original"]


def test_handed_in_again_while_it_waits_a_file_has_one_job(job, tmp_path):
    assert hand_in(first_export(tmp_path)) == job


def test_a_check_is_no_load_that_waits(tmp_path):
    path = first_export(tmp_path)
    check = hand_in(path, kind=JobKind.CHECK)

    load = hand_in(path)
    check_again = hand_in(path, kind=JobKind.CHECK)

    assert (load.kind, check_again.kind) == (JobKind.LOAD, JobKind.CHECK)
    assert len({check.upload_id, load.upload_id, check_again.upload_id}) == 3


def test_a_load_that_failed_for_its_surroundings_can_be_handed_in_again(job, tmp_path):
    claimed = claim(job)
    Path(Upload.objects.get().file.path).unlink()  # as a disk does that gives up

    with pytest.raises(running.Refused) as refused:
        running.run(claimed)

    job.refresh_from_db()
    upload = Upload.objects.get()
    assert (job.state, job.reason) == (JobState.FAILED, str(refused.value))
    assert (upload.state, upload.refusal) == (UploadState.REFUSED, job.reason)
    again = hand_in(first_export(tmp_path))
    running.run(claim(again))
    assert again.upload_id != upload.pk
    assert Upload.objects.get(jobs=again).state == UploadState.LOADED
    assert files() == [".parquet"]


def test_a_second_click_on_undo_gives_the_job_under_way(job):
    running.run(claim(job))
    upload = Upload.objects.get()

    def undo() -> Job:
        return actions.undo_upload(upload=upload, by="test", send_message=False)

    first, second = at_the_same_moment(undo, undo)
    claimed = claim(first)
    assert first == second == undo()

    running.run(claimed)
    assert Upload.objects.get().state == UploadState.UNDONE
    with pytest.raises(actions.ActionError):
        undo()


def test_what_a_claim_that_goes_on_needs_is_no_leftover(tmp_path):
    job = hand_in(second_export(tmp_path))
    waiting = hand_in(first_export(tmp_path), slug="other")
    seen: list[tuple[int, list[str]]] = []

    def look(_done: int, _total: int) -> None:
        leftovers.remove()
        seen.append((len(staging_tables()), files()))

    running.run(claim(job), progress=look)

    assert seen[0] == (2, [".original", ".original", ".part"])
    assert files() == [".original", ".parquet"]
    assert Path(Upload.objects.get(jobs=waiting).file.path).exists()


def test_a_sweep_touches_no_file_of_what_was_taken_back_long_ago(job, monkeypatch):
    running.run(claim(job))
    undo = actions.undo_upload(upload=Upload.objects.get(), by="test", send_message=False)
    running.run(claim(undo))
    assert files() == []
    monkeypatch.setattr(Path, "unlink", None)
    leftovers.remove()


def test_an_original_is_kept_for_a_day(job):
    path = Path(Upload.objects.get().file.path)
    for hours, kept in ((23, True), (25, False)):
        at = timezone.now() - timedelta(hours=hours)
        Job.objects.update(queued_at=at)
        os.utime(path, (at.timestamp(),) * 2)
        leftovers.remove()
        assert path.exists() == kept


def test_a_file_that_cannot_be_handed_in_leaves_nothing(tmp_path, settings):
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        actions.hand_in(
            file=Broken(),
            file_name="june.csv",
            slug="igate",
            settings=None,
            exported_at=None,
            by="test",
        )

    assert list(Path(project_settings.MEDIA_ROOT).rglob("*.*")) == []
    assert not Upload.objects.exists()
