"""Where the embedded servers keep their things, and the account that they run under.

    DATA/secret_key      the installation's SECRET_KEY
    DATA/run/            locks, holders, the folder's id
    HOME/postgres/, HOME/redis/, HOME/*.log, HOME/sockets/

DATA is `EGOV_DATA_DIR`. HOME is DATA, unless the servers' account cannot reach that.
"""

import hashlib
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DEFAULT = Path(__file__).resolve().parent.parent.parent / "var"
_ELSEWHERE = Path("/var/lib")
_SHORT = Path("/tmp")  # noqa: S108 - the name in it cannot be guessed, and its owner is checked

# The path of a socket has room for 107 bytes; the longest name in it is "/.s.PGSQL.5432". Other
# signs than these would need quoting, each reader of the URLs in its own way.
_SOCKETS_FIT = re.compile(r"[A-Za-z0-9_./-]{1,93}")


class EmbeddedError(Exception):
    """The servers cannot be had; the text is one clear line."""


@dataclass(frozen=True)
class Account:
    """Whom the servers run as when root starts them (PostgreSQL refuses to run as root)."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Folder:
    """The places of one data folder. `account` is None when we are not root: then it is us."""

    data: Path
    home: Path
    sockets: Path
    account: Account | None
    owner: tuple[int, int]

    @property
    def run(self) -> Path:
        """Locks and the folder's id; nothing that a server needs to reach."""
        return self.data / "run"

    @property
    def holders(self) -> Path:
        """One locked file per command that uses the servers."""
        return self.run / "holders"

    def give(self, path: Path) -> None:
        """Give what root makes to the data folder's owner, who may use the folder without root."""
        if self.account:
            os.chown(path, *self.owner, follow_symlinks=False)


def data_dir() -> Path:
    """`EGOV_DATA_DIR`, by default `var` in the checkout, as an absolute path."""
    return Path(os.environ.get("EGOV_DATA_DIR") or _DEFAULT).resolve()


def open_folder(data: Path) -> Folder:
    """Make the data folder where it is absent, and find the places of its servers.

    Parent directories are never changed. Raises EmbeddedError, OSError.
    """
    owner = _make_data(data)
    account = _account(owner[0]) if os.geteuid() == 0 else None
    folder = Folder(data, data, data / "sockets", account, owner)
    for directory in (folder.run, folder.holders):
        if not directory.is_dir():
            directory.mkdir(mode=0o700, exist_ok=True)
            folder.give(directory)
    token = _token(folder)
    home = _home(folder, token)
    sockets = home / "sockets"
    if not _SOCKETS_FIT.fullmatch(str(sockets)):
        sockets = _SHORT / f"egov-{token}"
    return Folder(data, home, sockets, account, owner)


def make_private(directory: Path, account: Account | None) -> None:
    """Make a directory that only the servers' account can enter; refuse one that others made."""
    uid = account.uid if account else os.geteuid()
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account:
            os.chown(directory, account.uid, account.gid, follow_symlinks=False)
    found = directory.lstat()
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    # A crash between mkdir and chown leaves our own, which is safe to give away now.
    if not private or found.st_uid not in (uid, os.geteuid()):
        raise EmbeddedError(f"{directory} is not a private directory of user {uid}")
    if account and found.st_uid != uid:
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)


def secret_key(folder: Folder) -> str:
    """The SECRET_KEY of this data folder, made once."""
    return _kept(folder, folder.data / "secret_key", secrets.token_urlsafe(50))


def can_use(path: Path, account: Account | None) -> bool:
    """Whether the account may enter the directory or execute the file; the kernel decides."""
    if account is None:
        return os.access(path, os.X_OK)
    test = shutil.which("test") or "/usr/bin/test"
    answer = subprocess.run(
        [test, "-x", str(path)],
        check=False,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[],
    )
    return answer.returncode == 0


def _make_data(data: Path) -> tuple[int, int]:
    """Make the folder where it is absent; the user and group that its files belong to."""
    if not data.is_dir():
        data.parent.mkdir(parents=True, exist_ok=True)
        # Made aside, so that commands which begin together never see it half made.
        draft = data.with_name(f".{data.name[:50]}.{secrets.token_hex(4)}")
        draft.mkdir()
        # Whatever the umask, the servers' account may pass through; what lies below guards itself.
        draft.chmod(0o711)
        if os.geteuid() == 0:
            # Root in somebody's checkout leaves a folder that this somebody can use.
            parent = data.parent.stat()
            os.chown(draft, parent.st_uid, parent.st_gid)
        try:
            draft.rename(data)
        except OSError:  # another command was first, and has begun to fill it
            draft.rmdir()
    found = data.stat()
    return found.st_uid, found.st_gid


def _account(owner: int) -> Account:
    """The owner of the data folder, or `nobody` where that is root or unknown."""
    try:
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        try:
            entry = pwd.getpwnam("nobody")
        except KeyError:
            raise EmbeddedError(
                "as root the servers run as user nobody, and this machine has no such user"
            ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _token(folder: Folder) -> str:
    """A name for places outside the data folder: of this folder at this path, not to be guessed.

    A copy of the folder has another path, a new folder at the same path has another id.
    """
    own_id = _kept(folder, folder.run / "id", secrets.token_hex(16))
    return hashlib.sha256(f"{own_id}\0{folder.data}".encode()).hexdigest()[:16]


def _home(folder: Folder, token: str) -> Path:
    """The data folder, or `/var/lib/egov-...` where the servers' account cannot reach it."""
    if folder.account is None or can_use(folder.data, folder.account):
        return folder.data
    home = _ELSEWHERE / f"egov-{token}"
    if not home.is_dir():
        home.mkdir(exist_ok=True)
    home.chmod(0o711)
    if not can_use(home, folder.account):
        raise EmbeddedError(
            f"user {folder.account.name} can reach neither {folder.data} nor {home}"
        )
    link = folder.data / "servers"  # for people who look for the data; nothing reads it
    if not link.is_symlink() or link.readlink() != home:
        link.unlink(missing_ok=True)
        with suppress(FileExistsError):
            link.symlink_to(home)
    return home


def _kept(folder: Folder, path: Path, new: str) -> str:
    """What the file says; `new`, written whole or not at all, where there is none yet."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600, exist_ok=False)
        folder.give(draft)
        with draft.open("w") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, keeps the one that another command made a moment before.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()
