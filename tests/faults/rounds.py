"""One round: something is asked for, something is killed, all comes to rest, promises are held."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from django.db import connections

from tests.faults import doings, killing, promises
from tests.faults.doings import World
from tests.real.programs import Programs
from units.outages import outage_of

_PATIENCE = 150.0  # seconds until all has come to rest
_PAUSE = 0.25


@dataclass(frozen=True)
class Told:
    """What a round was, whether it was answered and whether anybody was there to be killed, how
    long it took to come to rest, and the promises that did not hold."""

    doing: str
    answered: bool
    kill: killing.Kill
    killed: bool
    seconds: float
    broken: list[str]

    def __str__(self) -> str:
        doing = f"{self.doing}{'' if self.answered else ', not answered'}"
        kill = f"{self.kill}{'' if self.killed else ', nobody was there'}"
        found = "; ".join(self.broken) or "all promises held"
        return f"{doing}; {kill}; at rest after {self.seconds:.1f} s: {found}"


def play(world: World, programs: Programs, random: Random) -> Told:
    """Play a round; the same `random` draws the same one."""
    world.random = Random(random.random())  # of its own: both go on at a time
    doing, ask = doings.choose(world)
    kill = killing.draw(random)
    with ThreadPoolExecutor(max_workers=1) as pool:
        asking = pool.submit(_ask, ask, world)
        killed = killing.carry_out(kill, programs, random)
        begun = time.monotonic()
        answered = asking.result()
    rested = _rest(programs)
    seconds = time.monotonic() - begun
    broken = promises.broken(world) if rested else [f"not at rest after {_PATIENCE:.0f} s"]
    return Told(doing, answered, kill, killed, seconds, broken)


def _ask(ask: doings.Doing, world: World) -> bool:
    try:
        return doings.attempt(ask, world)
    finally:
        connections.close_all()


def _rest(programs: Programs) -> bool:
    """Wait until pages come and no job is left, looked at twice; False: it takes too long."""
    end = time.monotonic() + _PATIENCE
    times = 0
    while times < 2:
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
        times = times + 1 if _is_at_rest(programs) else 0
    return True


def _is_at_rest(programs: Programs) -> bool:
    try:
        return programs.answers() and doings.is_quiet()
    except Exception as error:
        if outage_of(error) is None:
            raise
        connections.close_all()
        return False
