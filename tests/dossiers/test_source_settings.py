"""SOURCE.toml: what it may say, and the sentence for what it may not."""

import json

import pytest
from django.utils import translation

from dossiers.checking.words import Channel, Status
from dossiers.source_settings import SettingsError, SourceSettings, parse_source_settings

TOML = """
name = "iGate"
timezone = "Europe/Amsterdam"
day_first = false
compare_by = "second"
missing_due = "on_time"
under = "64"
[columns]
code = "Mã hồ sơ"
due_at = ["Hạn", "Hẹn trả"]
channel = ""
[values.channel]
online = ["Internet", "Intern"]
[values.status]
resolved = ["Xong"]
[units]
"Sở TN&MT" = "H21.12"
"""


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_all_that_a_file_says():
    settings = parse_source_settings(TOML.encode())
    assert (settings.name, settings.timezone, settings.under) == ("iGate", "Europe/Amsterdam", "64")
    assert (settings.day_first, settings.compare_by, settings.missing_due) == (
        False,
        "second",
        "on_time",
    )
    assert settings.columns == {
        "code": ("Mã hồ sơ",),
        "due_at": ("Hạn", "Hẹn trả"),
        "channel": (),
    }
    assert settings.channels["internet"] == Channel.ONLINE
    assert settings.channels["truc tiep"] == Channel.IN_PERSON
    assert settings.statuses["xong"] == Status.RESOLVED
    assert settings.units == {"Sở TN&MT": "H21.12"}


def test_stored_as_json_and_back():
    settings = parse_source_settings(TOML.encode())
    assert SourceSettings.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings
    assert SourceSettings.from_dict({}) == SourceSettings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums = 1", '"colums"'),
        ("name = 1", '"name"'),
        ('day_first = "yes"', '"day_first"'),
        ('compare_by = "hour"', "day, second"),
        ('missing_due = "x"', "exclude, on_time, statutory"),
        ('timezone = "Asia/Nowhere"', "Asia/Nowhere"),
        ('timezone = "../etc"', "etc"),
        ('columns = "x"', '"columns"'),
        ('[columns]\ndue = "x"', '"columns.due"'),
        ("[columns]\ncode = 1", '"columns.code"'),
        ('[columns]\nunit = ""', '"columns.unit"'),
        ('[columns]\nprocedure = "Họ và tên"', "about people"),
        ('[values]\nfee = "x"', '"values.fee"'),
        ('[values.channel]\nfax = ["x"]', '"values.channel.fax"'),
        ('[values.channel]\nonline = ["a"]\npostal = ["A"]', "two meanings"),
        ("[units]\na = 1", '"units.a"'),
        ("name = ", "not valid TOML"),
    ],
)
def test_every_fault_has_a_sentence_that_names_the_key(text, words):
    with pytest.raises(SettingsError) as error:
        parse_source_settings(text.encode())
    assert words in str(error.value)


def test_bytes_that_are_no_text():
    with pytest.raises(SettingsError, match="UTF-8"):
        parse_source_settings(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    "odd",
    [b'name = "a\\u0000b"', b"a = " + b"[" * 50_000, b"a = " + b"1" * 5_000],
    ids=["NUL", "nested", "digits"],
)
def test_what_no_person_writes_is_a_sentence_too(odd: bytes):
    with pytest.raises(SettingsError):
        parse_source_settings(odd)


def test_words_and_units_of_others_are_known_as_well_and_win():
    """However they are written: a word has one meaning, a text one unit."""
    own = parse_source_settings(TOML.encode())
    other = SourceSettings(
        name="other",
        columns={"code": ("x",)},
        channel_words={"INTERNET": "postal"},
        status_words={"Treo": "waiting"},
        units={"Sở  TN&MT": "H21.13", "Xã Lạ": "202"},
    )
    both = own.knowing(other)
    assert both.channel_words == {"Intern": "online", "INTERNET": "postal"}
    assert both.status_words == {"Xong": "resolved", "Treo": "waiting"}
    assert both.units == {"Sở  TN&MT": "H21.13", "Xã Lạ": "202"}
    assert (both.name, both.columns) == (own.name, own.columns)
    assert SourceSettings.from_dict(both.to_dict()).channels["internet"] == Channel.POSTAL
    assert own.knowing(SourceSettings()) == own


@pytest.mark.parametrize("written", ["2018-12-31", '"2018-12-31"'])
def test_the_last_day_of_a_system_that_was_switched_off(written):
    assert parse_source_settings(f"until = {written}".encode()).until == "2018-12-31"
    assert parse_source_settings(b'until = ""').until == ""


@pytest.mark.parametrize("written", ['"31/12/2018"', "2018", "[2018]", "12:00:00"])
def test_an_end_that_is_no_day(written):
    with pytest.raises(SettingsError, match="until"):
        parse_source_settings(f"until = {written}".encode())
