"""Columns without the signs that keep a spreadsheet from taking a cell for a formula."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from units.sheets.guard import SIGNS


def unguarded(texts: pa.StringArray) -> pa.StringArray:
    """The texts without the apostrophe of `units.sheets.guard.guarded`, or the ="..." of other
    systems."""
    if not pc.any(pc.or_(pc.starts_with(texts, "'"), pc.starts_with(texts, '="'))).as_py():
        return texts
    return pc.replace_substring_regex(texts, SIGNS, r"\1\2")


def unguarded_columns(columns: Any) -> dict[int, pa.StringArray]:
    """Column index -> texts, all of them unguarded."""
    return {index: unguarded(texts) for index, texts in columns.items()}
