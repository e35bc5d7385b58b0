"""Four communes of two districts with dossiers of three procedures in May and June 2018, and who
looks at them."""

from pathlib import Path

from django.test import Client
from django.utils.timezone import localdate

from tests.pages.actors import administrator
from tests.support import client_in, dossier, import_file, write_csv
from units.queries import hierarchy

YEN_DO, DIEN_HONG, AN_BINH, TU_AN = (
    "Phường Yên Đỗ",
    "Phường Diên Hồng",
    "Phường An Bình",
    "Xã Tú An",
)
LAND = {"Mã TTHC": "1.000001", "Tên TTHC": "Cấp giấy chứng nhận", "Lĩnh vực": "Đất đai"}
COPY = {"Mã TTHC": "2.000002", "Tên TTHC": "Chứng thực bản sao", "Lĩnh vực": "Chứng thực"}
SIGN = {"Mã TTHC": "2.000003", "Tên TTHC": "Chứng thực chữ ký", "Lĩnh vực": "Chứng thực"}
# Unit, month, procedure; how many in time, late, and still open (due on the 20th).
DOSSIERS = (
    *((YEN_DO, "05", LAND, 10, 10, 0), (YEN_DO, "06", LAND, 12, 1, 4)),
    *((YEN_DO, "06", COPY, 7, 0, 0), (DIEN_HONG, "05", COPY, 15, 5, 0)),
    *((DIEN_HONG, "06", SIGN, 14, 6, 1), (AN_BINH, "06", COPY, 10, 0, 0)),
    (TU_AN, "06", SIGN, 3, 0, 0),
)


def exported_rows() -> list[dict[str, str]]:
    """The dossiers as the export of the end of June has them."""
    rows = []
    for unit, month, procedure, good, late, still_open in DOSSIERS:
        for number in range(good + late + still_open):
            end = "" if number >= good + late else f"{3 if number < good else 29:02}/{month}/2018"
            code = f"{unit}-{procedure['Mã TTHC']}-{month}-{number:04}"
            channel = "Trực tuyến" if number % 4 == 0 else "Trực tiếp"
            row = dossier(code, unit, f"02/{month}/2018", f"20/{month}/2018", end, "", channel)
            rows.append(row | procedure)
    return rows


def load_province(folder: Path) -> None:
    """Import the dossiers; the units of `gia_lai` must be there."""
    file = write_csv(folder / "june.csv", exported_rows())
    document = import_file(file, "--exported-at", "2018-06-30")
    assert document["rejected"] == 0, document


def looking_from(unit: str, *, language: str = "en") -> Client:
    """The browser of somebody who was granted the unit."""
    client = client_in(language)
    unit_id = hierarchy().resolve(unit, on=localdate())
    client.force_login(administrator(f"of {unit} in {language}", [unit_id]))
    return client


def id_of(code: str) -> int:
    """A unit's id by its code."""
    return hierarchy().resolve(code, on=localdate())
