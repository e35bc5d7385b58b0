"""The indicators that every installation starts with (DESIGN.md section 6)."""

from django.db import migrations

TAKEN, TAKEN_OPEN = "resolved_taken_as_on_time", "in_progress_taken_as_within_due"
ON_TIME = ["resolved_early", "resolved_on_time", TAKEN]
OPEN_WITH_DUE = ["in_progress_within_due", "in_progress_overdue", "waiting", TAKEN_OPEN]
LODGED = ["lodged_online", "lodged_in_person", "lodged_postal"]
RECEIVED = ["received_online", "received_other"]
RESOLVED = ["resolved_early", "resolved_on_time", "resolved_late", "resolved_without_due"]
IN_PROGRESS = [
    "in_progress_within_due",
    "in_progress_overdue",
    "in_progress_without_due",
    "waiting",
]

# code, name, numerator, denominator, needs, direction, definition, legal basis
SHARES = [
    (
        "on_time",
        "On time, resolved",
        ON_TIME,
        [*ON_TIME, "resolved_late"],
        [],
        "higher",
        "Resolved early and on time / resolved in the period",
        "Thông tư 01/2020/TT-VPCP, biểu II.06",
    ),
    (
        "on_time_all",
        "On time, with those in progress",
        [*ON_TIME, "in_progress_within_due", "waiting", TAKEN_OPEN],
        [*ON_TIME, "resolved_late", *OPEN_WITH_DUE],
        [],
        "higher",
        "Resolved early and on time, and in progress within due / resolved and in progress",
        "Quyết định 766/QĐ-TTg, 2.1",
    ),
    (
        "late_share",
        "Late, of the resolved",
        ["resolved_late"],
        [*ON_TIME, "resolved_late"],
        [],
        "lower",
        "Resolved late / resolved in the period",
        "Thông tư 01/2020/TT-VPCP, biểu II.06",
    ),
    (
        "overdue_share",
        "Overdue, of those in progress",
        ["in_progress_overdue"],
        OPEN_WITH_DUE,
        [],
        "lower",
        "In progress and overdue / in progress at the end of the period",
        "Thông tư 01/2020/TT-VPCP, biểu II.06",
    ),
    (
        "online_share",
        "Handed in online",
        ["lodged_online"],
        LODGED,
        ["channel"],
        "higher",
        "Received online / received in the period, at the receiving unit",
        "Quyết định 766/QĐ-TTg, 3.3",
    ),
    (
        "postal_share",
        "Handed in by post",
        ["lodged_postal"],
        LODGED,
        ["channel"],
        "higher",
        "Received by public post / received in the period, at the receiving unit",
        "",
    ),
    (
        "digitised_share",
        "Digitised",
        ["digitised"],
        RECEIVED,
        ["digitised"],
        "higher",
        "Received dossiers that were digitised / received in the period",
        "Quyết định 766/QĐ-TTg, 4.2",
    ),
    (
        "e_result_share",
        "Electronic results",
        ["e_result"],
        ["result_due"],
        ["result_due", "e_result"],
        "higher",
        "Resolved with an electronic result / resolved with a result due",
        "Quyết định 766/QĐ-TTg, 4.1",
    ),
    (
        "paid_online_share",
        "Paid online",
        ["paid_online"],
        ["with_fee"],
        ["fee", "paid_online"],
        "higher",
        "Received and paid online / received with a fee",
        "Quyết định 766/QĐ-TTg, 3.6",
    ),
]
COUNTS = [
    ("received", "Received", RECEIVED, "Dossiers received in the period"),
    ("resolved", "Resolved", RESOLVED, "Dossiers resolved in the period"),
    ("in_progress", "In progress", IN_PROGRESS, "Dossiers in progress at the end of the period"),
    (
        "overdue",
        "In progress, overdue",
        ["in_progress_overdue"],
        "Dossiers in progress at the end of the period that are overdue",
    ),
]


def ship(apps, schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    for code, name, numerator, denominator, needs, direction, definition, basis in SHARES:
        indicator.objects.create(
            code=code,
            name=name,
            numerator=numerator,
            denominator=denominator,
            needs=needs,
            direction=direction,
            display="percent",
            definition=definition,
            legal_basis=basis,
        )
    for code, name, numerator, definition in COUNTS:
        indicator.objects.create(
            code=code,
            name=name,
            numerator=numerator,
            direction="none",
            display="number",
            definition=definition,
        )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_half_month")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
