"""What people write into cells and forms: a unit, a number."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.lines.taking import EnteringError
from indicators.periods import Period
from units.queries import hierarchy

# Without an exponent: "1e999999999" is no number that people write.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?", re.ASCII)


def unit_of(text: str, period: Period) -> int:
    """The unit that a text names, which is there in the period. Raises UnitError, EnteringError."""
    lines = hierarchy()
    unit_id = lines.resolve(text, on=period.ends_on)
    if not lines.lives_within(unit_id, period.begins_on, period.ends_on):
        words = {"unit": lines.name(unit_id, period.ends_on)}
        raise EnteringError(_("“%(unit)s” was no unit in this period.") % words)
    return unit_id


def decimal_of(text: str, decimals: int) -> Decimal:
    """A number as people write it: 1425, 1.425, 85,3, 85.3 and 85,3%. What could mean two things is
    read by how many decimals there may be: where none, groups of three digits are thousands.
    Raises EnteringError."""
    plain = text.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if "," in plain and "." in plain:
        group = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(group, "").replace(",", ".")
    elif decimals:
        plain = plain.replace(",", ".")
    else:
        whole, *groups = plain.replace(",", ".").split(".")
        if groups and all(len(one) == 3 for one in groups) and len(whole) <= 3:
            plain = "".join([whole, *groups])
        plain = plain.replace(",", ".")
    number = Decimal(plain) if _NUMBER.fullmatch(plain) else None
    if number is None or abs(number) >= Decimal(10) ** 13:
        raise EnteringError(_("“%(text)s” is no number.") % {"text": text[:40]})
    return number
