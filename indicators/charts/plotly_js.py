"""Plotly's script, served from the installed wheel's own copy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "plotly/plotly.min.js"
SCRIPT = Path(plotly.__file__).parent / "package_data" / Path(NAME).name


class PlotlyFinder(BaseFinder):
    """Finds the one file of the wheel's package data that pages need."""

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """The file's place on disk; all of them, or nothing, as Django's finders answer."""
        found = str(SCRIPT)
        if path != NAME:
            return [] if find_all else None
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """The file and its storage, for collectstatic."""
        storage = FileSystemStorage(SCRIPT.parent)
        storage.prefix = "plotly"  # type: ignore[attr-defined]
        yield SCRIPT.name, storage
