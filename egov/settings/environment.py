"""What all settings begin with: the environment, the checkout, and the folder of the data."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.str("EGOV_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.bool("DEBUG", False)


def days(name: str, default: int) -> int | None:
    """A number of days of at least 1; None where the variable is empty."""
    text = env.str(name, str(default)).strip()
    if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise ImproperlyConfigured(f'{name} must be a number of days, or empty: "{text}".')
    return int(text) if text else None
