"""Locks on files, which the kernel lets go when the last process that holds them ends.

They say who uses a data folder and which server lives: unlike process ids they are never stale.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from egov.embedded.folder import EmbeddedError, Folder

# A first start takes seconds, recovery after a crash may take minutes.
_PATIENCE_SECONDS = 300.0


def try_lock(path: Path) -> int | None:
    """Lock the file (made if it is absent) and return its descriptor; None if it is held.

    A process that inherits the descriptor holds the lock too.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Whether some living process holds the lock."""
    descriptor = try_lock(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextmanager
def turn(folder: Folder, *, patience: float = _PATIENCE_SECONDS) -> Iterator[int]:
    """Hold the folder's turn: only one command at a time starts or stops its servers.

    Gives the descriptor, for helpers that must end before the next turn begins. Raises
    EmbeddedError when another command keeps the turn for longer than `patience` seconds.
    """
    path = folder.run / "turn.lock"
    deadline = time.monotonic() + patience
    while (descriptor := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise EmbeddedError(f"another command keeps the servers of {folder.data} locked")
        time.sleep(0.02)
    try:
        folder.give(path)
        yield descriptor
    finally:
        os.close(descriptor)


def enter(folder: Folder) -> tuple[Path, int]:
    """Write down a holder of the folder; the path and descriptor of its lock. Needs the turn."""
    path = folder.holders / f"{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = try_lock(path)
    if descriptor is None:
        raise EmbeddedError(f"cannot lock {path}")
    folder.give(path)
    return path, descriptor


def others_left(folder: Folder) -> bool:
    """Whether any holder lives; dead ones are struck off. Needs the turn."""
    alive = False
    for path in folder.holders.iterdir():
        if is_held(path):
            alive = True
        else:
            path.unlink(missing_ok=True)
    return alive
