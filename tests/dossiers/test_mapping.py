"""Which column is which field, and what is said where none is."""

import pytest
from django.utils import translation

from dossiers.checking.mapping import MappingError, known_header_keys, map_columns
from dossiers.checking.words import header_key
from dossiers.source_settings import SourceSettings

DEFAULT = SourceSettings()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def mapped(header, **columns):
    settings = SourceSettings.from_dict({"columns": columns})
    mapping = map_columns(header.split(","), settings)
    return {field: mapping.header[index] for field, index in mapping.columns.items()}


def test_built_in_names_in_any_spelling():
    assert mapped("MaHoSo,DON VI XU LY,ngay_tiep_nhan,Hẹn trả kết quả,TenTTHC,Địa chỉ") == {
        "code": "MaHoSo",
        "unit": "DON VI XU LY",
        "received_at": "ngay_tiep_nhan",
        "due_at": "Hẹn trả kết quả",
        "procedure": "TenTTHC",
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Trạng thái (*)", "status"),
        ("Ngày tiếp nhận (dd/mm/yyyy)", "received_at"),
        ("Ngày hẹn trả (nếu có):", "due_at"),
        ("Thời gian tiếp nhận", "received_at"),
        ("Ngày hẹn", "due_at"),
        ("Ngày trả KQ", "returned_at"),
        ("Ngày có KQ", "finished_at"),
        ("Ngày kết thúc", "finished_at"),
        ("Tình trạng xử lý", "status"),
        ("Cơ quan xử lý", "unit"),
        ("Hình thức nộp hồ sơ", "channel"),
        ("Lệ phí (đồng)", "fee"),
        ("Mã HS", "code"),
        ("Ngày trả (dự kiến)", None),
        ("Đơn vị (1)", None),
        ("(*)", None),
    ],
)
def test_names_of_columns(header, field):
    assert known_header_keys(DEFAULT).get(header_key(header)) == field


def test_columns_that_might_hold_a_field_and_are_not_read():
    header = "STT,Mã HS,Đơn vị,Ngày nhận,Chủ hồ sơ,Ghi chú,Hạn chót,"
    assert map_columns(header.split(","), DEFAULT).unread == ("Hạn chót",)


def test_settings_come_first_then_the_built_in_names():
    found = mapped("Mã hồ sơ,So A,Ngày nhận,Đơn vị,B", code=["x", "SỐ A"], unit="b", due_at="")
    assert (found["code"], found["unit"], found["received_at"]) == ("So A", "B", "Ngày nhận")


def test_a_field_that_the_settings_deny_is_not_looked_for():
    assert "due_at" not in mapped("code,Đơn vị,Ngày nhận,Hẹn trả", due_at="")


def test_a_header_of_the_settings_that_is_not_there_is_reported():
    settings = SourceSettings.from_dict({"columns": {"due_at": "Hạn chót"}})
    mapping = map_columns(["code", "Đơn vị", "Ngày nhận"], settings)
    assert mapping.not_found == (("due_at", ("Hạn chót",)),)


def test_a_receiving_unit_alone_serves_as_unit():
    assert mapped("code,Đơn vị tiếp nhận,Ngày nhận")["unit"] == "Đơn vị tiếp nhận"
    both = mapped("code,Đơn vị tiếp nhận,Đơn vị,Ngày nhận")
    assert (both["unit"], both["receiving_unit"]) == ("Đơn vị", "Đơn vị tiếp nhận")


def test_missing_columns_are_named_with_the_headers_found():
    with pytest.raises(MappingError) as error:
        mapped("Mã hồ sơ,Lĩnh vực")
    assert '"Mã hồ sơ", "Lĩnh vực"' in str(error.value)


def unit_column(*sample, header="code,Đơn vị,Ngày nhận,ĐƠN VỊ", **columns):
    """The index of the column that is taken as unit, of a header in which it stands twice."""
    settings = SourceSettings.from_dict({"columns": columns})
    rows = [row.split(",") for row in sample]
    return map_columns(header.split(","), settings, rows).columns["unit"]


@pytest.mark.parametrize(
    "sample", [(), ("1,A,,A", "2,A,,B"), ("1,A,,", "2,,,A"), ("1,A,,", "2,,,B")]
)
def test_a_wanted_header_that_stands_twice_with_different_cells_is_refused(sample):
    with pytest.raises(MappingError, match=r"columns 2 and 4.*Đơn vị#2"):
        unit_column(*sample)


def test_a_header_that_stands_twice_is_no_harm_where_it_makes_no_difference():
    assert unit_column("1,A,,A", "2,B,, B ", "3") == 1
    assert unit_column("1,,,A", "2,,,B") == 3
    assert unit_column("1,A,", "2,B,") == 1
    assert unit_column("1,,,") == 1


def test_headers_that_nobody_wants_may_stand_twice():
    assert len(mapped("code,Đơn vị,Ngày nhận,Ghi chú,Ghi chú,Họ tên,Họ tên")) == 3


def test_the_settings_choose_between_headers_of_one_name():
    sample = ("1,A,,B", "2,C,,D")
    assert unit_column(*sample, unit="Đơn vị#2") == 3
    assert unit_column(*sample, unit=["Đơn vị#3", "đơn vị #1"]) == 1
    with pytest.raises(MappingError, match="stands twice"):
        unit_column(*sample, unit="Đơn vị#3")
    three = "code,Đơn vị,Ngày nhận,Đơn vị,Đơn vị"
    assert unit_column("1,A,,B,C", header=three, unit="Đơn vị#3") == 4


def test_a_numbered_name_of_the_settings_makes_a_header_known():
    settings = SourceSettings.from_dict({"columns": {"due_at": "Hạn chót#2"}})
    assert known_header_keys(settings)["hanchot"] == "due_at"


def test_columns_about_people_are_never_mapped():
    mapping = map_columns(["code", "Đơn vị", "Ngày nhận", "Chủ hồ sơ", "Số điện thoại"], DEFAULT)
    assert mapping.wanted == (0, 1, 2)


def test_free_text_as_procedure_is_marked():
    header = ["code", "Đơn vị", "Ngày nhận", "Nội dung hồ sơ"]
    assert map_columns(header, DEFAULT).procedure_is_free_text
    assert not map_columns([*header, "Tên TTHC"], DEFAULT).procedure_is_free_text


def test_of_very_many_columns_the_first_are_listed():
    with pytest.raises(MappingError, match=r'Its columns are: "x0", .*"x29", ….$'):
        map_columns([f"x{number}" for number in range(5000)], SourceSettings())
