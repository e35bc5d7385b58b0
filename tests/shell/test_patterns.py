"""No pattern of the code takes long over a text that was made to hold it up."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

LENGTH = 1_000
SECONDS = 0.5
PIECES = (
    *("a", "1", " ", "-", ".", ",", "(", "/", "_", "=", "'", "<", "&", "\n", "\t", "á"),
    *("a ", "1 ", " -", "1.", "a.", "1/", "1-", " - ", "\n ", "a,", '="', "<a ", "xa ", "tp."),
    *(
        "tháng 1 ",
        "từ ngày ",
        "1/1/2018 ",
        "<table ",
        "<dc:date>",
        " date1904",
        "&a",
        "''",
        "ubnd ",
    ),
)


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern of the rooms that a module has compiled, with its place."""
    for room in ("units", "dossiers", "indicators", "egov"):
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" in found.name or found.name.endswith("__main__"):
                continue
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{found.name}.{name}", value


def seconds(pattern: re.Pattern[Any], text: Any) -> float:
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    begun = time.process_time()
    pattern.search(text)
    pattern.match(text)
    pattern.sub(pattern.pattern[:0], text)
    return time.process_time() - begun


def test_each_ends_soon():
    known = list(patterns())
    assert len(known) > 40
    slow = [
        (place, piece, ended)
        for place, pattern in known
        for piece in PIECES
        for ended in ("", "!", "a")
        if seconds(pattern, piece * (LENGTH // len(piece)) + ended) > SECONDS
    ]
    assert slow == []


def test_a_slow_one_would_be_noticed():
    cubic = re.compile(r"\s*[-:]*\s*\d\s*$")
    assert seconds(cubic, " " * LENGTH) > 10 * seconds(re.compile(r"\s+$"), " " * 10)
