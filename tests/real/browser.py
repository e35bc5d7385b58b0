"""A browser of somebody who is signed in: cookies, forms, and pages that it has already."""

import gzip
import http.client
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
from django.conf import settings
from django.test import Client

from units.models import User

_PATIENCE = 60.0  # seconds until an answer must have come
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Answer:
    """What came back; `location` where it sends the browser."""

    status: int
    location: str
    text: str


@dataclass
class Browser:
    """Asks one site under one session. Not for several threads at a time."""

    host: str
    session: str
    _token: str = field(default_factory=lambda: secrets.token_hex(16))
    _tags: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, *, htmx: bool = False) -> Answer:
        """Ask for a page; one that was seen before only if it has changed, as browsers do (304)."""
        headers = {"HX-Request": "true"} if htmx else {}
        if tag := self._tags.get(f"{address} {htmx}"):
            headers["If-None-Match"] = tag
        answer, tag = self._ask("GET", address, b"", headers)
        if tag and answer.status == http.client.OK:
            self._tags[f"{address} {htmx}"] = tag
        return answer

    def post(self, address: str, fields: dict[str, str], *, file: Path | None = None) -> Answer:
        """Send a form, with a file in its field `file`. OSError or HTTPException where the
        connection breaks off: then it may have been taken or not."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body: bytes | Iterator[bytes] = urlencode(fields).encode()
        if file is not None:
            headers, body = _multipart(fields, file)
        return self._ask("POST", address, body, headers)[0]

    def form(self, page: str, action: str) -> dict[str, str]:
        """The form of a page that goes to `action`, filled in as it comes."""
        answer, _tag = self._ask("GET", page, b"", {})
        for form in lxml.html.fromstring(answer.text).forms:
            if form.action == action:
                return dict(form.form_values())
        return {}

    def _ask(
        self, method: str, address: str, body: bytes | Iterator[bytes], headers: dict[str, str]
    ) -> tuple[Answer, str | None]:
        cookies = {
            settings.SESSION_COOKIE_NAME: self.session,
            settings.CSRF_COOKIE_NAME: self._token,
            settings.LANGUAGE_COOKIE_NAME: "en",
        }
        all_headers = {
            "Cookie": "; ".join(f"{name}={text}" for name, text in cookies.items()),
            "X-CSRFToken": self._token,
            "Accept-Encoding": "gzip",
            **headers,
        }
        connection = http.client.HTTPConnection(self.host, timeout=_PATIENCE)
        try:
            connection.request(method, address, body or None, all_headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.getheader("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        text = content.decode(errors="replace")
        answer = Answer(response.status, response.getheader("Location") or "", text)
        return answer, response.getheader("ETag")


def signed_in(user: User, host: str) -> Browser:
    """A browser in which the account is signed in, without its password."""
    client = Client()
    client.force_login(user)
    return Browser(host, client.cookies[settings.SESSION_COOKIE_NAME].value)


def _multipart(fields: dict[str, str], file: Path) -> tuple[dict[str, str], Iterator[bytes]]:
    """The headers and the body of a form with a file, which is read as it is sent."""
    boundary = secrets.token_hex(16)
    begin = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    begin += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    end = f"\r\n--{boundary}--\r\n"

    def body() -> Iterator[bytes]:
        yield begin.encode()
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                yield block
        yield end.encode()

    length = len(begin.encode()) + file.stat().st_size + len(end)
    kind = f"multipart/form-data; boundary={boundary}"
    return {"Content-Type": kind, "Content-Length": str(length)}, body()
