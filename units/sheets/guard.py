"""Texts that a spreadsheet would take for a formula, and the sign that keeps it from doing so.

What this system writes for a spreadsheet carries an apostrophe before what would be a formula, and
what it reads loses one again, so a file that was downloaded, mended and uploaded says what it said.
Other systems write ="0012" or '0012 so that a spreadsheet keeps a code as it is.
"""

import re

_NOT_PLAIN = re.compile(r"['=+\-@\t\r]")
SIGNS = r"""(?s)^(?:'(.*)|="([^"]*)")$"""


def guarded(text: str) -> str:
    """The text for a CSV cell: with an apostrophe before what would begin a formula, or be read as
    an apostrophe of ours."""
    return f"'{text}" if _NOT_PLAIN.match(text) else text


def unguarded_text(text: str) -> str:
    """One text without the apostrophe of `guarded`, or the ="..." of other systems."""
    found = re.match(SIGNS, text)
    return (found[1] or found[2] or "") if found else text
