"""Items prepared in a thread: the same ones, in order, and no further than one ahead."""

import threading
from collections.abc import Iterator

import pytest

from dossiers.loading.ahead import ahead


def test_gives_the_same_items_in_the_same_order():
    assert list(ahead(iter([3, None, 1, 2]))) == [3, None, 1, 2]
    assert list(ahead(iter([]))) == []


def test_prepares_one_item_ahead_in_another_thread():
    begun: list[int] = []
    threads = set()
    second = threading.Event()

    def items() -> Iterator[int]:
        for number in range(4):
            begun.append(number)
            threads.add(threading.current_thread())
            if number == 1:
                second.set()
            yield number

    got = ahead(items())
    assert next(got) == 0
    assert second.wait(5), "the second is prepared while the first is used"
    assert begun == [0, 1]
    got.close()  # type: ignore[attr-defined]
    assert threading.current_thread() not in threads


def test_what_is_raised_while_preparing_is_raised_to_the_user():
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    got = ahead(items())
    assert next(got) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(got)
