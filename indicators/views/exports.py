"""A page's tables as files, where the address asks for one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse

from indicators.exporting.tables import table_sheet
from indicators.tables import Table
from units.sheets.answering import about, asked_file
from units.sheets.sheet import Fact, Sheet, file_name

# Makes a sheet, given what makes a whole address of a page's.
Make = Callable[[Callable[[str], str]], Sheet]
# A table of a page, or what makes it whole where the page shows a part of it; None: it has none.
Shown = Table | Callable[[], Table] | None


def export_of(request: HttpRequest, make: Make | Mapping[str, Make]) -> HttpResponse | None:
    """The file that the address asks for (`format`), None where it asks for the page. A page with
    several tables gives them by name, in the order in which they stand: the address chooses with
    `table`, the first where it is silent.

    Raises FormatError for a format or a table that there is not.
    """
    makes = make if isinstance(make, Mapping) else {"": make}
    whole = request.build_absolute_uri
    return asked_file(request, {name: partial(one, whole) for name, one in makes.items()})


def tables_of(
    request: HttpRequest,
    name: str,
    title: str,
    tables: Mapping[str, Shown],
    facts: Sequence[Fact] = (),
) -> HttpResponse | None:
    """The same for plain tables; `name` is that of the files, `title` that of the page."""

    def make(key: str, table: Table | Callable[[], Table]) -> Sheet:
        found = table if isinstance(table, Table) else table()
        is_named = found.caption and found.caption != title
        return table_sheet(
            found,
            file_name([name, key]),
            f"{title}: {found.caption}" if is_named else title,
            [*facts, *about(request)],
        )

    return asked_file(
        request, {key: partial(make, key, one) for key, one in tables.items() if one is not None}
    )
