"""Every test begins as if it were the first."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from indicators.models import EnteredMeasure, Indicator
from tests import emptying
from tests.indicators.scoring import cards
from tests.pages.small_province import load_province
from tests.support import contents, load_gia_lai
from units.models import AuditEvent


def numbers() -> dict[str, int]:
    """Sequence -> the last number that it gave."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seqrelid::regclass, pg_sequence_last_value(seqrelid) FROM pg_sequence"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("much", [1 << 30, 0], ids=["deleted", "truncated"])
def test_what_is_emptied_is_as_after_migrating(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    monkeypatch.setattr(emptying, "_MUCH", much)
    before = contents(), numbers()
    load_gia_lai(tmp_path)
    load_province(tmp_path)
    assert contents() != before[0]
    emptying.empty()
    assert (contents(), numbers()) == before


@pytest.mark.parametrize("much", [1 << 30, 0], ids=["deleted", "truncated"])
def test_what_is_shipped_is_as_after_migrating(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    monkeypatch.setattr(emptying, "_MUCH", much)
    before = contents()
    cards.put_in_force()
    assert EnteredMeasure.objects.filter(code="services").update(name="Khác")
    assert Indicator.objects.filter(code="received").delete()[0]
    emptying.empty()
    assert contents() == before


def test_what_guards_rows_does_so_afterwards(gia_lai: None) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEvent.objects.all().delete()
