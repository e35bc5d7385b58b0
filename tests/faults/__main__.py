"""Kill -9 of the site's processes while uploads, undos and closings go on, round by round.

A round: somebody asks for something, a process is killed, a supervisor starts it again, all comes
to rest; then nothing may be lost, half or twice (tests.faults.promises). The same seed draws the
same rounds, as far as the moments of a machine repeat.
"""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import django

from tests.real.programs import ROOT, on_own_servers, supervised
from tests.real.report import machine, put

_STALE_SECONDS = "3"  # after so many a job that is silent is given to somebody else


def main() -> int:
    """0 if every promise held, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "faults")
    parser.add_argument("--write", type=Path, help="also put the outcome into this file")
    options = parser.parse_args()
    folder = options.folder.resolve()
    on_own_servers("tests.faults", folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "egov.settings"
    os.environ["EGOV_JOB_STALE_SECONDS"] = _STALE_SECONDS
    os.environ["EGOV_STATIC_DIR"] = str(folder / "static")
    django.setup()
    report = _play(folder, options.rounds, options.seed)
    if report and options.write:
        put(options.write, "faults", report)
    return 0 if report else 1


def _play(folder: Path, rounds: int, seed: int) -> str:
    """The report of all rounds; "" where a promise was broken: then all stays as it is found."""
    from tests.faults.beginning import begin, somebody
    from tests.faults.rounds import play

    begin(folder, os.environ, Random(seed))
    begun = time.monotonic()
    killed: Counter[str] = Counter()
    answered, slowest = 0, 0.0
    with supervised(os.environ, folder / "log") as programs:
        world = somebody(folder, programs)
        for number in range(1, rounds + 1):
            told = play(world, programs, Random(f"{seed} {number}"))
            print(f"round {number:2}: {told}", flush=True)
            if told.broken:
                print(f"Repeat it: make faults ROUNDS={number} SEED={seed}. Data are in {folder}.")
                return ""
            killed[told.kill.target] += told.killed
            answered += told.answered
            slowest = max(slowest, told.seconds)
    if answered < rounds // 4:
        # What nobody was promised cannot be broken.
        print(f"Only {answered} of {rounds} rounds were answered: that tries nothing.")
        return ""
    minutes = (time.monotonic() - begun) / 60
    names = ", ".join(f"{name} {times}" for name, times in sorted(killed.items()))
    return (
        f"{rounds} rounds, seed {seed}, in {minutes:.0f} minutes; {machine()}. Killed: {names}."
        f" {answered} were answered before or after. All promises held after each round; at rest"
        f" after {slowest:.0f} s at the latest."
    )


if __name__ == "__main__":
    sys.exit(main())
