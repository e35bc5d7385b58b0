"""Excel's numbers of days as dates."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.checking.serials import counted_from_1904, written_out
from dossiers.models import Dossier
from tests.support import import_file, write_text


def one(text, **options):
    texts, count = written_out(pa.array([text]), **options)
    return texts[0].as_py(), count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("43284", "2018-07-03"),
        (" 43284 ", "2018-07-03"),
        ("43284.5", "2018-07-03T12:00:00"),
        ("43284,75", "2018-07-03T18:00:00"),
        ("43284.9999999", "2018-07-04"),
        ("32874", "1990-01-01"),
        ("73415", "2100-12-31"),
    ],
)
def test_serials(text, expected):
    assert one(text) == (expected, 1)


@pytest.mark.parametrize(
    "text",
    ["32873", "73416", "20180703", "4328", "432845", "43.284", "43284.", "3/7/2018", "", "-", "x"],
)
def test_other_texts_stay(text):
    assert one(text) == (text, 0)


def test_the_epoch_of_1904():
    assert one("41822", epoch_1904=True) == ("2018-07-03", 1)
    assert one("31412", epoch_1904=True) == ("1990-01-01", 1)
    assert one("73415", epoch_1904=True) == ("73415", 0)


def test_only_serials_are_changed():
    texts, count = written_out(pa.array(["03/07/2018", "43284", "", "99999", "43285,5"]))
    assert texts.to_pylist() == ["03/07/2018", "2018-07-03", "", "99999", "2018-07-04T12:00:00"]
    assert count == 2
    sliced = pa.array(["x", "43284", "01/07/2018"])[1:]
    assert written_out(sliced)[0].to_pylist() == ["2018-07-03", "01/07/2018"]
    assert written_out(pa.array([], pa.string()))[1] == 0


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)), st.booleans())
def test_every_second_comes_back(moment, epoch_1904):
    moment = moment.replace(microsecond=0)
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    serial = (moment - epoch) / timedelta(days=1)
    text, count = one(f"{serial:.10f}", epoch_1904=epoch_1904)
    if serial < 30000:  # before 1982 by the other epoch: not the form of a serial
        return
    assert (datetime.fromisoformat(text), count) == (moment, 1)


def test_the_days_in_the_codes_tell_the_epoch():
    days = [date(2018, 7, 1) + timedelta(days=n) for n in range(5)]
    codes = pa.array([*(f"H21.17-{day:%y%m%d}-0001" for day in days), "A1", "H21.17-180799-0001"])
    since_1900 = [(day - date(1899, 12, 30)).days for day in days]
    numbers = [*(f"{number - 1462}.5" for number in since_1900), "41820", "41820"]
    assert counted_from_1904(codes, pa.array(numbers))
    assert not counted_from_1904(codes[1:], pa.array(numbers[1:]))
    assert not counted_from_1904(codes, pa.array([*map(str, since_1900), "", ""]))


@pytest.mark.usefixtures("gia_lai")
def test_a_csv_file_of_1904(tmp_path):
    header = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả"
    rows = [f"H21.17-1807{n:02}-0001,Phường Yên Đỗ,{41819 + n},41860," for n in range(1, 7)]
    file = write_text(tmp_path / "1904.csv", "\n".join([header, *rows, ""]))
    (problem,) = import_file(file)["problems"]
    assert "12 dates" in problem["problem"]
    assert "since 1904" in problem["problem"]
    assert Dossier.objects.filter(received_on__year=2018).count() == 6
    told = write_text(tmp_path / "a.toml", "epoch = 1900\n")
    import_file(file, "--config", told, "--exported-at", "2019-01-01")
    assert Dossier.objects.filter(received_on__year=2014).count() == 6
