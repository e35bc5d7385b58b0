"""ZIP archives: workbooks are some, and one may hold the table that was meant.

Nothing is unpacked to disk. What the directory says of sizes is checked before anything is
opened, and no file is inflated beyond what the directory says of it.
"""

import errno
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from dossiers.reading.refusals import Refusal

_LARGEST_DIRECTORY = 4_000_000  # bytes: some 50,000 files
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END_64_SIZE = 56
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED = 1
_NAMES_SHOWN = 5
_LONGEST_NAME = 60
_NO_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_BY_FOLDER = {"word": "Word (docx)", "ppt": "PowerPoint (pptx)"}
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a compression that Python does not know
    UnicodeError,
    struct.error,
    ValueError,
)


@dataclass(frozen=True)
class Content:
    """The bytes of a table: those of a file, or of one file within a ZIP archive."""

    path: Path
    size: int
    member: str = ""

    def open(self) -> BinaryIO:
        """The bytes from the beginning; reading them raises Refusal where the archive lies."""
        if not self.member:
            return self.path.open("rb")
        with _reading(), zipfile.ZipFile(self.path) as archive:
            return io.BufferedReader(_Member(archive.open(self.member)), 1 << 16)


@dataclass(frozen=True)
class Archive:
    """What a ZIP archive is: `format` xlsx, xlsb, ods, or zip with the one file that it holds."""

    format: str
    member: str = ""
    size: int = 0


def look(file: BinaryIO, most_bytes: int) -> Archive:
    """What an archive is, by its directory; raises Refusal for what is not to be opened."""
    with _reading():
        if _directory_size(file) > _LARGEST_DIRECTORY:
            raise Refusal("many_in_zip")
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if not all(info.filename for info in infos):
                raise zipfile.BadZipFile  # `is_dir` looks at the last letter of a name
            if sum(info.file_size for info in infos) > most_bytes:
                raise Refusal("unpacked", megabytes=most_bytes // 1_000_000)
            if any(info.flag_bits & _ENCRYPTED for info in infos):
                raise Refusal("password")
            return _document(archive) or _one_file(infos)


def check(file: BinaryIO) -> None:
    """Inflate everything once; raises Refusal where a size or a checksum is a lie.

    Workbooks are read by a library that believes what inflates, so this comes before it.
    """
    with _reading(), zipfile.ZipFile(file) as archive:
        if archive.testzip() is not None:
            raise Refusal("damaged", format="ZIP")


def read_part(file: BinaryIO, name: str, most_bytes: int) -> bytes:
    """The beginning of a part of a workbook, b"" where it has no such part."""
    return next(blocks(file, name, most_bytes), b"")


def blocks(file: BinaryIO, name: str, size: int) -> Iterator[bytes]:
    """A part of a workbook in blocks, none where it has no such part."""
    with _reading(), zipfile.ZipFile(file) as archive:
        if name in archive.namelist():
            with archive.open(name) as part:
                while block := part.read(size):
                    yield block


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except Refusal:
        raise
    except RuntimeError:  # how zipfile asks for a password
        raise Refusal("password") from None
    except _DAMAGES:
        raise Refusal("damaged", format="ZIP") from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise Refusal("damaged", format="ZIP") from None  # it points before its own beginning


class _Member(io.RawIOBase):
    """A file in an archive, whose damages are refusals."""

    def __init__(self, member: Any) -> None:
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _reading():
            found = self._member.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._member.close()
        super().close()


def _directory_size(file: BinaryIO) -> int:
    """The size of the archive's directory, without reading it."""
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - _END_SIZE - _LOCATOR_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0:
        raise zipfile.BadZipFile
    directory: int = struct.unpack_from("<L", tail, end + 12)[0]
    locator = end - _LOCATOR_SIZE
    if locator >= 0 and tail.startswith(_LOCATOR, locator):
        file.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], start + end))
        directory = struct.unpack_from("<Q", file.read(_END_64_SIZE), 40)[0]
    return directory


def _document(archive: zipfile.ZipFile) -> Archive | None:
    """The office document that an archive is; None if it is none."""
    names = {name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()}
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "xl/workbook.bin" in names:
        return Archive("xlsb")
    if "xl" in folders:
        return Archive("xlsx")
    for folder, name in _BY_FOLDER.items():
        if folder in folders and "[content_types].xml" in names:
            raise Refusal("no_table", format=name)
    if "mimetype" in names and "meta-inf/manifest.xml" in names:
        if not archive.read("mimetype").startswith(_ODS):
            raise Refusal("no_table", format="OpenDocument")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refusal("password")
        return Archive("ods")
    return None


def _one_file(infos: list[zipfile.ZipInfo]) -> Archive:
    """The only file of an archive, without what systems put beside it."""
    files = [info for info in infos if not info.is_dir() and not _is_litter(info.filename)]
    if not files:
        raise Refusal("empty_zip")
    if len(files) > 1:
        names = [PurePosixPath(info.filename).name[:_LONGEST_NAME] for info in files]
        more = ["…"] if len(names) > _NAMES_SHOWN else []
        raise Refusal("several_in_zip", names=", ".join(names[:_NAMES_SHOWN] + more))
    return Archive("zip", files[0].filename, files[0].file_size)


def _is_litter(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].lower() in _NO_FILES or parts[-1].startswith("._")
