"""Units by the words that somebody types: without accents, as far as they are typed."""

import re
from collections.abc import Callable, Collection

from units.names import fold, split_kind

# Shorter numbers are more likely part of a name, as in "Phường 2".
_CODE_DIGITS = 3
_BETWEEN = re.compile(r"[^\w.&]+")

# Says whether a unit of a name, a code and the name of the unit above is meant.
Finds = Callable[[str, str, str], bool]


def finder(text: str) -> Finds:
    """What finds the units that a text means: each of its words begins one of the name, of the
    name above it, or the code. Kind words may be written out, short ("tx", "P.1") or left out, and
    "UBND" before them says nothing.
    """
    kind, rest = split_kind(text)
    ways = [_words(text), _words(f"{kind} {rest}")]
    asked = [way for way in ways if way]

    def finds(name: str, code: str, parent: str) -> bool:
        begun = f" {' '.join(_words(f'{name} {parent}'))}"
        return any(_all_begin(way, begun, fold(code)) for way in asked)

    return finds


def _all_begin(way: Collection[str], begun: str, code: str) -> bool:
    return all(f" {word}" in begun or _is_code(word, code) for word in way)


def _is_code(word: str, code: str) -> bool:
    is_long = not word.isdecimal() or len(word) >= _CODE_DIGITS
    return word == code or (is_long and code.startswith(word))


def _words(text: str) -> list[str]:
    return [word for one in _BETWEEN.split(fold(text)) if (word := one.strip("."))]
