"""The invented people of the demo: what an export says of them, and what nothing may keep.

Their numbers begin with zeros, so that none is anybody's.
"""

from typing import Any

from egov.demo.chance import Ints
from egov.demo.csv_text import Words, digits, joined

HEADERS = ("Người nộp", "Địa chỉ", "Số điện thoại", "CMND")

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Rơ Châm", "Siu", "Ksor", "Rah Lan", "Kpuih", "Đinh")
_GIVEN = ("Văn A", "Thị B", "Văn C", "Thị D", "H'E", "Thị G", "Văn H", "Y K", "Thị L", "Văn M")
_PLACES = tuple(f"Tổ {n}, đường X" for n in range(1, 60)) + tuple(f"Làng {n}" for n in range(1, 40))


def columns(dossiers: Ints) -> tuple[Any, ...]:
    """The cells under HEADERS for each dossier, by its position in the year."""
    names = joined(
        " ",
        Words(FAMILIES).take(dossiers * 7 // 3 % len(FAMILIES)),
        Words(_GIVEN).take(dossiers % len(_GIVEN)),
    )
    places = Words(_PLACES).take(dossiers * 31 % len(_PLACES))
    return names, places, digits(dossiers, 10), digits(dossiers, 9)
