"""What headings between the rows, and titles above them, say of the unit."""

import pytest

from dossiers.checking.headings import (
    Heading,
    Headings,
    Named,
    heading_of,
    unit_in_titles,
    unit_named,
)
from dossiers.checking.unit_names import SourceUnits
from dossiers.source_settings import SourceSettings

LEVELS = {
    "Tỉnh Gia Lai": "province",
    "Sở Y tế": "department",
    "Sở Nội vụ": "department",
    "Huyện Chư Prông": "district",
    "Huyện Đak Đoa": "district",
    "Ia Băng": "commune",
    "Xã Ia Băng": "commune",
    "Xã Ia Phìn": "commune",
    "Phường 1": "commune",
}


class Names:
    """Both districts have a Xã Ia Băng, and no departments; "UBND" may stand before a name."""

    def named(self, text, parent=""):
        text = text.removeprefix("UBND ").removeprefix("UBND ")
        if parent and text.casefold().startswith("sở"):
            return None
        for name, level in LEVELS.items():
            if text.casefold() == name.casefold():
                repeated = "Ia Băng" in name and not parent.casefold().startswith("huyện")
                return Named(level, repeated)
        return None


NAMES = Names()
COLUMNS = {"code": 1, "procedure": 2, "received_at": 3}


def heading(line, columns=COLUMNS, names=NAMES):
    found = heading_of(line.split("|"), columns, names)
    return found and (found.ordinal, found.text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("UBND xã Ia Băng||||", ("", "UBND xã Ia Băng")),
        ("|UBND xã Ia Băng|||", ("", "UBND xã Ia Băng")),
        ("||||Sở Lạ", ("", "Sở Lạ")),
        ("I|Sở, ban, ngành|||", ("I", "Sở, ban, ngành")),
        ("1.2|Đất đai|||", ("1.2", "Đất đai")),
        ("Sở Y tế|Sở Y tế|Sở Y tế|Sở Y tế|Sở Y tế", ("", "Sở Y tế")),
        ("I|Sở Y tế||70|12,5%", ("I", "Sở Y tế")),
        ("|1. Sở Lạ|||", ("", "1. Sở Lạ")),
        ("|Phường 1|||", ("", "Phường 1")),
        ("||Xã Ia Phìn||", ("", "Xã Ia Phìn")),
        # Rather dossiers, or what is left of them.
        ("||Đất đai||", None),
        ("|H21 0001|||", None),
        ("|ab 12|||", None),
        ("An|x|||", None),
        ("Sở Lạ|Sở Lạ||Sở Lạ|", None),
        ("I|Trần Văn A||70|", None),
        ("5||Sở Y tế||An", None),
        ("12||||", None),
        ("||||", None),
    ],
)
def test_which_rows_are_headings(line, expected):
    assert heading(line) == expected


def test_a_unit_alone_in_the_column_of_units_is_the_rest_of_a_dossier():
    assert heading("||Xã Ia Phìn||", COLUMNS | {"unit": 2}) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND xã Ia Băng", "UBND xã Ia Băng"),
        ("I. Sở Nội vụ", "Sở Nội vụ"),
        ("12) SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("Đơn vị: Sở Y tế", "Sở Y tế"),
        ("A - Cơ quan thực hiện:  Sở Y tế (1.070 hồ sơ)", "Sở Y tế"),
        ("Đơn vị Sở Y tế", "Sở Y tế"),
        ("Sở Y tế: 70 hồ sơ", "Sở Y tế"),
        ("Phường 1", "Phường 1"),
        ("Phường 1 - 12", "Phường 1"),
    ],
)
def test_the_name_is_read_without_what_stands_around_it(text, name):
    found = unit_named(text, NAMES)
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize("text", ["Sở, ban, ngành", "Sở Lạ", "1.", "", "Lĩnh vực: Sở Y tế học"])
def test_other_texts_name_no_unit(text):
    assert unit_named(text, NAMES) is None


def units(*lines):
    """The unit (and the one above) that each row of dossiers, "*", gets."""
    headings, found = Headings(NAMES), []
    for line in lines:
        if line == "*":
            headings.rows()
            found.append("/".join(filter(None, (headings.parent, headings.unit))))
        else:
            ordinal, _bar, text = line.rpartition("|")
            headings.read(Heading(text, ordinal))
    return found


def test_the_last_unit_counts():
    assert units("*", "Sở Y tế", "*", "*", "Sở Nội vụ", "*") == [
        "",
        "Sở Y tế",
        "Sở Y tế",
        "Sở Nội vụ",
    ]


def test_levels_and_fields_change_nothing():
    lines = ("A|Sở, ban, ngành", "I|Sở Y tế", "Lĩnh vực: Dược", "*", "1|Dược", "*", "2|Lạ", "*")
    assert units(*lines, "Các xã, phường", "*") == ["Sở Y tế"] * 4


def test_fields_that_look_like_units_are_known_by_their_names():
    lines = ("Sở Y tế", "Dược", "*", "MỸ PHẨM (2 hồ sơ)", "*", "Sở Nội vụ", "Hội", "*")
    assert units(*lines) == ["Sở Y tế", "Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Xã Ia Phìn", "Ia Lạ"),
        ("1|Phường 1", "2|Ia Lạ"),
        ("1|Phường 1", "*", "2|Ia Lạ"),
        ("Huyện Chư Prông", "1|Xã Ia Phìn", "*", "Huyện Đak Đoa", "1|Ia Lạ"),
        ("I|Đất đai", "1|Sở Y tế", "*", "II|Hộ tịch"),
        ("I|Đất đai", "1|Sở Y tế", "II|Hộ tịch"),
        ("A|Sở, ban, ngành", "I|Sở Y tế", "1|Dược", "*", "B|Các xã, phường"),
    ],
)
def test_no_dossier_is_counted_at_a_unit_that_it_does_not_stand_under(lines):
    assert units(*lines, "*")[-1] == ""


def test_pages_between_change_nothing_whatever_stands_above():
    assert units("Tháng 7/2018", "1|Sở Y tế", "*", "Trang 2", "*") == ["Sở Y tế", "Sở Y tế"]


def test_a_unit_that_nobody_knows_is_never_taken_for_the_one_before():
    assert units("Sở Y tế", "*", "Sở Lạ", "*", "Xã Ia Phìn", "*") == [
        "Sở Y tế",
        "Sở Lạ",
        "Xã Ia Phìn",
    ]
    # What does not say that it is a unit may be a person, and is not kept.
    assert units("I|Sở Y tế", "*", "II|Ia Lạ", "*") == ["Sở Y tế", ""]
    assert units("Sở Y tế", "*", "Phương Thị Lan", "*") == ["Sở Y tế", ""]
    assert units("Đơn vị: Ia Lạ", "*") == ["Ia Lạ"]
    lines = ("Sở Y tế", "Dược", "*", "Ia Lạ", "Dược", "*", "Y học", "*")
    assert units(*lines) == ["Sở Y tế", "", ""]


def test_a_district_over_communes_is_named_where_names_repeat():
    lines = (
        "Huyện Chư Prông",
        "Xã Ia Phìn",
        "*",
        "Xã Ia Băng",
        "*",
        "Huyện Đak Đoa",
        "Ia Băng",
        "*",
    )
    assert units(*lines) == ["Xã Ia Phìn", "Huyện Chư Prông/Xã Ia Băng", "Huyện Đak Đoa/Ia Băng"]


def test_a_district_with_dossiers_of_its_own_is_not_known_to_stand_over_what_follows():
    lines = ("Huyện Chư Prông", "*", "Xã Ia Băng", "*", "Huyện Lạ", "Xã Ia Băng", "*")
    assert units(*lines) == ["Huyện Chư Prông", "Xã Ia Băng", "Xã Ia Băng"]
    assert units("Huyện Chư Prông", "Xã Ia Phìn", "Sở Y tế", "Xã Ia Băng", "*") == ["Xã Ia Băng"]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["UBND XÃ IA PHÌN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ("XÃ IA PHÌN", "")),
        (["UBND HUYỆN CHƯ PRÔNG\nUBND XÃ IA PHÌN"], ("XÃ IA PHÌN", "")),
        (["HUYỆN CHƯ PRÔNG", "XÃ IA BĂNG"], ("XÃ IA BĂNG", "HUYỆN CHƯ PRÔNG")),
        (["Đơn vị: Sở Y tế", "UBND XÃ IA PHÌN"], ("Sở Y tế", "")),
        (["Đơn vị: Tỉnh Gia Lai"], ("Tỉnh Gia Lai", "")),
        (["XÃ IA BĂNG"], None),
        (["SỞ Y TẾ", "SỞ NỘI VỤ"], None),
        (["TỈNH GIA LAI"], None),
        (["Đơn vị tính: hồ sơ", "DANH SÁCH"], None),
        ([], None),
    ],
)
def test_the_unit_of_a_whole_file(titles, expected):
    found = unit_in_titles(titles, NAMES)
    assert (found and tuple(text.removeprefix("UBND ") for text in found)) == expected


@pytest.mark.usefixtures("gia_lai")
def test_the_names_of_a_source():
    """As the hierarchy has them: of all times, below the source's unit, with its own names."""
    names = SourceUnits(SourceSettings(under="622", units={"Một cửa": "622"}), None)
    assert names.named("UBND phường Yên Đỗ") == Named("commune", repeated=False)
    assert names.named("Một cửa") == Named("district", repeated=False, told=True)
    assert names.named("Xã Ia Băng") == Named("commune", repeated=False)
    assert names.named("Xã Tú An") is None
    assert names.named("Đất đai") is None
    whole = SourceUnits(SourceSettings(units={"Ở Pleiku": "103@2018-01-01"}), None)
    assert whole.named("Xã Ia Băng") == Named("commune", repeated=True)
    assert whole.named("Xã Ia Băng", "Thị xã An Khê") == Named("commune", repeated=False)
    assert whole.named("Xã Ia Băng", "Phường Yên Đỗ") is None
    assert whole.named("Ở Pleiku") == Named("commune", repeated=False, told=True)
