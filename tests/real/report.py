"""What was measured or tried, put into a document between markers of its own."""

import os
import platform
from datetime import date
from pathlib import Path


def machine() -> str:
    """On what, and when."""
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}; {date.today():%Y-%m-%d}"


def put(path: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- NAME -->` and the next `<!-- end -->`."""
    begin, end = f"<!-- {name} -->\n", "\n<!-- end -->"
    before, _begin, rest = path.read_text(encoding="utf-8").partition(begin)
    _old, _end, after = rest.partition(end)
    path.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")
