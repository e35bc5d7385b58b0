"""Pages of submissions: their addresses in these tests, and how a file is given."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import Submission

FORM = "/submissions/form/?scorecard=ready&unit=101&period=2018"
LIST = "/submissions/?scorecard=ready&period=2018"
INPUTS = "/submissions/inputs/?scorecard=ready&period=2018&level=commune&format=csv"
IMPORT = "/submissions/import/?scorecard=ready&period=2018"
PDF = b"%PDF-1.4 evidence"


def give(browser: Client, row: Submission, name: str, content: bytes, measure: object = ""):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return browser.post(f"/submissions/{row.pk}/evidence/", {"file": file, "measure": measure})
