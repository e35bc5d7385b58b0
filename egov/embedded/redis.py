"""The embedded Redis: the broker's queue and the cache; what is queued outlives a stop."""

import signal
import socket

from egov.embedded.folder import Folder, make_private
from egov.embedded.programs import find_redis
from egov.embedded.servers import Server, is_durable


def redis(folder: Folder) -> Server:
    """The folder's Redis, with an append-only file and without snapshots."""
    directory = folder.home / "redis"
    path = folder.sockets / "redis.sock"

    def prepare(_lock: int) -> list[str]:
        make_private(directory, folder.account)
        options = {
            "--port": "0",
            "--unixsocket": str(path),
            "--unixsocketperm": "700",
            "--dir": str(directory),
            "--appendonly": "yes",
            "--appendfsync": "everysec" if is_durable() else "no",
            "--save": "",
            "--loglevel": "warning",
        }
        return [str(find_redis(folder)), *(word for pair in options.items() for word in pair)]

    def is_ready() -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")  # not while it still reads its file
        except OSError:
            return False

    lock, log = folder.run / "redis.lock", folder.home / "redis.log"
    url = f"unix://{path}"
    return Server("Redis", url, directory, path, lock, log, signal.SIGTERM, prepare, is_ready)
