"""The sentences of reports, on dossiers that are counted by hand."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from indicators.briefing.lists import in_sentence
from indicators.models import Target
from tests.indicators.briefing.reading import told, whole
from tests.pages.small_province import DIEN_HONG, TU_AN
from tests.support import dossier, import_file, run, write_csv, write_text


def test_what_was_received_and_how(form_june: None):
    assert told("doan_tiep_nhan") == (
        "In June 2018, the agencies and localities received 24 dossiers, of which 12 online"
        " (50.0%), 7 at the counter (29.2%) and 5 by public post (20.8%). 6 dossiers were carried"
        " over from the period before. In all, 30 dossiers were to be resolved."
    )
    assert told("doan_tiep_nhan", "vi") == (
        "Trong tháng 6 năm 2018, các cơ quan, địa phương đã tiếp nhận 24 hồ sơ, trong đó có 12 hồ"
        " sơ nộp trực tuyến (chiếm 50,0%), 7 hồ sơ nộp trực tiếp (chiếm 29,2%) và 5 hồ sơ nộp qua"
        " dịch vụ bưu chính công ích (chiếm 20,8%). Có 6 hồ sơ từ kỳ trước chuyển sang. Tổng số"
        " phải giải quyết là 30 hồ sơ."
    )


def test_what_was_resolved_and_what_ended_otherwise(form_june: None):
    assert told("doan_giai_quyet", "vi") == (
        "Đã giải quyết 15 hồ sơ, trong đó có 2 hồ sơ trước hạn, 4 hồ sơ đúng hạn, 4 hồ sơ quá hạn"
        " và 5 hồ sơ không có ngày hẹn trả. Công dân rút 1 hồ sơ; dừng xử lý 2 hồ sơ."
    )


def test_what_is_in_progress(form_june: None):
    assert told("doan_dang_giai_quyet", "vi") == (
        "Tính đến ngày 30/06/2018, đang giải quyết 12 hồ sơ, trong đó có 6 hồ sơ trong hạn, 1 hồ"
        " sơ quá hạn, 2 hồ sơ chờ công dân bổ sung và 3 hồ sơ không có ngày hẹn trả."
    )


def test_each_rate_has_its_own_total(form_june: None):
    text = told("doan_dung_han")
    # 2 early + 4 on time of the ten with a due date; with 6 within due and 2 waiting of 19.
    assert "60.0% were resolved early or on time (6/10)" in text
    assert "73.7% were on time or still within due (14/19 dossiers" in text
    # Neither late (4) nor overdue (1), of the 24 received.
    assert "neither late nor overdue are 79.2% (19/24)" in text


def test_a_share_that_is_not_of_all_stands_beside_no_number_of_all(form_june: None):
    # 4 late of 15 resolved, of which 10 have a due date: 40% is of the ten.
    assert "4 late and" in told("doan_giai_quyet")


def test_one_and_none(gia_lai: None, tmp_path: Path):
    rows = [dossier("H21-1", "Phường Yên Đỗ", "04/06/2018", "08/06/2018", "", "Đang xử lý")]
    import_file(write_csv(tmp_path / "one.csv", rows), "--exported-at", "2018-06-30")
    assert told("doan_tiep_nhan").startswith(
        "In June 2018, the agencies and localities received 1 dossier, of which 0 online (0.0%)"
    )
    assert "No dossiers were carried over" in told("doan_tiep_nhan")
    assert told("doan_giai_quyet", "vi") == (
        "Trong kỳ không có hồ sơ nào được giải quyết. Không có hồ sơ nào bị rút hoặc dừng xử lý."
    )
    assert told("doan_linh_vuc") == ""


def test_the_name_of_a_unit_that_is_no_province(form_june: None):
    text = told("doan_tiep_nhan", "vi", under="101")
    assert text.startswith("Trong tháng 6 năm 2018, phường Yên Đỗ đã tiếp nhận 10 hồ sơ")


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Xã Ia Hrú", "xã Ia Hrú"),
        ("Thị xã An Khê", "thị xã An Khê"),
        ("Quận 1", "Quận 1"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Sở Tư pháp", "Sở Tư pháp"),
        ("Xãng", "Xãng"),
    ],
)
def test_the_kind_of_a_unit_is_no_part_of_its_name(name: str, within: str):
    with translation.override("vi"):
        assert in_sentence(name) == within
    assert in_sentence(name) == name, "in English"


def test_a_period_that_is_not_over_says_up_to_when(form_june: None):
    assert told("doan_tiep_nhan", "vi", period="2018").startswith(
        "Trong năm 2018 (tính đến ngày 30/06/2018), các cơ quan, địa phương đã tiếp nhận "
    )


def test_of_a_time_that_no_file_tells_of_nothing_is_said(form_june: None):
    text = whole(period="2016")
    assert text == "The loaded files tell nothing of this period."


def test_a_column_that_the_files_lack_is_not_said_to_be_0(gia_lai: None, tmp_path: Path):
    row = dossier("H21-1", "Phường Yên Đỗ", "04/06/2018", "08/06/2018", "07/06/2018")
    lacking = ("Hình thức nộp", "Trạng thái")
    rows = [{name: text for name, text in row.items() if name not in lacking}]
    assert len(rows[0]) == len(row) - 2, list(row)
    import_file(write_csv(tmp_path / "few.csv", rows), "--exported-at", "2018-06-30")
    text = whole()
    assert "received 1 dossier. How they were handed in is not in the data." in text
    assert "Whether any were withdrawn or stopped is not in the data." in text
    assert "How many dossiers were handed in online is not in the data." in text
    assert "Not in the data, and therefore not told as 0" in text
    assert " online (" not in text
    assert "Withdrawn" not in text
    assert told("truc_tuyen") == told("rut") == "–"


def test_stocks_after_the_data_date_are_not_known(form_june: None):
    text = told("doan_dang_giai_quyet", period="2018-07")
    assert text == "" or "not known" in text


@pytest.mark.parametrize("period", ["2018-06", "2018-Q2", "2018"])
def test_an_incomplete_period_says_so(form_june: None, period: str):
    assert ("not complete" in told("doan_so_lieu", period=period)) == (period != "2018-06")


@pytest.mark.parametrize(("under", "when"), [("104", "up to 15 Jun"), ("105", "from 10 Jun")])
def test_a_part_of_a_period_is_not_held_against_a_whole_one(
    gia_lai: None, tmp_path: Path, under: str, when: str
):
    """Ten dossiers of a month are no fewer than the ten of half of the next one."""
    units = (
        "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
        "104,Xã Cũ,commune,622,2004-01-01,2018-06-16,\n"
        "105,Xã Mới,commune,622,2018-06-10,,\n"
    )
    assert run("load_units", write_text(tmp_path / "units.csv", units)).status == 0
    rows = [
        dossier(f"{unit}-{month}-{n}", unit, f"{day}/{month}/2018", f"28/{month}/2018", "", "")
        for unit, day, months in (("Xã Cũ", "05", ("05", "06")), ("Xã Mới", "12", ("06", "07")))
        for month in months
        for n in range(10 if month == months[0] else 5)
    ]
    import_file(write_csv(tmp_path / "two.csv", rows), "--exported-at", "2018-07-31")
    assert told("tiep_nhan", under="104") == "5"
    period = "2018-06" if under == "104" else "2018-07"
    against = told("doan_so_sanh", under=under, period=period)
    assert "dossiers received" not in against
    assert when in told("doan_so_lieu", under=under, period="2018-06")
    # The month before of a commune that was there all the time is a match.
    assert "dossiers received" in told("doan_so_sanh", under="622", period=period)


def test_who_has_too_few_dossiers_for_a_rank_is_not_named_below_a_target(
    small_province: None, tmp_path: Path
):
    late = [dossier(f"late-{n}", TU_AN, "02/06/2018", "20/06/2018", "29/06/2018") for n in (1, 2)]
    import_file(write_csv(tmp_path / "late.csv", late), "--exported-at", "2018-07-01")
    Target.objects.create(
        indicator="on_time_all", level="commune", value="0.9", valid_from=date(2018, 1, 1)
    )
    text = told("doan_duoi_chi_tieu")
    assert "of 3 communes with a rank are below their target 90.0% on time" in text
    assert DIEN_HONG in text
    assert TU_AN not in text


def test_stocks_are_as_of_the_day_of_the_source_that_lags_most(form_june: None, tmp_path: Path):
    row = dossier("T-1", "Phường Diên Hồng", "04/06/2018", "28/06/2018", "", "Đang xử lý")
    file = write_csv(tmp_path / "other.csv", [row])
    import_file(file, "--exported-at", "2018-06-20", source="other")
    assert told("doan_dang_giai_quyet").startswith("As of 20 Jun 2018, 13 dossiers")
