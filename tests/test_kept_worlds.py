"""A copied world is the one that was made."""

import shutil
from pathlib import Path

from django.conf import settings

from indicators.models import EnteredMeasure
from tests.emptying import empty
from tests.kept_worlds import KeptWorlds
from tests.pages.small_province import load_province
from tests.support import contents, load_gia_lai
from tests.test_emptying import numbers


def files() -> dict[str, bytes]:
    """What is stored of uploads."""
    top = Path(settings.MEDIA_ROOT)
    return {str(p.relative_to(top)): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def test_rows_numbers_and_files_are_copied(
    transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path
) -> None:
    calls = []

    def load() -> str:
        calls.append("made")
        load_gia_lai(tmp_path)
        load_province(tmp_path)
        EnteredMeasure.objects.create(code="made_here", name="A", kind="flow")
        return "told"

    assert kept_worlds.begin("made and copied", load) == "told"
    made = contents(), numbers(), files()
    assert made[2]
    empty()
    shutil.rmtree(settings.MEDIA_ROOT)
    assert kept_worlds.begin("made and copied", load) == "told"
    assert (contents(), numbers(), files()) == made
    assert calls == ["made"]


def test_a_measure_that_a_test_left_keeps_its_number(
    transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path
) -> None:
    """What migrations fill is not emptied, so its numbers must not begin again either."""
    EnteredMeasure.objects.create(code="made_before", name="A", kind="flow")
    kept_worlds.begin("copied after a measure", lambda: load_gia_lai(tmp_path))
    left = [EnteredMeasure.objects.create(code="made_after", name="B", kind="flow")]
    empty()
    kept_worlds.begin("copied after a measure", lambda: None)
    left += [EnteredMeasure.objects.create(code="made_again", name="C", kind="flow")]
    assert left[0].pk < left[1].pk
    EnteredMeasure.objects.filter(code__startswith="made_").delete()
