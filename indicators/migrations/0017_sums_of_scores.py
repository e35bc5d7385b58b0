"""What league tables read of scores; all are computed again (`indicators.scoring.state`)."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0016_announced_scores'),
    ]

    operations = [
        migrations.AddField(
            model_name='unitscore',
            name='groups',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='unitscore',
            name='missing',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None),
        ),
    ]
