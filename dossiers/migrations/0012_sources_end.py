"""Settings kept by older code know of no end of a source."""

from django.db import migrations

# SourceSettings.to_dict() has it, and uploads of one content are found by comparing all of it.
ADD_UNTIL = """
    UPDATE dossiers_{table} SET {column} = {column} || '{{"until": ""}}'
    WHERE {column} ? 'columns' AND NOT {column} ? 'until'
"""


def add_until(apps, schema_editor):
    for table, column in (
        ("source", "settings"),
        ("upload", "settings"),
        ("upload", "base_settings"),
    ):
        schema_editor.execute(ADD_UNTIL.format(table=table, column=column))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0011_sources_listed")]

    operations = [migrations.RunPython(add_until, migrations.RunPython.noop)]
