"""Enter values of units and periods from a CSV file."""

from collections.abc import Sequence
from typing import Any

from indicators.defaults import unit_text
from indicators.entered.actions import NewValue, enter
from indicators.entered.reading import read_values
from indicators.entered.totals import Warned, warnings_of
from indicators.lines.command import LinesCommand
from indicators.lines.reading import Read
from indicators.lines.taking import Taken
from units.queries import hierarchy


class Command(LinesCommand[NewValue]):
    help = "Enter the values of a CSV file: unit, period, measure, value[, rank][, calendar]."

    def read(self, content: bytes) -> Read[NewValue]:
        return read_values(content)

    def enter(self, lines: Sequence[NewValue], file_name: str) -> Taken:
        return enter(values=lines, by=self.actor, file_name=file_name)

    def warnings(self, lines: Sequence[NewValue]) -> list[Warned]:
        return warnings_of(lines)

    def details(self, warning: Warned) -> dict[str, Any]:
        return {
            "measure": warning.measure.code,
            "unit": unit_text(hierarchy(), warning.unit_id, warning.period.ends_on),
            "period": warning.period.text,
            "parts": float(warning.unequal.gap.parts),
            "total": float(warning.unequal.gap.total),
        }
