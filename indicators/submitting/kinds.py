"""What an evidence file is, by its content: documents and pictures alone are taken."""

import lzma
import zipfile
import zlib
from typing import BinaryIO

from units.file_names import kept_name

# First bytes -> the endings that a name may have.
_BEGINNINGS = (
    (b"%PDF-", (".pdf",)),
    (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", (".png",)),
    # Word, Excel and PowerPoint up to 2003.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (".doc", ".xls", ".ppt")),
)
# Folder of an archive of Office -> ending.
_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
# Folders of macros in an open document.
_SCRIPTS = ("Basic/", "Scripts/")
# What unpacking says of a member that is no archive's.
_BROKEN = (zlib.error, lzma.LZMAError, EOFError)
_OPEN = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}


def endings(file: BinaryIO) -> tuple[str, ...]:
    """The endings that a file of this content may have, the usual one first; none for what is no
    document or picture, or carries macros."""
    file.seek(0)
    start = file.read(16)
    for beginning, found in _BEGINNINGS:
        if start.startswith(beginning):
            return found
    return _of_archive(file) if start.startswith(b"PK\x03\x04") else ()


def _of_archive(file: BinaryIO) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ()
            if any(name.startswith(_SCRIPTS) for name in names):
                return ()
            if "[Content_Types].xml" in names:
                return tuple(
                    ending
                    for folder, ending in _FOLDERS.items()
                    if any(name.startswith(folder) for name in names)
                )[:1]
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 100:
                ending = _OPEN.get(archive.read("mimetype"))
                return (ending,) if ending else ()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, *_BROKEN):
        pass
    return ()


def fitting(name: str, endings: tuple[str, ...]) -> str:
    """A file's name without its path and without signs that are none, with an ending that its
    content may have: what is a PDF never goes by the name of a program."""
    name = kept_name(name, longest=1000)
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .") or "file"
    if not name.lower().endswith(endings):
        name += endings[0]
    if len(name) > 200:
        stem, _dot, ending = name.rpartition(".")
        name = f"{stem[:190]}.{ending}"
    return name
