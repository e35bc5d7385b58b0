"""What exports rewrote: found by `dossiers.loading.rewriting` from the sayings that are there already (the
recount that indicators asks for in its own migration does so)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_acceptance")]

    operations = [
        migrations.CreateModel(
            name="Rewriting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id",
                        "upload_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("dossier_id", models.BigIntegerField()),
                (
                    "upload",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="dossiers.upload",
                    ),
                ),
                ("shown_on", models.DateField()),
                ("old_state", models.SmallIntegerField()),
                ("new_state", models.SmallIntegerField()),
                ("due_moved", models.BooleanField()),
                ("end_set_back", models.BooleanField()),
                ("is_first", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_first", True)),
                        fields=["shown_on"],
                        name="rewriting_first",
                    )
                ],
            },
        ),
    ]
