"""What the database believes of its tables decides how it joins them."""

import pytest
from django.db import connection

from dossiers.models import Dossier
from tests.dossiers.exports import first_export
from tests.support import import_file, run


def believe(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = %s WHERE oid = 'dossiers_dossier'::regclass", [rows]
        )


def believed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::int FROM pg_class WHERE oid = 'dossiers_dossier'::regclass"
        )
        return int(cursor.fetchone()[0])


# A vacuum after a check that was taken back finds pages, and no rows in them.
@pytest.mark.parametrize("work", ["load", "recount"])
def test_it_is_told_of_dossiers_that_it_does_not_know(gia_lai, tmp_path, work):
    believe(0)
    import_file(first_export(tmp_path))
    if work == "recount":
        believe(0)
        assert run("recount", "--all").status == 0
    assert believed() == Dossier.objects.count() > 1


def test_a_belief_that_is_about_right_is_left_alone(gia_lai, tmp_path):
    import_file(first_export(tmp_path))
    about = Dossier.objects.count() - 1
    believe(about)
    assert run("recount", "--all").status == 0
    assert believed() == about
