"""What is asked about the words and units of a file: what unknown ones mean, and whether those that
the settings of its source know were told right."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from dossiers.preview.kept import Question, Suggestion
from dossiers.preview.suggesting import NearUnits, near_words
from dossiers.preview.told import SETTING_OF
from dossiers.source_settings import SourceSettings

MOST = 50


class Asking:
    """Makes the questions, each with what its text may mean to the settings on a day."""

    def __init__(self, settings: SourceSettings, day: date) -> None:
        self._settings = settings
        self._day = day

    def of_unknown(
        self, unknown: "Counter[tuple[str, str, str]]"
    ) -> tuple[tuple[Question, ...], int]:
        """Of (field, kind, text) -> rows the most frequent, and the rows of all others."""
        asked = [found for found in unknown.most_common() if found[0][2]][:MOST]
        questions = tuple(
            Question(field, kind, text, rows, self._near(field, text))
            for (field, kind, text), rows in asked
        )
        return questions, unknown.total() - sum(question.rows for question in questions)

    def of_told(
        self, told: "Counter[tuple[str, str]]", asked: Iterable[Question]
    ) -> tuple[Question, ...]:
        """Of (field, text of the settings) -> rows the most frequent that are not asked about as
        unknown, as of a unit that has ended."""
        unknown = {(SETTING_OF[question.field], question.text) for question in asked}
        known = [
            (field, text, rows)
            for (field, text), rows in told.most_common()
            if (SETTING_OF[field], text) not in unknown
        ]
        return tuple(
            Question(field, "told", text, rows, self._near(field, text), self._told(field, text))
            for field, text, rows in known[:MOST]
        )

    def _near(self, field: str, text: str) -> tuple[Suggestion, ...]:
        if SETTING_OF[field] == "units":
            return self._units.near(text)
        return near_words(field, text, self._settings)

    def _told(self, field: str, text: str) -> Suggestion:
        value = getattr(self._settings, SETTING_OF[field])[text]
        return self._units.meant(value) if SETTING_OF[field] == "units" else Suggestion(value)

    @cached_property
    def _units(self) -> NearUnits:
        return NearUnits(self._settings, self._day)
