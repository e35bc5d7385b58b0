"""Which procedure of the catalogue is meant by what dossiers name.

By its code without local suffixes; else by its folded name, if exactly one of the catalogue has it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from dossiers.models import CatalogueProcedure, Procedure
from units.names import fold

# A change of the catalogue holds it; whoever loads dossiers holds it shared, so that none of their
# procedures is matched with what is about to change.
LOCK = 7660002
_LONGEST_KEY = 1000


@dataclass(frozen=True)
class Index:
    """The catalogue by code, and by folded name (several may share one)."""

    codes: dict[str, int]
    names: dict[str, list[int]]

    def entry(self, code: str, name: str) -> int | None:
        """The id of the procedure of the catalogue that a code and a name mean."""
        if code in self.codes:
            return self.codes[code]
        alike = self.names.get(name_key(name), [])
        return alike[0] if len(alike) == 1 else None


@dataclass(frozen=True)
class Unknown:
    """A procedure that dossiers name and the catalogue does not; `alike` are the codes of those
    of the catalogue that share its name, of which none was taken."""

    procedure: Procedure
    alike: Sequence[str]


def name_key(name: str) -> str:
    """The name as it is compared; "" for none."""
    return fold(name)[:_LONGEST_KEY]


def match(procedures: QuerySet[Procedure]) -> int:
    """Let these procedures point to what they are in the catalogue; returns how many changed.

    One read and one write, however many there are.
    """
    if not procedures.exists():
        return 0
    index = _index()
    changed = [
        (pk, entry)
        for pk, code, name, old in procedures.values_list("pk", "code", "name", "catalogue_id")
        if (entry := index.entry(code, name)) != old
    ]
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_procedure p SET catalogue_id = m.entry"
                " FROM unnest(%s::integer[], %s::bigint[]) AS m (id, entry) WHERE p.id = m.id",
                [list(column) for column in zip(*changed, strict=True)],
            )
    return len(changed)


def unknown_procedures() -> list[Unknown]:
    """What dossiers name and the catalogue does not, by code and name. Where a file told of a
    field alone there is no procedure to be known."""
    index = _index()
    codes = {pk: code for code, pk in index.codes.items()}
    found = Procedure.objects.filter(catalogue=None).exclude(code="", name="")
    return [
        Unknown(one, [codes[pk] for pk in index.names.get(name_key(one.name), [])])
        for one in found.order_by("code", "name", "pk")
    ]


def _index() -> Index:
    codes: dict[str, int] = {}
    names: dict[str, list[int]] = defaultdict(list)
    for pk, code, key in CatalogueProcedure.objects.values_list("pk", "code", "name_key"):
        codes[code] = pk
        if key:
            names[key].append(pk)
    return Index(codes, names)
