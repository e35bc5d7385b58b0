"""Exports that are expected of units, or not, because somebody decided so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0014_what_uploads_cover'),
        ('indicators', '0008_reports'),
        ('units', '0003_grants'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('with_units_below', models.BooleanField(default=False, verbose_name='with all units below')),
                ('kind', models.CharField(choices=[('expected', 'expected'), ('exempt', 'not expected')], max_length=10, verbose_name='exports are')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='to')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('source', models.ForeignKey(blank=True, help_text='empty: of any source', null=True, on_delete=django.db.models.deletion.CASCADE, to='dossiers.source', verbose_name='source')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='units.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'expectation of exports',
                'verbose_name_plural': 'expectations of exports',
                'ordering': ['-valid_from', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='expectation_ends_after_it_begins', violation_error_message='It ends before it begins.')],
            },
        ),
    ]
