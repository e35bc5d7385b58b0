"""The site with which the rounds begin: a small province with one upload, and a scorecard."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate

from tests.faults.doings import SOURCE, World
from tests.faults.exports import exported_at, write_export
from tests.indicators.scoring.cards import COUNTED, put_in_force
from tests.pages.actors import administrator
from tests.real.browser import signed_in
from tests.real.programs import ROOT, Programs, collect_static
from tests.support import import_file, load_gia_lai
from units.queries import hierarchy


def begin(folder: Path, environment: Mapping[str, str], random: Random) -> None:
    """Empty the site, and load what it begins with."""
    os.chdir(ROOT)
    collect_static(environment)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for left in (settings.MEDIA_ROOT, folder / "exports", folder / "log"):
        shutil.rmtree(left, ignore_errors=True)
    call_command("migrate", verbosity=0)
    (folder / "exports").mkdir()
    load_gia_lai(folder)
    put_in_force(COUNTED)
    first = write_export(folder / "exports" / "000.csv", random)
    import_file(first, "--exported-at", exported_at(0).isoformat(), source=SOURCE)


def somebody(folder: Path, programs: Programs) -> World:
    """Who administers the province, in front of a browser; the first file is sent."""
    user = administrator("faults", [hierarchy().resolve("64", on=localdate())])
    return World(signed_in(user, programs.host), folder / "exports", sent=1)
