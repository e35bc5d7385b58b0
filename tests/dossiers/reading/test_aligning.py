"""Headers that stand one column beside their cells."""

import pytest

from dossiers.reading.headers import HeaderFinder
from dossiers.source_settings import SourceSettings

FINDER = HeaderFinder.of(SourceSettings())
HEADER = ["Mã hồ sơ", "Đơn vị", "Ngày nộp", "Ngày nhận", "Hẹn trả"]
ROWS = [
    [f"H21.17-180701-{n:04}", "Sở A", "30/06/2018", "01/07/2018 08:00", "05/07/2018" if n else ""]
    for n in range(20)
]


def found(header, rows):
    header = FINDER.find([header, *rows])
    return header.shift, header.texts


def numbered(rows):
    return [[str(number), *row] for number, row in enumerate(rows, 1)]


def test_a_header_that_lacks_the_column_of_running_numbers():
    assert found(HEADER, numbered(ROWS)) == (1, ("", *HEADER))
    assert found(HEADER, [["", *row] for row in ROWS]) == (1, ("", *HEADER))


def test_a_header_with_one_column_more_in_front():
    assert found(["STT", *HEADER], ROWS) == (-1, tuple(HEADER))
    assert found(["STT", *HEADER], [[*row, ""] for row in ROWS]) == (-1, tuple(HEADER))


def test_a_code_of_something_else_under_the_name_is_no_evidence_against():
    header = ["TT", "Mã hồ sơ", "Mã TTHC", *HEADER[1:]]
    assert found(header, [[row[0], "1.000656", *row[1:]] for row in ROWS])[0] == -1


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (HEADER, ROWS),
        (["STT", *HEADER], numbered(ROWS)),
        (HEADER, [[*row, "x"] for row in ROWS]),
        # A few rows that have slipped.
        (HEADER, ROWS + numbered(ROWS)[:12]),
        # Codes of running numbers, and another number beside them.
        (HEADER, [[row[0][-2:], row[0], *row[2:], ""] for row in ROWS]),
        # Nothing beyond the header.
        (HEADER, [row[:5] for row in numbered(ROWS)]),
        # What would go names a field.
        (["Hình thức nộp", *HEADER], ROWS),
        # No dates where the received date would be.
        (HEADER, [[*row[:4], "x", *row[4:]] for row in numbered(ROWS)]),
        (HEADER, []),
    ],
)
def test_without_strong_evidence_the_header_stays(header, rows):
    assert found(header, rows) == (0, tuple(header))


def test_one_row_that_fits_is_enough():
    assert found(HEADER, numbered(ROWS[1:2]))[0] == 1


def test_without_the_received_date_nothing_is_known():
    header = [*HEADER[:3], "Ngày lạ", HEADER[4]]
    assert found(header, numbered(ROWS))[0] == 0
