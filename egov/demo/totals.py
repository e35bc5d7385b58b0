"""The totals of the year: what Gia Lai published for 2018, or what follows from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Totals:
    """Dossiers carried over from 2017, received and resolved in 2018 (of these late), and open at
    its end (of these overdue). carried + received = resolved + open."""

    carried: int = 6_285
    received: int = 232_325
    resolved: int = 216_738
    late: int = 9_103
    open: int = 21_872
    overdue: int = 3_762

    def one_in(self, n: int) -> "Totals":
        """Those of a smaller province, rounded down."""
        carried, received, remaining = self.carried // n, self.received // n, self.open // n
        return Totals(
            carried=carried,
            received=received,
            resolved=carried + received - remaining,
            late=self.late // n,
            open=remaining,
            overdue=self.overdue // n,
        )
