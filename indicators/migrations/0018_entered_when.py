from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0017_sums_of_scores"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="enteredvalue",
            index=models.Index(fields=["last", "first", "id"], name="entered_when"),
        ),
    ]
