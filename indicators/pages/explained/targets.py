"""The history of an indicator's targets."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.models import Indicator, Target
from indicators.tables import Cell, Column, Row, Table, dated
from indicators.wording import level_name
from indicators.writing import NOTHING, share
from units.access import Access
from units.sheets.sheet import Kind


def targets_table(indicator: Indicator, access: Access) -> Table | None:
    """All targets that there were, are and will be, the newest first; those of single units as
    far as the account may see the unit. None where there are none."""
    found = Target.objects.filter(indicator=indicator.code).order_by("-valid_from", "pk")
    rows = [_row(target, access) for target in found if _is_seen(target, access)]
    if not rows:
        return None
    columns = [
        Column(_("For"), name="for"),
        Column(_("Target"), number=True, name="target", kind=Kind.SHARE),
        Column(_("From"), name="valid_from", kind=Kind.DATE),
        Column(_("To before"), name="valid_to", kind=Kind.DATE),
        Column(_("Decision"), name="decided_by"),
    ]
    return Table(columns, rows, _("Targets"))


def _is_seen(target: Target, access: Access) -> bool:
    return target.unit_id is None or access.may_see(target.unit_id, target.valid_from)


def _row(target: Target, access: Access) -> Row:
    holds = target.holds_on(timezone.localdate())
    return Row(
        [
            Cell(_whom(target, access), note=_("holds today") if holds else ""),
            Cell(share(target.value, short=True), number=True, value=target.value),
            dated(target.valid_from),
            dated(target.valid_to),
            Cell(target.decided_by or NOTHING),
        ]
    )


def _whom(target: Target, access: Access) -> str:
    if target.unit_id is not None:
        return access.units.label(target.unit_id, target.valid_from)
    return capfirst(level_name(target.level)) if target.level else _("All levels")
