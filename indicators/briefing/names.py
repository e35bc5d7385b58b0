"""Names of files of reports."""

from indicators.selection import Scope, Selection


def file_name(selection: Selection, ending: str) -> str:
    """As in bao-cao_64_2018-Q3.docx, of signs that every system has in names of files."""
    parts = ["bao-cao", selection.under, selection.period.text]
    if selection.period.calendar != "month":
        parts.append(selection.period.calendar)
    if selection.scope == Scope.OWN:
        parts.append("own")
    plain = "_".join(parts).replace("..", "-den-")
    signs = (c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in plain)
    return f"{''.join(signs)}.{ending}"
