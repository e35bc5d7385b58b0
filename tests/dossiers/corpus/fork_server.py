"""Reads many files as the process that reads workbooks does, each in a process of its own that is
forked: a hundred times as quick as starting one. `python -m tests.dossiers.corpus.fork_server`.

For each line of stdin, the JSON of a Request, it writes a line: "rows" or "refusal" with its kind,
else the exception or the exit status.
"""

import os
import sys

import lxml.html  # noqa: F401 - what each of them needs is imported once
import python_calamine
from lxml import etree

from dossiers.reading import child
from dossiers.reading.child_request import Request
from dossiers.reading.refusals import Refusal


def main() -> None:
    for line in sys.stdin:
        reader, writer = os.pipe()
        number = os.fork()
        if not number:
            os.close(reader)
            os.write(writer, _outcome(line).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            said = pipe.read().decode()
        _number, status = os.waitpid(number, 0)
        print(said or f"status {os.waitstatus_to_exitcode(status)}", flush=True)


def _outcome(line: str) -> str:
    import json

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    request = Request(**json.loads(line))
    child._set_limits(request)
    try:
        with open(os.devnull, "wb") as out:  # noqa: PTH123
            child._answer(request, out)
    except Refusal as refusal:
        return f"refusal {refusal.kind}"
    except (python_calamine.CalamineError, etree.XMLSyntaxError, MemoryError) as error:
        return f"parser {type(error).__name__}"
    except BaseException as error:
        name = type(error).__name__
        return f"parser {name}" if name == "PanicException" else f"fault {name}: {error}"
    return "rows"


if __name__ == "__main__":
    main()
