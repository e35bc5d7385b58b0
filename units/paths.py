"""The table UnitPath, built from the versions by set-based SQL.

`tests/units/test_paths.py` holds it equal to `Timeline.ancestors`.
"""

from django.db import connection
from django.utils.translation import gettext as _

from units.errors import UnitError

# Each unit's versions within its life, and beyond it for those who look up from below: before
# its first day and after its last one the nearest version holds. The depth is bounded so that a
# circle of parents cannot run for ever.
DEEPEST = 20
_FRESH = f"""
CREATE TEMPORARY TABLE units_fresh_path ON COMMIT DROP AS
WITH RECURSIVE span AS (
    SELECT unit_id, parent_id, valid_from,
        coalesce(lead(valid_from) OVER own, valid_to, '9999-12-31') AS valid_to,
        CASE WHEN lag(id) OVER own IS NULL THEN '0001-01-01' ELSE valid_from END AS seen_from,
        coalesce(lead(valid_from) OVER own, '9999-12-31') AS seen_to
    FROM units_unitversion
    WINDOW own AS (PARTITION BY unit_id ORDER BY valid_from)
), life AS (
    SELECT unit_id, min(valid_from) AS begins, max(valid_to) AS ends FROM span GROUP BY unit_id
), chain AS (
    SELECT unit_id, unit_id AS ancestor_id, 0 AS depth, parent_id, valid_from, valid_to FROM span
    UNION ALL
    SELECT chain.unit_id, span.unit_id, chain.depth + 1, span.parent_id,
        greatest(chain.valid_from, span.seen_from), least(chain.valid_to, span.seen_to)
    FROM chain JOIN span ON span.unit_id = chain.parent_id
        AND span.seen_from < chain.valid_to AND chain.valid_from < span.seen_to
    WHERE chain.depth < {DEEPEST}
), marked AS (
    SELECT *, CASE
        WHEN lag(ancestor_id) OVER own = ancestor_id AND lag(valid_to) OVER own = valid_from
        THEN 0 ELSE 1 END AS starts
    FROM chain WINDOW own AS (PARTITION BY unit_id, depth ORDER BY valid_from)
), numbered AS (
    SELECT *, sum(starts) OVER (PARTITION BY unit_id, depth ORDER BY valid_from) AS stretch
    FROM marked
)
SELECT unit_id, ancestor_id, depth,
    CASE WHEN min(valid_from) = begins THEN '0001-01-01' ELSE min(valid_from) END AS valid_from,
    CASE WHEN max(valid_to) = ends THEN '9999-12-31' ELSE max(valid_to) END AS valid_to
FROM numbered JOIN life USING (unit_id)
GROUP BY unit_id, ancestor_id, depth, stretch, begins, ends
"""

_SAME = """
    (a.unit_id, a.ancestor_id, a.depth, a.valid_from, a.valid_to)
    = (b.unit_id, b.ancestor_id, b.depth, b.valid_from, b.valid_to)
"""

# Rows that stay right are left alone: one renamed commune must not rewrite the whole table.
_REMOVE = f"""
DELETE FROM units_unitpath a
WHERE NOT EXISTS (SELECT FROM units_fresh_path b WHERE {_SAME})
"""
_ADD = f"""
INSERT INTO units_unitpath (unit_id, ancestor_id, depth, valid_from, valid_to)
SELECT unit_id, ancestor_id, depth, valid_from, valid_to FROM units_fresh_path a
WHERE NOT EXISTS (SELECT FROM units_unitpath b WHERE {_SAME})
ORDER BY unit_id, depth, valid_from
"""


def rebuild_paths() -> None:
    """Make UnitPath agree with the versions, in the caller's transaction.

    Raises UnitError where parents form a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FRESH)
        cursor.execute("SELECT unit_id FROM units_fresh_path WHERE depth >= %s LIMIT 1", [DEEPEST])
        if cursor.fetchone():
            raise UnitError(_("A unit would belong to itself: its parents form a circle."))
        for statement in (_REMOVE, _ADD, "DROP TABLE units_fresh_path"):
            cursor.execute(statement)
