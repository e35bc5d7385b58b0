"""The key that signs sessions and links of mails: who knows it can sign in as anybody.

Nothing that serves pages or works on jobs starts with a key that others may know. What signs
nothing (collecting static files and texts, checking types) needs none.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks.security.base import (
    SECRET_KEY_INSECURE_PREFIX,
    SECRET_KEY_MIN_LENGTH,
    SECRET_KEY_MIN_UNIQUE_CHARACTERS,
)
from django.core.exceptions import ImproperlyConfigured

_MAKE_ONE = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def check_signing_key() -> None:
    """Raises ImproperlyConfigured where SECRET_KEY or a fallback is unset, an example, or easy to
    guess, by the measure of `manage.py check --deploy`; its text does not tell the key. With DEBUG
    any key will do."""
    if settings.DEBUG:
        return
    for name, key in _keys():
        if fault := _fault(key):
            raise ImproperlyConfigured(f"{name} {fault}. {_MAKE_ONE}")


def _keys() -> Iterator[tuple[str, str]]:
    try:
        yield "SECRET_KEY", settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own, at an empty one
        yield "SECRET_KEY", ""
    for number, key in enumerate(settings.SECRET_KEY_FALLBACKS, start=1):
        yield f"Key {number} of SECRET_KEY_FALLBACKS", key


def _fault(key: str) -> str:
    """What is wrong with a key; empty where nothing is. Examples are all shorter than a key."""
    if not key:
        return "is not set"
    if key.startswith(SECRET_KEY_INSECURE_PREFIX):
        return f'begins with "{SECRET_KEY_INSECURE_PREFIX}", as keys do that were published'
    if len(key) < SECRET_KEY_MIN_LENGTH:
        return f"has less than {SECRET_KEY_MIN_LENGTH} signs: it is an example or can be guessed"
    if len(set(key)) < SECRET_KEY_MIN_UNIQUE_CHARACTERS:
        return "repeats a few signs: it can be guessed"
    return ""
