"""Which scores are to be computed, and whether those that are kept are still right.

What was computed carries a name of everything that went into it (`inputs_name`). While the name is
the same nothing is computed again; a load of August leaves the scores of July alone. So nobody has
to remember to throw anything away (cf. `indicators.version`).
"""

from collections.abc import Sequence
from hashlib import blake2b

from django.db import connection

from indicators.coverage import Coverage
from indicators.entered.stretches import STRETCHES, entered_stretches
from indicators.half_months import half_month
from indicators.models import PeriodKind, Scorecard
from indicators.periods import Period, of_months
from indicators.scoring.rules import SCORECARD

# How many months a period of a kind has.
MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
# Changes when the code judges or keeps otherwise: what it computed before is computed again.
_JUDGED_BY = 5


def periods_of(scorecard: Scorecard, covered: Coverage | None) -> list[Period]:
    """The periods that a scorecard is told for and that there is something for: files tell of a
    part of them, reports of the very period, or values were entered that can be theirs; oldest
    first, the shorter ones of the same end first."""
    entered, files, reported = entered_stretches(), [], frozenset[tuple[int, int]]()
    if covered is not None:
        files = [(half_month(one.first_day), half_month(one.data_day)) for one in covered.sources]
        reported = covered.reported
    told = [*entered, *files, *reported]
    if not told:
        return []
    months = range(min(first for first, _ in told) // 2, max(last for _, last in told) // 2 + 1)
    found = []
    for kind in scorecard.periods:
        length = MONTHS[PeriodKind(kind)]
        starts = sorted({month - month % length for month in months})
        found += [of_months(one, one + length - 1) for one in starts]
    return sorted(
        (
            one
            for one in found
            if scorecard.holds_on(one.ends_on)
            and (
                any(first <= one.last and one.first <= last for first, last in files)
                or (one.first, one.last) in reported
                or any(_is_of(stretch, one) for stretch in entered)
            )
        ),
        key=lambda one: (one.last, -one.first),
    )


def _is_of(stretch: tuple[int, int], period: Period) -> bool:
    """Whether what was entered for a stretch can be a period's: it lies within it, or ends with it
    (docs/decisions/0021). What is entered for a year says nothing of its months."""
    first, last = stretch
    return period.first <= last <= period.last and (period.first <= first or last == period.last)


def inputs_names(scorecard: Scorecard, periods: Sequence[Period]) -> list[str]:
    """For each period the name of everything that its scores are computed from; one query."""
    if not periods:
        return []
    with connection.cursor() as cursor:
        firsts, lasts = [one.first for one in periods], [one.last for one in periods]
        cursor.execute(_NAMES, [scorecard.pk, scorecard.pk, firsts, lasts])
        return [
            blake2b(f"{_JUDGED_BY} {row[1:]}".encode(), digest_size=16).hexdigest()
            for row in cursor.fetchall()
        ]


# Counts carry their stocks on, so a half month changes only with what happens in it, up to the
# source's data date; what was expected of exports follows from those that tell of earlier months.
# Of uploads it is what they tell of that counts, not which they are: a file of all since January
# that tells of the same units again leaves the months before as they are. Exports after a source's
# first one can be compared with earlier ones (`indicators.sums`).
# Of other scorecards that one reads, of which data their scores were is in the name: what was
# judged while somebody else still computed those is judged again.
_NAMES = f"""
WITH RECURSIVE {STRETCHES}, every AS (
    SELECT (SELECT token FROM units_generation) AS units,
        (SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM indicators_indicator t)
            AS indicators,
        (SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM indicators_enteredmeasure t)
            AS measures,
        (SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM indicators_expectation t)
            AS expectations,
        (SELECT string_agg(DISTINCT concat_ws(' ', u.source_id, c.name), ',')
            FROM dossiers_upload u, jsonb_array_elements_text(u.columns) c (name)
            WHERE u.state = 'loaded') AS columns
), named AS (
    SELECT upload_id, concat_ws(' ', count(*), sum(hashint4extended(unit_id, 0))) AS units
    FROM dossiers_namedunit GROUP BY upload_id
), later AS (
    SELECT u.source_id, half_month(u.exported_on) AS half FROM (
        SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY exported_at, id) AS number
        FROM dossiers_upload WHERE state = 'loaded'
    ) u WHERE u.number > 1
), read AS (
    SELECT s.id, s.valid_from, s.valid_to FROM indicators_scorecard s
    WHERE s.state <> 'draft' AND EXISTS (
        SELECT FROM indicators_scorecriterion c
        WHERE c.scorecard_id = %s AND '{SCORECARD}' || s.code = ANY(c.inputs)
    )
)
SELECT asked.number, every.*, %s::bigint AS scorecard, (
        SELECT md5(string_agg(concat_ws(' ', h.source_id, h.half, h.token), ','
            ORDER BY h.source_id, h.half))
        FROM indicators_countedhalf h WHERE h.half BETWEEN asked.first AND asked.last
    ), (
        SELECT string_agg(concat_ws(' ', s.id, s.settings,
            LEAST(half_month(s.data_day), asked.last)), ',' ORDER BY s.id)
        FROM dossiers_source s WHERE s.data_day IS NOT NULL
    ), (
        SELECT md5(string_agg(DISTINCT concat_ws(' ', u.source_id, u.covers_from,
            LEAST(u.covers_to, half_month_end(asked.last)), n.units), ','))
        FROM dossiers_upload u LEFT JOIN named n ON n.upload_id = u.id
        WHERE u.state = 'loaded' AND u.covers_from <= half_month_end(asked.last)
    ), (
        SELECT string_agg(DISTINCT l.source_id::text, ',') FROM later l
        WHERE l.half BETWEEN asked.first AND asked.last
    ), (
        SELECT max(s.newest) FROM stretches s
        WHERE s.last <= asked.last AND (s.first >= asked.first OR s.last = asked.last)
    ), (
        SELECT concat_ws(' ', count(*), max(r.id), max(r.changed_at)) FROM indicators_report r
        WHERE r.first_half = asked.first AND r.last_half = asked.last
    ), (
        SELECT string_agg(concat_ws(' ', k.scorecard_id, k.inputs), ',' ORDER BY k.scorecard_id)
        FROM indicators_scoring k JOIN read ON read.id = k.scorecard_id
        WHERE k.first = asked.first AND k.last = asked.last
    ), (
        SELECT string_agg(concat_ws(' ', r.id, r.valid_from, r.valid_to), ',' ORDER BY r.id)
        FROM read r
    )
FROM unnest(%s::integer[], %s::integer[]) WITH ORDINALITY AS asked (first, last, number), every
ORDER BY asked.number
"""
