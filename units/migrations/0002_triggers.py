"""What a constraint without extensions cannot say: nothing overlaps in time; audit events stay.

The checks run once per statement over all its rows. The advisory lock lets one change of units
through at a time, so that two transactions cannot each miss the other's row.
"""

from django.db import migrations

# Overlaps within a group show between neighbours in order of valid_from.
CHECK_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clash record;
BEGIN
    PERFORM pg_advisory_xact_lock(7660001);
    {checks}
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_no_overlap_on_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER {table}_no_overlap_on_update AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""

CHECK = """
    SELECT * INTO clash FROM (
        SELECT {key}, valid_to, lead(valid_from) OVER (
            PARTITION BY {key} ORDER BY valid_from, id
        ) AS next_from
        FROM {table} WHERE ({key}) IN (SELECT {key} FROM changed)
    ) neighbours
    WHERE next_from < coalesce(valid_to, 'infinity') LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '{message}', {values}, clash.next_from
            USING ERRCODE = 'exclusion_violation', TABLE = '{table}';
    END IF;
"""

VERSIONS = CHECK_FUNCTION.format(
    name="units_unitversion_no_overlap",
    table="units_unitversion",
    checks=CHECK.format(
        key="unit_id",
        table="units_unitversion",
        message="unit % has two versions on %",
        values="clash.unit_id",
    )
    + CHECK.format(
        key="level, code",
        table="units_unitversion",
        message="code % of level % belongs to two units on %",
        values="clash.code, clash.level",
    ),
)
IDENTIFIERS = CHECK_FUNCTION.format(
    name="units_unitidentifier_no_overlap",
    table="units_unitidentifier",
    checks=CHECK.format(
        key="scheme, value",
        table="units_unitidentifier",
        message="identifier %=% is given twice on %",
        values="clash.scheme, clash.value",
    ),
)
AUDIT = """
CREATE FUNCTION units_auditevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER units_auditevent_stays BEFORE UPDATE OR DELETE ON units_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION units_auditevent_stays();
"""


def drop(table: str, function: str, *triggers: str) -> str:
    statements = [f"DROP TRIGGER {trigger} ON {table};" for trigger in triggers]
    return "\n".join([*statements, f"DROP FUNCTION {function}();"])


def drop_overlap(table: str) -> str:
    names = (f"{table}_no_overlap_on_insert", f"{table}_no_overlap_on_update")
    return drop(table, f"{table}_no_overlap", *names)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [
        migrations.RunSQL(VERSIONS, drop_overlap("units_unitversion")),
        migrations.RunSQL(IDENTIFIERS, drop_overlap("units_unitidentifier")),
        migrations.RunSQL(
            AUDIT, drop("units_auditevent", "units_auditevent_stays", "units_auditevent_stays")
        ),
    ]
