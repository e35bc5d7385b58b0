"""Closed periods, and what changed the counts since; what was published stays as it is."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What a publication keeps, and what is written down of later changes.
KEPT = (
    "indicators_publishedindicator",
    "indicators_publishedunit",
    "indicators_publishedfigure",
    "indicators_publishedsource",
    "indicators_publishedcount",
    "indicators_publishedpath",
    "indicators_countchange",
    "indicators_changedcount",
)
STAYS = """
CREATE FUNCTION indicators_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published is never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION indicators_published_stays();\n"
    for table in KEPT
)
# A closed period may be opened again, once; nothing else of its row may change.
REOPENS = """
CREATE FUNCTION indicators_publication_reopens() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text[] := ARRAY['reopened_at', 'reopened_by_id', 'reopen_reason'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.reopened_at IS NOT NULL OR NEW.reopened_at IS NULL
        OR to_jsonb(OLD) - told <> to_jsonb(NEW) - told THEN
        RAISE EXCEPTION 'what was published is never changed or deleted'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER indicators_publication_reopens BEFORE UPDATE OR DELETE ON indicators_publication
    FOR EACH ROW EXECUTE FUNCTION indicators_publication_reopens();
"""
UNDO = (
    "".join(f"DROP TRIGGER {table}_stays ON {table};\n" for table in KEPT)
    + """
DROP FUNCTION indicators_published_stays();
DROP TRIGGER indicators_publication_reopens ON indicators_publication;
DROP FUNCTION indicators_publication_reopens();
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0011_sources_listed"),
        ("indicators", "0006_rewritten"),
        ("units", "0003_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("load", "load"),
                            ("preview", "check before loading"),
                            ("check", "check without loading"),
                            ("undo", "take back"),
                            ("accept", "accept rejected rows"),
                            ("recount", "recount"),
                        ],
                        max_length=10,
                    ),
                ),
                ("upload_id", models.IntegerField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dossiers.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChangedCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "change_id",
                        "half",
                        "unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("half", models.IntegerField()),
                ("lodged_online", models.IntegerField(null=True)),
                ("lodged_in_person", models.IntegerField(null=True)),
                ("lodged_postal", models.IntegerField(null=True)),
                ("received_online", models.IntegerField(null=True)),
                ("received_other", models.IntegerField(null=True)),
                ("moved_in", models.IntegerField(null=True)),
                ("moved_out", models.IntegerField(null=True)),
                ("resolved_early", models.IntegerField(null=True)),
                ("resolved_on_time", models.IntegerField(null=True)),
                ("resolved_late", models.IntegerField(null=True)),
                ("resolved_without_due", models.IntegerField(null=True)),
                ("withdrawn", models.IntegerField(null=True)),
                ("stopped", models.IntegerField(null=True)),
                ("with_fee", models.IntegerField(null=True)),
                ("paid_online", models.IntegerField(null=True)),
                ("digitised", models.IntegerField(null=True)),
                ("result_due", models.IntegerField(null=True)),
                ("e_result", models.IntegerField(null=True)),
                ("days_sum", models.IntegerField(null=True)),
                ("days_count", models.IntegerField(null=True)),
                ("rewritten", models.IntegerField(null=True)),
                ("in_progress_within_due", models.IntegerField(null=True)),
                ("in_progress_overdue", models.IntegerField(null=True)),
                ("in_progress_without_due", models.IntegerField(null=True)),
                ("waiting", models.IntegerField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="indicators.countchange",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=20, verbose_name="period")),
                ("calendar", models.CharField(max_length=10, verbose_name="calendar")),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("published_at", models.DateTimeField(auto_now_add=True, verbose_name="published")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("data_at", models.DateTimeField(verbose_name="data date")),
                ("audit_id", models.BigIntegerField()),
                ("change_id", models.BigIntegerField()),
                ("reopened_at", models.DateTimeField(null=True, verbose_name="opened again")),
                (
                    "reopen_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="reason for opening it again"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "closed period",
                "verbose_name_plural": "closed periods",
            },
        ),
        migrations.CreateModel(
            name="PublishedCount",
            fields=[
                ("half", models.IntegerField()),
                ("lodged_online", models.IntegerField(null=True)),
                ("lodged_in_person", models.IntegerField(null=True)),
                ("lodged_postal", models.IntegerField(null=True)),
                ("received_online", models.IntegerField(null=True)),
                ("received_other", models.IntegerField(null=True)),
                ("moved_in", models.IntegerField(null=True)),
                ("moved_out", models.IntegerField(null=True)),
                ("resolved_early", models.IntegerField(null=True)),
                ("resolved_on_time", models.IntegerField(null=True)),
                ("resolved_late", models.IntegerField(null=True)),
                ("resolved_without_due", models.IntegerField(null=True)),
                ("withdrawn", models.IntegerField(null=True)),
                ("stopped", models.IntegerField(null=True)),
                ("with_fee", models.IntegerField(null=True)),
                ("paid_online", models.IntegerField(null=True)),
                ("digitised", models.IntegerField(null=True)),
                ("result_due", models.IntegerField(null=True)),
                ("e_result", models.IntegerField(null=True)),
                ("days_sum", models.IntegerField(null=True)),
                ("days_count", models.IntegerField(null=True)),
                ("rewritten", models.IntegerField(null=True)),
                ("in_progress_within_due", models.IntegerField(null=True)),
                ("in_progress_overdue", models.IntegerField(null=True)),
                ("in_progress_without_due", models.IntegerField(null=True)),
                ("waiting", models.IntegerField(null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "publication_id",
                        "source_id",
                        "half",
                        "unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.publication",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="dossiers.source",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedIndicator",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.SlugField()),
                ("definition", models.JSONField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.publication",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedPath",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "publication_id",
                        "unit_id",
                        "ancestor_id",
                        "valid_from",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                (
                    "ancestor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.publication",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublishedSource",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "publication_id",
                        "source_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("missing_due", models.CharField(max_length=10)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("closing", models.IntegerField(null=True)),
                ("compares", models.BooleanField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.publication",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="dossiers.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedUnit",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("province", "province"),
                            ("department", "department"),
                            ("district", "district"),
                            ("commune", "commune"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=50)),
                ("name", models.CharField(max_length=300)),
                ("sort_key", models.CharField(max_length=1000)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.publication",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "indicator_id",
                        "line_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("numerator", models.BigIntegerField(null=True)),
                ("denominator", models.BigIntegerField(null=True)),
                ("rank", models.IntegerField(null=True)),
                ("target", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="indicators.publishedindicator",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="indicators.publishedunit"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at", None)),
                fields=("first", "last"),
                name="publication_one_is_closed",
            ),
        ),
        migrations.RunSQL(STAYS + REOPENS, UNDO),
    ]
