"""The files that belong to a backup, copied with their checksums."""

import hashlib
import os
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dossiers.models import Upload, UploadState
from indicators.models import Evidence, Report

_PIECE = 1 << 20


@dataclass(frozen=True)
class Copied:
    """A file's size and checksum."""

    size: int
    sha256: str


def named_files() -> list[str]:
    """The stored files that rows name for good, under MEDIA_ROOT; what was kept for long enough is
    named no more (`units.retention`).

    Of uploads only the copies of mapped columns: an original, which may hold names of citizens,
    lies here until its load ends, and no longer (DESIGN.md section 4).
    """
    loaded = Upload.objects.filter(state=UploadState.LOADED).values_list("file", flat=True)
    reports = Report.objects.values_list("file", flat=True)
    evidence = Evidence.objects.values_list("file", flat=True)
    return sorted({*chain(loaded, reports, evidence)} - {""})


def copy(source: Path, target: Path) -> Copied:
    """Copy a file so that it outlives a power failure, under a name that only a whole one has.
    Raises OSError."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.part")
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read:
        draft.touch(mode=0o600)
        with draft.open("wb") as written:
            while piece := read.read(_PIECE):
                digest.update(piece)
                size += written.write(piece)
            written.flush()
            os.fsync(written.fileno())
    draft.replace(target)
    return Copied(size, digest.hexdigest())


def told_of(path: Path) -> Copied:
    """Size and checksum of a file as it is. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Copied(path.stat().st_size, digest)
