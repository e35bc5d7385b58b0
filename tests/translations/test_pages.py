"""Every page in both languages: no text of the other one, figures and dates in each one's way."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.kept_worlds import KeptWorlds
from tests.pages.actors import Actors, kept_actors
from tests.pages.small_province import load_province
from tests.pages.test_every_address import requests
from tests.translations.catalogue import catalogue, placeholders, translation
from tests.translations.reading import VIETNAMESE, Texts, own_words, read

_WORD = re.compile(r"[A-Za-z]{2,}")
# The same in both languages.
_NAMES = {"CSV", "JSON", "XLSX", "TOML", "KSTT", "Plotly", "Id", "II", "III", "IV", "Esc"}
# Texts for pictures that Django's templates and icons have in English alone.
_OF_DJANGO = {"True", "False", "Search"}

# What there is to say of nothing, and of nonsense; `{unit}` is a province.
_ODD = (
    "/nowhere/",
    "/league/?indicator=on_time&level=commune&period=2030&under=64",
    "/league/?indicator=on_time&level=department&period=2018&under=64",
    "/league/?indicator=nothing",
    "/league/?period=soon",
    "/league/?level=ward&map=old",
    "/figure/?indicator=digitised_share&level=province&period=2018-06&unit={unit}",
    "/figure/?indicator=overdue_share&level=province&period=2030&unit={unit}",
    "/dossiers/?indicator=on_time&level=province&period=2018-05&unit={unit}&part=stopped",
    "/units/{unit}/?period=1999",
    "/units/{unit}/?period=2018-06&calendar=kstt&scope=own&map=today",
    "/uploads/?state=refused",
    "/audit/?actor=nobody",
)

# Pages whose form says what is wrong with it when it comes back empty.
_FORMS = (
    "account_change_password",
    "account_reset_password",
    "dossiers:upload_new",
    "admin:units_unit_add",
    "admin:units_user_add",
    "admin:indicators_indicator_add",
    "admin:indicators_target_add",
)


@pytest.fixture
def actors(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Actors:
    actors = kept_actors(kept_worlds, tmp_path)
    load_province(tmp_path)
    return actors


def pages(actors: Actors, language: str) -> Texts:
    """All pages that an administrator of everything may see."""
    urls = [request.url for request in requests(actors.place) if request.reach.method == "get"]
    urls += [url.format(unit=actors.place.province) for url in _ODD]
    told = {url: read(actors.keeper, url, language) for url in urls}
    told["login"] = read(actors.visitor, reverse("account_login"), language)
    return {url: pieces for url, pieces in told.items() if pieces is not None}


def forms(actors: Actors, language: str) -> Texts:
    """Forms that were sent empty."""
    told = {}
    for name in _FORMS:
        url = reverse(name)
        told[url] = read(actors.keeper, url, language, "post") or []
    told["login"] = read(actors.visitor, reverse("account_login"), language, "post") or []
    return told


def english_texts() -> set[str]:
    """Texts without places to fill, whose Vietnamese is another."""
    return {
        entry.msgid
        for entry in catalogue()
        if not placeholders(entry.msgid) and translation(entry) != entry.msgid
    }


def says_one_language(in_vietnamese: Texts, in_english: Texts) -> None:
    """Fails with the texts that stand in the other language, or in neither one's own."""
    vietnamese, english = set(own_words(in_vietnamese, "vi")), set(own_words(in_english, "en"))
    known = english_texts() - _OF_DJANGO
    assert sorted(one for one in vietnamese if one[1] in known) == []
    assert sorted(one for one in english if VIETNAMESE.search(one[1])) == []
    same = {one for one in vietnamese & english if set(_WORD.findall(one[1])) - _NAMES}
    assert sorted(one for one in same if one[1] not in _OF_DJANGO) == [], "never translated"


def test_no_page_says_a_word_of_the_other_language(actors: Actors):
    in_vietnamese, in_english = pages(actors, "vi"), pages(actors, "en")
    assert in_vietnamese.keys() == in_english.keys()
    assert len(in_english) > 60
    says_one_language(in_vietnamese, in_english)


def test_no_form_complains_in_the_other_language(actors: Actors):
    in_vietnamese, in_english = forms(actors, "vi"), forms(actors, "en")
    assert all(in_vietnamese.values())
    says_one_language(in_vietnamese, in_english)


@pytest.mark.django_db
def test_what_is_left_in_english_is_noticed():
    with pytest.raises(AssertionError, match="Dossiers"):
        says_one_language({"/": ["Dossiers"]}, {"/": ["Dossiers"]})
    with pytest.raises(AssertionError, match="Hồ sơ"):
        says_one_language({"/": ["Hồ sơ"]}, {"/": ["Hồ sơ"]})
    with pytest.raises(AssertionError, match="Never collected"):
        says_one_language({"/": ["Never collected"]}, {"/": ["Never collected"]})


def test_figures_and_dates_are_written_as_in_the_language(actors: Actors):
    league = (
        reverse("indicators:league") + "?indicator=on_time&level=commune&period=2018-06&under=64"
    )
    for language, share, day, numbers in (
        ("vi", "85,5%", "30/06/2018", "225.745 / 238.610"),
        ("en", "85.5%", "30 Jun 2018", "225,745 / 238,610"),
    ):
        told = " ".join(read(actors.keeper, league, language) or [])
        assert share in told
        assert day in told
        # Of the samples: the small province has no thousands.
        assert numbers in " ".join(read(actors.keeper, reverse("style"), language) or [])
