"""The index that the lists behind figures are read by."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True,
                fields=["received_on", "closed_on", "received_unit", "current_unit"],
                name="dossier_when_and_where",
                opclasses=[
                    "date_minmax_ops",
                    "date_minmax_ops",
                    "int4_minmax_multi_ops",
                    "int4_minmax_multi_ops",
                ],
                pages_per_range=32,
            ),
        ),
    ]
