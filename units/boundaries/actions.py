"""Every change of outlines: one transaction each, written to the audit log."""

from collections.abc import Sequence

from django.db import connection, transaction

from units import audit
from units.boundaries.understanding import Difference, Understood, difference
from units.models import Boundary, User


@transaction.atomic
def load_boundaries(*, understood: Understood, file_name: str, by: User | str) -> Difference:
    """Keep the outlines of a file, in the place of those that the same units had as of the same
    day; what is kept already stays as it is."""
    with connection.cursor() as cursor:
        # One load after the other, so that each sees what the one before has kept.
        cursor.execute("LOCK TABLE units_boundary IN SHARE ROW EXCLUSIVE MODE")
    found = difference(understood)
    changed = [*found.new, *found.replaced]
    if not changed:
        return found
    Boundary.objects.filter(unit_id__in=found.replaced, as_of=understood.as_of).delete()
    Boundary.objects.bulk_create(
        Boundary(
            unit_id=unit_id,
            level=understood.level,
            as_of=understood.as_of,
            coordinates=understood.outlines[unit_id],
        )
        for unit_id in changed
    )
    audit.record(
        by=by,
        action="load-boundaries",
        object_type=Boundary._meta.label_lower,
        label=file_name,
        new={
            "level": understood.level,
            "as_of": understood.as_of.isoformat(),
            "new": len(found.new),
            "changed": len(found.replaced),
            "unchanged": found.unchanged,
            "unknown": len(understood.unknown),
        },
    )
    return found


@transaction.atomic
def delete_boundaries(*, ids: Sequence[int], by: User | str) -> int:
    """Delete outlines; how many there were. A file brings them back."""
    rows = Boundary.objects.filter(pk__in=ids)
    told = [
        {"unit": unit_id, "as_of": as_of.isoformat()}
        for unit_id, as_of in rows.values_list("unit_id", "as_of")
    ]
    if told:
        rows.delete()
        audit.record(
            by=by, action="delete-boundaries", object_type=Boundary._meta.label_lower, old=told
        )
    return len(told)
