"""What a criterion can read, by name: indicators, entered measures, criteria, other scorecards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.models import EnteredMeasure, Indicator, Scorecard
from indicators.scoring.rules import CRITERION, ENTERED, INDICATOR, PREFIXES, SCORECARD
from units.names import fold


@dataclass(frozen=True)
class Choice:
    """Something to read: its reference, what it is called, and what kind of thing it is."""

    reference: str
    name: str
    kind: str

    @property
    def label(self) -> str:
        return f"{self.kind}: {self.name}"


class Choices:
    """All that the criteria of a draft can read; `criteria` are its own, as code and name."""

    def __init__(self, criteria: Iterable[tuple[str, str]] = ()) -> None:
        found = [
            *_choices(INDICATOR, _("indicator"), Indicator.objects.order_by("pk")),
            *_choices(ENTERED, _("entered measure"), EnteredMeasure.objects.all()),
            *(Choice(CRITERION + code, name, _("criterion")) for code, name in criteria if code),
            *_choices(SCORECARD, _("scorecard"), Scorecard.objects.order_by("pk")),
        ]
        # Of several versions the newest names it.
        self._by_reference = {one.reference: one for one in found}
        self._by_name = {fold(one.name): one for one in reversed(self.listed)}

    @property
    def listed(self) -> Sequence[Choice]:
        return list(self._by_reference.values())

    def reference(self, text: str) -> str | None:
        """The reference that a text is, or names; None where it is neither."""
        if text.startswith(PREFIXES):
            return text
        found = self._by_name.get(fold(text))
        return found.reference if found else None

    def name(self, reference: str) -> str:
        """What a reference is called; itself where nobody knows it."""
        found = self._by_reference.get(reference)
        return found.label if found else reference


def _choices(
    prefix: str, kind: str, rows: Iterable[Indicator | EnteredMeasure | Scorecard]
) -> list[Choice]:
    return [Choice(prefix + one.code, one.label, kind) for one in rows]
