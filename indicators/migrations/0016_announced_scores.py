"""What was announced of the scores and levels of units, beside what is computed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0015_scorecards'),
        ('units', '0004_unit_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnouncedScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scorecard', models.SlugField(verbose_name='scorecard')),
                ('period', models.CharField(max_length=20, verbose_name='period')),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('points', models.DecimalField(decimal_places=4, max_digits=9, null=True, verbose_name='points')),
                ('grade', models.CharField(blank=True, max_length=20, verbose_name='readiness level')),
                ('is_unranked', models.BooleanField(default=False, verbose_name='unranked')),
                ('groups', models.JSONField(default=dict, verbose_name='points per group')),
                ('document', models.CharField(blank=True, max_length=300, verbose_name='document')),
                ('announced_on', models.DateField(null=True, verbose_name='announced on')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('row', models.IntegerField(null=True)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'announced score',
                'verbose_name_plural': 'announced scores',
                'indexes': [models.Index(fields=['scorecard', 'unit', 'first', 'last', '-id'], name='announced_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='announced_period'), models.CheckConstraint(condition=models.Q(('grade', ''), ('is_unranked', False), _connector='OR'), name='announced_one_level')],
            },
        ),
    ]
