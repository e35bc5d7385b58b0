"""A province in which there is something to watch: late, due, missing and fallen."""

from datetime import date
from pathlib import Path

from indicators.models import Target
from tests.pages.small_province import id_of
from tests.support import dossier, import_file, run, write_csv, write_text
from units.actions import NewUnit, merge_units

YEN_DO, DIEN_HONG, AN_BINH = "Phường Yên Đỗ", "Phường Diên Hồng", "Phường An Bình"
APOLOGY = "Ngày xin lỗi"
SETTINGS = f'under = "64"\n[columns]\napology_at = "{APOLOGY}"\n'


def rows(month: int, unit: str, good: int, late: int, *due_days: str) -> list[dict[str, str]]:
    """Dossiers received on the 2nd, due on the 12th, ended in time or late, and open ones that
    are due on these days."""
    found = []
    ends = [*[f"05/{month:02}/2018"] * good, *[f"20/{month:02}/2018"] * late, *[""] * len(due_days)]
    for number, end in enumerate(ends):
        still_open = number - good - late
        due = due_days[still_open] if still_open >= 0 else f"12/{month:02}/2018"
        code = f"{unit}-{month}-{number:04}"
        found.append(dossier(code, unit, f"02/{month:02}/2018", due, end))
    return found


def load_watched(folder: Path) -> None:
    """May: all well. June, data up to the 20th of July: the first ward resolves 30 of 60 late, the
    second has open dossiers, the third did not report."""
    may = [row for unit in (YEN_DO, DIEN_HONG, AN_BINH) for row in rows(5, unit, 60, 0)]
    soon = ("19/07/2018", "10/06/2018", "20/07/2018", "23/07/2018", "27/07/2018", "03/08/2018")
    june = rows(6, YEN_DO, 30, 30, "01/07/2018") + rows(6, DIEN_HONG, 60, 1, *soon, "04/08/2018")
    apologies = {f"{YEN_DO}-6-{number:04}": "25/06/2018" for number in range(30, 40)}
    june = [row | {APOLOGY: apologies.get(row["Mã hồ sơ"], "")} for row in june]
    settings = write_text(folder / "source.toml", SETTINGS)
    import_file(titled(folder, 5, 31, may), "--exported-at", "2018-05-31")
    exported = ("--exported-at", "2018-07-20", "--config", settings)
    import_file(titled(folder, 6, 30, june), *exported)
    target = {"indicator": "on_time", "value": "0.95", "valid_from": date(2018, 1, 1)}
    Target.objects.create(level="commune", **target)


def titled(folder: Path, month: int, last: int, rows: list[dict[str, str]]) -> Path:
    """A month's export, which says so in its first line."""
    path = write_csv(folder / f"{month}.csv", rows)
    title = f"(Từ ngày 01/{month:02}/2018 đến ngày {last}/{month:02}/2018)\n"
    return write_text(path, title + path.read_text(encoding="utf-8"))


def merge_wards(*codes: str, on: date) -> str:
    """Have wards of Pleiku become a new one, whose name it gives, and count anew."""
    name = "Phường Mới"
    new = NewUnit("109", name, "commune", id_of("622"))
    merge_units(predecessors=[id_of(code) for code in codes], successor=new, on=on, by="test")
    assert run("recount").status == 0
    return name
