"""What is entered again replaces what was, and that stays to be seen: of all versions of the same
the newest holds."""

from typing import TypeVar

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from indicators.models import AnnouncedScore, EnteredValue
from indicators.writing import count

Version = TypeVar("Version", EnteredValue, AnnouncedScore)


def newest_of(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those that hold, and those that took the earlier ones back."""
    same = versions.model.SAME
    return versions.order_by(*same, "-pk").distinct(*same)


def placed(versions: QuerySet[Version]) -> QuerySet[Version]:
    """All, newest first; `place` counts the versions of the same, from the one that holds."""
    same = [F(name) for name in versions.model.SAME]
    newest_first = Window(RowNumber(), partition_by=same, order_by=F("pk").desc())
    return versions.annotate(place=newest_first).order_by("-pk")


def state_in_words(place: int, *, is_nothing: bool) -> str:
    """Whether a version holds, takes the earlier ones back, or was replaced."""
    if place != 1:
        return _("replaced")
    return _("taken back") if is_nothing else _("holds")


def place_in_file(row: EnteredValue | AnnouncedScore) -> str:
    """The file and its row that a version came from; "" for one that came by the form."""
    if not row.file_name:
        return ""
    return _("%(file)s, row %(row)s") % {"file": row.file_name, "row": count(row.row)}
