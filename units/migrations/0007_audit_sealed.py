"""Audit events know their unit, are sealed, and cannot be truncated; the network addresses of
sign-ins stand apart from them."""

import django.db.models.deletion
from django.db import migrations, models


TRUNCATE = """
CREATE TRIGGER units_auditevent_stays_whole BEFORE TRUNCATE ON units_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION units_auditevent_stays();
CREATE TRIGGER units_auditseal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON units_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION units_auditevent_stays();
"""
NO_TRUNCATE = """
DROP TRIGGER units_auditevent_stays_whole ON units_auditevent;
DROP TRIGGER units_auditseal_stays ON units_auditseal;
"""
# The one time that events are changed: what is to be forgotten goes where it can be.
ADDRESSES = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO units_signinaddress (event_id, address)
    SELECT id, (new ->> 'address')::inet FROM units_auditevent
    WHERE action IN ('sign-in', 'sign-in-failed', 'second-factor-failed') AND new ->> 'address' IS NOT NULL;
ALTER TABLE units_auditevent DISABLE TRIGGER units_auditevent_stays;
UPDATE units_auditevent SET new = nullif(new - 'address', '{}')
    WHERE action IN ('sign-in', 'sign-in-failed', 'second-factor-failed') AND new IS NOT NULL;
ALTER TABLE units_auditevent ENABLE TRIGGER units_auditevent_stays;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0006_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
            },
        ),
        migrations.CreateModel(
            name='SignInAddress',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sign_in_address', serialize=False, to='units.auditevent')),
                ('address', models.GenericIPAddressField(verbose_name='network address')),
            ],
            options={
                'verbose_name': 'network address of a sign-in',
                'verbose_name_plural': 'network addresses of sign-ins',
            },
        ),
        migrations.AddField(
            model_name='auditevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, help_text='whose administrators see it, too; none: it concerns the whole system', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='unit'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['unit', '-at'], name='units_auditevent_of_unit'),
        ),
        migrations.AddField(
            model_name='auditseal',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='units.auditevent'),
        ),
        migrations.RunSQL(TRUNCATE, NO_TRUNCATE),
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
    ]
