"""How the counts follow the dossiers without this room knowing them.

All are sent inside the transaction that changes dossiers, with `source` (locked), `cursor` and
`cause` (`Cause`); the dossiers concerned stand in `touched (dossier_id, is_new, since)`, a
temporary table, or a view where they are all; `since` is the day before which a dossier's counts
stay as they are (null: all may change).
"""

from dataclasses import dataclass

from django.dispatch import Signal

from dossiers.models import JobKind


@dataclass(frozen=True)
class Cause:
    """Why dossiers change: a load, undo or acceptance of an upload, or a recount without one."""

    kind: JobKind
    upload_id: int | None = None


# The touched dossiers are about to change: take away what they count now.
before_change = Signal()

# The touched dossiers have changed, and perhaps the source's data date: count them.
after_change = Signal()

# Everything of the source may have changed: count it anew.
after_rebuild = Signal()
