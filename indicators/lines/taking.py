"""What becomes of what is to be entered."""

from dataclasses import dataclass


class EnteringError(Exception):
    """Something that cannot be entered; the text is a sentence for the user."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line (its number in the file)."""

    row: int
    sentence: str


@dataclass(frozen=True)
class Taken:
    """How many were entered for the first time, in the place of another, or said the same."""

    new: int
    changed: int
    unchanged: int
