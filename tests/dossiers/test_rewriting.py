"""Which of two exports rewrites the dates of a dossier (docs/decisions/0011)."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dossiers.models import Dossier, Rewriting
from tests.support import dossier, import_file, run, write_csv, write_text
from tests.twin.files import STATUS_WORDS

CODE = "H21.18-180602-0001"
BOTH, DUE, END, NONE = "due moved, end set back", "due moved", "end set back", ""

# What an export says: its day or time, the due date, and the end or the status.
Saying = tuple[str, str, str]
JUNE = ("2018-06-30", "12/06/2018", "")
BEFORE_DUE = ("2018-06-05", "12/06/2018", "")
LATE = ("2018-06-30", "12/06/2018", "20/06/2018")

BY_DAY = [
    # Overdue in the first export, with a later due date in the second.
    (JUNE, ("2018-07-31", "22/07/2018", ""), DUE),
    (JUNE, ("2018-07-31", "13/06/2018", "waiting"), DUE),
    (JUNE, ("2018-07-31", "22/07/2018", "11/06/2018"), DUE),
    (JUNE, ("2018-07-31", "22/07/2018", "withdrawn"), DUE),
    (JUNE, ("2018-07-31", "22/07/2018", "not_received"), NONE),
    (JUNE, ("2018-07-31", "12/06/2018", "12/06/2018"), NONE),
    (JUNE, ("2018-07-31", "11/06/2018", ""), NONE),
    (JUNE, ("2018-07-31", "", ""), NONE),
    (("2018-06-30", "", ""), ("2018-07-31", "22/07/2018", ""), NONE),
    # Within due in the first export: it takes the second one to say that it overran.
    (BEFORE_DUE, ("2018-06-30", "22/06/2018", ""), DUE),
    (BEFORE_DUE, ("2018-06-13", "22/06/2018", ""), DUE),
    (BEFORE_DUE, ("2018-06-12", "22/06/2018", ""), NONE),
    (BEFORE_DUE, ("2018-06-30", "22/06/2018", "13/06/2018"), DUE),
    (BEFORE_DUE, ("2018-06-30", "22/06/2018", "12/06/2018"), NONE),
    (BEFORE_DUE, ("2018-06-30", "22/06/2018", "waiting"), NONE),
    # Its due date moves by right, or nobody waits for it any more.
    (("2018-06-30", "12/06/2018", "waiting"), ("2018-07-31", "22/07/2018", ""), NONE),
    (("2018-06-30", "12/06/2018", "stopped"), ("2018-07-31", "22/07/2018", ""), NONE),
    (("2018-06-30", "12/06/2018", "not_received"), ("2018-07-31", "22/07/2018", ""), NONE),
    # Late in the first export.
    (LATE, ("2018-07-31", "12/06/2018", "12/06/2018"), END),
    (LATE, ("2018-07-31", "12/06/2018", "08/06/2018"), END),
    (LATE, ("2018-07-31", "12/06/2018", "13/06/2018"), NONE),
    (LATE, ("2018-07-31", "20/06/2018", "20/06/2018"), DUE),
    (LATE, ("2018-07-31", "20/06/2018", "12/06/2018"), BOTH),
    (LATE, ("2018-07-31", "20/06/2018", ""), DUE),
    (LATE, ("2018-07-31", "12/06/2018", ""), NONE),
    (LATE, ("2018-07-31", "10/06/2018", "11/06/2018"), END),
    # In time in the first export: there was nothing to hide.
    (("2018-06-30", "12/06/2018", "12/06/2018"), ("2018-07-31", "22/06/2018", "20/06/2018"), NONE),
    (("2018-06-30", "12/06/2018", "12/06/2018"), ("2018-07-31", "12/06/2018", "08/06/2018"), NONE),
    # By day, times say nothing.
    (
        ("2018-06-12T20:00", "12/06/2018 17:00", ""),
        ("2018-06-12T21:00", "12/06/2018 22:00", ""),
        NONE,
    ),
]
BY_SECOND = [
    (
        ("2018-06-12T20:00", "12/06/2018 17:00", ""),
        ("2018-06-12T21:00", "12/06/2018 22:00", ""),
        DUE,
    ),
    (
        ("2018-06-12T16:00", "12/06/2018 17:00", ""),
        ("2018-06-12T17:00", "12/06/2018 22:00", ""),
        NONE,
    ),
    (
        ("2018-06-12T16:00", "12/06/2018 17:00", ""),
        ("2018-06-12T17:01", "12/06/2018 22:00", ""),
        DUE,
    ),
    # A day is its last instant.
    (("2018-06-12T20:00", "12/06/2018", ""), ("2018-06-12T22:00", "13/06/2018", ""), NONE),
    (("2018-06-12T20:00", "12/06/2018", ""), ("2018-06-13T00:00", "13/06/2018", ""), DUE),
    # The second file leaves times out, or writes them for the first time.
    (("2018-06-13T08:00", "12/06/2018 17:00", ""), ("2018-06-14T08:00", "12/06/2018", ""), NONE),
    (("2018-06-13T08:00", "12/06/2018 17:00", ""), ("2018-06-14T08:00", "13/06/2018", ""), DUE),
    (
        ("2018-06-30", "12/06/2018 17:00", "12/06/2018 17:01"),
        ("2018-07-31", "12/06/2018 17:00", "12/06/2018 17:00"),
        END,
    ),
    (
        ("2018-06-30", "12/06/2018 17:00", "12/06/2018 18:00"),
        ("2018-07-31", "12/06/2018 17:00", "12/06/2018 17:01"),
        NONE,
    ),
]


@pytest.fixture
def source(gia_lai: None, tmp_path: Path) -> Path:
    return write_text(tmp_path / "source.toml", 'compare_by = "day"\n')


def load(
    source: Path, *sayings: Saying, codes: Sequence[str] = (CODE,), slug: str = "igate"
) -> int:
    """Import an export that says so of these dossiers; the upload's id."""
    rows = [_row(code, saying) for code, saying in zip(codes, sayings, strict=True)]
    exported_at = sayings[0][0]
    file = write_csv(source.parent / f"{exported_at[:10]}.csv", rows)
    document = import_file(file, "--config", source, "--exported-at", exported_at, source=slug)
    return int(document["upload"])


def _row(code: str, saying: Saying) -> dict[str, str]:
    _exported_at, due, end = saying
    status = STATUS_WORDS[end][0] if end in STATUS_WORDS else ""
    finished = "" if status else end
    status = status or ("Đã trả kết quả" if finished else "Đang xử lý")
    row: dict[str, str] = dossier(code, "Xã Tú An", "02/06/2018", due, finished, status)
    return row


def found() -> list[tuple[int, str, bool]]:
    """Upload, what it rewrites, and whether it is the first that shows one."""
    return [
        (row.upload_id, words(row), row.is_first) for row in Rewriting.objects.order_by("shown_on")
    ]


def words(row: Rewriting) -> str:
    return ", ".join([DUE] * row.due_moved + [END] * row.end_set_back)


@pytest.mark.parametrize(("rule", "cases"), [("day", BY_DAY), ("second", BY_SECOND)])
def test_two_exports(source: Path, rule: str, cases: list[tuple[Saying, Saying, str]]) -> None:
    """Dossiers of which two exports of the same times tell come in the same two files."""
    write_text(source, f'compare_by = "{rule}"\n')
    pairs: dict[tuple[str, str], list[int]] = {}
    for number, (before, after, _rewritten) in enumerate(cases):
        pairs.setdefault((before[0], after[0]), []).append(number)
    for one, numbers in enumerate(pairs.values()):
        for which in (0, 1):
            sayings = [cases[number][:2][which] for number in numbers]
            codes_of = [f"{CODE}-{number}" for number in numbers]
            load(source, *sayings, codes=codes_of, slug=f"pair-{one}")
    codes = dict(Dossier.objects.values_list("pk", "code"))
    told = {codes[row.dossier_id]: words(row) for row in Rewriting.objects.filter(is_first=True)}
    for number, case in enumerate(cases):
        assert told.get(f"{CODE}-{number}", NONE) == case[2], case


JULY = ("2018-07-31", "22/07/2018", "")
AUGUST = ("2018-08-31", "22/08/2018", "")


def test_the_first_export_that_shows_one_counts_whatever_was_loaded_when(source: Path) -> None:
    august = load(source, AUGUST)
    june = load(source, JUNE)
    assert found() == [(august, DUE, True)]
    july = load(source, JULY)
    assert found() == [(july, DUE, True), (august, DUE, False)]
    assert run("undo_upload", july).status == 0
    assert found() == [(august, DUE, True)]
    assert run("undo_upload", june).status == 0
    assert found() == []
    assert run("undo_upload", august).status == 0
    assert found() == []


def test_an_undo_that_leaves_nothing_of_a_dossier_leaves_no_rewriting(source: Path) -> None:
    june, july = load(source, JUNE), load(source, JULY)
    assert run("undo_upload", june).status == run("undo_upload", july).status == 0
    assert Rewriting.objects.count() == 0


def test_the_newest_of_equal_exports_is_compared(source: Path) -> None:
    """Still the old due date in an export after it: so it was moved later, though not finished."""
    load(source, BEFORE_DUE)
    load(source, JUNE)
    july = load(source, ("2018-07-31", "22/07/2018", "11/06/2018"))
    assert found() == [(july, DUE, True)]


def test_another_comparison_finds_all_anew(source: Path) -> None:
    load(source, ("2018-06-12T20:00", "12/06/2018 17:00", ""))
    moved = load(source, ("2018-06-12T21:00", "12/06/2018 22:00", ""))
    assert found() == []
    write_text(source, 'compare_by = "second"\n')
    load(source, ("2018-06-13T08:00", "12/06/2018 22:00", ""))
    assert found() == [(moved, DUE, True)]


def test_a_recount_finds_what_was_loaded_before_the_rule_was_known(source: Path) -> None:
    load(source, JUNE)
    load(source, JULY)
    known = found()
    Rewriting.objects.all().delete()
    assert run("recount", "--all").status == 0
    assert found() == known
