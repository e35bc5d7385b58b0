"""Enter scores and levels that were announced, from a CSV file."""

from collections.abc import Sequence

from indicators.announced.actions import NewAnnounced, announce
from indicators.announced.reading import read_announced
from indicators.announced.words import warnings_of
from indicators.lines.command import LinesCommand
from indicators.lines.reading import Read
from indicators.lines.taking import Problem, Taken


class Command(LinesCommand[NewAnnounced]):
    help = "Enter what was announced: scorecard, unit, period[, points][, level][, group:CODE] ..."

    def read(self, content: bytes) -> Read[NewAnnounced]:
        return read_announced(content)

    def enter(self, lines: Sequence[NewAnnounced], file_name: str) -> Taken:
        return announce(scores=lines, by=self.actor, file_name=file_name)

    def warnings(self, lines: Sequence[NewAnnounced]) -> list[Problem]:
        return warnings_of(lines)
