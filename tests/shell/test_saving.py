"""Files are sent to be saved: under a name that is safe, as bytes that no browser opens."""

import email.message
from io import BytesIO

import pytest
from django.http import HttpResponse

from units.saving import saved_as

HOSTILE = {
    "báo cáo tháng 6 – Gia Lai.pdf": "báo cáo tháng 6 – Gia Lai.pdf",
    'a"; filename=b.exe': 'a"; filename=b.exe',
    "a\r\nSet-Cookie: sessionid=1\r\n\r\n<script>": "aSet-Cookie: sessionid=1<script>",
    "ends.csv\n": "ends.csv",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "../../etc/passwd": "../../etc/passwd",  # browsers keep what stands behind the last slash
    "\x00\x07": "file",
    "": "file",
    "%0d%0aX: y.csv": "%0d%0aX: y.csv",
    "a\\b.csv": "a\\b.csv",
    "a';b*=c.csv": "a';b*=c.csv",
}


def named(header: str) -> str:
    """The name in a Content-Disposition as Python's own reader of headers understands it."""
    message = email.message.Message()
    message["Content-Disposition"] = header
    return str(message.get_filename())


@pytest.mark.parametrize(("name", "kept"), HOSTILE.items())
def test_a_name_stays_within_its_header(name: str, kept: str):
    answer = saved_as(HttpResponse(b"x"), name)
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert header.isascii()
    assert header.isprintable()
    assert named(header) == kept
    assert b"\r\n\r\n" not in answer.serialize_headers()


def test_streamed_files_too(tmp_path):
    from django.http import FileResponse

    answer = saved_as(FileResponse(BytesIO(b"<script>"), content_type="text/csv"), "evil.html")
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evil.html"'
