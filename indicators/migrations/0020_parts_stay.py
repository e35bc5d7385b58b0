"""No part leaves a scorecard that was put in force for a draft, and no second version for the same
days comes in by an insert either."""

from django.db import migrations

PART_STAYS = """
CREATE OR REPLACE FUNCTION indicators_scorecard_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM indicators_scorecard s
        WHERE s.id IN (OLD.scorecard_id, NEW.scorecard_id) AND s.state <> 'draft') THEN
        RAISE EXCEPTION 'a scorecard that was put in force is never changed or deleted'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

# As in 0015.
PART_STAYED = """
CREATE OR REPLACE FUNCTION indicators_scorecard_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_of record := COALESCE(NEW, OLD);
BEGIN
    IF EXISTS (SELECT FROM indicators_scorecard s
        WHERE s.id = row_of.scorecard_id AND s.state <> 'draft') THEN
        RAISE EXCEPTION 'a scorecard that was put in force is never changed or deleted'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN row_of;
END $$;
"""


def _on(events: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER indicators_scorecard_stays BEFORE {events}"
        " ON indicators_scorecard FOR EACH ROW EXECUTE FUNCTION indicators_scorecard_stays();"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0019_submissions"),
    ]

    operations = [
        migrations.RunSQL(PART_STAYS, PART_STAYED),
        migrations.RunSQL(_on("INSERT OR UPDATE OR DELETE"), _on("UPDATE OR DELETE")),
    ]
