"""Sources know which units changed since their dossiers were counted, not only that some did."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# What had not been counted since units changed is to be counted as a whole.
TAKE_OVER = """
UPDATE dossiers_source SET stale_units = NULL
WHERE data_day IS NOT NULL AND units_generation IS DISTINCT FROM (SELECT token FROM units_generation)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0014_what_uploads_cover"),
        ("units", "0003_grants"),
    ]

    operations = [
        migrations.AddField(
            "source",
            "stale_units",
            ArrayField(
                models.IntegerField(),
                default=list,
                null=True,
                help_text="units that changed since the dossiers that name them were placed and"
                " counted; null = all are to be",
            ),
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RemoveField("source", "units_generation"),
        migrations.AlterField(
            "job",
            "kind",
            models.CharField(
                choices=[
                    ("load", "load"),
                    ("preview", "check before loading"),
                    ("check", "check without loading"),
                    ("undo", "take back"),
                    ("accept", "accept rejected rows"),
                    ("recount", "recount"),
                    ("follow", "follow changed units"),
                ],
                max_length=10,
            ),
        ),
    ]
