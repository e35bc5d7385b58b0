"""What stands in the tables after any sequence of loads, undos and acceptances, without what
tells how it came about: numbers of rows and states, and which load a dossier was new to."""

from django.db import connection

from tests.support import run

_FACTS = "- ARRAY['id', 'source_id', 'procedure_id', 'state', 'dossier_id', 'number']"
_SAID = """
    SELECT s.dossier_id, s.upload_id, s."row", f.facts, f.procedure_id
    FROM dossiers_saying s CROSS JOIN LATERAL (
        SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(d))
            WHERE key IN (SELECT attname FROM pg_attribute
                WHERE attrelid = 'dossiers_state'::regclass)) AS facts, d.procedure_id
        FROM dossiers_dossier d WHERE d.id = s.dossier_id AND d.state = s.state
        UNION ALL
        SELECT to_jsonb(st), st.procedure_id FROM dossiers_state st
        WHERE st.dossier_id = s.dossier_id AND st.number = s.state
    ) f
"""
_QUERIES = {
    "dossiers": f"SELECT to_jsonb(d) {_FACTS}, p.key FROM dossiers_dossier d"
    " JOIN dossiers_procedure p ON p.id = d.procedure_id",
    "stays": "SELECT d.code, s.unit_id, s.from_on, s.to_on FROM dossiers_stay s"
    " LEFT JOIN dossiers_dossier d ON d.id = s.dossier_id",
    "rewritings": "SELECT d.code, u.file_name, r.shown_on, r.due_moved, r.end_set_back, r.is_first"
    " FROM dossiers_rewriting r LEFT JOIN dossiers_dossier d ON d.id = r.dossier_id"
    " JOIN dossiers_upload u ON u.id = r.upload_id",
    "sayings": f"SELECT d.code, u.file_name, said.row, said.facts {_FACTS}, p.key"
    f" FROM ({_SAID}) said LEFT JOIN dossiers_dossier d ON d.id = said.dossier_id"
    " JOIN dossiers_upload u ON u.id = said.upload_id"
    " JOIN dossiers_procedure p ON p.id = said.procedure_id",
    "states that nobody says": "SELECT st.dossier_id FROM dossiers_state st WHERE NOT EXISTS ("
    "SELECT FROM dossiers_saying s WHERE s.dossier_id = st.dossier_id AND s.state = st.number)",
    "counts": "SELECT to_jsonb(c) - 'id' FROM indicators_unitcount c",
    "counts of procedures": "SELECT to_jsonb(c) - 'id' - 'procedure_id', p.key"
    " FROM indicators_procedurecount c JOIN dossiers_procedure p ON p.id = c.procedure_id",
    "uploads": "SELECT file_name, exported_at, exported_on, rows, rejected, warnings,"
    " new + changed + unchanged AS loaded FROM dossiers_upload WHERE state = 'loaded'",
    "problems": 'SELECT u.file_name, p."row", p."column", p.field, p.value, p.kind, p.params,'
    " p.is_warning FROM dossiers_problem p JOIN dossiers_upload u ON u.id = p.upload_id"
    " WHERE u.state = 'loaded'",
    "data dates": "SELECT data_at, data_day FROM dossiers_source WHERE data_at IS NOT NULL",
}
_INDICATORS = (
    *("on_time", "on_time_all", "overdue_share", "online_share", "rewritten_share"),
    *("received", "in_progress"),
)


def standing() -> dict[str, list[str]]:
    """Name -> lines: dossiers, rewritings, sayings, counts, figures, problems, live uploads."""
    found = {}
    for name, query in _QUERIES.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM ({query}) t ORDER BY 1")
            found[name] = [text for (text,) in cursor.fetchall()]
    for indicator in _INDICATORS:
        asked = ("--indicator", indicator, "--level", "commune", "--period", "2018", "--format=csv")
        found[f"figures: {indicator}"] = run("figures", *asked).stdout.splitlines()
    return found
