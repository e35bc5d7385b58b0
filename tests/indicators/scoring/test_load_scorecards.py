"""`load_scorecards`: what a file brings, twice and changed, and what is refused, by file and form
alike."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from indicators.models import Scorecard, ScorecardState
from tests.indicators.scoring.cards import SMALL
from tests.support import Outcome, run, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

Change = Callable[[dict[str, Any]], object]


def load(folder: Path, change: Change, *options: str) -> Outcome:
    """What comes of the small scorecard, changed."""
    document = deepcopy(SMALL)
    change(document["scorecards"][0])
    file = write_text(folder / "card.json", json.dumps(document))
    return run("load_scorecards", file, *options)


def criterion(card: dict[str, Any], group: int = 0, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = card["groups"][group]["criteria"][place]
    return found


def nothing(_card: dict[str, Any]) -> None:
    pass


def test_as_a_draft_changed_and_in_force(tmp_path: Path) -> None:
    outcome = load(tmp_path, nothing)
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == "Scorecards: 1 new, 0 changed, 0 unchanged.\n"
    assert Scorecard.objects.get().state == ScorecardState.DRAFT
    changed = load(tmp_path, lambda card: card.update(name="Khác"), "--json")
    assert changed.document == {
        "new": [],
        "changed": ["Small scorecard"],
        "unchanged": [],
        "problems": {},
    }
    assert load(tmp_path, lambda card: card.update(name="Khác"), "--in-force").status == 0
    assert Scorecard.objects.get().state == ScorecardState.IN_FORCE
    refused = load(tmp_path, nothing)
    assert refused.status == 2
    assert refused.stderr == (
        "“Small scorecard” is in force and says otherwise: copy it, or give it other days.\n"
    )


def test_what_a_draft_still_lacks_is_told(tmp_path: Path) -> None:
    outcome = load(tmp_path, lambda card: card.update(maximum=40))
    assert outcome.status == 0
    sentence = "The groups have 30 points together, not 40."
    assert outcome.stderr == f"Small scorecard: {sentence}\n"
    refused = load(tmp_path, lambda card: card.update(maximum=40), "--in-force")
    assert (refused.status, refused.stderr) == (2, f"{sentence}\n")
    assert Scorecard.objects.get().state == ScorecardState.DRAFT


# What no road takes (the admin's: tests/pages/test_scorecards_admin.py).
CONTRADICTIONS: dict[str, tuple[Change, str]] = {
    "points above those of the criterion": (
        lambda card: criterion(card).update(rule="steps", steps=[["0.5", 7], [1, 15]]),
        "A step of criterion 1.1 gives more points than the criterion has.",
    ),
    "points above those of the group": (
        lambda card: criterion(card).update(maximum=21),
        "Criterion 1.1 has more points than its group.",
    ),
    "a threshold above 100%": (
        lambda card: criterion(card, 0, 1).update(threshold="1.5"),
        "Criterion 1.2 needs a threshold above 0 and up to 1.",
    ),
    "two criteria with one code": (
        lambda card: criterion(card, 0, 1).update(code="1.1"),
        "Two criteria have the code “1.1”.",
    ),
    "points below nothing": (
        lambda card: criterion(card).update(rule="steps", steps=[["0.5", -1], [1, 14]]),
        "A step of criterion 1.1 gives less than 0 points.",
    ),
    "a gate above 100%": (
        lambda card: criterion(card).update(gate="1.5"),
        "The gate of criterion 1.1 holds never: it must be 1 at most.",
    ),
    "a gate above the points as given": (
        lambda card: criterion(card).update(rule="points", gate=15),
        "The gate of criterion 1.1 holds never: it must be 14 at most.",
    ),
    "a gate above the points of its group": (
        lambda card: card["groups"][0].update(gate=21),
        "The gate of group “1” must be above 0 and at most the points of the group, 20.",
    ),
    "a gate of a group that holds always": (
        lambda card: card["groups"][0].update(gate=0),
        "The gate of group “1” must be above 0 and at most the points of the group, 20.",
    ),
    "steps out of order": (
        lambda card: criterion(card).update(rule="steps", steps=[[1, 14], ["0.5", 7]]),
        "The steps of criterion 1.1 are out of order.",
    ),
    "levels out of order": (
        lambda card: card.update(grades=[{"name": "I", "least": 20}, {"name": "II", "least": 10}]),
        "The level II needs more points than the level I before it: the thresholds are out of"
        " order.",
    ),
    "criteria in a circle": (
        lambda card: (
            criterion(card, 0, 0).update(inputs=["criterion:1.2"]),
            criterion(card, 0, 1).update(inputs=["criterion:1.1"]),
        ),
        "These criteria read each other in a circle: 1.1 → 1.2 → 1.1.",
    ),
    "scorecards in a circle": (
        lambda card: criterion(card).update(inputs=["scorecard:small"]),
        "These scorecards read each other in a circle: small → small.",
    ),
    "days out of order": (
        lambda card: card.update(valid_from="2018-06-01", valid_to="2018-06-01"),
        "The scorecard ends before it begins.",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    change, sentence = CONTRADICTIONS[name]
    outcome = load(tmp_path, change)
    assert (outcome.status, outcome.stdout, outcome.stderr) == (2, "", f"{sentence}\n")
    assert not Scorecard.objects.exists()


def test_scorecards_that_would_read_each_other_are_refused(tmp_path: Path) -> None:
    assert load(tmp_path, nothing, "--in-force").status == 0

    def other(card: dict[str, Any]) -> None:
        card.update(code="other", name_en="Other")
        criterion(card).update(inputs=["scorecard:small"])

    assert load(tmp_path, other, "--in-force").status == 0

    def back(card: dict[str, Any]) -> None:
        card.update(valid_from="2019-01-01")
        criterion(card).update(inputs=["scorecard:other"])

    refused = load(tmp_path, back)
    assert (refused.status, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith("These scorecards read each other in a circle: ")
    assert Scorecard.objects.count() == 2


def test_overlapping_versions_and_a_criterion_without_input_are_not_put_in_force(
    tmp_path: Path,
) -> None:
    without = load(tmp_path, lambda card: criterion(card).update(inputs=[]), "--in-force")
    assert (without.status, without.stderr) == (2, "Criterion 1.1 has no input.\n")
    assert load(tmp_path, nothing, "--in-force").status == 0
    later = load(tmp_path, lambda card: card.update(valid_from="2018-07-01"), "--in-force")
    assert later.status == 2
    assert "It would overlap “Small scorecard”" in later.stderr
    assert Scorecard.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is no JSON"),
        ("[]", "The file is no scorecard"),
        ("[" * 100_000, "The file is no JSON"),
        ('{"scorecards": [{"code": "a", "name": "\\u0000"}]}', "characters that are no text"),
        ('{"scorecards": [{"code": "a", "name": "\\ud800"}]}', "The file is no JSON"),
        ('{"scorecards": {}}', "“scorecards” is to be a list."),
        ('{"scorecards": [{"colour": "red"}]}', "not known: colour"),
        ('{"scorecards": [{"code": "a", "name": "A"}]}', "levels"),
        ('{"measures": [{"code": "a b", "name": "A", "kind": "flow"}]}', "a b"),
        ('{"measures": [{"id": 1, "code": "a", "name": "A", "kind": "flow"}]}', "not known: id"),
        ('{"indicators": [{"id": 1, "code": "a", "name": "A"}]}', "not known: id"),
    ],
)
def test_a_file_that_is_none(text: str, sentence: str, tmp_path: Path) -> None:
    outcome = run("load_scorecards", write_text(tmp_path / "card.json", text))
    assert (outcome.status, outcome.stdout) == (2, "")
    assert sentence in outcome.stderr
    assert outcome.stderr.count("\n") == 1


def test_a_step_that_is_no_pair(tmp_path: Path) -> None:
    outcome = load(tmp_path, lambda card: criterion(card).update(rule="steps", steps=[[1]]))
    assert (outcome.status, outcome.stderr) == (2, "small 1.1: a step is [least, points].\n")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    outcome = run("load_scorecards", tmp_path / "nothing.json")
    assert outcome.status == 2
    assert outcome.stderr.endswith("nothing.json: No such file or directory.\n")
