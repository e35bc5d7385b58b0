"""The catalogue of procedures (docs/decisions/0014), and what dossiers name as part of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0012_sources_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=2000, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=1000)),
                ('field', models.CharField(blank=True, max_length=300, verbose_name='field')),
                ('authority', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ministry', 'ministry'), ('province', 'province'), ('district', 'district'), ('commune', 'commune'), ('other', 'another body')], max_length=10), default=list, size=None, verbose_name='decided at the level')),
                ('in_person_term', models.CharField(blank=True, max_length=500, verbose_name='term, in person')),
                ('in_person_number', models.DecimalField(decimal_places=2, editable=False, max_digits=6, null=True)),
                ('in_person_unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('day', 'days'), ('month', 'months'), ('working_hour', 'working hours'), ('hour', 'hours')], editable=False, max_length=12)),
                ('online_term', models.CharField(blank=True, max_length=500, verbose_name='term, online')),
                ('online_number', models.DecimalField(decimal_places=2, editable=False, max_digits=6, null=True)),
                ('online_unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('day', 'days'), ('month', 'months'), ('working_hour', 'working hours'), ('hour', 'hours')], editable=False, max_length=12)),
                ('postal_term', models.CharField(blank=True, max_length=500, verbose_name='term, by post')),
                ('postal_number', models.DecimalField(decimal_places=2, editable=False, max_digits=6, null=True)),
                ('postal_unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('day', 'days'), ('month', 'months'), ('working_hour', 'working hours'), ('hour', 'hours')], editable=False, max_length=12)),
            ],
            options={
                'verbose_name': 'procedure of the catalogue',
                'verbose_name_plural': 'catalogue of procedures',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='CatalogueGeneration',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('token', models.UUIDField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='catalogue_generation_one_row')],
            },
        ),
        migrations.AddField(
            model_name='procedure',
            name='catalogue',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='named', to='dossiers.catalogueprocedure', verbose_name='in the catalogue'),
        ),
        migrations.CreateModel(
            name='ServiceLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('province', 'province'), ('department', 'department'), ('district', 'district'), ('commune', 'commune')], max_length=10, verbose_name='tier')),
                ('level', models.CharField(choices=[('information', 'information only'), ('2', 'level 2'), ('3', 'level 3'), ('4', 'level 4'), ('part', 'one part'), ('whole', 'whole process')], max_length=11, verbose_name='online-service level')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_levels', to='dossiers.catalogueprocedure', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'online-service level',
                'verbose_name_plural': 'online-service levels',
                'ordering': ('tier', 'valid_from'),
                'constraints': [models.UniqueConstraint(fields=('procedure', 'tier', 'valid_from'), name='service_level_once_a_day')],
            },
        ),
    ]
