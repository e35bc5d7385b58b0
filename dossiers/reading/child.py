"""The process that reads workbooks and pages: `python -m dossiers.reading.child`.

It takes one line of JSON (see `Request`) on stdin, and writes one line of JSON on stdout: what it
found, or the kind of a refusal. Then, as an Arrow stream, follow the rows. On stderr it writes one
line of JSON where it fails (see `Fault`), and nothing that a parser says. It has limits on memory
and time, writes no file, and ends when whoever started it ends, by which stdin is closed
(docs/decisions/0007).
"""

import fcntl
import gc
import io
import json
import os
import resource
import select
import sys
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from lxml import etree
from python_calamine import CalamineError

from dossiers.reading import archive, compound_file, html_tables, xml_spreadsheet, zipped_workbook
from dossiers.reading import workbooks as cell_workbooks
from dossiers.reading.child_request import OUT_OF_MEMORY, Fault, Request
from dossiers.reading.headers import HeaderFinder
from dossiers.reading.refusals import Refusal
from dossiers.reading.sheets import Found, Grid, Limits, batches, choose, schema
from dossiers.reading.titles import period_in_titles

_PARSER_ERRORS = (CalamineError, etree.LxmlError)


@dataclass(frozen=True)
class Opened:
    """A file whose sheets can be looked at."""

    form: str
    grids: Iterable[Grid]
    modified_at: datetime | None = None
    epoch_1904: bool = False


def main() -> None:
    """Read what stdin asks for."""
    _end_with_parent()
    faults = _own_stderr()
    gc.disable()  # millions of cells, and no cycles among them
    sys.meta_path.insert(0, _NoPandas())
    request = Request(**json.loads(sys.stdin.readline()))
    out = sys.stdout.buffer
    try:
        _set_limits(request)
        _answer(request, out)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Refusal as refusal:
        _say(out, {"refusal": refusal.kind, "params": refusal.params})
    except BrokenPipeError:
        os._exit(1)
    except BaseException as error:  # a parser in Rust that panics raises no Exception
        _say(faults, asdict(_fault(error)))
        os._exit(1)


def _own_stderr() -> BinaryIO:
    """The stderr of this process for itself alone: messages of parsers may quote the file."""
    own = os.fdopen(os.dup(2), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return own


def _fault(error: BaseException) -> Fault:
    last = traceback.extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    of_parser = kind == "PanicException" or isinstance(error, _PARSER_ERRORS)
    return Fault(kind, f"{Path(last.filename).name}:{last.lineno}", of_parser)


class _NoPandas(MetaPathFinder):
    """Arrow imports pandas where it is installed, which takes longer than reading many a file."""

    def find_spec(self, name: str, *_more: object) -> None:
        if name == "pandas":
            raise ImportError(name)


def _answer(request: Request, out: BinaryIO) -> None:
    limits = Limits(request.rows, request.columns)
    opened = _open(request, limits)
    found, sheets = choose(opened.grids, HeaderFinder(request.fields), request.sheet, limits)
    period = period_in_titles(found.header.titles)
    about = {
        "form": opened.form,
        "sheet": found.grid.name,
        "sheets": [asdict(sheet) for sheet in sheets],
        "head": asdict(found.header),
        "header_row": found.header_row + 1,
        "period": [day.isoformat() for day in period] if period else None,
        "rows": found.rows,
        "modified_at": opened.modified_at.isoformat() if opened.modified_at else None,
        "epoch_1904": opened.epoch_1904,
    }
    _say(out, about)
    _send(found, limits, out)


def _open(request: Request, limits: Limits) -> Opened:
    content = archive.Content(Path(request.path), request.size, request.member)
    file: BinaryIO = content.open()
    if request.form == "html":
        return Opened("html", html_tables.grids(file, limits))
    if request.form == "xml":
        book = xml_spreadsheet.read(file, limits)
        return Opened("xml", book.grids, book.modified_at, book.epoch_1904)
    if request.member:
        file = io.BytesIO(file.read())
    if request.form == "xls":
        data = file.read()
        compound_file.check(data)
        return Opened(
            "xls",
            cell_workbooks.grids(io.BytesIO(data), "xls"),
            compound_file.modified_at(data),
            compound_file.counts_from_1904(data),
        )
    form = archive.look(file, request.unpacked).format
    if form == "zip":
        raise Refusal("zip_in_zip")
    return Opened(
        form,
        cell_workbooks.grids(file, form),
        zipped_workbook.modified_at(file, form),
        zipped_workbook.counts_from_1904(file, form),
    )


def _send(found: Found, limits: Limits, out: BinaryIO) -> None:
    with pa.ipc.new_stream(out, schema(len(found.header.texts))) as stream:
        for batch in batches(found, limits):
            stream.write_batch(batch)
    out.flush()


def _say(out: BinaryIO, document: dict[str, Any]) -> None:
    out.write(json.dumps(document).encode() + b"\n")
    out.flush()


def _end_with_parent() -> None:
    """Have the system end this process, however busy, when the other end of stdin is closed."""
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(0, fcntl.F_GETFL)
    fcntl.fcntl(0, fcntl.F_SETFL, flags | os.O_ASYNC)  # SIGIO, which ends a process
    poll = select.poll()
    poll.register(0, 0)
    if poll.poll(0):  # closed before
        os._exit(1)


def _set_limits(request: Request) -> None:
    for name, most, kill in (
        (resource.RLIMIT_AS, request.memory, request.memory),
        (resource.RLIMIT_CPU, request.seconds, request.seconds + 1),  # a signal, then the end
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _soft, hard = resource.getrlimit(name)
        if hard == resource.RLIM_INFINITY or kill < hard:
            resource.setrlimit(name, (most, kill))


if __name__ == "__main__":
    main()
