"""The database's own half_month(date) and half_month_end(integer), held equal by a test to
half_month and last_day of indicators.half_months."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION half_month(day date) RETURNS integer
            LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
                extract(year FROM day)::integer * 24 + (extract(month FROM day)::integer - 1) * 2
                + (extract(day FROM day) >= 15)::integer
            """,
            "DROP FUNCTION half_month(date)",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION half_month_end(half integer) RETURNS date
            LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE half % 2
                WHEN 0 THEN make_date(half / 24, half % 24 / 2 + 1, 14)
                ELSE (make_date(half / 24, half % 24 / 2 + 1, 1)
                    + interval '1 month -1 day')::date
            END
            """,
            "DROP FUNCTION half_month_end(integer)",
        ),
    ]
