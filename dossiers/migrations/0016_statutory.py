"""Statutory due dates of dossiers, and the days off that terms run on (docs/decisions/0014)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0015_stale_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('works', models.BooleanField(help_text='as on a Saturday that makes up', verbose_name='offices work')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'day off or made up',
                'verbose_name_plural': 'days off and made up',
                'ordering': ('-day',),
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='statutory_due_on',
            field=models.DateField(help_text="where its state has no due date and the source's rule gives one", null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='terms_state',
            field=models.CharField(blank=True, help_text='the statutory terms and working days that due dates were made with', max_length=32),
        ),
        migrations.AlterField(
            model_name='source',
            name='missing_due',
            field=models.CharField(choices=[('exclude', 'left out'), ('on_time', 'counted as on time'), ('statutory', 'due by the statutory term, left out where there is none')], max_length=10, verbose_name='without due date'),
        ),
    ]
