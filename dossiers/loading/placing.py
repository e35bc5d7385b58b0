"""Which unit a dossier is counted at, by docs/decisions/0001: most stay where they were received,
those of units that began or ended meanwhile get their list of stays.

Works on temporary tables: `touched` (see `present`), `lives` (every unit's life), and
`moving (dossier_id)` (those that may have more than one stay).
"""

from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from dossiers.models import Source
from units.hierarchy import Stay
from units.queries import hierarchy
from units.stays import Named, cut


@dataclass(frozen=True)
class Place:
    """Where one dossier is counted; `stays` has at least one."""

    dossier_id: int
    stays: tuple[Stay, ...]
    lodged_unit_id: int


def prepare(cursor: CursorWrapper) -> None:
    """Make `lives` and an empty `moving`."""
    cursor.execute("CREATE TEMPORARY TABLE moving (dossier_id bigint) ON COMMIT DROP")
    cursor.execute(
        "CREATE TEMPORARY TABLE lives (unit_id integer, begins date, ends date) ON COMMIT DROP"
    )
    units = hierarchy()
    with cursor.copy("COPY lives FROM STDIN") as copy:
        for unit_id in units.units():
            copy.write_row((unit_id, *units.life(unit_id)))
    cursor.execute("ANALYZE lives")


def find_moving(cursor: CursorWrapper, rows: str) -> None:
    """Add to `moving` those whose unit began after their receipt or ended during their life.

    `rows` is a FROM item `st` with dossier_id, unit_id, receiving_unit_id, received_on, ended_on.
    """
    cursor.execute(
        f"""
        INSERT INTO moving
        SELECT st.dossier_id FROM {rows}
        JOIN lives l ON l.unit_id = st.unit_id
        LEFT JOIN lives r ON r.unit_id = st.receiving_unit_id
        WHERE st.received_on < l.begins OR st.received_on < r.begins
            OR st.received_on IS NOT NULL AND l.ends <= COALESCE(st.ended_on, 'infinity')
        """
    )


def place(cursor: CursorWrapper, source: Source) -> None:
    """Place the dossiers of `touched`; reads the source's data day.

    Those marked new must stand where their state says, and have been given to `find_moving`.
    """
    cursor.execute(
        "DELETE FROM dossiers_stay s USING touched t JOIN dossiers_dossier d ON d.id = t.dossier_id"
        " WHERE s.dossier_id = d.id AND d.moved"
    )
    as_said = "(d.unit_id, d.unit_id, COALESCE(d.receiving_unit_id, d.unit_id), FALSE, {settled})"
    as_said = as_said.format(settled="COALESCE(d.closed_on <= %(day)s, FALSE)")
    cursor.execute(
        f"""
        UPDATE dossiers_dossier d
        SET (current_unit_id, received_unit_id, lodged_unit_id, moved, settled) = ROW {as_said}
        FROM touched t
        WHERE NOT t.is_new AND d.id = t.dossier_id
            AND (d.current_unit_id, d.received_unit_id, d.lodged_unit_id, d.moved, d.settled)
                IS DISTINCT FROM {as_said}
        """,
        {"day": source.data_day},
    )
    find_moving(
        cursor,
        "touched t JOIN (SELECT id AS dossier_id, unit_id, receiving_unit_id, received_on,"
        " closed_on AS ended_on FROM dossiers_dossier) st"
        " ON st.dossier_id = t.dossier_id AND NOT t.is_new",
    )
    # A file may name the unit that lives now for what another one named before it ended there.
    cursor.execute(
        """
        INSERT INTO moving
        SELECT DISTINCT t.dossier_id FROM touched t
        JOIN dossiers_state st ON st.dossier_id = t.dossier_id
        JOIN lives l ON l.unit_id = st.unit_id
        LEFT JOIN lives r ON r.unit_id = st.receiving_unit_id
        WHERE NOT t.is_new AND (l.ends IS NOT NULL OR r.ends IS NOT NULL)
            AND t.dossier_id NOT IN (SELECT dossier_id FROM moving)
        """
    )
    if source.data_day is not None:
        _write(cursor, _places(cursor, source.data_day))


def _places(cursor: CursorWrapper, data_day: date) -> list[Place]:
    """Where the dossiers of `moving` are counted, from all that is said of them."""
    units = hierarchy()
    cursor.execute("ANALYZE moving")
    cursor.execute(
        """
        SELECT d.id, d.received_on, d.closed_on,
            array_agg(u.exported_on ORDER BY u.exported_at, u.id),
            array_agg(said.unit_id ORDER BY u.exported_at, u.id),
            array_agg(COALESCE(said.receiving_unit_id, said.unit_id)
                ORDER BY u.exported_at, u.id)
        FROM moving m
        JOIN dossiers_dossier d ON d.id = m.dossier_id AND d.received_on IS NOT NULL
        JOIN dossiers_saying s ON s.dossier_id = d.id
        JOIN dossiers_upload u ON u.id = s.upload_id
        CROSS JOIN LATERAL (
            SELECT d.unit_id, d.receiving_unit_id WHERE s.state = d.state
            UNION ALL
            SELECT st.unit_id, st.receiving_unit_id FROM dossiers_state st
            WHERE st.dossier_id = d.id AND st.number = s.state
        ) said
        GROUP BY d.id
        """
    )
    return [
        Place(
            dossier_id=dossier_id,
            stays=cut(units.stays(list(map(Named, named, days)), received_on), closed_on, data_day),
            lodged_unit_id=units.stays(list(map(Named, receiving, days)), received_on)[0].unit_id,
        )
        for dossier_id, received_on, closed_on, days, named, receiving in cursor.fetchall()
    ]


def _write(cursor: CursorWrapper, places: list[Place]) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE placed (dossier_id bigint, unit_id integer,"
        " received_unit_id integer, lodged_unit_id integer, moved boolean) ON COMMIT DROP"
    )
    with cursor.copy("COPY placed FROM STDIN") as copy:
        for at in places:
            first, last = at.stays[0].unit_id, at.stays[-1].unit_id
            copy.write_row((at.dossier_id, last, first, at.lodged_unit_id, len(at.stays) > 1))
    with cursor.copy("COPY dossiers_stay (dossier_id, unit_id, from_on, to_on) FROM STDIN") as copy:
        for at in places:
            if len(at.stays) > 1:
                for stay in at.stays:
                    copy.write_row((at.dossier_id, stay.unit_id, stay.from_on, stay.to_on))
    cursor.execute("ANALYZE placed")
    cursor.execute(
        "UPDATE dossiers_dossier d SET current_unit_id = p.unit_id,"
        " received_unit_id = p.received_unit_id, lodged_unit_id = p.lodged_unit_id, moved = p.moved"
        " FROM placed p WHERE d.id = p.dossier_id"
    )
