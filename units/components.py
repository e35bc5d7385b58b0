"""What the templates under components/ show, in one shape for all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A line of components/facts.html."""

    term: str
    text: str
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Option:
    """A choice of components/picker.html: what it is called, where it leads, whether it is the
    present one; `empty` where there are no figures for it."""

    label: str
    url: str
    current: bool = False
    empty: bool = False


@dataclass(frozen=True)
class Field:
    """A hidden field of a form."""

    name: str
    value: str


@dataclass(frozen=True)
class Typed:
    """A form of a picker in which something else than its options can be typed."""

    action: str
    value: str
    hidden: Sequence[Field]
    name: str


@dataclass(frozen=True)
class Picker:
    """A labelled choice (components/picker.html); `value` is the present one, `day` the form for
    any day, `more` leads to what is to be known about the choices, `term` names what explains
    them in the glossary."""

    label: str
    value: str
    options: Sequence[Option]
    day: Typed | None = None
    more: Option | None = None
    term: str = ""
