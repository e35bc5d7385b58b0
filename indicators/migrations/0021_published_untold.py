"""What of a published table nobody told of: its counts can be added up all the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0020_parts_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedfigure",
            name="untold",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
