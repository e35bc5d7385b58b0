"""What a sheet of an xlsb workbook tells and python-calamine does not: errors, and cells that go
down.

Format: [MS-XLSB] 2.4 (records), 2.5.97.2 (errors).
"""

import struct
from typing import BinaryIO

from dossiers.reading import archive
from dossiers.reading.sheet_parts import part_of
from dossiers.reading.sheets import Details, Merge
from dossiers.reading.zipped_workbook import binary_records

_BLOCK = 1 << 20
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_NOT_AVAILABLE = "#N/A"
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR, _MERGED = 0, 3, 11, 176


def details(file: BinaryIO, sheet: str) -> Details:
    """What is told of the sheet of a name."""
    part = b"".join(archive.blocks(file, part_of(file, "xlsb", sheet), _BLOCK))
    found = Details()
    row = 0
    for kind, content in binary_records(part):
        if kind == _ROW_HEADER and len(content) >= 4:
            row = int.from_bytes(content[:4], "little")
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and len(content) > 8:
            text = _ERRORS.get(content[8], _NOT_AVAILABLE)
            found.errors.setdefault(row, {})[int.from_bytes(content[:4], "little")] = text
        elif kind == _MERGED and len(content) >= 16:
            first, last, column, _last_column = struct.unpack_from("<LLLL", content)
            if last > first:
                found.merges.append(Merge(first, last, column))
    return found
