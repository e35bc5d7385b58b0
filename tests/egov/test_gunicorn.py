"""What gunicorn is told where the machine is another one."""

import runpy
from pathlib import Path

import pytest
from django.conf import settings

CONFIGURATION = Path(settings.BASE_DIR, "gunicorn.conf.py")


@pytest.mark.parametrize(("there", "folder"), [(True, "/dev/shm"), (False, None)])
def test_signs_of_life_lie_in_memory_where_a_system_has_such_a_folder(
    monkeypatch: pytest.MonkeyPatch, there: bool, folder: str | None
):
    monkeypatch.setattr(Path, "is_dir", lambda _path: there)
    assert runpy.run_path(str(CONFIGURATION))["worker_tmp_dir"] == folder
