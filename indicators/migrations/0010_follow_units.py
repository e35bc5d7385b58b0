"""Counts also change where dossiers follow changed units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0009_expectations")]

    operations = [
        migrations.AlterField(
            "countchange",
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
