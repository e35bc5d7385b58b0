"""The offices of the second stretch with their lives, from `fixtures/demo/`: who handles what from
which day until which, and who goes on with what an office leaves open.

An office of 2025 has the size that OFFICES.csv gives for 2018, one that began out of others has
theirs together. What districts handled goes to the communes on their territory.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from egov.demo import offices
from egov.demo.chance import Chance
from egov.demo.recent.calendar import DISTRICTS_END, WARM_UP

Row = dict[str, str]

_FOREVER = "9999-12-31"
_END = DISTRICTS_END.isoformat()
_ONLINE = {"department": 0.62, "district": 0.40, "commune": 0.34}


@dataclass
class Counter:
    """An office. `begins`, `ends` are ISO days, the latter exclusive; `services`: group of
    procedures -> dossiers of a year; `heirs`: the positions of those that its open dossiers go
    to when it ends; `parent`: the code of the unit above."""

    code: str
    identifier: str
    name: str
    level: str
    parent: str
    begins: str
    ends: str
    services: dict[str, float] = field(default_factory=dict)
    lateness: float = 1.0
    online: float = 0.0
    heirs: set[int] = field(default_factory=set)

    def lives_on(self, day: str) -> bool:
        """Whether it is there on an ISO day."""
        return self.begins <= day < self.ends


def counters(chance: Chance) -> list[Counter]:
    """All offices that live at some time from the warm-up on."""
    every = _lives()
    _size(every, chance)
    for link in sorted(_read("SUCCESSION.csv"), key=lambda row: row["effective_on"]):
        day, ended, going_on = (
            link["effective_on"],
            link["predecessor_code"],
            link["successor_code"],
        )
        heirs = [n for n, one in enumerate(every) if one.code == going_on and one.lives_on(day)]
        for one in every:
            if (one.code, one.ends) == (ended, day):
                _hand_on(one, heirs, every)
    _end_districts(every)
    swings = np.exp(0.35 * chance.bell(len(every)))
    for one, swing in zip(every, swings.tolist(), strict=True):
        one.lateness *= swing
        one.online = _ONLINE[one.level] * swing**-0.3
    return every


def _lives() -> list[Counter]:
    """The units below the province; the lines of a department that adjoin are one."""
    found: list[Counter] = []
    departments: dict[str, Counter] = {}
    for row in _read("UNITS.csv"):
        level, ends = row["level"], row["valid_to"] or _FOREVER
        if level == "province" or ends <= WARM_UP.isoformat():
            continue
        if row["code"] in departments:
            departments[row["code"]].ends = ends
            continue
        one = Counter(
            code=row["code"],
            identifier=row["identifiers"].removeprefix("h="),
            name=row["name"] if level == "department" else offices.committee(row["name"]),
            level=level,
            parent=row["parent_code"],
            begins=row["valid_from"],
            ends=ends,
        )
        found.append(one)
        if level == "department":
            departments[one.code] = one
    return found


def _size(every: Iterable[Counter], chance: Chance) -> None:
    """What offices that did not begin out of others handle, and how late they are."""
    given = {row["code"]: row for row in _read("OFFICES.csv")}
    communes = [one for one in every if one.level == "commune" and one.parent in given]
    of_communes = offices.commune_sizes(
        [
            (one.name.removeprefix("UBND "), float(given[one.parent]["dossiers"]))
            for one in communes
        ],
        chance,
    )
    for one, dossiers in zip(communes, of_communes.tolist(), strict=True):
        one.services["commune"] = dossiers
        one.lateness = float(given[one.parent]["lateness"]) ** 0.5
    for one in every:
        if one.level != "commune" and one.code in given:
            group = one.code if one.level == "department" else one.level
            one.services[group] = float(given[one.code]["dossiers"])
            one.lateness = float(given[one.code]["lateness"]) ** 0.5


def _hand_on(ended: Counter, heirs: Iterable[int], every: list[Counter]) -> None:
    for heir in heirs:
        ended.heirs.add(heir)
        _add(every[heir], ended.services, 1.0)


def _end_districts(every: list[Counter]) -> None:
    """What each district handles goes to the communes on its territory, as they had dossiers."""
    last = [one for one in every if one.level == "commune" and one.ends == _END]
    totals: dict[str, float] = defaultdict(float)
    for commune in last:
        totals[commune.parent] += commune.services["commune"]
    districts = {one.code: one for one in every if one.level == "district"}
    for commune in last:
        district = districts[commune.parent]
        share = commune.services["commune"] / totals[commune.parent]
        for heir in commune.heirs:
            district.heirs.add(heir)
            _add(every[heir], district.services, share)


def _add(heir: Counter, services: dict[str, float], share: float) -> None:
    for group, dossiers in services.items():
        heir.services[group] = heir.services.get(group, 0.0) + share * dossiers


def _read(name: str) -> list[Row]:
    with (offices.FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
