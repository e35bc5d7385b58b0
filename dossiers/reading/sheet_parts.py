"""Which part of a zipped workbook (xlsx, xlsb) holds the sheet of a name."""

import posixpath
from typing import BinaryIO

from lxml import etree

from dossiers.reading import archive
from dossiers.reading.zipped_workbook import binary_records

BOOK = {"xlsx": "xl/workbook.xml", "xlsb": "xl/workbook.bin"}

_MOST = 1 << 24  # bytes of a part beside the sheets
_SHEET = 156  # [MS-XLSB] 2.4.313


def part_of(file: BinaryIO, form: str, sheet: str) -> str:
    """The name of the part, "" where the workbook names none."""
    book = archive.read_part(file, BOOK[form], _MOST)
    ids = _binary_sheets(book) if form == "xlsb" else _sheets(book)
    return _targets(file, BOOK[form]).get(ids.get(sheet, ""), "")


def _sheets(book: bytes) -> dict[str, str]:
    """Name -> id of the sheets of an xlsx workbook."""
    sheets = (element for element in _elements(book) if _local(element.tag) == "sheet")
    return {about.get("name", ""): about.get("id", "") for about in map(_attributes, sheets)}


def _binary_sheets(book: bytes) -> dict[str, str]:
    """Name -> id of the sheets of an xlsb workbook."""
    found = {}
    for kind, content in binary_records(book):
        if kind == _SHEET:
            key, at = _wide_text(content, 8)
            found[_wide_text(content, at)[0]] = key
    return found


def _wide_text(content: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * int.from_bytes(content[at : at + 4], "little")
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _targets(file: BinaryIO, book: str) -> dict[str, str]:
    """Id -> name of the parts that a workbook consists of."""
    folder, name = posixpath.split(book)
    content = archive.read_part(file, f"{folder}/_rels/{name}.rels", _MOST)
    return {
        about["Id"]: posixpath.normpath(posixpath.join("/", folder, about["Target"])).lstrip("/")
        for about in map(_attributes, _elements(content))
        if "Id" in about and "Target" in about
    }


def _elements(content: bytes) -> list[etree._Element]:
    """The elements of a part, none where it is not well-formed, which the workbook's reader
    refuses."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return list(etree.fromstring(content, parser).iter("*"))
    except etree.XMLSyntaxError:
        return []


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_local(name): value for name, value in element.attrib.items()}


def _local(name: str) -> str:
    return name.rpartition("}")[2]
