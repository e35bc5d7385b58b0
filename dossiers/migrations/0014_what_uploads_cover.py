"""What each upload tells of: its days, and the units that its rows name (docs/decisions/0019)."""

import django.db.models.deletion
from django.db import migrations, models

# As dossiers.loading.covering does it since.
_SAID = """
    SELECT s.upload_id, d.unit_id, d.received_on FROM dossiers_saying s
    JOIN dossiers_dossier d ON d.id = s.dossier_id AND d.state = s.state
    UNION ALL
    SELECT s.upload_id, st.unit_id, st.received_on FROM dossiers_saying s
    JOIN dossiers_state st ON st.dossier_id = s.dossier_id AND st.number = s.state
"""
_NAMED = f"""
    INSERT INTO dossiers_namedunit (upload_id, unit_id)
    SELECT DISTINCT upload_id, unit_id FROM ({_SAID}) said
"""
_COVERED = f"""
    WITH months AS (
        SELECT said.upload_id, date_trunc('month', received_on)::date AS month,
            count(*) AS received
        FROM ({_SAID}) said JOIN dossiers_upload u ON u.id = said.upload_id
        WHERE received_on <= u.exported_on GROUP BY 1, 2
    ), told AS (
        SELECT upload_id, min(month) FILTER (WHERE received * 10 >= busiest) AS first,
            (max(month) + interval '1 month')::date - 1 AS last
        FROM months
        JOIN (SELECT upload_id, max(received) AS busiest FROM months GROUP BY 1) b USING (upload_id)
        GROUP BY upload_id
    )
    UPDATE dossiers_upload u SET covers_from = COALESCE(u.period_from, first),
        covers_to = LEAST(COALESCE(u.period_to, last), u.exported_on)
    FROM dossiers_upload live LEFT JOIN told ON told.upload_id = live.id
    WHERE u.id = live.id AND live.state = 'loaded'
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0013_catalogue"), ("units", "0003_grants")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="covers_from",
            field=models.DateField(
                help_text="first and last day that it tells of; null: of none, or not loaded",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="upload", name="covers_to", field=models.DateField(null=True)
        ),
        migrations.CreateModel(
            name="NamedUnit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "upload_id",
                        "unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named_units",
                        to="dossiers.upload",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(_NAMED, migrations.RunSQL.noop),
        migrations.RunSQL(_COVERED, migrations.RunSQL.noop),
    ]
