"""The demo's catalogue of procedures: what its offices have, with the terms and service levels of
PROCEDURES.csv. Terms are made up; so are the codes GL-001 and on, of those that bear none in the
exports and are found by their names."""

import csv
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from dossiers.catalogue.files import COLUMNS, FROM_COLUMN
from dossiers.catalogue_actions import load_catalogue
from dossiers.models import CatalogueProcedure
from egov.demo.offices import Procedure, procedures
from units.names import fold

# Decree 42/2022 put "in part" and "whole" in the place of levels 3 and 4.
_WORDS = (
    (date(2018, 1, 1), {2: "2", 3: "3", 4: "4"}),
    (date(2022, 8, 15), {2: "information", 3: "part", 4: "whole"}),
)
_AUTHORITY = {"department": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}


@transaction.atomic
def load_missing() -> None:
    """Load the catalogue, unless there is one: whole, or nothing of it."""
    if CatalogueProcedure.objects.exists():
        return
    with TemporaryDirectory() as folder:
        for day, words in _WORDS:
            file = Path(folder, f"catalogue-{day}.csv")
            _write(file, day, words)
            load_catalogue(file=file, by="demo")


def _write(file: Path, day: date, words: dict[int, str]) -> None:
    """A line for each procedure, with the term of the first office that has it."""
    levels = [f"service_level_{tier}" for tier in _AUTHORITY]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow([*COLUMNS, *levels, FROM_COLUMN])
        for number, tiers in enumerate(_tiers(), start=1):
            one = next(iter(tiers.values()))
            code = one.code or f"GL-{number:03}"
            authority = ", ".join(_AUTHORITY[tier] for tier in tiers)
            terms = [f"{one.term} Ngày làm việc"] * 3
            online = [words[tiers[tier].level] if tier in tiers else "" for tier in _AUTHORITY]
            writer.writerow([code, one.name, one.field, authority, *terms, *online, day])


def _tiers() -> list[dict[str, Procedure]]:
    """For each procedure: tier of the offices that have it -> as it is there. One goes by its
    code, else by its name, as in what dossiers name."""
    found: dict[str, dict[str, Procedure]] = {}
    for group, several in procedures().items():
        tier = group if group in _AUTHORITY else "department"
        for one in several:
            if one.code or one.name:
                found.setdefault(one.code or fold(one.name), {}).setdefault(tier, one)
    return list(found.values())
