"""The Vietnamese catalogue as the tests read it."""

import re
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "locale", "vi", "LC_MESSAGES")

# %(name)s, %s, %% and {name}, as both gettext's users and str.format write them.
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


def catalogue(path: Path = FOLDER / "django.po") -> polib.POFile:
    """A catalogue in text form."""
    return polib.pofile(str(path))


def key(entry: polib.MOEntry | polib.POEntry) -> tuple[str, str, str]:
    """What an entry is looked up by: context, text, plural."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def translation(entry: polib.MOEntry | polib.POEntry) -> str:
    """Its Vietnamese text; there is one form for all numbers."""
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def placeholders(text: str) -> list[str]:
    """The places that are filled when the text is shown, in alphabetical order."""
    return sorted(_PLACEHOLDER.findall(text))


def words(text: str) -> str:
    """A text without its placeholders."""
    return _PLACEHOLDER.sub("", text)
