"""What an upload tells of: its days and units, while it is live."""

from datetime import date

import pytest
from django.db import connection

from dossiers.loading import covering
from dossiers.models import NamedUnit, Upload
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("gia_lai")

JUNE = date(2018, 6, 1), date(2018, 6, 30)


def load(folder, rows, exported, *options, name="export.csv"):
    written = write_csv(folder / name, [dossier(*row) for row in rows])
    return import_file(written, "--exported-at", exported, *options)["upload"]


def days(upload: int) -> tuple[date | None, date | None]:
    return Upload.objects.values_list("covers_from", "covers_to").get(pk=upload)


def named(upload: int) -> set[str]:
    lines = hierarchy()
    ids = NamedUnit.objects.filter(upload_id=upload).values_list("unit_id", flat=True)
    return {lines.last_version(unit_id).code for unit_id in ids}


def test_the_months_of_receipt_up_to_the_export_and_the_units_of_its_rows(tmp_path):
    rows = [
        ("1", "Phường Yên Đỗ", "05/05/2018", "", "06/05/2018"),
        ("2", "Phường An Bình", "14/06/2018", "", ""),
    ]
    upload = load(tmp_path, rows, "2018-06-20")
    assert days(upload) == (date(2018, 5, 1), date(2018, 6, 20))
    assert named(upload) == {"101", "201"}
    later = load(tmp_path, rows[:1], "2018-08-03", name="later.csv")
    assert days(later) == (date(2018, 5, 1), date(2018, 5, 31))


def test_dossiers_carried_over_do_not_make_it_a_file_of_the_month_they_came_in(tmp_path):
    few = [("old", "Phường Yên Đỗ", "05/03/2017", "", "")]
    many = [(f"n{n}", "Phường Yên Đỗ", "05/06/2018", "", "") for n in range(11)]
    assert days(load(tmp_path, few + many, "2018-06-30")) == JUNE
    # One of ten is a month that is told of.
    upload = load(tmp_path, few + many[:10], "2018-06-30", name="other.csv")
    assert days(upload) == (date(2017, 3, 1), JUNE[1])


def test_the_title_says_more_than_the_rows(tmp_path):
    rows = [dossier("1", "Phường Yên Đỗ", "05/06/2018")]
    path = write_csv(tmp_path / "titled.csv", rows)
    title = "(Từ ngày 15/05/2018 đến ngày 14/06/2018)\n"
    write_text(path, title + path.read_text(encoding="utf-8"))
    upload = import_file(path, "--exported-at", "2018-06-30")["upload"]
    assert days(upload) == (date(2018, 5, 15), date(2018, 6, 14))
    earlier = import_file(path, "--exported-at", "2018-06-10", source="other")["upload"]
    assert days(earlier) == (date(2018, 5, 15), date(2018, 6, 10))


def test_an_undo_takes_it_away_and_rejected_rows_name_nothing(tmp_path):
    rows = [
        ("1", "Phường Yên Đỗ", "05/06/2018"),
        ("2", "Phường An Bình", "not a day"),
        ("3", "Xã Ia Phìn", "05/06/2018"),
    ]
    upload = load(tmp_path, rows, "2018-06-30")
    assert named(upload) == {"101"}
    assert run("undo_upload", upload).status == 0
    assert (named(upload), days(upload)) == (set(), (None, None))


def test_a_unit_whose_row_gave_way_to_one_accepted_later_is_named_no_more(tmp_path):
    rows = [
        ("1", "Phường Yên Đỗ", "05/06/2018", "", ""),
        ("1", "Xã Mới", "05/06/2018", "", ""),
    ]
    upload = load(tmp_path, rows, "2018-06-30")
    assert named(upload) == {"101"}
    more = GIA_LAI + "204,Xã Mới,commune,623,2004-01-01,,\n"
    assert run("load_units", write_text(tmp_path / "more.csv", more)).status == 0
    assert run("accept_rejected", upload).status == 1  # the row that gave way is rejected now
    assert named(upload) == {"204"}


def test_rows_that_are_accepted_later_name_their_units(tmp_path):
    rows = [("1", "Phường Yên Đỗ", "05/06/2018"), ("2", "Xã Ia Phìn", "07/05/2018")]
    upload = load(tmp_path, rows, "2018-06-30")
    assert (named(upload), days(upload)) == ({"101"}, JUNE)
    units = write_text(tmp_path / "more.csv", f"{GIA_LAI}301,Xã Ia Phìn,commune,622,2004-01-01,,\n")
    assert run("load_units", units).status == 0
    assert run("accept_rejected", upload).status == 0
    assert (named(upload), days(upload)) == ({"101", "301"}, (date(2018, 5, 1), JUNE[1]))


def test_what_was_staged_and_what_is_said_tell_the_same(tmp_path):
    """The quick road of a load, and the one of an acceptance."""
    first = [(f"{n}", "Phường Yên Đỗ", f"{n + 1:02}/05/2018") for n in range(9)]
    second = [*first[:4], ("5", "Phường Diên Hồng", "06/06/2018"), ("x", "Xã Tú An", "07/06/2018")]
    uploads = [
        load(tmp_path, first, "2018-05-31"),
        load(tmp_path, second, "2018-06-30", name="june.csv"),
    ]
    loaded = [(days(pk), named(pk)) for pk in uploads]
    NamedUnit.objects.all().delete()
    for upload in Upload.objects.all():
        with connection.cursor() as cursor:
            covering.note_again(cursor, upload)
    assert [(days(pk), named(pk)) for pk in uploads] == loaded


def test_a_check_covers_nothing(tmp_path):
    path = write_csv(tmp_path / "e.csv", [dossier("1", "Phường Yên Đỗ", "05/06/2018")])
    assert run("import_dossiers", path, "--source", "igate", "--dry-run").status == 0
    assert not NamedUnit.objects.exists()
