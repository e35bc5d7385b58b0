"""What was answered about one file, and upon which settings of its source."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0006_acceptance_reason'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='base_settings',
            field=models.JSONField(help_text='those of its source that its own change; null while they are told whole', null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='sheet',
            field=models.TextField(blank=True, help_text='chosen for this file alone'),
        ),
    ]
