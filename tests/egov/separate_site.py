"""What people do with a site behind its proxy, over TLS: python -m tests.egov.separate_site URL

The administrator `quantri` signs in with the password in PASSWORD, hands a file in, and sees it
loaded; then the figures are those of a known answer. Every check that fails says what was found.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from secrets import token_hex
from typing import Any

from lxml import html

TOKEN = "csrfmiddlewaretoken"
ROOT = Path(__file__).resolve().parents[2]
UNITS = """\
code,name,level,parent_code,valid_from,valid_to
64,Tỉnh Gia Lai,province,,2004-01-01,
623,Thị xã An Khê,district,64,2004-01-01,
202,Xã Tú An,commune,623,2004-01-01,
"""
# Received, due, finished: two in time, one late.
EXPORT = """\
Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý
H21.18-180601-0001,Xã Tú An,01/06/2018,11/06/2018,08/06/2018
H21.18-180601-0002,Xã Tú An,01/06/2018,11/06/2018,11/06/2018
H21.18-180601-0003,Xã Tú An,01/06/2018,11/06/2018,20/06/2018
"""

# Status, body, headers, and the address that it came from in the end.
Answer = tuple[int, str, Mapping[str, str], str]


class Browser:
    """Keeps cookies, follows redirects, and says where it came from."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._send(urllib.request.Request(self.site + path, headers=headers))

    def post(
        self,
        path: str,
        fields: Mapping[str, str],
        *,
        file: tuple[str, bytes] | None = None,
        to: str = "",
    ) -> Answer:
        """Send a form of a page, to the page itself or another address."""
        _status, form, _headers, _url = self.get(path)
        token = re.search(rf'name="{TOKEN}" value="(\w+)"', form)
        assert token, f"{path} has no form"
        boundary = token_hex(16)
        begin = f"--{boundary}\r\nContent-Disposition: form-data; name="
        parts = [
            f'{begin}"{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**fields, TOKEN: token[1]}.items()
        ]
        if file:
            head = f'{begin}"file"; filename="{file[0]}"'
            parts.append(f"{head}\r\nContent-Type: text/csv\r\n\r\n".encode() + file[1] + b"\r\n")
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Referer": self.site + path,
        }
        return self._send(urllib.request.Request(self.site + (to or path), body, headers))

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode(), answer.headers, answer.url


def main(site: str) -> None:
    browser = Browser(site)
    readiness(browser)
    what_the_proxy_sets(browser)
    sign_in(browser)
    upload(browser)
    known_answer()
    print("Health, sign-in, upload and figures are as they should be.")


def readiness(browser: Browser) -> None:
    until(lambda: browser.get("/healthz")[0] == 200, "it does not answer")
    found: list[str] = []

    def is_ready() -> bool:
        status, body, _headers, _url = browser.get("/readyz")
        found.append(body)
        return status == 200

    until(is_ready, lambda: f"not ready: {found[-1]}")


def what_the_proxy_sets(browser: Browser) -> None:
    """Not what a browser says of itself."""
    forged = {"X-Request-ID": "0" * 32, "X-Forwarded-Proto": "http", "X-Forwarded-For": "10.9.8.7"}
    status, _body, headers, _url = browser.get("/accounts/login/", **forged)
    assert status == 200, status
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"]), headers["X-Request-ID"]
    assert headers["X-Request-ID"] != "0" * 32
    assert all(cookie.secure for cookie in browser.jar), "cookies travel without TLS"
    assert "nginx/" not in headers.get("Server", ""), "the proxy tells its version"
    status, _body, _headers, url = browser.get("/")
    assert url.startswith(f"{browser.site}/accounts/login/"), url


def sign_in(browser: Browser) -> None:
    fields = {"login": "quantri", "password": os.environ["PASSWORD"]}
    _status, _body, _headers, url = browser.post("/accounts/login/", fields)
    assert "/accounts/login/" not in url, f"not signed in: {url}"
    assert browser.get("/search/?q=sought-for")[0] == 200


def upload(browser: Browser) -> None:
    command("load_units", temporary("units.csv", UNITS))
    fields = {"source": "+new", "new_slug": "igate", "new_under": "64"}
    file = ("june.csv", EXPORT.encode())
    status, body, _headers, url = browser.post("/uploads/new/", fields, file=file)
    assert re.search(r"/uploads/\d+/$", url), (status, url, body[-2000:])
    path = url.removeprefix(browser.site)
    until(lambda: f'action="{path}preview/"' in browser.get(path)[1], "no preview")
    _status, page, _headers, _url = browser.get(path)
    # What the form of the preview holds is sent back as it is.
    forms = html.fromstring(page).forms
    (form,) = [one for one in forms if str(one.action) == f"{path}preview/"]
    fields = {name: value for name, value in form.form_values() if name != TOKEN}
    browser.post(path, {**fields, "do": "load"}, to=f"{path}preview/")
    until(lambda: figure() is not None, "the worker loads nothing")


def known_answer() -> None:
    found = figure()
    assert found == {"numerator": 2, "denominator": 3}, found


def figure() -> dict[str, Any] | None:
    """On time of the one commune, as the command counts it; None while there is none."""
    asked = ("--indicator", "on_time", "--level", "commune", "--period", "2018-06")
    rows = json.loads(command("figures", *asked, "--format", "json"))
    values = [{name: row[name] for name in ("numerator", "denominator")} for row in rows]
    return values[0] if values and values[0]["denominator"] else None


def command(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def temporary(name: str, text: str) -> str:
    path = Path(tempfile.mkdtemp()) / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def until(condition: Callable[[], object], problem: str | Callable[[], str]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:  # it has not begun to listen
            pass
        time.sleep(0.5)
    raise SystemExit(problem if isinstance(problem, str) else problem())


if __name__ == "__main__":
    main(sys.argv[1])
