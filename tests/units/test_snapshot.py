"""What is read within a snapshot is of one moment, and asked for once."""

import pytest
from django.db import connection

from units.models import Unit
from units.snapshot import asked_once, snapshot

pytestmark = pytest.mark.django_db


@asked_once
def number(first: int, *, second: int = 0) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s + %s", [first, second])
        found: int = cursor.fetchone()[0]
        return found


def test_within_a_snapshot_each_question_is_asked_once(django_assert_num_queries):
    with snapshot(), django_assert_num_queries(3):
        assert [number(1), number(2), number(1), number(1, second=5)] == [1, 2, 1, 6]
        with snapshot():
            assert number(1) == 1
    with snapshot(), django_assert_num_queries(1):
        assert number(1) == 1


def test_outside_it_is_asked_each_time(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [number(1), number(1)] == [1, 1]


def test_who_writes_reads_what_was_written():
    @asked_once
    def so_many() -> int:
        return Unit.objects.count()

    with snapshot(writes=True):
        before = so_many()
        Unit.objects.create()
        assert so_many() == before + 1


def test_what_fails_is_asked_again():
    answers = iter([None, 7])

    @asked_once
    def once() -> int:
        found = next(answers)
        if found is None:
            raise LookupError
        return found

    with snapshot():
        with pytest.raises(LookupError):
            once()
        assert once() == 7
