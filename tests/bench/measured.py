"""What was measured, as a line of the report."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One line of the report: seconds, and how many times the yardstick's that may be."""

    work: str
    seconds: float
    yardstick: str
    yardstick_seconds: float
    bound: float
    note: str = ""

    def line(self) -> str:
        ratio = self.seconds / self.yardstick_seconds
        verdict = "met" if ratio <= self.bound else f"missed by {ratio / self.bound:.1f} times"
        return (
            f"| {self.work} | {_time(self.seconds)} | {self.yardstick}: "
            f"{_time(self.yardstick_seconds)} | {ratio:.1f} | {self.bound:.0f} | {verdict} |"
            f" {self.note} |"
        )


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least of several runs: a yardstick must not be slow by accident."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
