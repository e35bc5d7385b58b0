"""The offices of the demo and what they do, from `fixtures/demo/`.

UNITS.csv holds the real units. OFFICES.csv says for departments and districts how many dossiers
they get in a year, how late they are (1 = usual) and which share of the services they offer online
is used; communes get theirs by chance from their kind and district. PROCEDURES.csv says which
procedures an office has, how often each is asked for, its term in working days and its service
level. Sizes, lateness and terms are made up; procedures with a code are real ones.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from egov.demo.chance import Chance, Floats

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "demo"

_DAY = "2018-07-01"  # the units of 2018 did not change within the year
_COMMUNES = 91_500  # of the dossiers of 2018
_KINDS = {"phường": 2.6, "thị trấn": 2.2, "xã": 1.0}


@dataclass(frozen=True)
class Procedure:
    code: str
    name: str
    field: str
    weight: float
    term: int
    level: int


@dataclass(frozen=True)
class Office:
    """`group`: the key of its procedures; `text`, `above`: itself and the unit above it as an
    export writes them; `code_group`: how its dossier codes begin."""

    code: str
    level: str
    group: str
    text: str
    above: str
    code_group: str
    dossiers: float
    lateness: float
    online: float


def procedures() -> dict[str, list[Procedure]]:
    """Group of offices (`commune`, `district`, a department's code) -> its procedures."""
    found: dict[str, list[Procedure]] = {}
    for row in _rows("PROCEDURES.csv"):
        found.setdefault(row["office"], []).append(
            Procedure(
                row["code"],
                row["name"],
                row["field"],
                float(row["weight"]),
                int(row["term"]),
                int(row["level"]),
            )
        )
    return found


def offices(chance: Chance) -> list[Office]:
    """The departments, districts and communes of 2018, in the order of UNITS.csv."""
    units = [row for row in _rows("UNITS.csv") if _is_valid(row) and row["level"] != "province"]
    given = {
        row["code"]: (float(row["dossiers"]), float(row["lateness"]), float(row["online"]))
        for row in _rows("OFFICES.csv")
    }
    districts = {row["code"]: row["name"] for row in units if row["level"] == "district"}
    communes = [row for row in units if row["level"] == "commune"]
    sizes = commune_sizes([(row["name"], given[row["parent_code"]][0]) for row in communes], chance)
    lateness = 0.45 * np.exp(0.45 * chance.bell(len(communes)))
    for row, size, late in zip(communes, sizes.tolist(), lateness.tolist(), strict=True):
        given[row["code"]] = (size, late * given[row["parent_code"]][1] ** 0.5, 0.004)
    return [_office(row, districts, *given[row["code"]]) for row in units]


def commune_sizes(communes: Sequence[tuple[str, float]], chance: Chance) -> Floats:
    """Dossiers of a year of communes, by their names and the dossiers of the districts above:
    more in towns, and in districts that have many themselves."""
    kinds = [
        next(weight for kind, weight in _KINDS.items() if name.casefold().startswith(kind))
        for name, _district in communes
    ]
    above = [district**0.4 for _name, district in communes]
    sizes = np.array(kinds) * np.array(above) * np.exp(0.6 * chance.bell(len(communes)))
    return np.asarray(sizes / sizes.sum() * _COMMUNES, np.float64)


def _office(
    row: dict[str, str], districts: dict[str, str], dossiers: float, lateness: float, online: float
) -> Office:
    level = row["level"]
    is_commune = level == "commune"
    return Office(
        code=row["code"],
        level=level,
        group=row["code"] if level == "department" else level,
        text=row["name"] if level == "department" else committee(row["name"]),
        above=committee(districts[row["parent_code"]]) if is_commune else "UBND tỉnh Gia Lai",
        code_group=_code_group(row["identifiers"].removeprefix("h=")),
        dossiers=dossiers,
        lateness=lateness,
        online=online,
    )


def committee(name: str) -> str:
    """ "Thị trấn Chư Prông" -> "UBND thị trấn Chư Prông"."""
    return f"UBND {name[0].lower()}{name[1:]}"


def _code_group(identifier: str) -> str:
    """H21.17.5 -> 000.05.17.H21, the form of codes before 2020 (DOMAIN.md section 6)."""
    top, *rest = identifier.split(".")
    groups = [f"{int(part):02}" for part in reversed(rest)]
    return ".".join(["000", *["00"] * (2 - len(groups)), *groups, top])


def _is_valid(row: dict[str, str]) -> bool:
    return row["valid_from"] <= _DAY and (not row["valid_to"] or row["valid_to"] > _DAY)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
