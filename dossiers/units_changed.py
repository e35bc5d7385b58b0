"""What a change of units means for dossiers: those that name units concerned are placed and counted
anew, and nothing else."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

from dossiers import actions
from dossiers.loading import merge
from dossiers.loading.present import naming, take_turn
from dossiers.models import Source
from units.errors import UnitError


def follow(*, affected: frozenset[int], at_once: bool, **_kwargs: object) -> None:
    """Let the sources know which units changed, and queue the placing and counting of what names
    them, all in the transaction of the change, so that neither is there without the other; or do it
    here and now."""
    for source_id, _dossiers, _first in _naming(affected):
        source = Source.objects.get(pk=source_id)
        if source.stale_units is not None:
            source.stale_units = sorted({*source.stale_units, *affected})
            source.save(update_fields=["stale_units"])
        if at_once:
            merge.follow(source=source)
        else:
            actions.follow_units(source=source)


def tell(*, affected: frozenset[int], **_kwargs: object) -> list[str]:
    """Which dossiers would be counted anew, in a sentence for each source; none where all that
    names the units was never received."""
    sentences = []
    for source_id, dossiers, first in _naming(affected):
        if first is None:
            continue
        text = ngettext(
            "%(source)s: %(count)s dossier, received from %(day)s on, is counted anew.",
            "%(source)s: %(count)s dossiers, received from %(day)s on, are counted anew.",
            dossiers,
        )
        source = Source.objects.get(pk=source_id)
        words = {"source": source, "count": number_format(dossiers), "day": date_format(first)}
        sentences.append(text % words)
    return sentences


def lock_all(**_kwargs: object) -> None:
    """Wait for the turn of every source ahead of the units, as loads do."""
    with connection.cursor() as cursor:
        for source_id in Source.objects.order_by("pk").values_list("pk", flat=True):
            take_turn(cursor, source_id)


def refuse_if_named(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """No dossier names a unit that is to vanish. Raises UnitError."""
    for source_id, dossiers, _first in _naming(unit_ids):
        text = ngettext(
            "%(count)s dossier of %(source)s names a unit that would vanish: take the upload back"
            " first.",
            "%(count)s dossiers of %(source)s name a unit that would vanish: take the uploads back"
            " first.",
            dossiers,
        )
        source = Source.objects.get(pk=source_id)
        raise UnitError(text % {"count": number_format(dossiers), "source": source})


def _naming(unit_ids: Collection[int]) -> list[tuple[int, int, date | None]]:
    """(source id, how many dossiers name one of the units, the first day of receipt if any)."""
    if not unit_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT source_id, count(*), min(received_on) FROM ({naming('TRUE')}) n"
            " GROUP BY source_id ORDER BY source_id",
            {"units": list(unit_ids)},
        )
        rows: list[tuple[int, int, date | None]] = cursor.fetchall()
        return rows
