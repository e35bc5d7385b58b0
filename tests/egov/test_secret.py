"""Secrets that come by themselves, or in files as container engines hand them out."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from egov.secret import secret
from tests.support import run_as_process

NAMES = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
PASSWORD = "$mật khẩu=1 #2"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("THE_SECRET", "THE_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_it_is_the_variable_or_the_text_of_the_file(monkeypatch, tmp_path, end: str):
    assert secret("THE_SECRET", "nothing") == "nothing"
    monkeypatch.setenv("THE_SECRET", "")  # as compose writes what .env leaves out
    assert secret("THE_SECRET", "nothing") == "nothing"
    monkeypatch.setenv("THE_SECRET", PASSWORD)
    assert secret("THE_SECRET") == PASSWORD
    monkeypatch.delenv("THE_SECRET")
    file = tmp_path / "secret"
    file.write_bytes(PASSWORD.encode() + end.encode())
    monkeypatch.setenv("THE_SECRET_FILE", str(file))
    assert secret("THE_SECRET", "nothing") == PASSWORD


def test_what_cannot_be_a_secret_is_refused_and_never_quoted(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    monkeypatch.setenv("THE_SECRET_FILE", str(file))
    for content, why in ((None, "No such file"), (b"\n", "is empty"), (b"\xff\xfe", "not text")):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(ImproperlyConfigured, match=rf"^THE_SECRET_FILE: .*{why}"):
            secret("THE_SECRET", "nothing")
    file.write_text(PASSWORD)
    monkeypatch.setenv("THE_SECRET", PASSWORD)
    with pytest.raises(ImproperlyConfigured, match="both set") as raised:
        secret("THE_SECRET")
    assert PASSWORD not in str(raised.value)


@pytest.mark.django_db
def test_the_site_runs_on_files_alone(tmp_path):
    """With nothing but files, as compose hands secrets to it."""
    files = {}
    for name in NAMES:
        value = {"EMAIL_URL": "smtp://an:word@mail.example.vn:25"}.get(name) or os.environ[name]
        (tmp_path / name).write_text(f"{value}\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    kept = {name: text for name, text in os.environ.items() if name not in NAMES}
    show = (
        "from django.conf import settings as s; from django.db import connection as c; "
        "c.cursor().execute('SELECT 1'); "
        "print(s.SECRET_KEY, s.REDIS_URL, s.CELERY_BROKER_URL, s.EMAIL_HOST_PASSWORD)"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "egov.embedded", sys.executable, "manage.py", "shell", "-c", show],
        cwd=settings.BASE_DIR,
        env={**kept, **files, "EGOV_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    key, redis, broker, password = ended.stdout.splitlines()[-1].split()
    assert (key, redis, password) == (os.environ["SECRET_KEY"], os.environ["REDIS_URL"], "word")
    assert broker == settings.CELERY_BROKER_URL
    assert not (tmp_path / "var").exists(), "no server of our own was started"


def test_both_are_refused_in_one_line(tmp_path):
    (tmp_path / "key").write_text("of the file")
    outcome = run_as_process("figures", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert (outcome.status, outcome.stdout) == (2, "")
    assert re.fullmatch(r"manage.py: SECRET_KEY and SECRET_KEY_FILE .*\n", outcome.stderr)


def test_settings_say_of_which_there_may_be_a_file():
    read = (Path(settings.BASE_DIR) / "egov" / "settings.py").read_text(encoding="utf-8")
    documented = (Path(settings.BASE_DIR) / "docs" / "settings.md").read_text(encoding="utf-8")
    section = documented.partition("## Secrets in files")[2].partition("\n\n## ")[0]
    for name in set(re.findall(r'secret\("(\w+)"', read)) | set(NAMES):
        assert f"`{name}`" in section
