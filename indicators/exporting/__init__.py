"""Tables of figures as files: complete, typed, and with what they mean (docs/decisions/0018)."""

from indicators.exporting.league import league_sheet
from indicators.exporting.parts import contributions_sheet, procedures_sheet
from indicators.exporting.sheet import Format, Sheet
from indicators.exporting.writing import MEDIA_TYPES, write

__all__ = [
    "MEDIA_TYPES",
    "Format",
    "Sheet",
    "contributions_sheet",
    "league_sheet",
    "procedures_sheet",
    "write",
]
