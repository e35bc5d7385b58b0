import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0012_entered'),
    ]

    operations = [
        migrations.AlterField(
            model_name='enteredvalue',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='indicators.enteredmeasure', verbose_name='measure'),
        ),
    ]
