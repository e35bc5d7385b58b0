"""Uploads that are previewed before they are loaded."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', "0004_rewriting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='upload',
            name='preview',
            field=models.JSONField(help_text='what its load would do, until it is loaded or cancelled', null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='previewed_generation',
            field=models.BigIntegerField(help_text="the source's generation that the preview was worked out on", null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='previewed_units',
            field=models.UUIDField(help_text='the state of the hierarchy that the preview was worked out on', null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='reason',
            field=models.CharField(blank=True, help_text='why codes that are known under another source are loaded all the same', max_length=500),
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('load', 'load'), ('preview', 'check before loading'), ('check', 'check without loading'), ('undo', 'take back'), ('accept', 'accept rejected rows'), ('recount', 'recount')], max_length=10),
        ),
        migrations.AlterField(
            model_name='upload',
            name='state',
            field=models.CharField(choices=[('pending', 'waiting'), ('previewed', 'to be confirmed'), ('loaded', 'loaded'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('undone', 'taken back')], default='pending', max_length=10),
        ),
    ]
