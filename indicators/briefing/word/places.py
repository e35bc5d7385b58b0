"""Where the placeholders of a document stand: in paragraphs of its body, its tables, its text
boxes, its headers and footers, whatever runs Word has split them into."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from indicators.briefing.placeholders import PATTERN, Placeholder, known_as

_SEPARATE = (qn("w:txbxContent"),)


@dataclass(frozen=True)
class Place:
    """A placeholder in a paragraph (XML): what is written between the braces, which one that is,
    whether it is all that the paragraph says, and whether it stands in the body."""

    paragraph: Any
    text: str
    placeholder: Placeholder | None
    alone: bool
    in_body: bool


def places(document: Document) -> Iterator[Place]:
    """All of them, in order, the body first."""
    for root, in_body in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            said = text_of(paragraph)
            for found in PATTERN.finditer(said):
                yield Place(
                    paragraph=paragraph,
                    text=found[1].strip(),
                    placeholder=known_as(found[1]),
                    alone=said.strip() == found[0],
                    in_body=in_body and not _is_within(paragraph, _SEPARATE),
                )


def paragraphs(document: Document) -> Iterator[Any]:
    """All paragraphs (XML) that placeholders may stand in."""
    for root, _in_body in _roots(document):
        yield from root.iter(qn("w:p"))


def text_of(paragraph: Any) -> str:
    """What a paragraph says, without what stands in text boxes that hang on it."""
    return "".join(one.text or "" for one in texts_of(paragraph))


def texts_of(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph itself, in order."""
    return [one for one in paragraph.iter(qn("w:t")) if _paragraph_of(one) is paragraph]


def _paragraph_of(text: Any) -> Any:
    return next(text.iterancestors(qn("w:p")), None)


def _is_within(element: Any, names: tuple[str, ...]) -> bool:
    return any(one.tag in names for one in element.iterancestors())


def _roots(document: Document) -> Iterator[tuple[Any, bool]]:
    """The body, then each header and footer that the document has."""
    yield document.element.body, True
    for relationship in document.part.rels.values():
        kind = relationship.reltype.rpartition("/")[2]
        if kind in ("header", "footer", "footnotes", "endnotes") and not relationship.is_external:
            part = relationship.target_part
            element = getattr(part, "element", None)
            if element is not None:
                yield element, False
