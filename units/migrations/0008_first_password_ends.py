"""First passwords end some days after they were given; those of today are given anew today."""

from django.db import migrations, models


GIVEN = "UPDATE units_user SET password_given_at = now() WHERE must_change_password"
MUST_CHANGE = "UPDATE units_user SET must_change_password = password_given_at IS NOT NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0007_audit_sealed'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='password_given_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='first password given at'),
        ),
        migrations.RunSQL(GIVEN, MUST_CHANGE),
        migrations.RemoveField(
            model_name='user',
            name='must_change_password',
        ),
    ]
