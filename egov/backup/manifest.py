"""What a backup says of itself: versions, what must be found in it, and later in the database."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from egov.backup.content import Table
from egov.backup.errors import BackupError
from egov.backup.files import Copied, told_of

NAME, DUMP, FILES = "manifest.json", "database.dump", "files"
_FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`migrations` are those of the code that the database fits, as app.name; `files` are named as
    under MEDIA_ROOT; `missing` are files that rows name and that were not there."""

    made_at: str
    postgres: int
    migrations: list[str]
    tables: dict[str, Table]
    dump: Copied
    files: dict[str, Copied]
    missing: list[str]


def write(folder: Path, manifest: Manifest) -> None:
    """Write it into the backup's folder, to outlive a power failure. Raises OSError."""
    path = folder / NAME
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as file:
        json.dump({"format": _FORMAT, **asdict(manifest)}, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> Manifest:
    """Read it. Raises BackupError if the folder is no backup that this version knows."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told.pop("format") != _FORMAT:
            raise BackupError(
                _("%(folder)s was made by a newer version of the site.") % {"folder": folder}
            )
        return _from(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        words = {"folder": folder, "name": NAME}
        raise BackupError(
            _("%(folder)s is no backup: it has no %(name)s that can be read.") % words
        ) from None


def check_whole(folder: Path, manifest: Manifest) -> None:
    """Raises BackupError, naming the first file that is not as it was written."""
    expected = {DUMP: manifest.dump}
    expected |= {f"{FILES}/{name}": copied for name, copied in manifest.files.items()}
    for name, copied in expected.items():
        try:
            is_whole = told_of(folder / name) == copied
        except OSError:
            is_whole = False
        if not is_whole:
            words = {"folder": folder, "name": name}
            raise BackupError(
                _("%(folder)s is damaged: %(name)s is missing, or not as it was written.") % words
            )


def _from(told: dict[str, Any]) -> Manifest:
    return Manifest(
        **{
            **told,
            "tables": {name: Table(**table) for name, table in told["tables"].items()},
            "dump": Copied(**told["dump"]),
            "files": {name: Copied(**copied) for name, copied in told["files"].items()},
        }
    )
