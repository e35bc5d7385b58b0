"""Which selection is watched for a page that has one of its own."""

from dataclasses import replace

from indicators.selection import Scope, Selection
from units.access import Access


def watched(selection: Selection, access: Access) -> Selection | None:
    """The same unit and period with all that was below it then, on no map. None where the unit did
    not live then, or was not in the account's sight: what a map brings into a unit may be neither.
    """
    assert selection.under_id is not None  # noqa: S101
    ends_on = selection.period.ends_on
    if not access.units.is_valid(selection.under_id, ends_on):
        return None
    if not access.may_see(selection.under_id, ends_on):
        return None
    return replace(selection, scope=Scope.WHOLE, map="then", map_day=None)
