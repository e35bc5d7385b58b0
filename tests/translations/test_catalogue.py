"""The catalogue holds every text of the sources, translated."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import polib  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext, override

from egov import borrowed_words
from tests.support import needs
from tests.translations.catalogue import (
    FOLDER,
    catalogue,
    key,
    placeholders,
    translation,
    words,
)

# What reads the same in both languages.
THE_SAME = {"CSV", "SOURCE.toml", "%(unit)s, %(period)s"}
ROOMS = ("egov", "units", "dossiers", "indicators", "templates", "locale")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The catalogue after `make messages`, in a copy of the sources."""
    for program in ("xgettext", "msgmerge", "msguniq", "msgattrib"):
        needs(program)
    folder = tmp_path_factory.mktemp("sources")
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(settings.BASE_DIR, room), folder / room, ignore=ignored)
    manage = shutil.copy(Path(settings.BASE_DIR, "manage.py"), folder)
    nowhere = {"DATABASE_URL": "postgres:///x", "REDIS_URL": "unix:///x"}
    subprocess.run(
        [sys.executable, manage, "makemessages", "--locale", "vi", "--no-obsolete"],
        cwd=folder,
        env={**os.environ, **nowhere},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return catalogue(folder / "locale" / "vi" / "LC_MESSAGES" / "django.po")


def test_every_text_of_the_sources_is_in_it_and_nothing_else(collected: polib.POFile):
    found, kept = set(map(key, collected)), set(map(key, catalogue()))
    assert found - kept == set(), "Type `make messages` and translate what is new."
    assert kept - found == set(), "Type `make messages`: this is said nowhere any more."


def test_texts_are_marked_by_names_that_the_extractor_knows():
    """What is marked by another name is collected by nobody, and stays English."""
    imported = re.compile(r"^from django\.utils\.translation import (\w*gettext\w*) as (\w+)", re.M)
    others = [
        (path.name, name)
        for room in ROOMS
        for path in sorted(Path(settings.BASE_DIR, room).glob("**/*.py"))
        for function, name in imported.findall(path.read_text(encoding="utf-8"))
        if name != "_" or function not in ("gettext", "gettext_lazy", "gettext_noop")
    ]
    assert others == []


def test_everything_is_translated():
    entries = catalogue()
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


def test_placeholders_are_kept():
    wrong = [
        (entry.msgid, translation(entry))
        for entry in catalogue()
        if placeholders(entry.msgid_plural or entry.msgid) != placeholders(translation(entry))
    ]
    assert wrong == []


def test_spaces_and_full_stops_are_kept():
    def ends(text: str) -> tuple[bool, bool, str]:
        return text[:1].isspace(), text[-1:].isspace(), text[-1:] if text[-1:] in ".:?!…" else ""

    wrong = [
        (entry.msgid, translation(entry))
        for entry in catalogue()
        if ends(entry.msgid) != ends(translation(entry))
    ]
    assert wrong == []


def test_no_text_is_left_as_it_was():
    same = {
        entry.msgid
        for entry in catalogue()
        if translation(entry) == entry.msgid and re.search(r"[A-Za-z]", words(entry.msgid))
    }
    assert same - THE_SAME == set()


def test_what_is_compiled_is_what_is_written():
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    assert {key(entry): translation(entry) for entry in compiled} == {
        key(entry): translation(entry) for entry in catalogue()
    }, "Type `make messages`: the compiled catalogue is older than the text."


def test_borrowed_words_are_those_of_django_and_allauth():
    """A text that Django says otherwise by now would be translated for nobody."""
    places = [Path(django.__file__).parent, Path(sys.modules["allauth"].__file__ or "").parent]
    known = {
        text
        for place in places
        for path in sorted(place.glob("**/locale/[ef][nr]/LC_MESSAGES/django.po"))
        for entry in polib.pofile(str(path))
        for text in (entry.msgid, entry.msgid_plural)
    }
    source = Path(borrowed_words.__file__).read_text(encoding="utf-8")
    borrowed = [entry for entry in catalogue() if f'"{entry.msgid}"' in source]
    assert len(borrowed) > 50
    assert [entry.msgid for entry in borrowed if entry.msgid not in known] == []


def test_the_reader_is_addressed_as_offices_do():
    """As quý vị, which the head of the catalogue asks for, and not as friends do."""
    told = [translation(one) for one in catalogue()]
    assert any("quý vị" in text for text in told)
    assert [text for text in told if re.search(r"\bbạn\b", text, re.IGNORECASE)] == []


def test_django_s_texts_address_the_reader_so_too():
    with override("vi"):
        told = [
            *password_validators_help_texts(),
            *(gettext(str(text)) for text in (*borrowed_words.ADMIN, *borrowed_words.ACCOUNTS)),
        ]
    assert len(told) > 30
    assert [text for text in told if re.search(r"\bbạn\b", text, re.IGNORECASE)] == []


def test_one_thing_has_one_name():
    """A target alone is a chỉ tiêu: measures and indicators have words of their own at the head of
    the catalogue."""
    called = [one.msgid for one in catalogue() if "chỉ tiêu" in translation(one).lower()]
    aims = [text for text in called if re.search(r"target|reach", text, re.IGNORECASE)]
    assert len(aims) > 20
    assert set(called) - set(aims) == {"None has been set."}


def test_tones_are_placed_as_in_khoa_huy_and_xoa():
    """Both ways are right, and one of them is that of all pages: on the first vowel of two."""
    otherwise = re.compile(r"o[áàảãạéèẻẽẹ]\b|(?<!q)u[ýỳỷỹỵ]\b", re.IGNORECASE)
    assert [translation(one) for one in catalogue() if otherwise.search(translation(one))] == []
