"""The units of one day as rows of a tree: with name, level, parent and the order of the tree."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat

from units.lineage import RANKS
from units.models import Level, Unit, UnitPath, UnitVersion
from units.names import fold


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a row with from-to holds on the day."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    open_ended = Q(**{f"{prefix}valid_to__isnull": True})
    return begun & (open_ended | Q(**{f"{prefix}valid_to__gt": day}))


def tree_on(day: date) -> QuerySet[Unit]:
    """All units, with what they are on the day (nothing where not valid): `code`, `name`,
    `level`, `parent_name`, `depth`, `valid_from`, `valid_to`; ordered as a tree, below a parent
    by level and Vietnamese name."""
    rank = Case(
        *(
            When(ancestor__versions__level=level, then=Value(f"{RANKS[level]}{place}"))
            for place, level in enumerate(Level.values)
        ),
        output_field=CharField(),
    )
    paths = UnitPath.objects.filter(valid_on(day), unit=OuterRef("pk"))
    key = (
        paths.filter(valid_on(day, "ancestor__versions__"))
        .order_by()
        .values("unit")
        .annotate(
            key=StringAgg(
                Concat(
                    rank, "ancestor__versions__sort_key", Value(" "), "ancestor__versions__code"
                ),
                delimiter="\t",
                order_by="-depth",
            )
        )
        .values("key")
    )
    parent = UnitVersion.objects.filter(valid_on(day), unit=OuterRef("now__parent")).values("name")
    depth = paths.order_by().values("unit").annotate(deepest=Max("depth")).values("deepest")
    return (
        Unit.objects.alias(now=FilteredRelation("versions", condition=valid_on(day, "versions__")))
        .annotate(
            code=F("now__code"),
            name=F("now__name"),
            level=F("now__level"),
            valid_from=F("now__valid_from"),
            valid_to=F("now__valid_to"),
            parent_name=Subquery(parent),
            depth=Subquery(depth),
            tree_key=Subquery(key),
        )
        .order_by("tree_key", "pk")
    )


def under(units: QuerySet[Unit], ancestor: int, day: date) -> QuerySet[Unit]:
    """The unit and all below it on the day."""
    paths = UnitPath.objects.filter(valid_on(day), ancestor_id=ancestor)
    return units.filter(pk__in=paths.values("unit_id"))


def search(units: QuerySet[Unit], text: str, day: date) -> QuerySet[Unit]:
    """The units whose name on the day contains the text (accents, case and tone placement
    aside), or that go by it as a code or identifier then."""
    identified = Unit.objects.filter(
        valid_on(day, "identifiers__"), identifiers__value__iexact=text.strip()
    )
    matches: dict[str, Any] = {"now__name_folded__contains": fold(text)}
    return units.filter(
        Q(**matches) | Q(now__code__iexact=text.strip()) | Q(pk__in=identified.values("pk"))
    )
