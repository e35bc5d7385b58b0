"""All that may become of files full of what is about people, in one data folder: by page and by
command, loaded, refused, cancelled, forgotten, begun and killed, taken back; and all that can be
asked for afterwards.

Run under `egov.embedded` by test_privacy_everywhere:
python -m tests.dossiers.everywhere UNITS FOLDER
Files to be handed in are written beside that of the units; below the folder answers, the dump, what
Redis holds, and a backup.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import redis

WORKER = ("-m", "celery", "-A", "egov", "worker", "--concurrency=1", "-n", "every", "-l", "DEBUG")
LISTS = "?indicator=received&level=province&period=2018-07&unit={unit}"


def main(units: str, folder: Path) -> None:
    _manage("migrate", "--verbosity", "0")
    _manage("load_units", units)
    beside = Path(units).parent
    _first_load(beside)
    django.setup()
    from django.test.utils import override_settings, setup_test_environment

    from units import rates

    setup_test_environment()
    # One account asks for more in a minute than anybody may in an hour.
    rates.RATES.update(dict.fromkeys(rates.RATES, rates.Rate(100_000, 3600)))
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.conf import settings

    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        browser = Browser(folder / "answers")
        with _worker():
            _by_page(browser)
            _killed(beside)
        _by_command(beside)
        browser.ask_everything()
    _look_into_redis(folder / "redis.txt")
    from tests.dossiers.test_privacy import dump

    (folder / "dump.sql").write_text(dump())
    _back_up(folder)


def _first_load(folder: Path) -> None:
    """It makes the source, for which others are uploaded then."""
    from tests.dossiers.planted import files

    config = folder / "source.toml"
    config.write_text('under = "64"\n')
    name, content = next(files())
    (folder / name).write_bytes(content)
    typed = (str(folder / name), "--source", "igate", "--config", str(config))
    _manage("import_dossiers", *typed, status=1)


class Browser:
    """Somebody with all rights, who asks for pages; every answer is kept as a file."""

    def __init__(self, folder: Path) -> None:
        from django.test import Client

        from units.models import User

        folder.mkdir()
        self.folder = folder
        self.count = 0
        self.client = Client()
        self.client.force_login(User.objects.create(username="root", is_superuser=True))

    def get(self, address: str) -> Any:
        return self._keep(address, self.client.get(address))

    def post(self, address: str, data: dict[str, Any]) -> Any:
        return self._keep(address, self.client.post(address, data, follow=True))

    def upload(self, name: str, content: bytes) -> Any:
        """Hand a file in, and wait until it is checked."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from dossiers.models import Upload

        file = SimpleUploadedFile(name, content)
        self.post("/uploads/new/", {"file": file, "source": "igate"})
        upload = Upload.objects.latest("pk")
        _wait(lambda: not upload.jobs.filter(state__in=("queued", "running")).exists())
        upload.refresh_from_db()
        return upload

    def ask_everything(self) -> None:
        """Every page and file that may speak of uploads and dossiers."""
        from dossiers.models import Dossier, Upload
        from units.queries import hierarchy

        addresses = ["/", "/league/", "/uploads/", "/audit/", "/watch/", "/completeness/"]
        addresses += [f"/uploads/{pk}/" for pk in Upload.objects.values_list("pk", flat=True)]
        unit = next(iter(hierarchy().units()))
        addresses += [f"/dossiers/{LISTS.format(unit=unit)}", "/search/?q=H21-180710-0001"]
        for address in addresses:
            self.get(address)
            glue = "&" if "?" in address else "?"
            for form in ("csv", "json", "xlsx"):
                self.get(f"{address}{glue}format={form}")
        for pk in Upload.objects.values_list("pk", flat=True):
            self.get(f"/uploads/{pk}/rejected.csv")
        for pk in Dossier.objects.values_list("pk", flat=True):
            self.get(f"/dossiers/{pk}/")
        self.get("/briefing/?period=2018-07&under=64&format=docx")
        for model in ("units/auditevent", "dossiers/source", "dossiers/procedure"):
            self.get(f"/admin/{model}/")

    def _keep(self, address: str, answer: Any) -> Any:
        assert answer.status_code != 429, address
        content = answer.getvalue()
        if content.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(content)) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist())
        self.count += 1
        name = "".join(sign if sign.isalnum() else "-" for sign in address)[:80]
        (self.folder / f"{self.count:04}{name}").write_bytes(content)
        return answer


def _by_page(browser: Browser) -> None:
    from django.utils import timezone

    from dossiers.loading import running  # noqa: F401  (the worker's, as the sweep needs it)
    from dossiers.models import Upload, UploadState
    from dossiers.tasks import sweep
    from tests.dossiers.planted import files
    from tests.dossiers.test_privacy import IDENTITY, NAME, OWNER, PHONE
    from tests.pages.uploading import filled

    made = dict(files())
    for name, content in made.items():
        upload = browser.upload(f"{PHONE} {name}", content)
        assert upload.state in (UploadState.PREVIEWED, UploadState.LOADED), (name, upload.refusal)
        if upload.state == UploadState.PREVIEWED:
            page = f"/uploads/{upload.pk}/"
            browser.get(page)
            browser.post(f"{page}preview/", filled(browser.client, page) | {"do": "load"})
            _wait(lambda pk=upload.pk: Upload.objects.get(pk=pk).state == UploadState.LOADED)  # type: ignore[misc]
    again = made["book.xlsx"]  # other bytes, so that it is another file
    cancelled = browser.upload("cancelled.csv", made["utf8.csv"] + b"\r\n\r\n")
    browser.get(f"/uploads/{cancelled.pk}/")
    browser.post(f"/uploads/{cancelled.pk}/cancel/", {})
    forgotten = browser.upload("forgotten.csv", made["utf8.csv"] + b"\r\n\r\n\r\n")
    browser.get(f"/uploads/{forgotten.pk}/")
    Upload.objects.filter(pk=forgotten.pk).update(uploaded_at=timezone.now() - _days(2))
    sweep()
    for number, content in enumerate(
        (
            f"{NAME},{PHONE}\n{OWNER},{IDENTITY}\n".encode(),
            f"Mã hồ sơ,Ý kiến,Đơn vị xử lý\n{IDENTITY},{NAME},{OWNER}\n".encode(),
            f"{NAME}\0\0\0\0\1\1\1{OWNER}".encode(),
            again[: len(again) // 2],
        )
    ):
        upload = browser.upload(f"refused-{number}.csv", content)
        if upload.state == UploadState.PREVIEWED:  # it waits for its columns to be named
            browser.get(f"/uploads/{upload.pk}/")
            browser.post(f"/uploads/{upload.pk}/cancel/", {})
    states = set(Upload.objects.values_list("state", flat=True))
    assert {"loaded", "refused", "cancelled"} <= states, states
    # Typed by somebody, and kept by nobody.
    browser.client.get("/search/", {"q": NAME})
    browser.client.get("/search/", {"q": IDENTITY, "in": "dossiers"})


def _killed(folder: Path) -> None:
    """A command that is killed inside its merge; the worker takes its work up."""
    from django.utils import timezone

    from dossiers.models import Job, JobState
    from dossiers.tasks import sweep
    from tests.dossiers.processes import COUNTS, lock, waits
    from tests.dossiers.test_privacy import export

    file = folder / "killed.csv"
    file.write_text(export())
    typed = ("manage.py", "import_dossiers", str(file), "--source", "igate")
    counts, statement = COUNTS
    with lock(counts()):
        process = subprocess.Popen([sys.executable, *typed])
        _wait(lambda: waits(statement))
        process.send_signal(signal.SIGKILL)
        process.wait()
    job = Job.objects.latest("pk")
    assert job.state == JobState.RUNNING, job.state
    silent = timezone.now() - _days(1)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=silent)
    sweep()
    _wait(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    assert Job.objects.get(pk=job.pk).attempts == 2


def _by_command(folder: Path) -> None:
    """A dry run, an undo, and a message that waits for a worker."""
    from dossiers import actions
    from dossiers.models import Upload
    from tests.dossiers.planted import files

    made = dict(files())
    file = folder / "dry.xlsx"
    file.write_bytes(made["book.xlsx"])
    _manage("import_dossiers", str(file), "--source", "dry", "--dry-run", status=1)
    loaded = Upload.objects.filter(state="loaded").order_by("pk")
    _manage("undo_upload", str(loaded[1].pk))
    actions.recount(source=loaded[0].source)


def _look_into_redis(file: Path) -> None:
    """All keys with all they hold; bodies of messages decoded."""
    from django.conf import settings

    server = redis.Redis.from_url(settings.REDIS_URL)
    server.ping()
    readers: dict[Any, Callable[[bytes], Any]] = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    with file.open("w") as out:
        for key in server.scan_iter():
            held = readers[server.type(key)](key)
            out.write(f"{key!r}: {held!r}\n")
            for one in held if isinstance(held, list) else ():
                if one.startswith(b'{"body"'):
                    out.write(f"{base64.b64decode(json.loads(one)['body'])!r}\n")


def _back_up(folder: Path) -> None:
    from django.db import connection

    from egov.backup.programs import find, server_major

    _manage("backup", str(folder / "backups"))
    (dumped,) = (folder / "backups").glob("*/database.dump")
    program = find("pg_restore", server_major(connection))
    subprocess.run([program, "-f", str(folder / "backup.sql"), str(dumped)], check=True)


@contextmanager
def _worker() -> Iterator[None]:
    worker = subprocess.Popen([sys.executable, *WORKER])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _manage(*arguments: str, status: int = 0) -> None:
    ended = subprocess.run([sys.executable, "manage.py", *arguments], check=False)
    assert ended.returncode == status, (arguments, ended.returncode)


def _wait(condition: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def _days(number: int) -> Any:
    from datetime import timedelta

    return timedelta(days=number)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    main(sys.argv[1], Path(sys.argv[2]))
