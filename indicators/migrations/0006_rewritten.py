"""Dossiers with rewritten dates (docs/decisions/0011): the measure, and an indicator of its own."""

from django.db import migrations, models

NAME = "Sửa ngày sau khi quá hạn"
NAME_EN = "Dates rewritten after the due date"
DEFINITION = (
    "Hồ sơ có ngày hẹn trả bị lùi sau khi đã qua, hoặc có ngày kết thúc xử lý bị sửa từ quá hạn về"
    " trong hạn, tính vào kỳ của tệp kết xuất cho thấy việc sửa / đã giải quyết và đang giải quyết"
)
DEFINITION_EN = (
    "Dossiers whose due date was moved after it had passed, or whose end was set back from late to"
    " in time, in the period of the export that shows it / resolved and in progress"
)


# That of on_time_all.
DENOMINATOR = [
    "resolved_early",
    "resolved_on_time",
    "resolved_taken_as_on_time",
    "resolved_late",
    "in_progress_within_due",
    "in_progress_overdue",
    "waiting",
    "in_progress_taken_as_within_due",
]


def ship(apps, schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    indicator.objects.create(
        code="rewritten_share",
        name=NAME,
        name_en=NAME_EN,
        numerator=["rewritten"],
        denominator=DENOMINATOR,
        direction="lower",
        display="percent",
        definition=DEFINITION,
        definition_en=DEFINITION_EN,
    )


def ask_for_recount(apps, schema_editor):
    """What was loaded before may show rewritten dates as well; a worker finds the jobs."""
    job, source = apps.get_model("dossiers", "Job"), apps.get_model("dossiers", "Source")
    for one in source.objects.filter(data_day__isnull=False):
        job.objects.create(kind="recount", source=one)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_rewriting"),
        ("indicators", "0005_names_in_two_languages"),
    ]

    operations = [
        migrations.AddField("procedurecount", "rewritten", models.IntegerField(null=True)),
        migrations.AddField("unitcount", "rewritten", models.IntegerField(null=True)),
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.RunPython(ask_for_recount, migrations.RunPython.noop),
    ]
