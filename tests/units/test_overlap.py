"""The database refuses what overlaps in time, also from two connections at once; audit events
stay as they are."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from units.models import Unit, UnitIdentifier, UnitVersion

D1, D2, D3 = date(2018, 1, 1), date(2020, 1, 1), date(2022, 1, 1)


def add(unit: Unit, begin: date, end: date | None, code: str = "1", level: str = "commune"):
    return UnitVersion.objects.create(
        unit=unit, code=code, name="Xã", level=level, valid_from=begin, valid_to=end
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("same_unit", "code", "level", "begin", "end", "refused"),
    [
        (True, "2", "commune", D2, None, True),
        (True, "2", "district", date(2017, 1, 1), D2, True),
        (True, "1", "commune", D3, None, False),
        (False, "1", "commune", D2, None, True),
        (False, "1", "commune", date(2017, 1, 1), None, True),
        (False, "1", "district", D2, None, False),
        (False, "2", "commune", D2, None, False),
        (False, "1", "commune", D3, None, False),
        (False, "1", "commune", date(2017, 1, 1), D1, False),
    ],
)
def test_versions_do_not_overlap(same_unit, code, level, begin, end, refused):
    first = Unit.objects.create()
    add(first, D1, D3)
    unit = first if same_unit else Unit.objects.create()
    if refused:
        with pytest.raises(IntegrityError, match=r"two (versions|units)"), transaction.atomic():
            add(unit, begin, end, code, level)
    else:
        add(unit, begin, end, code, level)


@pytest.mark.django_db
def test_lengthening_into_another_version_is_refused():
    unit = Unit.objects.create()
    version = add(unit, D1, D2)
    add(unit, D2, None)
    version.valid_to = D3
    with pytest.raises(IntegrityError, match="two versions"):
        version.save()


@pytest.mark.django_db
def test_many_rows_of_one_statement_are_checked_together():
    rows = [
        UnitVersion(
            unit=Unit.objects.create(), code="1", name="Xã", level="commune", valid_from=day
        )
        for day in (D1, D2)
    ]
    with pytest.raises(IntegrityError, match="code 1 of level commune belongs to two units"):
        UnitVersion.objects.bulk_create(rows)


@pytest.mark.django_db
def test_a_version_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="ends_after_it_begins"):
        add(Unit.objects.create(), D2, D2)


@pytest.mark.django_db
def test_an_identifier_belongs_to_one_unit_at_a_time():
    units = [Unit.objects.create() for _ in range(2)]

    def identify(unit, begin, end):
        UnitIdentifier.objects.create(
            unit=unit, scheme="h", value="H21", valid_from=begin, valid_to=end
        )

    identify(units[0], D1, D2)
    identify(units[1], D2, None)
    with pytest.raises(IntegrityError, match="identifier h=H21 is given twice"):
        identify(units[0], D3, None)


@pytest.mark.usefixtures("transactional_db")
def test_two_connections_cannot_both_take_a_code():
    units = [Unit.objects.create() for _ in range(2)]
    outcomes: list[str] = []

    def second() -> None:
        try:
            with transaction.atomic():
                add(units[1], D2, None)
            outcomes.append("both")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    with transaction.atomic():
        add(units[0], D1, None)
        other = threading.Thread(target=second)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits for the first transaction"
    other.join(20)
    assert outcomes == ["refused"]
