"""How each language writes numbers and dates."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format, number_format

NEW_YEARS_EVE = timezone.make_aware(datetime(2018, 12, 31, 23, 59))


@pytest.mark.parametrize(
    ("language", "number", "share", "day", "moment"),
    [
        ("vi", "232.325", "94,6", "31/12/2018", "31/12/2018 23:59"),
        ("en", "232,325", "94.6", "31 Dec 2018", "31 Dec 2018 23:59"),
    ],
)
def test_a_language_writes_its_way(language, number, share, day, moment):
    with translation.override(language):
        assert number_format(232325, force_grouping=True) == number
        assert number_format(94.6, decimal_pos=1) == share
        assert date_format(NEW_YEARS_EVE, "DATE_FORMAT") == day
        assert date_format(NEW_YEARS_EVE, "DATETIME_FORMAT") == moment
        assert date_format(NEW_YEARS_EVE, "SHORT_DATETIME_FORMAT") == moment


@pytest.mark.parametrize(("language", "written"), [("vi", "232.325"), ("en", "232,325")])
def test_templates_group_digits_by_themselves(language, written):
    with translation.override(language):
        assert Template("{{ number }}").render(Context({"number": 232325})) == written


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("text", ["03/07/2018", "2018-07-03"])
def test_dates_are_read_day_first_or_as_iso(language, text):
    with translation.override(language):
        read = [_read(text, form) for form in get_format("DATE_INPUT_FORMATS")]
    assert next(filter(None, read)) == date(2018, 7, 3)


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None
