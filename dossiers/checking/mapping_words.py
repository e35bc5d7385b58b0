"""Sentences on columns that a file lacks, or has twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dossiers.checking.problems import FIELD_LABELS, quotable_word

_MOST_LISTED = 30  # columns


@dataclass(frozen=True)
class Twice:
    """A header that stands several times where it matters which column is taken: those of the first
    two, from 1."""

    field: str
    header: str
    first: int
    second: int


def columns_sentence(
    twice: Iterable[Twice], missing: Mapping[str, Iterable[str]], found: Iterable[str]
) -> str:
    """Why the columns of a file cannot be used. `missing`: fields without a column, each with the
    headers that the settings give it; `found`: the headers that the file has."""
    sentences = [_twice(one) for one in twice]
    if missing:
        sentences.append(_missing(missing, found))
    return " ".join(sentences)


def _twice(twice: Twice) -> str:
    return _(
        'The column "%(header)s" (%(field)s) stands twice, as columns %(first)s and '
        "%(second)s, with different cells. Say in the settings of the source which one "
        'counts: "%(header)s#1" or "%(header)s#2".'
    ) % {
        "header": twice.header,
        "field": FIELD_LABELS[twice.field],
        "first": twice.first,
        "second": twice.second,
    }


def _missing(missing: Mapping[str, Iterable[str]], found: Iterable[str]) -> str:
    wanted = []
    for field, headers in missing.items():
        names = ", ".join(f'"{header}"' for header in headers)
        wanted.append(f"{FIELD_LABELS[field]} ({names})" if names else str(FIELD_LABELS[field]))
    return _("The file has no column for: %(missing)s. Its columns are: %(found)s.") % {
        "missing": ", ".join(wanted),
        "found": _listed(list(found)),
    }


def _listed(headers: Sequence[str]) -> str:
    """The first columns, as a sentence lists them: of what may not be quoted, three dots."""
    more = ["…"] if len(headers) > _MOST_LISTED else []
    quoted = (quotable_word(header) or "…" for header in headers[:_MOST_LISTED])
    return ", ".join([*(f'"{header}"' for header in quoted), *more])
