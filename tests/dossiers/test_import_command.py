"""import_dossiers, undo_upload and recount as DESIGN.md section 9 promises them."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dossiers.models import Dossier, Saying, Source, Upload
from tests.support import (
    contents,
    counts,
    dossier,
    figures,
    import_file,
    run,
    run_as_process,
    write_csv,
    write_text,
)

pytestmark = pytest.mark.usefixtures("gia_lai")

YEN_DO, DIEN_HONG = "Phường Yên Đỗ", "Phường Diên Hồng"
COUNTED = ("rows", "new", "changed", "unchanged", "rejected", "warnings")


def code(number: int) -> str:
    return f"H21.17.5-180702-{number:04}"


def march(*numbers: int, due: str = "20/03/2018", finished: str = "") -> list[dict[str, str]]:
    return [dossier(code(n), YEN_DO, f"{n:02}/03/2018", due, finished) for n in numbers]


@pytest.fixture
def write(tmp_path: Path):
    def to_file(rows: list[dict[str, str]], name: str = "export.csv") -> Path:
        return write_csv(tmp_path / name, rows)

    return to_file


def outcome_of(document: dict[str, Any]) -> dict[str, int]:
    """The counts of an import's document, whose parts add up."""
    assert set(document) == {"upload", *COUNTED, "problems"}
    parts = ("new", "changed", "unchanged", "rejected")
    assert document["rows"] == sum(document[name] for name in parts)
    return {name: document[name] for name in COUNTED if document[name]}


def test_as_it_is_typed(write):
    """Each step in a process of its own: exit status, stdout that is JSON alone, in Vietnamese."""
    file = write([*march(1, 2, finished="10/03/2018"), *march(3), *march(1)])
    typed = ("import_dossiers", file, "--source", "igate", "--json")
    loaded = run_as_process(*typed)
    assert (loaded.status, loaded.stderr) == (1, "")
    assert outcome_of(loaded.document) == {"rows": 4, "new": 3, "rejected": 1}
    assert loaded.document["problems"] == [
        {
            "row": 2,
            "column": "Mã hồ sơ",
            "value": "",
            "problem": "Mã lặp lại ở dòng 5 với giá trị khác; dòng đó được lấy.",
        }
    ]
    refused = run_as_process("import_dossiers", file.with_name("gone.csv"), "--source", "igate")
    assert (refused.status, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    arguments = ("--indicator", "received", "--level", "commune", "--period", "2018-03")
    printed = run_as_process("figures", *arguments, "--format", "json")
    assert (printed.status, printed.stderr) == (0, "")
    assert sum(row["numerator"] for row in printed.document) == 3
    undone = run_as_process("undo_upload", loaded.document["upload"])
    assert (undone.status, undone.stderr) == (0, "")
    assert run_as_process("recount", "--all").status == 0
    assert Dossier.objects.count() == 0


def test_new_changed_and_unchanged(write):
    first = import_file(write(march(1, 2, 3)), "--exported-at", "2018-03-15")
    assert outcome_of(first) == {"rows": 3, "new": 3}
    rows = [*march(1, 4), *march(2, finished="16/03/2018")]
    second = import_file(write(rows), "--exported-at", "2018-03-31")
    assert outcome_of(second) == {"rows": 3, "new": 1, "changed": 1, "unchanged": 1}
    assert Dossier.objects.count() == 4, "what a newer file no longer mentions stays"


def test_a_clean_file_ends_with_status_0(write):
    outcome = run("import_dossiers", write(march(1)), "--source", "igate")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert "1 rows, 1 new, 0 changed, 0 unchanged, 0 rejected, 0 warnings" in outcome.stdout


def test_an_unknown_source_is_created(write, tmp_path: Path):
    config = write_text(tmp_path / "source.toml", 'name = "iGate, Gia Lai"\ncompare_by = "second"')
    import_file(write(march(1)), "--config", config, source="igate-gl")
    source = Source.objects.get()
    assert (source.slug, source.name, source.compare_by) == ("igate-gl", "iGate, Gia Lai", "second")


def test_the_same_bytes_are_the_same_upload_until_it_is_undone(write):
    file = write([*march(1, 2), *march(2, due="21/03/2018")])
    first = import_file(file)
    before = contents("units_auditevent")
    again = import_file(file.rename(file.with_name("renamed.csv")))
    assert again["upload"] == first["upload"]
    assert outcome_of(again) == {"rows": 3, "unchanged": 2, "rejected": 1}
    assert again["problems"] == first["problems"]
    assert contents("units_auditevent") == before
    assert run("undo_upload", first["upload"]).status == 0
    third = import_file(file.with_name("renamed.csv"))
    assert third["upload"] != first["upload"]
    assert outcome_of(third) == {"rows": 3, "new": 2, "rejected": 1}


def test_a_code_twice_in_a_file(write):
    rows = [*march(1, 2, 1, 2), *march(2, due="22/03/2018"), *march(3, 3, 3)]
    document = import_file(write(rows))
    assert outcome_of(document) == {"rows": 8, "new": 3, "unchanged": 3, "rejected": 2}
    again = [(p["row"], p["problem"]) for p in document["problems"]]
    assert [row for row, _ in again] == [3, 5]
    assert all("comes again in row 6" in text for _, text in again)
    present = Dossier.objects.get(code=code(2))
    assert f"{present.due_on:%d/%m/%Y}" == "22/03/2018"


def test_an_old_export_late_fills_gaps_and_sets_nothing_back(write):
    import_file(write(march(1, finished="12/03/2018")), "--exported-at", "2018-03-31")
    before = figures("resolved", "commune", "2018-03")
    late = import_file(write(march(1, 2), "old.csv"), "--exported-at", "2018-03-10")
    assert outcome_of(late) == {"rows": 2, "new": 1, "unchanged": 1}
    assert figures("resolved", "commune", "2018-03") == before
    assert figures("received", "commune", "2018-03")["101"]["value"] == 2
    assert Saying.objects.filter(upload_id=late["upload"]).count() == 2, "it is kept as history"


def test_one_upload_says_what_another_said_and_is_undone(write):
    first = import_file(write(march(1)), "--exported-at", "2018-03-10")
    rows = [*march(1), *march(2)]
    import_file(write(rows), "--exported-at", "2018-03-20")
    counted = counts()
    assert run("undo_upload", first["upload"], "--reason", "twice").status == 0
    assert counts() == counted
    assert Dossier.objects.count() == 2


def test_undoing_restores_what_was_before(write):
    import_file(write(march(1, 2)), "--exported-at", "2018-03-10")
    before = counts(), figures("in_progress", "province", "2018-03")
    rows = [*march(1, finished="15/03/2018"), *march(5)]
    second = import_file(write(rows), "--exported-at", "2018-04-30")
    assert counts() != before[0]
    assert run("undo_upload", second["upload"]).status == 0
    assert (counts(), figures("in_progress", "province", "2018-03")) == before
    again = run("undo_upload", second["upload"])
    assert again.status == 2
    assert again.stderr.count("\n") == 1


@pytest.mark.parametrize("argument", ["999", "abc"])
def test_undoing_what_is_not_there(argument: str):
    outcome = run("undo_upload", argument)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "Traceback" not in outcome.stderr
    assert outcome.stderr


def test_a_recount_changes_nothing(write):
    for number, day in enumerate(["2018-03-10", "2018-03-31", "2018-05-31"]):
        rows = [*march(*range(1, 5 + number)), *march(9, finished=f"{10 + number}/03/2018")]
        import_file(write(rows), "--exported-at", day)
    counted = counts()
    assert all(counted.values())
    assert run("recount").status == 0
    assert counts() == counted
    assert run("recount", "--all").status == 0
    assert counts() == counted


def test_a_dry_run_says_the_same_and_leaves_nothing(write):
    import_file(write(march(1, 2)), "--exported-at", "2018-03-10")
    rows = [*march(1, 3, 3), *march(2, due="21/03/2018"), *march(4), *march(4, due="")]
    rows.append(dossier("x", "Xã Không Có", "01/03/2018"))
    file = write(rows, "next.csv")
    before = contents("units_auditevent")
    arguments = ("import_dossiers", file, "--source", "igate", "--exported-at", "2018-03-20")
    tried = run(*arguments, "--dry-run", "--json")
    assert contents("units_auditevent") == before
    real = run(*arguments, "--json")
    assert (tried.status, real.status) == (1, 1)
    told, done = tried.document, real.document
    told.pop("upload")
    done.pop("upload")
    preview = told.pop("preview")
    assert told == done
    assert preview["counts"] == {name: done[name] for name in COUNTED}
    assert done["changed"] == 1


def test_a_dry_run_into_an_unknown_source_leaves_no_source(write, tmp_path: Path, settings):
    file = write(march(1))
    assert run("import_dossiers", file, "--source", "new", "--dry-run").status == 0
    assert not Source.objects.exists()
    assert not any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.parametrize(
    ("given", "export_time"),
    [
        ("2018-03-20", "2018-03-20T23:59:59.999999+07:00"),
        ("2018-03-20T12:30:00", "2018-03-20T12:30:00+07:00"),
        ("2018-03-20 12:30", "2018-03-20T12:30:00+07:00"),
        ("2018-03-20T12:30:00Z", "2018-03-20T19:30:00+07:00"),
        ("2018-03-20T12:30:00+09:00", "2018-03-20T10:30:00+07:00"),
        (None, "2018-03-16T00:00:00+07:00"),
    ],
)
def test_forms_of_the_export_time(write, given: str | None, export_time: str):
    """Without one it is the newest date of the rows that is no due date."""
    file = write([*march(1, 2), *march(5, finished="16/03/2018")])
    document = import_file(file, *(["--exported-at", given] if given else []))
    upload = Upload.objects.get(pk=document["upload"])
    assert upload.exported_at == datetime.fromisoformat(export_time)
    source = Source.objects.get()
    assert source.data_at == upload.exported_at
    assert source.data_day == upload.exported_on == timezone.localdate(upload.exported_at)


def test_the_period_in_the_title_is_the_export_time(write, tmp_path: Path):
    text = write(march(1, 2)).read_text()
    title = "BÁO CÁO\n(Từ ngày 01/03/2018 đến ngày 31/03/2018)\n"
    import_file(write_text(tmp_path / "titled.csv", title + text))
    assert f"{Source.objects.get().data_day}" == "2018-03-31"


def test_an_export_time_in_the_future_is_now(write):
    import_file(write(march(1)), "--exported-at", "2090-01-01")
    data_at = Source.objects.get().data_at
    assert data_at is not None
    assert data_at <= timezone.now()


def test_missing_due_dates_are_left_out_or_on_time(write, tmp_path: Path):
    rows = [
        *march(1, 2, due="", finished="05/03/2018"),
        *march(3, due="10/03/2018", finished="12/03/2018"),
        *march(4, due=""),
    ]
    file = write(rows)
    seen = {}
    for rule in ("exclude", "on_time"):
        config = write_text(tmp_path / "source.toml", f'missing_due = "{rule}"')
        import_file(file, "--config", config, "--exported-at", "2018-03-31", source=rule)
        names = ("on_time", "on_time_all", "late_share", "overdue_share")
        seen[rule] = [figures(name, "commune", "2018-03")["101"] for name in names]
        assert run("undo_upload", Upload.objects.latest("pk").pk).status == 0
    sides = {
        rule: [(row["numerator"], row["denominator"]) for row in rows]
        for rule, rows in seen.items()
    }
    assert sides["exclude"] == [(0, 1), (0, 1), (1, 1), (0, 0)]
    assert sides["on_time"] == [(2, 3), (3, 4), (1, 3), (0, 1)]


def test_statutory_due_dates_are_refused_without_terms(write, tmp_path: Path):
    config = write_text(tmp_path / "source.toml", 'missing_due = "statutory"')
    outcome = run("import_dossiers", write(march(1)), "--source", "igate", "--config", config)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "statutory" in outcome.stderr
    assert not Source.objects.exists()


def test_another_comparison_counts_all_of_the_source_anew(write, tmp_path: Path):
    first = march(1, due="10/03/2018 09:00", finished="10/03/2018 17:00")
    import_file(write(first), "--exported-at", "2018-03-12")
    assert figures("late_share", "commune", "2018-03")["101"]["numerator"] == 0
    config = write_text(tmp_path / "source.toml", 'compare_by = "second"')
    import_file(write(march(2)), "--config", config, "--exported-at", "2018-03-13")
    assert figures("late_share", "commune", "2018-03")["101"]["numerator"] == 1


@pytest.mark.parametrize("rule", ['compare_by = "second"', 'missing_due = "on_time"'])
def test_an_undo_takes_the_rules_of_counting_back(write, tmp_path: Path, rule: str):
    """Also for the next file, which comes without settings."""
    rows = march(1, due="10/03/2018 09:00", finished="10/03/2018 17:00")
    rows += march(2, due="", finished="10/03/2018")
    import_file(write(rows), "--exported-at", "2018-03-12")
    alone = figures("on_time", "commune", "2018-03")
    config = write_text(tmp_path / "source.toml", rule)
    later = import_file(write(march(3)), "--config", config, "--exported-at", "2018-03-13")
    assert figures("on_time", "commune", "2018-03") != alone

    assert run("undo_upload", later["upload"]).status == 0

    assert figures("on_time", "commune", "2018-03") == alone
    import_file(write(march(3)), "--exported-at", "2018-03-13")
    assert figures("on_time", "commune", "2018-03") == alone


@pytest.mark.parametrize(("told_again", "left"), [(False, "day"), (True, "second")])
def test_rules_that_were_told_and_not_inherited_outlive_an_undo(write, tmp_path, told_again, left):
    config = ("--config", write_text(tmp_path / "source.toml", 'compare_by = "second"'))
    import_file(write(march(1)), "--exported-at", "2018-03-12")
    later = import_file(write(march(2)), *config, "--exported-at", "2018-03-13")
    third = config if told_again else ()
    import_file(write(march(3)), *third, "--exported-at", "2018-03-14")

    assert run("undo_upload", later["upload"]).status == 0

    source = Source.objects.get()
    assert (source.compare_by, source.settings["compare_by"]) == (left, left)


def test_the_settings_of_the_last_import_are_used_without_a_config(write, tmp_path: Path):
    config = write_text(tmp_path / "source.toml", '[units]\n"TP" = "101"')
    rows = [dossier(code(1), "TP", "01/03/2018")]
    import_file(write(rows), "--config", config)
    rows.append(dossier(code(2), "TP", "02/03/2018"))
    assert outcome_of(import_file(write(rows))) == {"rows": 2, "new": 1, "unchanged": 1}


def test_two_sources_keep_their_codes_apart(write):
    import_file(write(march(1, 2)))
    import_file(write(march(1)), source="other")
    assert figures("received", "commune", "2018-03")["101"]["value"] == 3


def test_days_are_those_of_the_source(write, tmp_path: Path):
    """23:30 in Amsterdam on the last of March is April in Vietnam."""
    config = write_text(tmp_path / "source.toml", 'timezone = "Europe/Amsterdam"')
    rows = [dossier(code(1), YEN_DO, "31/03/2018 23:30")]
    import_file(write(rows), "--config", config)
    assert figures("received", "commune", "2018-03")["101"]["value"] == 1


def test_a_remark_about_the_whole_file_counts_no_row(write):
    rows = [dossier(f"x{number}", YEN_DO, "01/03/2018") for number in range(3)]
    document = import_file(write([*march(1), *rows]))
    assert outcome_of(document) == {"rows": 4, "new": 4}
    assert document["problems"] == [
        {
            "row": 3,
            "column": "Mã hồ sơ",
            "value": "",
            "problem": "3 codes, first in this row, do not have the national form.",
        }
    ]


def test_a_header_that_stands_twice_is_compared_in_all_rows(tmp_path):
    header = "Mã hồ sơ;Đơn vị;Ngày nhận;Hạn trả;Trạng thái;Hạn trả"
    due = [("20/03/2018", "20/03/2018")] * 120
    due += [("43179", "43179")]
    due += [("20/03/2018", "21/03/2018"), ("", "21/03/2018"), ("20/03/2018", " ")]
    rows = [f"{code(n)};{YEN_DO};01/03/2018;{a};4;{b}" for n, (a, b) in enumerate(due, 1)]
    file = write_text(tmp_path / "a.csv", "\n".join([header, *rows, ""]))
    document = import_file(file)
    assert (document["new"], document["rejected"]) == (122, 2)
    assert [p["row"] for p in document["problems"]] == [1, 123, 124]
    told = write_text(tmp_path / "a.toml", '[columns]\ndue_at = "Hạn trả#1"\n')
    assert import_file(file, "--config", told)["rejected"] == 0


def test_columns_that_are_not_read_are_told_where_something_is_missing(tmp_path):
    header = "Mã hồ sơ;Đơn vị;Ngày nhận;Ngày trả;Hạn chót;Chủ hồ sơ"
    file = write_text(tmp_path / "a.csv", f"{header}\n{code(1)};{YEN_DO};01/03/2018;;;An\n")
    (problem,) = import_file(file)["problems"]
    assert "without: due date, status. " in problem["problem"]
    assert "(1): Hạn chót. " in problem["problem"]
    denied = write_text(tmp_path / "a.toml", '[columns]\ndue_at = ""\nstatus = ""\n')
    assert import_file(file, "--config", denied)["problems"] == []


def test_only_the_first_thousand_problems_are_listed(write):
    rows = [dossier(f"x{number}", "Xã Lạ", "01/03/2018") for number in range(1200)]
    document = import_file(write([*rows, *march(1)]))
    assert outcome_of(document) == {"rows": 1201, "new": 1, "rejected": 1200}
    assert len(document["problems"]) == 1000
    assert document["problems"][999]["row"] == 1001


def test_a_header_beside_its_cells_is_moved_and_said(tmp_path):
    header = "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả"
    rows = [f"{n},{code(n)},{YEN_DO},{n:02}/03/2018,20/03/2018" for n in (1, 2, 3)]
    file = write_text(tmp_path / "beside.csv", "\n".join([header, *rows, ""]))
    document = run("import_dossiers", file, "--source", "igate", "--json").document
    assert outcome_of(document) == {"rows": 3, "new": 3}
    assert [(p["row"], p["problem"][:36]) for p in document["problems"]] == [
        (1, "The header stands one column beside ")
    ]


def test_units_in_headings_and_titles(tmp_path):
    header = "Mã hồ sơ;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả"
    rows = [f"{code(n)};An;{n:02}/03/2018;20/03/2018" for n in range(1, 7)]
    lines = [header, "I. Thành phố Pleiku;;;", "UBND xã Ia Băng;;;", rows[0], YEN_DO, rows[1]]
    lines += ["II. Thị xã An Khê;;;", "UBND xã Ia Băng", rows[2], "Xã Lạ", *rows[3:5], "Cộng;5;;"]
    file = write_text(tmp_path / "headings.csv", "\n".join([*lines, ""]))
    document = run("import_dossiers", file, "--source", "igate", "--json").document
    assert outcome_of(document) == {"rows": 5, "new": 3, "rejected": 2}
    said = [(p["row"], p["value"]) for p in document["problems"]]
    assert said == [(1, ""), (11, "Xã Lạ"), (12, "Xã Lạ")]
    assert document["problems"][0]["problem"].startswith("No column names the unit. It was taken")
    codes = Dossier.objects.order_by("code").values_list("current_unit__versions__code", flat=True)
    assert list(codes) == ["103", "101", "203"]

    titled = write_text(
        tmp_path / "title.csv", "\n".join([f"{YEN_DO.upper()};;;", header, rows[5], ""])
    )
    document = run("import_dossiers", titled, "--source", "igate", "--json").document
    assert outcome_of(document) == {"rows": 1, "new": 1}
    assert YEN_DO.upper() in document["problems"][0]["problem"]


def test_a_file_name_that_is_not_utf_8(write, tmp_path: Path):
    file = tmp_path / os.fsdecode(b"th\xe1ng.csv")
    write(march(1)).rename(file)
    import_file(file)
    assert Upload.objects.get().file_name == "th?ng.csv"
