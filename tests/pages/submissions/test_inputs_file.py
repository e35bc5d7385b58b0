"""The file of all inputs goes out and comes back."""

import csv
from decimal import Decimal
from io import StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import (
    Submission,
)
from tests.indicators.submitting.cards import saved, submitted
from tests.pages.small_province import id_of
from tests.pages.submissions import IMPORT, INPUTS, LIST
from tests.pages.uploading import goes_to
from units.models import User


def exported(browser: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(browser.get(INPUTS).content.decode("utf-8-sig"))))


def imported(browser: Client, rows: list[dict[str, str]]):
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("inputs.csv", out.getvalue().encode())
    return browser.post(IMPORT, {"file": file})


def test_a_file_goes_out_and_comes_back(fills_in: Client, verifies: Client, hoa: User):
    row = submitted(hoa)
    verifies.post(f"/submissions/{row.pk}/verify/", {"version": row.version})
    rows = exported(fills_in)
    assert len(rows) == 6 * 3
    first = next(one for one in rows if (one["unit"], one["measure"]) == ("101", "staff"))
    assert (first["value"], first["state"]) == ("20", "verified")
    assert (first["entered_by"], first["verified_by"]) == ("Hoa", "Lan")
    assert goes_to(imported(fills_in, rows)) == LIST
    assert Submission.objects.count() == 1
    for one in rows:
        if one["unit"] == "102":
            one |= {"value": {"staff": "10", "staff_pc": "8", "web": "3,25"}[one["measure"]]}
            one["note"] = "'=1+1"
    first["value"] = "-"
    assert goes_to(imported(fills_in, rows)) == LIST
    told = {
        (one.submission.unit_id, one.measure.code): (one.value, one.note)
        for two in Submission.objects.filter(state="draft")
        for one in two.values.select_related("measure", "submission")
    }
    assert told[id_of("102"), "web"] == (Decimal("3.25"), "=1+1")
    assert told[id_of("101"), "staff"] == (None, "")
    again = {one["note"] for one in exported(fills_in) if one["unit"] == "102"}
    assert again == {"'=1+1"}


def test_what_is_wrong_with_a_row_is_told(fills_in: Client, hoa: User):
    rows = exported(fills_in)
    by = {(one["unit"], one["measure"]): one for one in rows}
    by["101", "staff"]["value"] = "viele"
    by["101", "staff_pc"]["value"] = "7"
    by["102", "staff"]["value"] = "5"
    by["102", "staff_pc"]["value"] = "6"
    by["103", "staff"] |= {"value": "1", "measure": "services"}
    by["201", "staff"] |= {"value": "1", "period": "2019"}
    by["202", "staff"]["value"] = "4"
    by["203", "staff"]["value"] = "3"
    saved(hoa, "203", staff="2")
    answer = imported(fills_in, rows)
    assert answer.status_code == 200
    sentences = {}
    for one in answer.context["problems"]:
        row = rows[one.row - 2]
        sentences[row["unit"], row["measure"]] = one.sentence
    wrong = {
        ("101", "staff"): "no number",
        ("102", "staff"): "above 100%",
        ("102", "staff_pc"): "above 100%",
        ("103", "services"): "asks for no measure “services”",
        ("201", "staff"): "of “2019”",
        ("203", "staff"): "Somebody else",
    }
    assert sentences.keys() == wrong.keys()
    for key, part in wrong.items():
        assert part in sentences[key]
    units = set(Submission.objects.values_list("unit_id", flat=True))
    assert units == {id_of("101"), id_of("202"), id_of("203")}
