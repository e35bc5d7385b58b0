"""A mail server that listens at a port of this machine, keeps what it takes, and can be told to
refuse or to hang up."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class MailServer:
    """`refuses` are recipients that are answered with 550; `hangs_up` closes the connection in the
    place of the answer to a whole mail, which it has kept."""

    port: int
    refuses: set[str] = field(default_factory=set)
    hangs_up: bool = False
    mails: list[tuple[str, Message]] = field(default_factory=list)

    def recipients(self) -> list[str]:
        return sorted(recipient for recipient, _mail in self.mails)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs meanwhile."""

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(b"220 test")
            recipient = ""
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    recipient = line.split(b"<")[1].split(b">")[0].decode()
                    known = recipient not in kept.refuses
                    self.say(b"250 ok" if known else b"550 no such box")
                elif word == b"DATA":
                    self.say(b"354 go on")
                    kept.mails.append((recipient, message_from_bytes(self.body())))
                    if kept.hangs_up:
                        return
                    self.say(b"250 taken")
                elif word == b"QUIT":
                    self.say(b"221 bye")
                    return
                else:
                    self.say(b"250 ok")

        def body(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            return b"".join(lines)

        def say(self, text: bytes) -> None:
            self.wfile.write(text + b"\r\n")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        kept = MailServer(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kept
        server.shutdown()
