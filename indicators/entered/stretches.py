"""The stretches of half months of which anything is entered: few, of millions of values."""

from django.db import connection

# A recursive query that leaps through the index `entered_when` from one stretch to the next, and
# takes the newest value of each: (last, first, newest).
STRETCHES = """
leaps AS (
    (SELECT last, first FROM indicators_enteredvalue ORDER BY last, first LIMIT 1)
    UNION ALL
    SELECT n.last, n.first FROM leaps l CROSS JOIN LATERAL (
        SELECT v.last, v.first FROM indicators_enteredvalue v
        WHERE (v.last, v.first) > (l.last, l.first) ORDER BY v.last, v.first LIMIT 1
    ) n
), stretches AS (
    SELECT l.last, l.first, n.id AS newest FROM leaps l CROSS JOIN LATERAL (
        SELECT v.id FROM indicators_enteredvalue v
        WHERE v.last = l.last AND v.first = l.first ORDER BY v.id DESC LIMIT 1
    ) n
)
"""


def entered_stretches() -> list[tuple[int, int]]:
    """(first, last) half month of each stretch that a value was entered for."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {STRETCHES} SELECT first, last FROM stretches")
        rows: list[tuple[int, int]] = cursor.fetchall()
        return rows
