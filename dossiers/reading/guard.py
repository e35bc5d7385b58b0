"""Cells that a spreadsheet would take for something else, and the signs that keep it from doing so.

What this system writes for a spreadsheet carries an apostrophe before what would be a formula, and
what it reads loses one again, so a file that was downloaded, mended and uploaded says what it said.
Other systems write ="0012" or '0012 so that a spreadsheet keeps a code as it is.
"""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_NOT_PLAIN = re.compile(r"['=+\-@\t\r]")
_SIGNS = r"""(?s)^(?:'(.*)|="([^"]*)")$"""


def guarded(text: str) -> str:
    """The text for a CSV cell: with an apostrophe before what would begin a formula, or be read as
    an apostrophe of ours."""
    return f"'{text}" if _NOT_PLAIN.match(text) else text


def unguarded(texts: pa.StringArray) -> pa.StringArray:
    """The texts without the apostrophe of `guarded`, or the ="..." of other systems."""
    if not pc.any(pc.or_(pc.starts_with(texts, "'"), pc.starts_with(texts, '="'))).as_py():
        return texts
    return pc.replace_substring_regex(texts, _SIGNS, r"\1\2")


def unguarded_columns(columns: Any) -> dict[int, pa.StringArray]:
    """Column index -> texts, all of them unguarded."""
    return {index: unguarded(texts) for index, texts in columns.items()}
