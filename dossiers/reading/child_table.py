"""Workbooks and pages, read in a process of their own with limits (docs/decisions/0007)."""

import io
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.conf import settings as project_settings

from dossiers.reading.archive import Content
from dossiers.reading.child_request import OUT_OF_MEMORY, Fault, Request
from dossiers.reading.headers import Header, HeaderFinder
from dossiers.reading.refusals import Refusal
from dossiers.reading.table import Piece, Sheet, Table, on_one_line
from dossiers.source_settings import SourceSettings

logger = logging.getLogger(__name__)

_MODULE = "dossiers.reading.child"
_LABELS = {"zip": "Excel, ZIP", "xls": "Excel (xls)", "html": "HTML", "xml": "XML Spreadsheet"}
# Of the environment the process gets what Python needs to start, and no password.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve address space, which is limited
}
_LONGEST_FAULT = 10_000  # bytes
_MEMORY_SIGNALS = (-signal.SIGABRT, -signal.SIGKILL)


@dataclass(frozen=True, kw_only=True)
class ChildTable(Table):
    """A table that another process reads; `waiting`: the process that found the header, and goes
    on with the rows when they are asked for."""

    request: Request
    rows: int
    waiting: list["_Child"] = field(default_factory=list, compare=False, repr=False)

    def pieces(self, wanted: Collection[int]) -> Iterator[Piece]:
        """See Table."""
        child = self.waiting.pop() if self.waiting else _start(self.request)[0]
        done = 0
        for batch in child.batches():
            done += len(batch)
            bytes_done = int(self.total_bytes * min(done / max(self.rows, 1), 1))
            yield _piece(batch, wanted, bytes_done)


def open_with_child(
    content: Content, form: str, settings: SourceSettings, finder: HeaderFinder | None = None
) -> Table:
    """Open a file of the form zip (that is a workbook), xls, html or xml.

    Raises Refusal if it cannot be read within the limits or holds no list of dossiers.
    """
    request = Request(
        path=str(content.path),
        member=content.member,
        size=content.size,
        form=form,
        fields=dict((finder or HeaderFinder.of(settings)).fields),
        sheet=settings.sheet,
        memory=project_settings.WORKBOOK_MEMORY_BYTES,
        seconds=project_settings.WORKBOOK_SECONDS,
        rows=project_settings.WORKBOOK_MOST_ROWS,
        columns=project_settings.WORKBOOK_MOST_COLUMNS,
        unpacked=project_settings.MAX_UNPACKED_BYTES,
    )
    child, about = _start(request)
    head = _head(about["head"])
    return ChildTable(
        format=about["form"],
        head=head,
        header=head.texts,
        header_row=about["header_row"],
        period=_period(about["period"]),
        total_bytes=content.size,
        container=on_one_line(content.member),
        sheet=about["sheet"],
        sheets=tuple(Sheet(**sheet) for sheet in about["sheets"]),
        modified_at=_moment(about["modified_at"], settings),
        epoch_1904=about["epoch_1904"],
        request=request,
        rows=about["rows"],
        waiting=[child],
    )


def _start(request: Request) -> tuple["_Child", dict[str, Any]]:
    child = _Child(request)
    return child, child.about()


def _piece(batch: pa.RecordBatch, wanted: Collection[int], bytes_done: int) -> Piece:
    texts = batch.columns[2:]
    too_long = np.flatnonzero(batch["too_long"].to_numpy(zero_copy_only=False))
    return Piece(
        rows=batch["row"].to_numpy(),
        columns={index: texts[index] for index in wanted},
        faults=dict.fromkeys(too_long.tolist(), "too_many_cells"),
        bytes_done=bytes_done,
        cells=lambda position: [column[position].as_py() for column in texts],
    )


def _head(found: dict[str, Any]) -> Header:
    """A header out of JSON, whose lists were tuples."""
    lists = {name: tuple(found[name]) for name in ("texts", "titles")}
    tables = {name: tuple(map(tuple, found[name])) for name in ("rows", "sample")}
    return Header(**{**found, **lists, **tables})


def _period(days: list[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def _moment(text: str | None, settings: SourceSettings) -> datetime | None:
    """A time in UTC; one without a zone is on the source's clock."""
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=settings.zone)).astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar in another zone
        return None


class _Child:
    """A process that reads a file. It is ended when this is no longer used, at the latest."""

    def __init__(self, request: Request) -> None:
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._request = request
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            cwd=project_settings.BASE_DIR,
            env={**kept, **_ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
        )
        self.close = weakref.finalize(self, _end, self._process)
        self._pipe = _Pipe(self._process, request.seconds)
        self._out = io.BufferedReader(self._pipe, 1 << 20)

    def about(self) -> dict[str, Any]:
        """What the process found; raises Refusal."""
        line = b""
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(asdict(self._request)).encode() + b"\n")
                self._process.stdin.flush()
            line = self._out.readline()
        except BrokenPipeError:
            pass
        if not line.endswith(b"\n"):
            raise self._failure()
        about: dict[str, Any] = json.loads(line)
        if "refusal" in about:
            self.close()
            raise Refusal(about["refusal"], **about["params"])
        return about

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows; raises Refusal where the process does not come to their end."""
        try:
            try:
                with pa.ipc.open_stream(self._out) as stream:
                    yield from stream
            except (pa.ArrowInvalid, OSError):
                raise self._failure() from None
            # A stream that breaks off between two batches looks like one that ended.
            if self._pipe.timed_out or self._pipe.wait():
                raise self._failure()
        finally:
            self.close()

    def _failure(self) -> Refusal:
        """Why the process ended before its work did."""
        if not self._pipe.timed_out:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        status = self._process.returncode
        fault = None if self._pipe.timed_out or status is None else self._fault()
        label = _LABELS[self._request.form]
        self.close()
        if self._pipe.timed_out or status == -signal.SIGXCPU:
            return Refusal("time", seconds=self._request.seconds)
        if status == OUT_OF_MEMORY or status in _MEMORY_SIGNALS:
            return Refusal("memory", megabytes=self._request.memory // 1_000_000)
        if fault is None:
            logger.error("the process that read %s ended with status %s", label, status)
        else:
            logger.error("reading %s failed: %s at %s", label, fault.kind, fault.place)
        by_file = fault is None or fault.of_parser
        return Refusal("damaged", format=label) if by_file else Refusal("fault")

    def _fault(self) -> Fault | None:
        """What the process says of its end; None if it was stopped or crashed."""
        said = self._process.stderr.read(_LONGEST_FAULT) if self._process.stderr else b""
        try:
            return Fault(**json.loads(said))
        except (ValueError, TypeError):
            return None


class _Pipe(io.RawIOBase):
    """What a process writes, for as long as waiting for it takes no more than some seconds in all,
    its end included.

    The time in which nobody reads does not count: the process waits as well.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        assert process.stdout is not None  # noqa: S101
        self._process = process
        self._file = process.stdout
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLIN)
        self._left = seconds
        self.timed_out = False

    def readable(self) -> bool:
        return True

    def wait(self) -> int:
        """The exit status of the process, once it has said all."""
        try:
            return self._process.wait(max(self._left, 0))
        except subprocess.TimeoutExpired:
            self.timed_out = True
            return 1

    def readinto(self, buffer: Any) -> int:
        begun = time.monotonic()
        ready = self._poll.poll(max(self._left, 0) * 1000)
        self._left -= time.monotonic() - begun
        if not ready:
            self.timed_out = True
            return 0
        found = os.read(self._file.fileno(), len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, if it runs, and let go of it."""
    process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    process.wait()
