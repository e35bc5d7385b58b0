"""What is asked of a league table beside its selection: an order, words to look for, columns, and
the unit whose row is open."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.comparing import Against
from indicators.selection import SelectionError
from indicators.writing import count
from units.components import Field

# What the address says where nothing but rank, unit and value are to be shown; the form's, too,
# of which boxes without a tick tell nothing.
NONE = "none"


@dataclass(frozen=True)
class Offered:
    """A column that can be chosen; `is_usual` where the address is silent."""

    code: str
    label: str
    is_usual: bool = True


@dataclass(frozen=True)
class TableAsked:
    """`columns` are the codes of those that are shown, and `columns_text` what the address says of
    them, "" for the usual ones."""

    columns: frozenset[str]
    columns_text: str = ""
    sort: str = ""
    page: int = 1
    against: Against = Against.BEFORE
    words: str = ""
    open: int | None = None

    def params(self) -> dict[str, str]:
        """All params by name, "" where the default holds; without page and open row."""
        return {
            "sort": self.sort,
            "compare": "" if self.against == Against.BEFORE else self.against,
            "q": self.words,
            "columns": self.columns_text,
        }


def chosen_columns(
    texts: Iterable[str], offered: Sequence[Offered], known: Collection[str]
) -> tuple[frozenset[str], str]:
    """The codes of the columns that an address asks for, and how it says so in as few words as it
    can, in the order of the table. Codes that are `known`, but not offered here, are left aside.

    Raises SelectionError for any other.
    """
    codes = {one for text in texts for one in text.split(",") if one}
    for code in sorted(codes - {NONE} - set(known)):
        raise SelectionError(
            _("“%(text)s” is no column to choose: one of %(columns)s.")
            % {"text": code[:40], "columns": ", ".join(known)}
        )
    usual = {one.code for one in offered if one.is_usual}
    here = codes & {one.code for one in offered}
    if not codes or here == usual:
        return frozenset(usual), ""
    ordered = [one.code for one in offered if one.code in here]
    return frozenset(here), ",".join(ordered) or NONE


@dataclass(frozen=True)
class Box:
    """A column that can be ticked."""

    code: str
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Tools:
    """The line above a table (components/table_tools.html): the field in which one looks for units,
    how many were found, and the columns to choose; `hidden` is what else the address says, `root`
    the part of the page that all of its links make anew, as a selector."""

    root: str
    action: str
    hidden: Sequence[Field]
    words: str
    found: str
    all_url: str
    boxes: Sequence[Box]
    usual_url: str


def looking(
    asked: TableAsked,
    offered: Sequence[Offered],
    *,
    root: str,
    action: str,
    params: dict[str, str],
    found: int,
    listed: int,
    url: Callable[..., str],
) -> dict[str, Any]:
    """The line above a table of `listed` units, of which `found` are shown, what is said where
    there are none, and what the files hold; `params` are those of its address, `url` changes them.
    """
    own = {"q", "columns", "page"}
    all_url = url(q="")
    return {
        "tools": Tools(
            root=root,
            action=action,
            hidden=[Field(name, text) for name, text in params.items() if text and name not in own],
            words=asked.words,
            found=found_words(found, listed) if asked.words else "",
            all_url=all_url,
            boxes=[Box(one.code, one.label, one.code in asked.columns) for one in offered],
            usual_url=url(columns="") if asked.columns_text else "",
        ),
        "nothing_found": "" if found else nothing_found(asked.words),
        "way_back": [{"label": _("Show all units"), "url": all_url}],
        "files": files_words(asked.words, found),
    }


def found_words(found: int, listed: int) -> str:
    """As in "5 of 77 units"."""
    words = {"found": count(found), "listed": count(listed)}
    return ngettext("%(found)s of %(listed)s unit", "%(found)s of %(listed)s units", listed) % words


def nothing_found(words: str) -> str:
    """Where no unit has the words."""
    text = _("No unit here has “%(words)s” in its name, its code or the name of the unit above it.")
    return text % {"words": words[:80]}


def files_words(words: str, found: int) -> str:
    """What the files of a table hold."""
    if not words:
        return _("All units and all columns, whatever is shown here.")
    return ngettext(
        "The %(count)s unit that was found, with all columns.",
        "The %(count)s units that were found, with all columns.",
        found,
    ) % {"count": count(found)}
