"""Cells that a spreadsheet would take for formulas, and the apostrophe that keeps it from doing so.

What this system writes for a spreadsheet carries the apostrophe, and what it reads loses it again,
so a file that was downloaded, mended and uploaded says what it said.
"""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """The text for a CSV cell: with an apostrophe before what would begin a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(texts: pa.StringArray) -> pa.StringArray:
    """The texts without the apostrophe of `guarded`."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, r"^'('*[=+\-@\t\r])", r"\1")


def unguarded_columns(columns: Any) -> dict[int, pa.StringArray]:
    """Column index -> texts, all of them unguarded."""
    return {index: unguarded(texts) for index, texts in columns.items()}
