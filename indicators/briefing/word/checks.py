"""What an uploaded template must be: a Word document without macros, without anything that is
fetched from elsewhere, and with none but known placeholders, each where it can stand."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from indicators.briefing.placeholders import PATTERN, Kind, known_as, nearest_to
from indicators.briefing.word.places import Place, paragraphs, places, text_of

LARGEST = 5_000_000  # bytes of the file
_LARGEST_UNPACKED, _MOST_PARTS = 60_000_000, 2_000
_DOCUMENT = b"wordprocessingml.document.main+xml"
_FORBIDDEN = ("vbaproject", "vbadata", "activex", "oleobject", "embeddings/", "afchunk")
# Relationships to such parts, whatever these are named.
_FORBIDDEN_KINDS = (
    *("vbaproject", "wordvbadata", "control", "activexcontrolbinary", "oleobject", "package"),
    *("afchunk", "subdocument"),
)
# Fields that read other files or run programs.
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|MACROBUTTON|DATABASE)\b",
    re.IGNORECASE,
)
_LINKS = ("http://", "https://", "mailto:")
# Marks of an encoding, blanks, and the zero bytes of UTF-16.
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class TemplateError(ValueError):
    """A file that is no template; the text is a sentence for the user."""


def check(content: bytes) -> list[str]:
    """The names of the placeholders that a template has, each once. Raises TemplateError."""
    if len(content) > LARGEST:
        words = {"most": LARGEST // 1_000_000}
        raise TemplateError(_("The file is too large: at most %(most)s MB are taken.") % words)
    _check_package(content)
    try:
        document = docx.Document(BytesIO(content))
        found = list(places(document))
    except (PackageNotFoundError, KeyError, AttributeError, etree.XMLSyntaxError, *_BROKEN):
        raise _no_document() from None
    _check_braces(document)
    _check_names(found)
    _check_positions(found)
    if not found:
        raise TemplateError(_("The file has no placeholder, such as {{don_vi}}."))
    return list(dict.fromkeys(one.placeholder.name for one in found if one.placeholder))


def _no_document() -> TemplateError:
    return TemplateError(_("The file is no Word document (docx), or it is damaged."))


def _holds_more() -> TemplateError:
    return TemplateError(
        _("The file holds macros or embedded objects: save it without them, as .docx.")
    )


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > _MOST_PARTS or sum(i.file_size for i in infos) > _LARGEST_UNPACKED:
                raise TemplateError(_("The file is too large when it is unpacked."))
            if any(part in info.filename.lower() for info in infos for part in _FORBIDDEN):
                raise _holds_more()
            if "[Content_Types].xml" not in archive.namelist():
                raise _no_document()
            for name, text in _xml_parts(archive):
                _check_part(name, text)
    except _BROKEN as error:
        if isinstance(error, TemplateError):
            raise
        raise _no_document() from None


def _xml_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The parts that are XML, whatever they are named, of no more than their directory says."""
    for info in archive.infolist():
        with archive.open(info) as part:
            text = part.read(info.file_size + 1)
        is_named = info.filename.lower().endswith((".xml", ".rels"))
        if is_named or text.lstrip(_BEFORE_XML).startswith(b"<"):
            yield info.filename, text


def _check_part(name: str, text: bytes) -> None:
    root = _parsed(text)
    if name == "[Content_Types].xml" and _DOCUMENT not in etree.tostring(root):
        raise TemplateError(
            _("The file is no plain Word document: save it as .docx, not .docm or .dotx.")
        )
    if name.lower().endswith(".rels"):
        _check_relationships(root)
    _check_fields(root)


def _check_relationships(root: Any) -> None:
    """Nothing is fetched when the document is opened; links that somebody clicks on may stay."""
    for one in root:
        kind, target = one.get("Type", ""), one.get("Target", "").lower()
        if kind.rpartition("/")[2].lower() in _FORBIDDEN_KINDS:
            raise _holds_more()
        is_link = kind.endswith("/hyperlink") and target.startswith(_LINKS)
        if kind.endswith("/attachedTemplate") or (
            one.get("TargetMode", "").lower() == "external" and not is_link
        ):
            raise TemplateError(
                _("The file fetches something from elsewhere (%(what)s): take that out.")
                % {"what": one.get("Target", "")[:80]}
            )


def _check_fields(root: Any) -> None:
    # What fields say lies in pieces; between two fields stand the marks of their ends.
    instructions = "".join(
        " " if one.tag == qn("w:fldChar") else one.text or ""
        for one in root.iter(qn("w:instrText"), qn("w:fldChar"))
    )
    instructions += " "
    instructions += " ".join(one.get(qn("w:instr"), "") for one in root.iter(qn("w:fldSimple")))
    found = _FETCHING.search(instructions)
    if found:
        raise TemplateError(
            _("The file has a field that reads other files or runs something: %(field)s.")
            % {"field": found[0]}
        )


def _parsed(text: bytes) -> Any:
    """The part's root; none that declares types or entities, in whatever encoding."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        raise _no_document() from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _no_document()
    return root


def _check_braces(document: Document) -> None:
    """What is opened is closed, within one paragraph."""
    for paragraph in paragraphs(document):
        left = PATTERN.sub("", text_of(paragraph))
        if "{{" in left or "}}" in left:
            words = {"text": left.strip()[:60]}
            raise TemplateError(_("Braces of a placeholder are not closed: “%(text)s”.") % words)


def _check_names(found: list[Place]) -> None:
    """Every text between braces is a name that we know."""
    unknown = [one.text for one in found if known_as(one.text) is None]
    if not unknown:
        return
    told = []
    for text in dict.fromkeys(unknown):
        shown, like = "{{%s}}" % text[:60], nearest_to(text)  # noqa: UP031
        words = {"name": shown, "like": "{{%s}}" % like}  # noqa: UP031
        told.append(_("%(name)s (did you mean %(like)s?)") % words if like else shown)
    raise TemplateError(
        _("Not in the list of placeholders: %(names)s.") % {"names": ", ".join(told)}
    )


def _check_positions(found: list[Place]) -> None:
    """Tables and charts stand alone in a paragraph of the document's body."""
    for one in found:
        assert one.placeholder is not None  # noqa: S101
        if one.placeholder.kind in (Kind.TABLE, Kind.CHART) and not (one.alone and one.in_body):
            raise TemplateError(
                _(
                    "%(name)s gives a table or a chart: it stands alone in a paragraph, not in a"
                    " header, a footer or a text box."
                )
                % {"name": "{{%s}}" % one.placeholder.name}  # noqa: UP031
            )
