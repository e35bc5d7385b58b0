"""What older code has kept with uploads and sources, brought to the form of today."""

from django.db import migrations

# SourceSettings.to_dict() has it, and uploads of one content are found by comparing all of it.
ADD_EPOCH = """
    UPDATE dossiers_{table} SET {column} = {column} || '{{"epoch": 0}}'
    WHERE {column} ? 'columns' AND NOT {column} ? 'epoch'
"""


def add_epoch(apps, schema_editor):
    for table, column in (
        ("source", "settings"),
        ("upload", "settings"),
        ("upload", "base_settings"),
    ):
        schema_editor.execute(ADD_EPOCH.format(table=table, column=column))


def check_again(apps, schema_editor):
    """Previews of another form: a worker finds the jobs. Confirmed loads are previewed anew, as
    things have changed since."""
    upload, job = apps.get_model("dossiers", "Upload"), apps.get_model("dossiers", "Job")
    for one in upload.objects.filter(state="previewed"):
        job.objects.create(kind="preview", source=one.source, upload=one)
    upload.objects.filter(state="previewed").update(state="pending")
    upload.objects.exclude(preview=None).update(preview=None, previewed_generation=None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0009_told_rules")]

    operations = [
        migrations.RunPython(add_epoch, migrations.RunPython.noop),
        migrations.RunPython(check_again, migrations.RunPython.noop),
    ]
