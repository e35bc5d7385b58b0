"""What a row must hold, and what is said where it does not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dossiers.checking.mapping import map_columns
from dossiers.checking.problems import located_sentence
from dossiers.checking.rows import check, newest_date
from dossiers.checking.unit_finding import FoundUnit
from dossiers.checking.words import Channel, Status
from dossiers.reading import open_table
from dossiers.reading.furniture import drop_furniture
from dossiers.source_settings import SourceSettings

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
GOOD = {"Mã hồ sơ": "H1-180701-0001", "Đơn vị xử lý": "Sở A", "Ngày tiếp nhận": "01/07/2018"}
CODE, UNIT, RECEIVED = GOOD
DUE, FINISHED, RETURNED = "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả"
STATUS, STATUS_AT, CHANNEL = "Trạng thái", "Ngày trạng thái", "Hình thức nộp"


class Units:
    """Sở A is 1 until 2018-07-10 and 2 from then; Sở B is 3; the others are problems."""

    change_days = [date(2018, 7, 10)]

    def __init__(self):
        self.asked = []

    def find_many(self, names):
        self.asked += names
        return [self._find(name) for name in names]

    def _find(self, name):
        if name.text == "Sở A":
            return FoundUnit(1 if name.day and name.day < date(2018, 7, 10) else 2)
        if name.text == "Sở B":
            return FoundUnit(3)
        if name.text == "Ia O":
            candidates = "Ia O (Ia Grai), Ia O (Chư Prông)"
            return FoundUnit(None, "ambiguous_unit", {"candidates": candidates})
        return FoundUnit(None, "unknown_unit")


def checked(tmp_path, *rows, settings=None, units=None, **options):
    """Write rows (given as what differs from GOOD) to a file, read and check it."""
    settings = settings or SourceSettings()
    header = list(dict.fromkeys([*GOOD, *(name for row in rows for name in row)]))
    lines = [header, *([{**GOOD, **row}.get(name, "") for name in header] for row in rows)]
    path = tmp_path / "export.csv"
    path.write_text("".join(";".join(cells) + "\n" for cells in lines), encoding="utf-8")
    table = open_table(path, settings)
    mapping = map_columns(table.header, settings)
    (piece,) = drop_furniture(table.pieces(mapping.wanted), mapping)
    return check(piece, mapping, settings, units or Units(), **options)


def problems(result):
    return [(p.row, p.column, p.value, p.kind) for p in result.problems]


def one(tmp_path, row, **options):
    result = checked(tmp_path, row, **options)
    assert problems(result) == []
    return result.frame.to_pylist()[0]


def test_a_plain_row(tmp_path):
    row = one(tmp_path, {DUE: "05/07/2018", FINISHED: "04/07/2018 10:00", CHANNEL: "Qua mạng"})
    assert row["row"] == 2
    assert (row["code"], row["unit_id"], row["receiving_unit_id"]) == ("H1-180701-0001", 1, None)
    assert row["received_at"] == datetime(2018, 7, 1, tzinfo=HANOI)
    assert row["due_at"] == datetime(2018, 7, 5, 23, 59, 59, 999999, tzinfo=HANOI)
    assert row["due_has_time"] is False
    assert row["ended_at"] == datetime(2018, 7, 4, 10, tzinfo=HANOI)
    days = (row["received_on"], row["due_on"], row["ended_on"])
    assert days == (date(2018, 7, 1), date(2018, 7, 5), date(2018, 7, 4))
    assert (row["status"], row["channel"]) == (Status.RESOLVED, Channel.ONLINE)
    assert (row["fee"], row["digitised"], row["return_channel"]) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "column", "value", "kind"),
    [
        ({CODE: ""}, CODE, "", "missing"),
        ({CODE: "1" * 101}, CODE, "", "code_too_long"),
        ({UNIT: ""}, UNIT, "", "missing"),
        ({RECEIVED: ""}, RECEIVED, "", "missing"),
        ({RECEIVED: "31/02/2018"}, RECEIVED, "31/02/2018", "unreadable"),
        ({RECEIVED: "01/07/1018"}, RECEIVED, "01/07/1018", "odd_year"),
        ({DUE: "12/2018"}, DUE, "", "unreadable"),
        ({FINISHED: "30/06/2018"}, FINISHED, "30/06/2018", "ends_before_received"),
        ({UNIT: "Sở Lạ"}, UNIT, "Sở Lạ", "unknown_unit"),
        ({UNIT: "Ia O"}, UNIT, "Ia O", "ambiguous_unit"),
        ({STATUS: "Lạ"}, STATUS, "Lạ", "unknown_word"),
        ({CHANNEL: "Zalo"}, CHANNEL, "Zalo", "unknown_word"),
        ({STATUS: "Đã trả kết quả"}, STATUS, "Đã trả kết quả", "no_end_date"),
    ],
)
def test_rows_with_an_error_are_rejected_naming_row_column_and_value(
    tmp_path, row, column, value, kind
):
    result = (
        checked(tmp_path, {}, row) if STATUS not in row else checked(tmp_path, {STATUS: ""}, row)
    )
    assert problems(result) == [(3, column, value, kind)]
    assert (result.rows, result.rejected, result.warned) == (2, 1, 0)
    assert result.frame["row"].to_pylist() == [2]
    assert located_sentence(result.problems[0])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({RECEIVED: "01/07/2018 10:00", FINISHED: "01/07/2018 09:00"}, "same_day_before_received"),
        ({DUE: "30/06/2018"}, "due_before_received"),
        ({STATUS: "Đang xử lý", FINISHED: "03/07/2018"}, "finished_while_open"),
        ({STATUS: "Yêu cầu bổ sung giấy tờ", RETURNED: "03/07/2018"}, "finished_while_open"),
        ({"Số hóa": "có lẽ"}, "unreadable_flag"),
        ({"Mức độ": "9"}, "unreadable_level"),
    ],
)
def test_warnings_keep_the_row(tmp_path, row, kind):
    result = checked(tmp_path, row)
    assert [p.kind for p in result.problems] == [kind]
    assert (result.rejected, result.warned, result.frame.num_rows) == (0, 1, 1)


def test_a_finished_day_without_time_on_the_day_of_receipt_is_in_order(tmp_path):
    row = one(tmp_path, {RECEIVED: "01/07/2018 10:00", FINISHED: "01/07/2018"})
    assert row["ended_on"] == row["received_on"]


@pytest.mark.parametrize(
    ("row", "status", "ended_on"),
    [
        ({}, Status.IN_PROGRESS, None),
        ({FINISHED: "02/07/2018"}, Status.RESOLVED, 2),
        ({RETURNED: "02/07/2018"}, Status.RESOLVED, 2),
        ({STATUS: "", FINISHED: "02/07/2018"}, Status.RESOLVED, 2),
        ({STATUS: "", RETURNED: "03/07/2018"}, Status.RESOLVED, 3),
        ({STATUS: "10", FINISHED: "02/07/2018", RETURNED: "03/07/2018"}, Status.RESOLVED, 2),
        ({STATUS: "9", RETURNED: "03/07/2018", STATUS_AT: "04/07/2018"}, Status.RESOLVED, 3),
        ({STATUS: "ĐÃ XỬ LÝ XONG", STATUS_AT: "04/07/2018"}, Status.RESOLVED, 4),
        ({STATUS: "Rút hồ sơ"}, Status.WITHDRAWN, None),
        ({STATUS: "Dừng xử lý", STATUS_AT: "04/07/2018"}, Status.STOPPED, 4),
        ({STATUS: "Yêu cầu bổ sung giấy tờ"}, Status.WAITING, None),
        ({STATUS: "Mới đăng ký", RECEIVED: ""}, Status.NOT_RECEIVED, None),
    ],
)
def test_status_and_end(tmp_path, row, status, ended_on):
    found = one(tmp_path, row)
    assert found["status"] == status
    assert found["ended_on"] == (ended_on and date(2018, 7, ended_on))


def test_columns_that_are_absent_blank_and_filled(tmp_path):
    rows = checked(
        tmp_path,
        {CHANNEL: "BCCI", "Số hóa": "x", "Lệ phí": "50.000", "Mức độ": "Toàn trình"},
        {"Số hóa": "Không", "Lệ phí": "0", "Mức độ": "III"},
        {"Lệ phí": "0,00 đ", "Mức độ": "Dịch vụ công trực tuyến một phần"},
        {"Lệ phí": "1.425", "Mức độ": "4"},
        {"Lệ phí": "-", "Mức độ": "4"},
    ).frame.to_pylist()
    assert [row["channel"] for row in rows] == [3, 1, 1, 1, 1]
    assert [row["digitised"] for row in rows] == [True, *[False] * 4]
    assert [row["fee"] for row in rows] == [True, False, False, True, False]
    assert [row["service_level"] for row in rows] == [4, 3, 3, 4, 4]
    assert {row["e_result"] for row in rows} == {None}


def test_own_words_override_the_built_in_ones(tmp_path):
    data = {"values": {"channel": {"online": ["Zalo"], "postal": ["1"]}}}
    settings = SourceSettings.from_dict(data)
    rows = checked(tmp_path, {CHANNEL: "ZALO"}, {CHANNEL: "1"}, settings=settings)
    assert rows.frame["channel"].to_pylist() == [2, 3]


def test_texts_are_cleaned_and_local_procedure_codes_cut(tmp_path):
    rows = checked(
        tmp_path,
        {CODE: " H1\u00a0 x ", "Mã TTHC": "1.000656.000.00.00.H21", "Lĩnh vực": " Đất  đai "},
        {"Mã TTHC": "1.012784.H21"},
        {"Mã TTHC": "2.001.H21", "Lĩnh vực": "-"},
    ).frame.to_pylist()
    assert rows[0]["code"] == "H1 x"
    assert [row["procedure_code"] for row in rows] == ["1.000656", "1.012784", "2.001.H21"]
    assert [row["field"] for row in rows] == ["Đất đai", None, None]


def test_units_are_asked_once_per_name_and_span_of_days(tmp_path):
    units = Units()
    days = ["01/07/2018", "09/07/2018", "10/07/2018", "11/07/2018 10:00"]
    result = checked(
        tmp_path, *({RECEIVED: day, "Đơn vị tiếp nhận": "Sở A"} for day in days), units=units
    )
    assert result.frame["unit_id"].to_pylist() == [1, 1, 2, 2]
    assert result.frame["receiving_unit_id"].null_count == 4
    assert len(units.asked) == 4


def test_another_receiving_unit_and_the_parent(tmp_path):
    units = Units()
    rows = [{"Đơn vị tiếp nhận": "Sở B", "Đơn vị cấp trên": "Tỉnh X"}, {"Đơn vị tiếp nhận": ""}]
    result = checked(tmp_path, *rows, units=units)
    assert result.frame["receiving_unit_id"].to_pylist() == [3, None]
    assert {(name.text, name.parent) for name in units.asked} == {
        ("Sở A", "Tỉnh X"),
        ("Sở A", None),
        ("Sở B", None),
    }


def test_without_a_received_day_units_are_looked_for_on_the_export_day(tmp_path):
    row = {STATUS: "3", RECEIVED: ""}
    assert one(tmp_path, row, exported_on=date(2018, 7, 31))["unit_id"] == 2


def test_codes_of_other_forms_are_counted_not_listed(tmp_path):
    result = checked(
        tmp_path, {}, {CODE: "case-1"}, {CODE: "000.00.17.H21-190703-0001"}, {CODE: "2"}
    )
    assert (result.odd_codes, result.odd_code_row, result.problems) == (2, 3, [])


def test_rows_that_do_not_fit_have_that_problem_alone_and_quote_nothing(tmp_path):
    result = checked(tmp_path, {UNIT: "Nguyễn Văn A;Sở Lạ", RECEIVED: "x"})
    assert problems(result) == [(2, "", "", "too_many_cells")]


def test_nothing_is_quoted_of_a_row_whose_cells_have_slipped(tmp_path):
    row = {UNIT: "Nguyễn Văn A", RECEIVED: "12 Trần Phú", STATUS: "0912 345 678", DUE: "31/02/1970"}
    result = checked(tmp_path, {}, row)
    assert {p.value for p in result.problems} == {""}
    assert {p.row for p in result.problems} == {3}


def test_numbers_of_telephones_and_identity_cards_are_never_quoted(tmp_path):
    for text in ("0912345678", "0912.345.678", "052201800731", "+84 912 345 678", "a@b.vn"):
        result = checked(tmp_path, {UNIT: text}, {RECEIVED: text}, {CHANNEL: text})
        assert result.rejected == 3
        assert {p.value for p in result.problems} == {""}


def test_newest_date_leaves_out_due_dates(tmp_path):
    frame = checked(tmp_path, {DUE: "01/12/2018"}, {FINISHED: "02/07/2018 10:00:01"}).frame
    assert newest_date(frame) == datetime(2018, 7, 2, 3, 0, 1, tzinfo=UTC)
    assert newest_date(frame.slice(0, 0)) is None
