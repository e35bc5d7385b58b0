"""Secrets come by themselves or, as container engines hand them out, in a file that is named."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str, default: str = "") -> str:
    """The environment's NAME, or the text of the file that NAME_FILE names, without the end of its
    last line; `default` where neither is set.

    Raises ImproperlyConfigured where both are set, or the file has nothing to read. No text of it
    names the secret.
    """
    given, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if given and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: unset one of them.")
    if not file:
        return given or default
    try:
        text = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read ({why}).") from None
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE: {file} is empty.")
    return text
