"""Scorecards: their rules by version, and what units score; what is in force stays as it is."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


PARTS = ("indicators_scoregroup", "indicators_scorecriterion", "indicators_scoregrade")

# What a decision put in force is never edited; a copy is. Its end may be written down, no more.
STAYS = """
CREATE FUNCTION indicators_scorecard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text[] := ARRAY['state', 'valid_to', 'copy_of_id'];
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.state = 'draft'
        OR to_jsonb(OLD) - told <> to_jsonb(NEW) - told) THEN
        RAISE EXCEPTION 'a scorecard that was put in force is never changed or deleted'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.state <> 'draft' AND EXISTS (
        SELECT FROM indicators_scorecard s WHERE s.code = NEW.code AND s.id <> NEW.id
        AND s.state <> 'draft' AND daterange(s.valid_from, s.valid_to)
            && daterange(NEW.valid_from, NEW.valid_to)
    ) THEN
        RAISE EXCEPTION 'two versions of a scorecard overlap'
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER indicators_scorecard_stays BEFORE UPDATE OR DELETE ON indicators_scorecard
    FOR EACH ROW EXECUTE FUNCTION indicators_scorecard_stays();
CREATE FUNCTION indicators_scorecard_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_of record := COALESCE(NEW, OLD);
BEGIN
    IF EXISTS (SELECT FROM indicators_scorecard s
        WHERE s.id = row_of.scorecard_id AND s.state <> 'draft') THEN
        RAISE EXCEPTION 'a scorecard that was put in force is never changed or deleted'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN row_of;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION indicators_scorecard_part_stays();\n"
    for table in PARTS
)
UNDO = (
    "".join(f"DROP TRIGGER {table}_stays ON {table};\n" for table in PARTS)
    + """
DROP FUNCTION indicators_scorecard_part_stays();
DROP TRIGGER indicators_scorecard_stays ON indicators_scorecard;
DROP FUNCTION indicators_scorecard_stays();
"""
)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0014_parts_of_a_measure'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedHalf',
            fields=[
                ('pk', models.CompositePrimaryKey('source_id', 'half', blank=True, editable=False, primary_key=True, serialize=False)),
                ('source_id', models.IntegerField()),
                ('half', models.IntegerField()),
                ('token', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='name in English')),
                ('code', models.SlugField(verbose_name='code')),
                ('note', models.TextField(blank=True, help_text='shown on its pages', verbose_name='note')),
                ('note_en', models.TextField(blank=True, verbose_name='note in English')),
                ('is_example', models.BooleanField(default=False, help_text='no office decided it: its pages say so', verbose_name='example')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('country', 'country'), ('province', 'province'), ('department', 'department'), ('district', 'district'), ('commune', 'commune')], max_length=10), size=None, verbose_name='levels')),
                ('scope', models.CharField(choices=[('whole', 'with all units below'), ('own', 'own counter only')], default='whole', max_length=5, verbose_name='scope')),
                ('periods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('year', 'year')], max_length=7), size=None, verbose_name='periods')),
                ('maximum', models.DecimalField(decimal_places=4, default=100, max_digits=9, validators=[django.core.validators.MinValueValidator(0)], verbose_name='maximum')),
                ('least_judged', models.DecimalField(decimal_places=4, default='0.5', help_text='a share of all points, from 0 to 1: below it a unit has no rank', max_digits=5, verbose_name='least that can be judged')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('decided_by', models.CharField(blank=True, max_length=300, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('retired', 'retired')], default='draft', max_length=8, verbose_name='state')),
                ('copy_of', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='indicators.scorecard')),
            ],
            options={
                'verbose_name': 'scorecard',
                'verbose_name_plural': 'scorecards',
                'ordering': ['code', 'valid_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ScoreCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='name in English')),
                ('group', models.CharField(help_text='its code', max_length=20, verbose_name='group')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('maximum', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='maximum')),
                ('inputs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None, verbose_name='inputs')),
                ('complement', models.BooleanField(default=False, help_text='1 less the sum of the inputs', verbose_name='counted down from the whole')),
                ('rule', models.CharField(choices=[('linear', 'in proportion'), ('threshold', 'full from a threshold on'), ('steps', 'steps'), ('yes_no', 'yes or no'), ('points', 'points as given')], default='linear', max_length=9, verbose_name='rule')),
                ('threshold', models.DecimalField(blank=True, decimal_places=4, help_text='a share from 0 to 1: 0.8 is 80%', max_digits=5, null=True, verbose_name='threshold')),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=4, max_digits=9), size=2), blank=True, default=list, size=None, verbose_name='steps')),
                ('no_cases', models.CharField(choices=[('full', 'full points'), ('zero', 'no points'), ('skip', 'not judged')], default='skip', max_length=4, verbose_name='without cases')),
                ('gate', models.DecimalField(blank=True, decimal_places=4, help_text='the least ratio without which a unit has no level', max_digits=9, null=True, verbose_name='gate')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('country', 'country'), ('province', 'province'), ('department', 'department'), ('district', 'district'), ('commune', 'commune')], max_length=10), blank=True, default=list, help_text='empty for all levels of the scorecard', size=None, verbose_name='levels')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='indicators.scorecard')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ScoreGrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='name')),
                ('least', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='least points')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grades', to='indicators.scorecard')),
            ],
            options={
                'verbose_name': 'readiness level',
                'verbose_name_plural': 'readiness levels',
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ScoreGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('maximum', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='maximum')),
                ('gate', models.DecimalField(blank=True, decimal_places=4, help_text='the least points of the group without which a unit has no level', max_digits=9, null=True, verbose_name='gate')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='indicators.scorecard')),
            ],
            options={
                'verbose_name': 'group of criteria',
                'verbose_name_plural': 'groups of criteria',
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Scoring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=20)),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('inputs', models.CharField(max_length=40)),
                ('computed_at', models.DateTimeField()),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scorings', to='indicators.scorecard')),
            ],
        ),
        migrations.CreateModel(
            name='UnitScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.IntegerField()),
                ('level', models.CharField(max_length=10)),
                ('points', models.TextField()),
                ('judged', models.TextField()),
                ('possible', models.TextField()),
                ('standing', models.CharField(blank=True, max_length=6)),
                ('grade', models.CharField(blank=True, max_length=20)),
                ('failed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('unknown', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('criteria', models.JSONField()),
                ('scoring', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='indicators.scoring')),
            ],
        ),
        migrations.AddConstraint(
            model_name='scoring',
            constraint=models.UniqueConstraint(fields=('scorecard', 'first', 'last'), name='scoring_once'),
        ),
        migrations.AddConstraint(
            model_name='unitscore',
            constraint=models.UniqueConstraint(fields=('scoring', 'unit_id'), name='unit_score_once'),
        ),
        migrations.RunSQL(STAYS, UNDO),
    ]
