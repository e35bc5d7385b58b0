"""The catalogue of procedures: terms are read, a file loads whole and nothing twice, and what
dossiers name is found in it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers.catalogue.terms import read_term
from dossiers.models import CatalogueProcedure, Procedure, ServiceLevel
from indicators.version import data_version
from tests.support import contents, dossier, import_file, run, write_csv, write_text
from units.models import AuditEvent, User

HEADER = (
    "code,name,field,authority_level,statutory_time_in_person,statutory_time_online,"
    "statutory_time_post"
)
LAND = '1.000001,Cấp giấy chứng nhận,Đất đai,"Cấp tỉnh, Cấp xã",30 Ngày,,20 Ngày làm việc'
COPY = "2.000002,Chứng thực bản sao,Chứng thực,Cấp xã,1.5 Ngày làm việc,8 Giờ,Ngay"
SAME = ("3.000003,Trợ giúp,Xã hội,Cấp xã,,,", "3.000004,TRỢ  GIÚP,Xã hội,Cấp xã,,,")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("60 Ngày làm việc", "60", "working_day"),
        ("02 ngày làm việc", "2", "working_day"),
        ("1.5 Ngày làm việc", "1.5", "working_day"),
        ("1,5 ngày\nlàm việc", "1.5", "working_day"),
        ("30 Ngày", "30", "day"),
        ("Không quá 30 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.", "30", "day"),
        ("Trong thời hạn 05 ngày làm việc, kể từ khi nhận hồ sơ", "5", "working_day"),
        ("2 tuần", "14", "day"),
        ("6 Tháng", "6", "month"),
        ("1 năm", "12", "month"),
        ("24 Giờ", "24", "hour"),
        ("8 giờ làm việc", "8", "working_hour"),
    ],
)
def test_a_term_is_read(text: str, number: str, unit: str) -> None:
    term = read_term(text)
    assert term is not None
    assert (term.number, term.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "Ngay", "Trong ngày", "0 Ngày", "ngày", "15", "-3 Ngày", "1.5 Tháng"),
        *("3 Ngày; 5 Ngày làm việc", "5 - 7 ngày", "999 năm", "10 ngày kể từ ngày thứ 3"),
        *("30 Ngày, riêng hồ sơ phức tạp không quá 45 Ngày", "5 Ngày làm việc (cấp tỉnh)"),
    ],
)
def test_a_term_that_is_not_surely_understood_is_none(text: str) -> None:
    assert read_term(text) is None


def catalogue(folder: Path, *lines: str, header: str = HEADER) -> Path:
    return write_text(folder / "catalogue.csv", "\n".join([header, *lines]) + "\n")


@pytest.mark.usefixtures("transactional_db")
class TestTheCommand:
    def test_it_loads_changes_and_keeps(self, tmp_path: Path) -> None:
        first = run("load_procedures", catalogue(tmp_path, LAND, COPY), "--json")
        assert (first.status, first.stderr) == (0, "")
        assert first.document == {
            "lines": 2,
            "new": 2,
            "changed": 0,
            "unchanged": 0,
            "procedures": 2,
            "terms": 5,
            "terms_read": 4,
            "terms_not_read": [{"line": 3, "code": "2.000002", "text": "Ngay"}],
            "unknown": [],
        }
        land = CatalogueProcedure.objects.get(code="1.000001")
        assert land.authority == ["province", "commune"]
        assert land.term("in_person") == ("30 Ngày", Decimal(30), "day")
        assert land.term("online") == ("", None, "")
        version = data_version()
        before = contents()
        again = run("load_procedures", catalogue(tmp_path, LAND, COPY))
        assert again.status == 0
        assert again.stdout.splitlines() == [
            "line 3, 2.000002: the term “Ngay” could not be read, and is kept as text",
            "2 lines: 0 new, 0 changed, 2 unchanged; of 5 terms 4 were read and 1 were not; "
            "now 2 procedures.",
        ]
        assert contents() == before
        assert data_version() == version
        changed = run("load_procedures", catalogue(tmp_path, LAND.replace("30", "15")), "--json")
        assert (changed.document["changed"], changed.document["procedures"]) == (1, 2)
        assert CatalogueProcedure.objects.get(code="1.000001").in_person_number == 15
        assert data_version() != version
        assert [event.action for event in AuditEvent.objects.all()] == ["load-catalogue"] * 2

    def test_online_levels_per_tier_hold_from_a_day(self, tmp_path: Path) -> None:
        header = f"{HEADER},service_level_commune,service_level_department,service_level_from"
        for day, levels in (("2020-01-01", "3,Mức độ 4"), ("2022-07-01", "Một phần,toàn trình")):
            file = catalogue(tmp_path, f"{COPY},{levels},{day}", LAND + ",,,", header=header)
            assert run("load_procedures", file).status == 0
        found = ServiceLevel.objects.order_by("tier", "valid_from")
        assert [(row.tier, row.level, row.valid_from.year) for row in found] == [
            ("commune", "3", 2020),
            ("commune", "part", 2022),
            ("department", "4", 2020),
            ("department", "whole", 2022),
        ]
        again = run("load_procedures", file, "--json").document
        assert (again["changed"], again["unchanged"]) == (0, 2)
        file = catalogue(tmp_path, f"{COPY},4,,2022-07-01", header=header)
        assert run("load_procedures", file, "--json").document["changed"] == 1
        assert ServiceLevel.objects.get(tier="commune", valid_from="2022-07-01").level == "4"

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            ("code,name\n", "line 1: the column “field” is missing"),
            (f"{HEADER}\n", "has no procedures"),
            (f"{HEADER}\n,Tên,,,,,\n", "line 2: code is empty"),
            (f"{HEADER}\n1.000001,,,,,,\n", "line 2: name is empty"),
            (f'{HEADER}\n1.000001,"A\nB",,,,,\n2.000001,B,,Cấp sao,,,\n', "line 4: authority_lev"),
            (f"{HEADER}\n1.000001,A,,,,,\n1.000001.H21,B,,,,,\n", "line 3: the code “1.000001”"),
            (f"{HEADER}\n1.000001,A,,,,,,x\n", "line 2: the line has more cells"),
            (f"{HEADER}\n1.000001,{'A' * 2001},,,,,\n", "line 2: name is longer than 2000"),
            (f'{HEADER}\n1.000001,"A,,,,,\n', "cannot be read"),
            (f"{HEADER},service_level_commune\n1.000001,A,,,,,,4\n", "service_level_from “” is no"),
            (
                f"{HEADER},service_level_commune,service_level_from\n1.1,A,,,,,,5,2020-01-01\n",
                "line 2: “5” is no online-service level",
            ),
        ],
    )
    def test_what_is_wrong_is_said_with_the_line(
        self, tmp_path: Path, content: str, error: str
    ) -> None:
        outcome = run("load_procedures", write_text(tmp_path / "bad.csv", content))
        assert outcome.status == 2
        assert error in outcome.stderr
        assert len(outcome.stderr.strip().splitlines()) == 1
        assert not CatalogueProcedure.objects.exists()

    def test_a_file_that_is_not_there_or_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x01")
        for name in ("missing.csv", "binary.csv"):
            outcome = run("load_procedures", tmp_path / name)
            assert (outcome.status, len(outcome.stderr.strip().splitlines())) == (2, 1)


def row(number: int, code: str, name: str) -> dict[str, str]:
    found: dict[str, str] = dossier(f"H21.17-180702-{number:04}", "Xã Tú An", "02/07/2018")
    return found | {"Mã TTHC": code, "Tên TTHC": name, "Lĩnh vực": "Lĩnh vực"}


NAMED = {
    "1.000001.000.00.00.H21": "Tên khác",
    "1.999999": "CHỨNG THỰC  bản sao",
    "3.999999": "Trợ giúp",
    "4.000004": "Thủ tục lạ",
}
MATCHED = {"1.000001": "1.000001", "1.999999": "2.000002", "3.999999": None, "4.000004": None}


def matched() -> dict[str, str | None]:
    named = Procedure.objects.select_related("catalogue")
    return {one.code: one.catalogue.code if one.catalogue else None for one in named}


@pytest.mark.usefixtures("gia_lai")
@pytest.mark.parametrize("dossiers_first", [True, False])
def test_dossiers_are_matched_by_code_else_by_a_name_that_one_has(
    tmp_path: Path, *, dossiers_first: bool
) -> None:
    file = write_csv(
        tmp_path / "june.csv",
        [row(number, *named) for number, named in enumerate(NAMED.items())],
    )
    load = lambda: run("load_procedures", catalogue(tmp_path, LAND, COPY, *SAME))  # noqa: E731
    if dossiers_first:
        import_file(file)
        assert set(matched().values()) == {None}
        said = load().stdout
    else:
        load()
        import_file(file)
        said = load().stdout
    assert matched() == MATCHED
    assert "not in the catalogue: 4.000004 Thủ tục lạ\n" in said
    assert "3.999999 Trợ giúp (the name is that of 3.000003, 3.000004)" in said
    # One of the two that shared the name goes: now the other is meant.
    CatalogueProcedure.objects.filter(code="3.000004").delete()
    run("load_procedures", catalogue(tmp_path, LAND.replace("30", "31")))
    assert matched()["3.999999"] == "3.000003"


@pytest.mark.usefixtures("gia_lai")
def test_the_admin_edits_it_with_audit_events_and_matches_again(
    tmp_path: Path, client: Client
) -> None:
    import_file(write_csv(tmp_path / "june.csv", [row(1, "4.000004", "Thủ tục lạ")]))
    client.force_login(User.objects.create_superuser("admin", password="-"))
    address = "/admin/dossiers/catalogueprocedure/"
    form = {
        "code": "4.000004.H21",
        "name": "Thủ tục lạ",
        "field": "Xã hội",
        "authority": ["commune", "district"],
        "in_person_term": "5 ngày làm việc",
        "online_term": "chưa rõ",
        "postal_term": "",
        "service_levels-TOTAL_FORMS": "1",
        "service_levels-INITIAL_FORMS": "0",
        "service_levels-0-tier": "commune",
        "service_levels-0-level": "whole",
        "service_levels-0-valid_from": "01/01/2023",
    }
    answer = client.post(f"{address}add/", form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    made = CatalogueProcedure.objects.get()
    assert (made.code, made.term("in_person")[1]) == ("4.000004", Decimal(5))
    assert made.term("online") == ("chưa rõ", None, "")
    assert made.service_levels.get().level == "whole"
    assert matched() == {"4.000004": "4.000004"}
    listed = client.get(address, {"terms": "unread"}).content.decode()
    assert "chưa rõ (?)" in listed
    assert "4.000004" not in client.get(address, {"authority": "ministry"}).content.decode()
    assert client.get("/admin/dossiers/procedure/", {"catalogue__isempty": 1}).status_code == 200
    level = made.service_levels.get()
    form |= {
        "code": "5.000005",
        "name": "Khác",
        "service_levels-INITIAL_FORMS": "1",
        "service_levels-0-id": str(level.pk),
        "service_levels-0-procedure": str(made.pk),
        "service_levels-0-DELETE": "on",
    }
    assert client.post(f"{address}{made.pk}/change/", form).status_code == 302
    assert not ServiceLevel.objects.exists()
    assert matched() == {"4.000004": None}
    assert client.post(f"{address}{made.pk}/delete/", {"post": "yes"}).status_code == 302
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert [one for one in actions if one.endswith(("procedure", "level"))] == [
        "create-catalogueprocedure",
        "create-servicelevel",
        "change-catalogueprocedure",
        "delete-servicelevel",
        "delete-catalogueprocedure",
    ]


@pytest.mark.usefixtures("gia_lai")
def test_the_list_of_named_procedures_needs_no_query_per_row(
    tmp_path: Path, client: Client
) -> None:
    run("load_procedures", catalogue(tmp_path, LAND, COPY, *SAME))
    client.force_login(User.objects.create_superuser("admin", password="-"))
    address = "/admin/dossiers/procedure/"

    def look() -> tuple[str, int]:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            text = client.get(address).content.decode()
        return text, len(asked)

    import_file(write_csv(tmp_path / "june.csv", [row(1, "3.999999", "Trợ giúp")]))
    text, few = look()
    assert "3.000003, 3.000004" in text
    more = [row(n, f"4.{n:06}", f"Thủ tục lạ {n}") for n in range(2, 8)]
    import_file(write_csv(tmp_path / "july.csv", more))
    assert look()[1] == few
