"""Due dates by statutory terms, for the dossiers of sources whose exports give none
(`missing_due = "statutory"`).

A dossier without a due date is due at the end of its procedure's term for its channel, as the
catalogue says, from its receipt; one whose procedure has no term stays without. Rules:
docs/decisions/0014.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import md5

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from dossiers.catalogue.loading import CHANNELS
from dossiers.catalogue.terms import Term
from dossiers.checking.words import Channel
from dossiers.models import CatalogueProcedure, MissingDue, Source, TermUnit
from dossiers.working_days import (
    RULES,
    Reckoned,
    Runs,
    WorkingDays,
    months_later,
    reckon,
    special_days,
)

# The catalogue's terms of a channel, and those that hold where it gives none for it.
_NAMES = {
    Channel.IN_PERSON: ("in_person", "postal", "online"),
    Channel.ONLINE: ("online", "in_person", "postal"),
    Channel.POSTAL: ("postal", "in_person", "online"),
}
_CHANNELS = {"in_person": Channel.IN_PERSON, "online": Channel.ONLINE, "postal": Channel.POSTAL}
_HAS_TERM = Q(in_person_number__gt=0) | Q(online_number__gt=0) | Q(postal_number__gt=0)


@dataclass(frozen=True)
class Given:
    """A term of the catalogue as it holds for a channel: its text, the channel that the catalogue
    gives it for, and how it is counted."""

    text: str
    channel: Channel
    reckoned: Reckoned


def has_terms() -> bool:
    """Whether the catalogue gives any term that could be read."""
    return CatalogueProcedure.objects.filter(_HAS_TERM).exists()


def term_for(entry: CatalogueProcedure, channel: int | None) -> Given | None:
    """The term of a procedure for a channel (None, where a file tells of none: in person); if it
    gives none for it, that for in person, else any other. None where it has none at all."""
    for name in _NAMES[Channel(channel or Channel.IN_PERSON)]:
        text, number, unit = entry.term(name)
        if number is not None:
            return Given(text, _CHANNELS[name], reckon(Term(number, TermUnit(unit))))
    return None


def state_of(source: Source) -> str:
    """What its statutory due dates follow from, as one text: the catalogue's terms, the special
    days and the rules of public holidays; "" where the source has no use for them."""
    if source.missing_due != MissingDue.STATUTORY:
        return ""
    terms = ", ".join(f"{name}_{part}" for name in CHANNELS for part in ("number", "unit"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT string_agg((code, name_key, {terms})::text, ' ' ORDER BY code)"
            "  FROM dossiers_catalogueprocedure),"
            " (SELECT string_agg((day, works)::text, ' ' ORDER BY day) FROM dossiers_specialday)"
        )
        told = repr((RULES, *cursor.fetchone()))
    return md5(told.encode(), usedforsecurity=False).hexdigest()


def outdated() -> list[Source]:
    """The sources with statutory due dates that were found by other terms or days than hold now."""
    loaded = Source.objects.filter(data_day__isnull=False, missing_due=MissingDue.STATUTORY)
    return [source for source in loaded.order_by("pk") if source.terms_state != state_of(source)]


def find(cursor: CursorWrapper, source: Source) -> None:
    """Set the statutory due dates of the dossiers of the temporary table `touched`, by the
    source's rule; without that rule there are none."""
    if source.missing_due == MissingDue.STATUTORY:
        _write_terms(cursor)
        _write_days(cursor)
        due_on, among = _DUE_ON, "d.due_on IS NULL OR d.statutory_due_on IS NOT NULL"
    elif source.terms_state:
        due_on, among = _NONE, "d.statutory_due_on IS NOT NULL"
    else:
        return
    cursor.execute(
        f"""
        UPDATE dossiers_dossier dossier SET statutory_due_on = found.due_on
        FROM (SELECT d.id, {due_on} WHERE {among}) found
        WHERE dossier.id = found.id AND dossier.statutory_due_on IS DISTINCT FROM found.due_on
        """
    )


_NONE = "NULL::date AS due_on FROM touched t JOIN dossiers_dossier d ON d.id = t.dossier_id"
# A term in working days ends on the day with that number, one in days or months on the first
# working day from its last day on.
_DUE_ON = f"""
    CASE WHEN d.due_on IS NULL THEN COALESCE(nth.day, last.following) END AS due_on
    FROM touched t JOIN dossiers_dossier d ON d.id = t.dossier_id
    LEFT JOIN statutory_term term ON term.procedure_id = d.procedure_id
        AND term.channel = COALESCE(d.channel, {Channel.IN_PERSON:d})
    LEFT JOIN working_day receipt ON receipt.day = d.received_on
    LEFT JOIN (SELECT day, number FROM working_day WHERE works) nth ON nth.number =
        CASE WHEN term.runs = '{Runs.WORKING_DAYS}' THEN receipt.number + term.number END
    LEFT JOIN working_day last ON last.day = CASE term.runs
        WHEN '{Runs.DAYS}' THEN d.received_on + term.number
        WHEN '{Runs.MONTHS}' THEN (d.received_on + make_interval(months => term.number))::date END
"""


def _write_terms(cursor: CursorWrapper) -> None:
    """Make the temporary table `statutory_term`: of each procedure that dossiers name and the
    catalogue has, the term for each channel."""
    cursor.execute(
        "CREATE TEMPORARY TABLE statutory_term (procedure_id integer, channel smallint,"
        " runs text, number integer) ON COMMIT DROP"
    )
    rows = _terms()  # asked for before: the connection can do nothing else within a COPY
    with cursor.copy("COPY statutory_term FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("ANALYZE statutory_term")


def _terms() -> list[tuple[int, int, str, int]]:
    found = []
    entries = CatalogueProcedure.objects.filter(_HAS_TERM, named__isnull=False).distinct()
    for entry in entries.prefetch_related("named"):
        for channel in Channel:
            given = term_for(entry, channel)
            assert given is not None  # noqa: S101  (it has one)
            runs, number = given.reckoned.runs.value, given.reckoned.number
            found += [(one.pk, channel.value, runs, number) for one in entry.named.all()]
    return found


def _write_days(cursor: CursorWrapper) -> None:
    """Make the temporary table `working_day (day, number, works, following)`: from the first
    receipt to the end of any term that begins with the last one."""
    cursor.execute(
        "CREATE TEMPORARY TABLE working_day (day date, number integer, works boolean,"
        " following date) ON COMMIT DROP"
    )
    cursor.execute(
        "SELECT min(d.received_on), max(d.received_on),"
        " (SELECT max(number) FROM statutory_term WHERE runs <> %s),"
        " (SELECT max(number) FROM statutory_term WHERE runs = %s)"
        " FROM touched t JOIN dossiers_dossier d ON d.id = t.dossier_id WHERE d.due_on IS NULL",
        [Runs.MONTHS, Runs.MONTHS],
    )
    first, last, days, months = cursor.fetchone()
    if first is not None:
        calendar = WorkingDays(first, _surely_after(last, days or 0, months or 0), special_days())
        with cursor.copy("COPY working_day FROM STDIN") as copy:
            for row in calendar.rows():
                copy.write_row(row)
    cursor.execute("ANALYZE working_day")


def _surely_after(last: date, days: int, months: int) -> date:
    """A day after the end of every term: no month has fewer than ten working days, and no days off
    are longer than two."""
    return months_later(last, max(months, days // 10 + 1) + 2)
