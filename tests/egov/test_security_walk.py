"""docs/security.md leaves no requirement of ASVS 4.0.3 level 2 out, and names what there is."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
WALK = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# Section -> its requirements of levels 1 and 2.
REQUIRED = """
1.1 1-7, 1.2 1-4, 1.4 1 4 5, 1.5 1-4, 1.6 1-4, 1.7 1-2, 1.8 1-2, 1.9 1-2, 1.10 1, 1.11 1-2, 1.12
2, 1.14 1-6, 2.1 1-12, 2.2 1-3, 2.3 1-3, 2.4 1-6, 2.5 1-7, 2.6 1-3, 2.7 1-6, 2.8 1-7, 2.9 1-3,
2.10 1-4, 3.1 1, 3.2 1-4, 3.3 1-4, 3.4 1-5, 3.5 1-3, 3.7 1, 4.1 1-3 5, 4.2 1-2, 4.3 1-3, 5.1 1-5,
5.2 1-8, 5.3 1-10, 5.4 1-3, 5.5 1-4, 6.1 1-3, 6.2 1-6, 6.3 1-2, 6.4 1-2, 7.1 1-4, 7.2 1-2, 7.3 1 3
4, 7.4 1-3, 8.1 1-4, 8.2 1-3, 8.3 1-8, 9.1 1-3, 9.2 1-4, 10.2 1-2, 10.3 1-3, 11.1 1-8, 12.1 1-3,
12.2 1, 12.3 1-6, 12.4 1-2, 12.5 1-2, 12.6 1, 13.1 1 3-5, 13.2 1-3 5 6, 13.3 1-2, 13.4 1-2, 14.1
1-4, 14.2 1-6, 14.3 2-3, 14.4 1-7, 14.5 1-4
"""


def required() -> list[str]:
    found = []
    for section in REQUIRED.replace("\n", " ").split(","):
        name, *numbers = section.split()
        for number in numbers:
            first, _, last = number.partition("-")
            found += [f"{name}.{one}" for one in range(int(first), int(last or first) + 1)]
    return found


def rows() -> list[tuple[str, str, str]]:
    """Id, state and what is said, of every line of the walk."""
    return re.findall(r"(?m)^\| (\d+\.\d+\.\d+) \| \**([a-z ]+?)\** \| (.+) \|$", WALK)


def test_every_requirement_has_its_line():
    assert [row[0] for row in rows()] == required()


def test_what_is_said_at_the_head_is_what_stands_below():
    states = [state for _id, state, _text in rows()]
    assert set(states) == {"met", "not applicable", "open"}
    counted = [states.count(state) for state in ("met", "not applicable", "open")]
    said = re.search(r"all (\d+) requirements: (\d+) met, (\d+) not applicable, (\d+) open", WALK)
    assert said
    assert list(map(int, said.groups())) == [len(states), *counted]


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`([\w./-]+)`", WALK))))
def test_what_is_named_exists(named: str):
    if named.startswith("test_") and not named.endswith(".py"):
        assert any(f"def {named}(" in path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    elif named.startswith("test_"):
        assert list((ROOT / "tests").rglob(named))
    elif re.match(r"(units|dossiers|indicators|egov|tests|docs|docker|static|templates)/", named):
        assert (ROOT / named).exists()
