"""Rejected rows that are accepted later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_dossier_when_and_where"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="units_generation",
            field=models.UUIDField(
                help_text="the state of the hierarchy that its rows were read with", null=True
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("load", "load"),
                    ("check", "check without loading"),
                    ("undo", "take back"),
                    ("accept", "accept rejected rows"),
                    ("recount", "recount"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answers",
                    models.JSONField(
                        default=dict,
                        help_text="words and units that were told with it, as in SOURCE.toml",
                    ),
                ),
                ("rows", models.IntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptance",
                        to="dossiers.job",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="dossiers.upload",
                    ),
                ),
            ],
        ),
    ]
