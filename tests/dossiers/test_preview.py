"""What a preview says of a file: what was understood, what is asked, and what the load would do."""

from pathlib import Path

import pytest

from dossiers.models import Dossier, JobKind, Source, UploadState
from dossiers.preview import seen
from dossiers.preview.kept import NO_COLUMN, NO_ROW, Column, Month, NamedCount, Preview
from dossiers.preview.seen import shape
from dossiers.source_settings import SourceSettings
from tests.dossiers.answering import YEN_DO, code, march, preview_of
from tests.dossiers.processes import files, staging_tables
from tests.dossiers.queueing import confirmed, done, hand_in, previewed
from tests.support import dossier, import_file, run, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

TU_AN, BANG = "Xã Tú An", "Xã Ia Băng"


def test_nothing_is_known_of_a_file_that_waits(write):
    upload = previewed(write(march(1, 2)))
    assert upload.state == UploadState.PREVIEWED
    assert (upload.rows, upload.new, upload.loaded_at) == (2, 2, None)
    assert not Dossier.objects.exists()
    assert Source.objects.get().generation == 0
    assert (files(), staging_tables()) == ([".original"], [])


def test_what_the_file_is(tmp_path: Path):
    text = "DANH SÁCH\n(Từ ngày 01/03/2018 đến ngày 31/03/2018)\nMã hồ sơ;Đơn vị;Ngày nhận\n"
    row = f"{code(1)};{YEN_DO};01/03/2018\n"
    path = tmp_path / "x.csv"
    path.write_bytes((text + row).encode("utf-16"))
    upload = previewed(path)
    preview = preview_of(upload)
    assert (preview.format, preview.encoding, preview.separator) == ("csv", "utf-16", ";")
    assert (preview.header_row, preview.day_first) == (3, True)
    assert (f"{upload.period_from}", f"{upload.period_to}") == ("2018-03-01", "2018-03-31")
    assert f"{upload.exported_at:%Y-%m-%d}" == "2018-03-31"


def test_columns_with_samples_of_what_is_read_and_shapes_of_what_is_not(write):
    settings = SourceSettings(columns={"unit": ("Nơi làm",)})
    rows = [
        {
            "Mã hồ sơ": code(number),
            "Nơi làm": YEN_DO if number != 3 else "Xã Lạ",
            "Ngày tiếp nhận": f"{number:02}/03/2018",
            "Họ tên": "Rơ Châm H’Blưu",
            "Ghi chú": ["", "Số 17, ngày 5/3", "x", "x"][number - 1],
        }
        for number in range(1, 5)
    ]
    columns = preview_of(previewed(write(rows), settings=settings)).columns
    found = {column.header: column for column in columns}
    assert found["Nơi làm"] == Column(
        "Nơi làm", "Nơi làm", "unit", by_settings=True, samples=(YEN_DO,)
    )
    assert found["Mã hồ sơ"].samples == (code(1), code(2), code(4)), "row 3 has a problem"
    assert not found["Mã hồ sơ"].by_settings
    assert found["Ghi chú"] == Column("Ghi chú", "Ghi chú", shape="aa 99, aaaa 9/9")
    assert found["Họ tên"] == Column("Họ tên", "Họ tên", is_personal=True)


def test_of_free_text_only_known_procedures_are_shown(write):
    import_file(write([march(1)[0] | {"Tên TTHC": "Cấp lại bằng"}], "known.csv"))
    rows = march(2, 3)
    rows[0] |= {"Nội dung hồ sơ": "Cấp lại bằng"}
    rows[1] |= {"Nội dung hồ sơ": "Đề nghị của bà Rơ Châm H’Blưu"}
    (column,) = [c for c in preview_of(previewed(write(rows))).columns if c.field == "procedure"]
    assert column.samples == ("Cấp lại bằng",)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("17/09/2018 08:30", "99/99/9999 99:99"),
        ("Rơ Châm H’Blưu", "aa aaaa a’aaaa"),
        ("Nguye\u0302\u0303n", "aaaaaa"),
        ("0987654321 " * 9, "9999999999 9999999999 99999999"),
    ],
)
def test_a_shape_tells_nothing_of_the_content(text: str, form: str):
    assert shape(text) == form


def test_unknown_words_and_units_are_asked_for_with_what_they_may_mean(write):
    rows = march(1, 2, 3, 4, 5, 6)
    for row in rows[:3]:
        row["Trạng thái"] = "Đã giải quyết rồi"
    rows[3]["Hình thức nộp"] = "Nộp trực tuyến 100%"
    rows[4]["Đơn vị xử lý"] = "Phường Yên Đổ."
    rows[5]["Đơn vị xử lý"] = BANG
    preview = preview_of(previewed(write([*rows, *march(7)])))
    asked = {
        (q.field, q.kind, q.text): (q.rows, [s.value for s in q.suggestions])
        for q in preview.questions
    }
    rows_of, near = asked["status", "unknown_word", "Đã giải quyết rồi"]
    assert (rows_of, near[0]) == (3, "resolved")
    assert preview.questions[0].rows == 3, "the most frequent first"
    rows_of, near = asked["channel", "unknown_word", "Nộp trực tuyến 100%"]
    assert (rows_of, near[0]) == (1, "online")
    assert asked["unit", "ambiguous_unit", BANG][1][:2] == ["103", "203"]


def test_names_that_are_alike_are_suggested_and_nothing_else(write):
    rows = march(1, unit="UBND P. Yên Đồ") + march(2, unit="Bộ phận một cửa xã Tú An")
    rows += march(3, unit="Cục Hàng hải") + march(4)
    questions = {q.text: q.suggestions for q in preview_of(previewed(write(rows))).questions}
    assert "UBND P. Yên Đồ" not in questions
    assert questions["Bộ phận một cửa xã Tú An"][0].label == "Xã Tú An (202), Thị xã An Khê"
    assert questions["Cục Hàng hải"] == ()


def test_what_may_not_be_quoted_is_only_counted(write):
    rows = march(1, unit="Chị Hoa 0905 123 456") + march(2, unit="x" * 121) + march(3)
    preview = preview_of(previewed(write(rows)))
    assert (preview.questions, preview.unasked) == ((), 2)


def test_the_most_frequent_are_asked_for(write):
    rows = [dossier(f"x-{n}", f"Xã Lạ {n}", "01/03/2018") for n in range(60)]
    rows += [dossier(f"y-{n}", "Xã Lạ 59", "01/03/2018") for n in range(2)]
    preview = preview_of(previewed(write(rows + march(1))))
    assert len(preview.questions) == 50
    assert (preview.questions[0].text, preview.questions[0].rows) == ("Xã Lạ 59", 3)
    assert preview.unasked == 10


def test_months_before_and_after(write):
    first = march(1, 2, 3) + march(4, finished="25/03/2018")
    import_file(write(first), "--exported-at", "2018-03-31")
    rows = march(1, finished="02/04/2018") + march(2, finished="19/03/2018")
    rows += [dossier("n-1", YEN_DO, "10/04/2018"), *march(4, due="25/03/2018")]
    rows[-1]["Ngày kết thúc xử lý"] = "25/03/2018"
    upload = previewed(write(rows, "april.csv"))
    expected = (
        Month("2018-03", received=(4, 4), resolved=(1, 2), late=(1, 0)),
        Month("2018-04", received=(0, 1), resolved=(0, 1), late=(0, 1)),
    )
    assert preview_of(upload).months == expected
    assert (upload.new, upload.changed, upload.unchanged) == (1, 3, 0)


def test_another_rule_of_comparison_changes_what_is_late(write):
    rows = march(1, due="10/03/2018 09:00", finished="10/03/2018 17:00")
    import_file(write(rows))
    settings = SourceSettings(compare_by="second")
    preview = preview_of(previewed(write(march(2), "next.csv"), settings=settings))
    assert preview.months == (Month("2018-03", received=(1, 2), resolved=(1, 1), late=(0, 1)),)


def test_open_dossiers_of_these_units_that_the_file_does_not_mention(write):
    rows = march(1, 2, 3, 4) + march(5, finished="06/03/2018") + march(6, unit=TU_AN)
    rows += march(7, unit="Phường Diên Hồng") + march(8)
    rows[-1]["Trạng thái"] = "Mới đăng ký"
    import_file(write(rows), "--exported-at", "2018-03-20")
    bad = march(2)
    bad[0]["Ngày hẹn trả"] = "31/02/2018"
    file = write([*march(1), *march(9, unit=TU_AN), *bad], "next.csv")

    preview = preview_of(previewed(file))  # its newest date is the 9th

    assert (preview.missing, preview.missing_count) == ((), None), "it is not the newest"
    late = (file, "--source", "igate", "--exported-at", "2018-03-31", "--dry-run", "--json")
    told = run("import_dossiers", *late).document["preview"]
    assert (told["missing_count"], told["missing_elsewhere"]) == (3, [1, 1])
    assert told["missing"] == [
        {"name": "Phường Yên Đỗ (101), Thành phố Pleiku", "count": 2},
        {"name": "Xã Tú An (202), Thị xã An Khê", "count": 1},
    ]


def test_of_unknown_texts_only_so_many_are_told_apart(write, monkeypatch):
    monkeypatch.setattr(seen, "MOST_TEXTS", 2)
    rows = [*march(1, 2, unit="Xã A"), *march(3, unit="Xã B"), *march(4, 5, unit="Xã C")]
    preview = preview_of(previewed(write([*rows, *march(6, unit="Xã B"), *march(7)])))
    assert [(q.text, q.rows) for q in preview.questions] == [("Xã A", 2), ("Xã B", 2)]
    assert preview.unasked == 2


def test_codes_that_another_source_knows(write):
    import_file(write(march(1, 2)), source="other")
    import_file(write(march(1)))
    upload = previewed(write(march(1, 2, 3), "next.csv"))
    preview = preview_of(upload)
    assert preview.others == (NamedCount("other", 1),), "1 is known here, too"
    assert preview.needs_reason
    (problem,) = upload.problems.filter(kind="other_source")
    assert (problem.row, problem.is_warning) == (3, True)
    assert upload.warnings == 0


def test_a_dry_run_prints_what_the_page_says(write):
    import_file(write(march(1, 2)), source="other")
    rows = [*march(1, 2), *march(*range(3, 10), due="31/02/2018"), *march(11, unit="Xã Lạ")]
    for row in rows:
        row |= {f"Ghi chú {number}": "x" for number in range(101)}
    dry_run = ("import_dossiers", write(rows, "next.csv"), "--source", "igate", "--dry-run")

    told = run(*dry_run).stdout.splitlines()

    for line in (
        "Dates such as 03/04/2018: 3 April: the day comes first",
        "1 more columns are not read.",
        "2 new codes are known under the source “other” already.",
        "Whoever loads it in the browser has to give a reason.",
        '  Row 8, column "Ngày hẹn trả": The due date "31/02/2018" cannot be read.',
        "Codes are known under another source. (1 time, loaded all the same)",
    ):
        assert line in told, "\n".join(told)
    assert sum("Ngày hẹn trả" in line and "Row" in line for line in told) == 5
    import_file(write(rows, "next.csv"))
    assert "No figure of any month changes." in run(*dry_run).stdout


def test_missing_columns_come_before_all_else(write):
    rows = [{"Mã hồ sơ": code(1), "Nơi làm": "Xã Lạ", "Ngày tiếp nhận": "99/99/2018"}]
    upload = previewed(write(rows))
    preview = preview_of(upload)
    assert (preview.blocking, preview.missing_fields) == (NO_COLUMN, ("unit",))
    assert preview.sentence.startswith("The file has no column for: unit.")
    assert [column.field for column in preview.columns] == ["code", "", "received_at"]
    assert preview.questions == ()
    assert not upload.problems.exists()


def test_a_file_without_a_row_that_can_be_loaded_asks_before_it_is_refused(write):
    upload = previewed(write(march(1, 2, unit="Xã Lạ")))
    preview = preview_of(upload)
    assert (preview.blocking, upload.rejected) == (NO_ROW, 2)
    assert [(q.text, q.rows) for q in preview.questions] == [("Xã Lạ", 2)]
    assert upload.problems.count() == 2


@pytest.mark.parametrize(
    "text", ["Kính gửi: Sở Nội vụ\n", "", "Mã hồ sơ,Đơn vị,Ngày tiếp nhận\n"], ids=repr
)
def test_what_is_no_list_of_dossiers_is_refused_at_once(tmp_path: Path, text: str):
    upload = previewed(write_text(tmp_path / "x.csv", text))
    assert upload.state == UploadState.REFUSED
    assert upload.refusal
    assert upload.preview is None
    assert files() == []


def test_as_json_a_preview_is_the_same(write):
    rows = march(1, 2, unit=BANG) + march(3)
    upload = previewed(write(rows))
    upload.refresh_from_db()
    preview = preview_of(upload)
    assert Preview.from_dict(preview.to_dict()) == preview
    assert preview.questions[0].suggestions


def test_a_load_leaves_no_preview(write):
    upload = confirmed(previewed(write(march(1, 2))))
    assert (upload.state, upload.preview) == (UploadState.LOADED, None)
    assert files() == [".parquet"]


def test_a_load_that_was_asked_for_at_once_has_no_preview(write):
    upload = done(hand_in(write(march(1)), kind=JobKind.LOAD))
    assert (upload.state, upload.preview) == (UploadState.LOADED, None)
