"""What is written down where dossiers leave the system."""

from django.db import transaction

from units import audit
from units.models import User
from units.sheets.sheet import Format


@transaction.atomic
def dossiers_exported(
    *, by: User, title: str, selection: str, form: Format, rows: int, unit_id: int
) -> None:
    """Somebody saves a list of a unit's dossiers as a file: which list (its title, and the address
    that gives it again), in which format, how many rows."""
    audit.record(
        by=by,
        action="export-dossiers",
        object_type="dossiers.dossier",
        label=title,
        new={"selection": selection, "format": form.value, "rows": rows},
        unit_id=unit_id,
    )
