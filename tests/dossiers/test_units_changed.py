"""A merger in the admin: what it touches is placed and counted anew by the worker."""

from datetime import date
from pathlib import Path

from dossiers import jobs
from dossiers.loading import running
from dossiers.models import Job, JobKind, JobState
from tests.support import dossier, figures, import_file, write_csv
from units.actions import merge_units
from units.queries import hierarchy


def test_a_merger_queues_a_recount_that_moves_what_was_open(
    gia_lai: None, broker: str, tmp_path: Path
) -> None:
    rows = [
        dossier("H21.17-180601-0001", "Phường An Bình", "01/06/2018"),
        dossier("H21.17-180601-0002", "Phường An Bình", "01/06/2018", "", "20/06/2018"),
    ]
    import_file(write_csv(tmp_path / "june.csv", rows), "--exported-at", "2018-08-31")
    assert figures("in_progress", "commune", "2018-08")["201"]["value"] == 1
    june = figures("received", "commune", "2018-06")

    on = date(2018, 7, 1)
    gone, stays = (hierarchy().resolve(code, on=on) for code in ("201", "202"))
    merge_units(predecessors=[gone], successor=stays, on=on, by="test")
    job = Job.objects.get(kind=JobKind.RECOUNT, state=JobState.QUEUED)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    running.run(claimed)

    assert figures("in_progress", "commune", "2018-08")["202"]["value"] == 1
    assert figures("received", "commune", "2018-06") == june


def test_a_change_of_units_without_dossiers_queues_nothing(gia_lai: None) -> None:
    assert not Job.objects.exists()
