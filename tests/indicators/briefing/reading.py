"""A report as text, for tests."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation

from indicators.briefing.layout import sections
from indicators.briefing.placeholders import BY_NAME
from indicators.briefing.report import Report, report_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.tables import Table

ASKED = {"indicator": "on_time_all", "level": "commune", "under": "64", "period": "2018-06"}


def report(**asked: str) -> Report:
    """The report of the unit that `under` names, of June 2018 where nothing else is asked for."""
    return report_of(Selection.parse({**ASKED, **asked}), Results())


def told(name: str, language: str = "en", **asked: str) -> Any:
    """What a placeholder gives."""
    with translation.override(language):
        given = BY_NAME[name].give(report(**asked))
    return " ".join(given) if isinstance(given, list) else given


def whole(language: str = "en", **asked: str) -> str:
    """All paragraphs of the built-in layout."""
    with translation.override(language):
        found = sections(report(**asked))
        return "\n".join(one for each in found for one in each.blocks if isinstance(one, str))


def rows(table: Table) -> Mapping[str, list[str]]:
    """First cell -> the others."""
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}


def numbers(text: str) -> list[int]:
    """The whole numbers of a Vietnamese or English text, without those of dates and shares."""
    plain = re.sub(r"\d+/\d+/\d{4}|\d+[.,]\d%|\d+[.,]\d\b(?!\d)", "", text)
    return [int(re.sub(r"[.,]", "", one)) for one in re.findall(r"\d[\d.,]*\d|\d", plain)]
