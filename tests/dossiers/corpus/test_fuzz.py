"""The readers with files that nobody made on purpose: rows or a sentence, never anything else."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.checking.mapping import MappingError, map_columns
from dossiers.reading import ReadError, open_table
from dossiers.reading.child_request import Request
from dossiers.reading.furniture import drop_furniture
from dossiers.reading.headers import HeaderFinder
from dossiers.source_settings import SourceSettings
from tests.dossiers.corpus.case import HEADER, csv_file, real_rows
from tests.dossiers.reading import builders
from tests.dossiers.reading.tables import read_here

SETTINGS = SourceSettings()
SHEET: builders.Sheet = ("Danh sách", [HEADER, *real_rows()])
FILES = {
    "xlsx": builders.xlsx(SHEET),
    "xls": builders.xls(SHEET),
    "xlsb": builders.xlsb(SHEET),
    "ods": builders.ods(SHEET),
    "xml": builders.xml(SHEET),
    "html": builders.html(SHEET),
}
FORMS = {"xls": "xls", "xml": "xml", "html": "html"}  # else zip
FIELDS = dict(HeaderFinder.of(SETTINGS).fields)

Read = Callable[[bytes, str], str]

# One change: where (as a share of the file), how many bytes go, what comes instead.
change = st.tuples(
    st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8) | st.sampled_from([b"\xff" * 4])
)
changes = st.lists(change, min_size=1, max_size=6)
few = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Reads bytes as a form in a process with limits; tells what came of it."""
    path = tmp_path_factory.mktemp("fuzz") / "export"
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.dossiers.corpus.fork_server"],
        cwd=project_settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(content: bytes, form: str) -> str:
        path.write_bytes(content)
        request = Request(
            path=str(path),
            member="",
            size=len(content),
            form=form,
            fields=FIELDS,
            sheet="",
            memory=1_500_000_000,
            seconds=5,
            rows=1000,
            columns=100,
            unpacked=10_000_000,
        )
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asdict(request)) + "\n")
        server.stdin.flush()
        return server.stdout.readline().strip()

    with server:
        yield ask


def changed(content: bytes, what: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, come in what:
        at = int(share * len(content))
        content = content[:at] + come + content[at + gone :]
    return content


def is_expected(outcome: str) -> bool:
    """Rows, a refusal, or a parser that gave up: by an exception, or for want of memory."""
    return outcome.partition(" ")[0] in ("rows", "refusal", "parser") or outcome == "status -6"


@pytest.mark.parametrize("form", FILES)
def test_the_files_themselves_are_read(read: Read, form: str):
    assert read(FILES[form], FORMS.get(form, "zip")) == "rows"


@pytest.mark.parametrize("form", FILES)
@few
@given(changes)
def test_changed_bytes(read: Read, form: str, what):
    outcome = read(changed(FILES[form], what), FORMS.get(form, "zip"))
    assert is_expected(outcome), outcome


@pytest.mark.parametrize("form", ["xlsx", "xlsb", "ods"])
@few
@given(st.data())
def test_changed_parts_of_zipped_workbooks(read: Read, form: str, data):
    """Behind lengths and checksums that are right."""
    parts = builders.unzipped(FILES[form])
    name = data.draw(st.sampled_from(sorted(parts)))
    content = builders.zipped({**parts, name: changed(parts[name], data.draw(changes))})
    outcome = read(content, "zip")
    assert is_expected(outcome), outcome


TAGS = st.sampled_from(
    [
        *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th colspan=3>", "<br>"),
        *("<td rowspan=3>", "<td rowspan=0 colspan=0>", "<td colspan=-1>", "<script>", "</script>"),
        *(
            "<p>",
            "&nbsp;",
            "&#0;",
            "<!--",
            "-->",
            "<tbody>",
            "</body>",
            "<td",
            '"',
            "x",
            "01/07/2018",
        ),
        *HEADER,
    ]
)


@settings(max_examples=300)
@given(st.lists(TAGS, max_size=60))
def test_pages_of_any_tags(tags):
    with suppress(ReadError):
        page = read_here(("<table><tr><td>Mã hồ sơ<td>Đơn vị" + "".join(tags)).encode())
        assert all(len(row) == len(page.header) + 1 for row in page.rows)


cells = st.text(st.sampled_from("aHồ1/-. 2018\";,\t|'\r\n\0\ufeff"), max_size=12)
tables = st.lists(st.lists(cells, max_size=9), max_size=12)


@few
@given(
    tables,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"]),
)
def test_csv_of_any_cells(tmp_path: Path, rows, separator, newline, encoding):
    text = newline.join(separator.join(row) for row in [HEADER, *rows])
    everything(tmp_path, text.encode(encoding, "ignore"))


@few
@given(changes, st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_changed_csv(tmp_path: Path, what, encoding):
    everything(tmp_path, changed(csv_file(encoding=encoding), what))


def everything(folder: Path, content: bytes) -> None:
    """All rows of a file that is no workbook, with every cell, or a sentence."""
    path = folder / "export"
    path.write_bytes(content)
    if content[:1] in b"<P\xd0":
        return  # would be read in the other process
    with suppress(ReadError, MappingError):
        table = open_table(path, SETTINGS)
        mapping = map_columns(table.header, SETTINGS)
        last = 0
        for piece in drop_furniture(table.pieces(mapping.wanted), mapping):
            numbers = piece.rows.tolist()
            assert numbers == sorted(set(numbers))
            assert not numbers or numbers[0] > last
            last = numbers[-1] if numbers else last
            assert {len(texts) for texts in piece.columns.values()} <= {len(piece)}
            assert all(piece.cells(index) is not None for index in range(len(piece)))
