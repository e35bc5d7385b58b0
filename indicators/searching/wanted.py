"""What somebody types to find something, and how well a name answers it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from units.names import clean, fold

LONGEST = 120  # characters of a search that are read
_BETWEEN = re.compile(r"[\s,;:()“”\"'/_\-]+")

# How well a name answers, the best first.
SAME, BEGINS, WORDS, WITHIN = range(4)


@dataclass(frozen=True)
class Wanted:
    """A search: the text as typed, and its words, folded, in any order."""

    text: str
    words: tuple[str, ...]

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    def answered_by(self, name: str) -> int | None:
        """How well a name in the form of `spread` answers; None where a word is missing. Words of
        one or two letters are in too many others to be found inside of them."""
        if not self.words or not all(as_found(word) in name for word in self.words):
            return None
        if name == f" {self.phrase}":
            return SAME
        if name.startswith(f" {self.phrase}"):
            return BEGINS
        return WORDS if self.begins_words_of(name) else WITHIN

    def begins_words_of(self, name: str) -> bool:
        """Whether each of its words is the beginning of one of the name's."""
        return all(f" {word}" in name for word in self.words)


def as_found(word: str) -> str:
    """A word as it stands in a name: a short one only where a word begins."""
    return word if len(word) > 2 else f" {word}"


def wanted(text: str) -> Wanted:
    """A search as it was typed: without accents and marks, no longer than `LONGEST`."""
    typed = clean(text[:LONGEST])
    return Wanted(typed, tuple(spread(typed).split()))


# All names of a country's units, with what is beside them: a pass over more than fit finds none.
@lru_cache(maxsize=65536)
def spread(name: str) -> str:
    """A name folded, each of its words behind one space: " thanh pho pleiku"."""
    return f" {' '.join(filter(None, _BETWEEN.split(fold(name))))}"
