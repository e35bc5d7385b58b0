"""Files that commands write."""

import os
from pathlib import Path
from uuid import uuid4

from django.utils.translation import gettext as _


def write_whole(output: Path, content: bytes) -> None:
    """Write the file whole or not at all: beside its place, then into it. Raises OSError."""
    if output.is_dir():
        raise IsADirectoryError(None, _("this is a folder"))
    beside = output.with_name(f".{output.name[:100]}.{uuid4().hex}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
