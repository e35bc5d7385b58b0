"""Which selection is watched for a page that has one of its own."""

from dataclasses import replace

from indicators.coverage import Coverage
from indicators.selection import Scope, Selection
from indicators.sight import sees_what_comes_in
from indicators.watch.gathering import now_period
from units.access import Access


def watched(selection: Selection, access: Access, covered: Coverage) -> Selection | None:
    """The same unit and period with all below it, on the same map. None where the account, which
    may see the selection, may not see all of it now: what is open is told of now, and a map may
    bring in more than in the period."""
    assert selection.under_id is not None  # noqa: S101
    now = replace(selection, period=now_period(covered))
    if not sees_what_comes_in(access, selection.under_id, now):
        return None
    return replace(selection, scope=Scope.WHOLE)
