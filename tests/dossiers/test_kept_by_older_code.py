"""What older code has kept with uploads and sources is brought to the form of today."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression

from dossiers.checking.problems import sentence
from dossiers.models import Job, JobKind, JobState, Problem, Source, Upload, UploadState
from dossiers.preview import deciding
from tests.dossiers.answering import march, preview_of
from tests.dossiers.queueing import done, previewed
from tests.support import import_file, write_csv, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")
migration = import_module("dossiers.migrations.0010_kept_by_older_code")
OLD_PREVIEW = {"sentence": "", "questions": [{"field": "unit"}]}


def test_an_old_preview_is_worked_out_again(tmp_path: Path) -> None:
    upload = previewed(write_csv(tmp_path / "a.csv", march(1)))
    Upload.objects.update(preview=OLD_PREVIEW)

    migration.check_again(apps, None)

    job = Job.objects.get(state=JobState.QUEUED)
    assert (job.kind, job.sent_at) == (JobKind.PREVIEW, None)  # so a worker's sweep sends it
    done(job)
    assert preview_of(upload).counts["new"] == 1


def test_a_load_that_was_confirmed_upon_an_old_preview_is_asked_about_again(tmp_path: Path) -> None:
    upload = previewed(write_csv(tmp_path / "a.csv", march(1)))
    job = deciding.confirm(upload=upload, by="test", send_message=False)
    assert job is not None
    Upload.objects.update(preview=OLD_PREVIEW)

    migration.check_again(apps, None)

    assert done(job).state == UploadState.PREVIEWED
    assert preview_of(upload).again


def test_the_same_file_is_known_again_from_before_there_were_epochs(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", march(1))
    config = write_text(tmp_path / "source.toml", 'name = "iGate"')
    upload = import_file(file, "--config", config)["upload"]
    without = CombinedExpression(F("settings"), "-", Value("epoch"), output_field=JSONField())
    Upload.objects.update(settings=without)
    Source.objects.update(settings=without)

    with connection.schema_editor() as editor:
        migration.add_epoch(apps, editor)

    assert import_file(file, "--config", config)["upload"] == upload
    assert import_file(file)["upload"] == upload


def test_names_of_sources_in_one_text_are_listed(tmp_path: Path) -> None:
    for source in ("one", "two", "three"):
        import_file(write_csv(tmp_path / f"{source}.csv", march(1)), source=source)
    problem = Problem.objects.latest("pk")
    listed, told = problem.params["sources"], sentence(problem.as_value())
    Problem.objects.update(params={**problem.params, "sources": ", ".join(listed)})

    with connection.cursor() as cursor:
        cursor.execute(import_module("dossiers.migrations.0011_sources_listed").LISTED)

    problem.refresh_from_db()
    assert (problem.params["sources"], len(listed)) == (listed, 2)
    assert sentence(problem.as_value()) == told


def test_the_same_file_is_known_again_from_before_sources_could_end(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", march(1))
    config = write_text(tmp_path / "source.toml", 'name = "iGate"')
    upload = import_file(file, "--config", config)["upload"]
    without = CombinedExpression(F("settings"), "-", Value("until"), output_field=JSONField())
    Upload.objects.update(settings=without)
    Source.objects.update(settings=without)

    with connection.schema_editor() as editor:
        import_module("dossiers.migrations.0012_sources_end").add_until(apps, editor)

    assert import_file(file, "--config", config)["upload"] == upload
