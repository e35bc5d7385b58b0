"""The real catalogue of 2,642 procedures loads whole, and every term in it is read. The file lies
outside the project."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from dossiers.models import CatalogueProcedure
from tests.support import run

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "procedures" / "procedures_2642.csv"

pytestmark = [
    pytest.mark.skipif(not FILE.exists(), reason="the real catalogue lies outside the project"),
    pytest.mark.usefixtures("transactional_db"),
]


def test_it_loads_whole_and_nothing_twice() -> None:
    loaded = run("load_procedures", FILE, "--json").document
    assert (loaded["lines"], loaded["new"], loaded["procedures"]) == (2642, 2642, 2642)
    assert (loaded["terms"], loaded["terms_read"], loaded["terms_not_read"]) == (5640, 5640, [])
    # In person 2,059, online 1,729, by post 1,852.
    for channel, number in (("in_person", 2059), ("online", 1729), ("postal", 1852)):
        given = CatalogueProcedure.objects.filter(**{f"{channel}_number__isnull": False})
        assert given.count() == number
    deciding = Counter(one for row in CatalogueProcedure.objects.all() for one in row.authority)
    assert deciding == {
        "ministry": 1413,
        "province": 1251,
        "commune": 588,
        "other": 51,
    }
    again = run("load_procedures", FILE, "--json").document
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2642)
