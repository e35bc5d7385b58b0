"""What the process that reads workbooks is asked, and how it says that it could not."""

from dataclasses import dataclass

OUT_OF_MEMORY = 3  # exit status


@dataclass(frozen=True)
class Fault:
    """An exception of the process: its type and place, and whether a parser raised it, for which
    the file is to blame. Not its text, which may quote the file."""

    kind: str
    place: str
    of_parser: bool


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
