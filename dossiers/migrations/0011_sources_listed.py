"""Names of sources that stood in one text, of problems that tell of codes which others know."""

from django.db import migrations

LISTED = """
    UPDATE dossiers_problem
    SET params = params
        || jsonb_build_object('sources', string_to_array(params ->> 'sources', ', '))
    WHERE kind = 'other_source' AND jsonb_typeof(params -> 'sources') = 'string'
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0010_kept_by_older_code")]

    operations = [migrations.RunSQL(LISTED, migrations.RunSQL.noop)]
