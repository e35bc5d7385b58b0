"""Names of units: folded for matching and search, keyed for Vietnamese alphabetical order."""

import re
import unicodedata
from functools import lru_cache

# Kind words that begin a unit's name, folded, and the levels that they can mean.
KIND_LEVELS: dict[str, frozenset[str]] = {
    "tinh": frozenset({"province"}),
    "thanh pho": frozenset({"province", "district"}),
    "huyen": frozenset({"district"}),
    "quan": frozenset({"district"}),
    "thi xa": frozenset({"district"}),
    "xa": frozenset({"commune"}),
    "phuong": frozenset({"commune"}),
    "thi tran": frozenset({"commune"}),
    "dac khu": frozenset({"commune"}),
}
_ABBREVIATIONS = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "h": "huyen",
    "q": "quan",
    "p": "phuong",
    "x": "xa",
    "t": "tinh",
}
_WORDS = "|".join(sorted(KIND_LEVELS, key=len, reverse=True))
_KIND = re.compile(
    rf"(?P<word>{_WORDS})\.?\s+(?=\S)"
    r"|(?P<short>tp|tx|tt)(?:\.\s*|\s+)(?=\S)"
    r"|(?P<letter>[hqpxt])(?:\.\s*(?=\S)|\s*(?=\d))"
)
_OFFICE = re.compile(r"(?:uy ban nhan dan|ubnd)\.?\s+(?=\S)")
_SUFFIX = re.compile(rf"(?<=\S)\s*(?:\s-\s*|,\s*|\()(?:(?:{_WORDS})\s|(?:tp|tx)[.\s]|[hqt]\.).*$")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’‛`´ʼʹ′＇"), "'")
_TABLE = str.maketrans({"đ": "d", "ð": "d"}) | _DASHES | _QUOTES

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}


def clean(text: str) -> str:
    """The text for display: NFC, outer spaces dropped, inner and no-break spaces collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


LONGEST = 300  # characters: longer than any name of a unit, header, title or word of a list


def beginning(text: str) -> str:
    """As much of a text as can be a name: a cell may hold megabytes."""
    return text.strip()[:LONGEST]


def fold(text: str) -> str:
    """The text for matching and search: case, accents, tone placement, đ, spaces, dashes and
    quotation marks made equal (Hoà = Hòa, Thuỷ = Thủy). Folding twice changes nothing.

    Source: DOMAIN.md section 5, names.
    """
    return _fold_name(text) if len(text) <= LONGEST else _fold(text)


@lru_cache(maxsize=65536)
def _fold_name(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    previous = None
    while text != previous:
        previous = text
        text = _fold_once(text)
    return text


def _fold_once(text: str) -> str:
    text = text.translate(_QUOTES)  # before NFKD, which takes some of them apart into a space
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join(letters.translate(_TABLE).split())


def fold_unit_name(text: str) -> str:
    """The folded name without what comes and goes: "UBND", the kind word, " - Tỉnh Phú Thọ".

    Only leading kind words go, and never the whole name: "Phường 1", "P.1" and "Phường 01"
    are "1", "Xã Quận Long" is "quan long".
    """
    return split_kind(text)[1]


@lru_cache(maxsize=65536)
def split_kind(text: str) -> tuple[str, str]:
    """The kind word of a unit's name ("" without one; abbreviations written out), and its rest,
    both folded. `KIND_LEVELS` says which levels a kind word can mean."""
    rest = _OFFICE.sub("", fold(text), count=1) if _OFFICE.match(fold(text)) else fold(text)
    rest = _SUFFIX.sub("", rest)
    kind = ""
    if match := _KIND.match(rest):
        word, short = match["word"], match["short"] or match["letter"]
        kind, rest = word or _ABBREVIATIONS[short], rest[match.end() :]
    return kind, _plain(rest) or _plain(fold(text)) or fold(text)


def _plain(rest: str) -> str:
    """Apostrophes dropped, other marks as spaces, numbers without leading zeros."""
    words = re.sub(r"[^\w&]+", " ", rest.replace("'", "")).split()
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)


def spells(text: str, name: str) -> bool:
    """Whether the text contains the unit's name with the very accents and tones that it has (in
    either placement); kind words aside."""
    kind, _ = split_kind(name)
    words, wanted = _words(text), _words(name)[len(kind.split()) :]
    return any(
        words[start : start + len(wanted)] == wanted
        for start in range(len(words) - len(wanted) + 1)
    )


def sort_key(text: str) -> str:
    """A string whose order under the C collation is the Vietnamese alphabetical order.

    Letters first (a ă â b c d đ e ê ... o ô ơ ... u ư), then tones (none, huyền, hỏi, ngã, sắc,
    nặng) word by word; numbers by their value; words before their continuations.
    """
    words = _words(text)
    return "!".join(letters for letters, _ in words) + " " + "".join(tone for _, tone in words)


def _words(text: str) -> list[tuple[str, str]]:
    """The letters and the tone of each word, as sort keys."""
    plain = unicodedata.normalize("NFD", clean(text).lower().translate(_DASHES))
    words = (_word_key(word) for word in re.split(r"[\s\-.,()]+", plain))
    return [word for word in words if word[0]]


def _word_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tone = "0"
    for part in re.findall(r"\d+|\D", word):
        if part.isdecimal():
            letters.append(str(int(part)).zfill(8))
        elif part in _TONES:
            tone = max(tone, _TONES[part])
        elif part in _SHAPES and letters:
            letters[-1] = letters[-1][:-1] + _SHAPES[part]
        elif part in "đð":
            letters.append("d1")
        elif part.isalnum():
            letters.append(f"{part}0")
    return "".join(letters), tone
