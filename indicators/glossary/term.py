"""A word that needs explaining."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Term:
    """What the field calls it, and two or three sentences that say what is meant; `code` is its
    anchor on the help page and its name in templates."""

    code: str
    name: str | Promise
    text: str | Promise
