"""What web, worker and beat print goes into a file each, so that the screen stays readable."""

import re
from pathlib import Path

from honcho.printer import Message, Printer  # type: ignore[import-untyped]

_STOPPED = re.compile(r"(\S+) stopped \(rc=(.+)\)")
_LARGEST = 10_000_000  # bytes; a larger file is begun anew


class Logs(Printer):  # type: ignore[misc]
    """Takes the place of honcho's printer. `ended` is the first process that ended, and its
    status: ("web", "1")."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.ended = ("", "")
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, message: Message) -> None:
        """Append a line of a process to its file."""
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        if message.name == "system":
            found = _STOPPED.match(text)
            if found and not self.ended[0]:
                self.ended = (found[1], found[2])
            return
        path = self.folder / f"{message.name}.log"
        full = path.exists() and path.stat().st_size > _LARGEST
        with path.open("w" if full else "a", encoding="utf-8") as file:
            file.write(text)
