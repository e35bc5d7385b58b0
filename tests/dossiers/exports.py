"""Export files of one source for tests of jobs and crashes, and what is known after them."""

from pathlib import Path

from django.db import connection

from tests.support import dossier, run, write_csv

UNITS = ("Phường Yên Đỗ", "Phường Diên Hồng", "Xã Tú An")
FIRST_ROWS, SECOND_ROWS = 30, 700
_WIDE = "x" * 20_000  # makes a second piece (dossiers.reading.csv_table.BLOCK_BYTES) of few rows


def first_export(folder: Path) -> Path:
    """June 2018: all open."""
    rows = [
        dossier(_code(number), UNITS[number % 3], f"{1 + number % 28:02}/06/2018", "05/07/2018")
        for number in range(FIRST_ROWS)
    ]
    return write_csv(folder / "june.csv", rows)


def second_export(folder: Path) -> Path:
    """July 2018: those of June have another due date, long after the one that passed, and half of
    them are finished; the others are new. Read in two pieces, of which the second has a row with a
    day that does not exist."""
    rows = []
    for number in range(SECOND_ROWS):
        month = "06" if number < FIRST_ROWS else "07"
        day = f"{1 + number % 28:02}/{month}/2018"
        finished = f"{1 + number % 10:02}/08/2018" if number % 2 else ""
        rows.append(dossier(_code(number), UNITS[number % 3], day, "05/08/2018", finished))
        rows[-1] |= {"Ghi chú": _WIDE, "Lĩnh vực": f"Lĩnh vực {number % 5}"}
    rows[-1]["Ngày hẹn trả"] = "31/02/2018"
    return write_csv(folder / "july.csv", rows)


def third_export(folder: Path) -> Path:
    """August 2018: ten of June's, of which five came by a channel that nobody knows, for procedures
    that nobody has named yet."""
    rows = []
    for number in range(10):
        day = f"{1 + number % 28:02}/06/2018"
        channel = "Qua Zalo" if number % 2 else ""
        rows.append(dossier(_code(number), UNITS[number % 3], day, "05/07/2018", "", "", channel))
        rows[-1] |= {"Mã TTHC": f"1.00000{number}"}
    return write_csv(folder / "august.csv", rows)


def known() -> dict[str, list[str]]:
    """What is known and counted, without the numbers that count attempts."""
    found = {}
    for name, query in _KNOWN.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM ({query}) t ORDER BY 1")
            found[name] = [text for (text,) in cursor.fetchall()]
    found["figures"] = [run("figures", *_FIGURES).stdout]
    return found


def _code(number: int) -> str:
    return f"H21.17-180601-{number:04}"


_FIGURES = ("--indicator", "on_time_all", "--level", "commune", "--period", "2018", "--format=csv")
_KNOWN = {
    "dossiers": "SELECT to_jsonb(d) - 'id' - 'procedure_id' FROM dossiers_dossier d",
    "states": "SELECT d.code, to_jsonb(st) - 'dossier_id' - 'procedure_id'"
    " FROM dossiers_state st JOIN dossiers_dossier d ON d.id = st.dossier_id",
    "sayings": "SELECT d.code, u.file_name, to_jsonb(s) - 'dossier_id' - 'upload_id'"
    " FROM dossiers_saying s JOIN dossiers_dossier d ON d.id = s.dossier_id"
    " JOIN dossiers_upload u ON u.id = s.upload_id",
    "rewritings": "SELECT d.code, u.file_name, to_jsonb(r) - 'dossier_id' - 'upload_id'"
    " FROM dossiers_rewriting r JOIN dossiers_dossier d ON d.id = r.dossier_id"
    " JOIN dossiers_upload u ON u.id = r.upload_id",
    "counts": "SELECT to_jsonb(c) - 'id' FROM indicators_unitcount c",
    "counts of procedures": "SELECT to_jsonb(c) - 'id' - 'procedure_id', p.key"
    " FROM indicators_procedurecount c JOIN dossiers_procedure p ON p.id = c.procedure_id",
    "uploads": "SELECT source_id, state, file_name, exported_at, rows, new, changed, unchanged,"
    " rejected, warnings FROM dossiers_upload WHERE state = 'loaded'",
    "problems": "SELECT u.file_name, p.row, p.field, p.value, p.kind FROM dossiers_problem p"
    " JOIN dossiers_upload u ON u.id = p.upload_id WHERE u.state = 'loaded'",
    "source": "SELECT data_at, data_day, generation FROM dossiers_source",
}
