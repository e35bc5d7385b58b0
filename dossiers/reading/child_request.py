"""What the process that reads workbooks is asked, and how it ends where memory does not suffice."""

from dataclasses import dataclass

OUT_OF_MEMORY = 3  # exit status


@dataclass(frozen=True)
class Request:
    """What is to be read. `form`: zip, xls, html or xml; `fields`: header key -> field."""

    path: str
    member: str
    size: int
    form: str
    fields: dict[str, str]
    sheet: str
    memory: int  # bytes
    seconds: int
    rows: int
    columns: int
    unpacked: int  # bytes
