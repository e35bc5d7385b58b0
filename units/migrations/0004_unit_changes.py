"""Changes of units are kept as rows that went and rows that came, so that they can be undone."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0003_grants")]

    operations = [
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unit_change",
                        serialize=False,
                        to="units.auditevent",
                    ),
                ),
                ("went", models.JSONField()),
                ("came", models.JSONField()),
                ("unit_ids", ArrayField(models.IntegerField())),
                ("affected", ArrayField(models.IntegerField())),
                (
                    "undone_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undoes",
                        to="units.unitchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of units",
                "verbose_name_plural": "changes of units",
                "ordering": ["-event"],
            },
        ),
    ]
