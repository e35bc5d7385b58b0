"""What an address asks of a league table beside its selection."""

from collections.abc import Callable, Collection, Sequence

from django.utils.translation import gettext as _

from indicators.comparing import Against
from indicators.pages.table_asked import Offered, TableAsked, chosen_columns
from indicators.selection import SelectionError
from indicators.views.requests import FigureRequest, number_of, page_number
from units.names import LONGEST, clean


def table_asked(
    request: FigureRequest, offered: Sequence[Offered], known: Collection[str]
) -> TableAsked:
    """Read sort, page, compare, q, columns (of those `offered`, or `known` elsewhere) and open.
    Raises SelectionError."""
    columns, text = chosen_columns(request.GET.getlist("columns"), offered, known)
    return TableAsked(
        columns=columns,
        columns_text=text,
        sort=request.GET.get("sort", ""),
        page=page_number(request),
        against=against_of(request.GET.get("compare", "")),
        words=clean(request.GET.get("q", ""))[:LONGEST].strip(),
        open=number_of(request, "open") if request.GET.get("open") else None,
    )


def is_canonical(request: FigureRequest, asked: TableAsked) -> bool:
    """Whether the address says of words and columns no more than it has to: that of a form sent
    without a script may not."""
    params = request.GET
    return (
        params.getlist("columns") in ([], [asked.columns_text])
        and ("columns" in params) == bool(asked.columns_text)
        and params.getlist("q") in ([], [asked.words])
        and ("q" in params) == bool(asked.words)
    )


def short_address(url: Callable[..., str], asked: TableAsked) -> str:
    """The address that says it so, at the open row where there is one; `url` makes those of the
    table."""
    if asked.open is None:
        return url()
    return f"{url(open=str(asked.open))}#unit-{asked.open}"


def against_of(text: str) -> Against:
    """What the address compares the period with; the period before where it is silent."""
    try:
        return Against(text or Against.BEFORE)
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is no comparison: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(Against)}
        ) from None
