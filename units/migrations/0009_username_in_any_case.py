"""Names of accounts that differ in small and capital letters alone are one name."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0008_first_password_ends'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(Lower('username'), name='username_in_any_case', violation_error_message='There is already an account of this name.'),
        ),
    ]
