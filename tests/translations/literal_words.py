"""What a page says to its reader, and the words of a template that no translation reaches."""

import re
from html.parser import HTMLParser

# Attributes that people read or hear.
_SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label", "label")
_BUTTONS = {"submit", "button", "reset"}
# Names of files, settings and colours are in no language.
_UNSEEN = {"script", "style", "code", "pre"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}

_DJANGO = re.compile(
    r"\{% *comment.*?endcomment *%\}"
    r"|\{% *block \w*class %\}.*?\{% *endblock *%\}"
    r"|\{% *blocktrans\w*.*?endblocktrans\w* *%\}"
    r"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)


def literal_words(template: str) -> list[str]:
    """The texts with letters that stand in the template itself."""
    return [text for text in texts(_DJANGO.sub(" ", template)) if any(map(str.isalpha, text))]


def texts(page: str, *, lang: str = "") -> list[str]:
    """What a page shows or says, piece by piece; without what is marked as another language."""
    reader = _Reader(lang)
    reader.feed(page)
    reader.close()
    return [text for text in (" ".join(piece.split()) for piece in reader.found) if text]


class _Reader(HTMLParser):
    def __init__(self, lang: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._lang = lang
        self._open: list[tuple[str, bool]] = []  # elements, and whether they are seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        is_ours = attributes.get("lang", self._lang) in ("", self._lang)
        seen = self._is_seen() and tag not in _UNSEEN and is_ours
        if seen:
            self.found += [attributes.get(name, "") for name in _SPOKEN]
            if tag == "input" and attributes.get("type") in _BUTTONS:
                self.found.append(attributes.get("value", ""))
        if tag not in _VOID:
            self._open.append((tag, seen))

    def handle_endtag(self, tag: str) -> None:
        tags = [name for name, _seen in self._open]
        if tag in tags:
            del self._open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._is_seen():
            self.found.append(data)

    def _is_seen(self) -> bool:
        return all(seen for _tag, seen in self._open[-1:])
