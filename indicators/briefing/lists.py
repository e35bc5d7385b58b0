"""Lists within a sentence."""

import re
from collections.abc import Sequence

from django.utils.translation import get_language, pgettext


def joined(parts: Sequence[str]) -> str:
    """As in "a, b and c"; "" of none."""
    if len(parts) < 2:
        return "".join(parts)
    words = {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return pgettext("list", "%(first)s and %(last)s") % words


def clauses(parts: Sequence[str]) -> str:
    """Longer parts, which hold commas: "a; b; c"."""
    return "; ".join(parts)


# Before a number the word is a part of the name: "Quận 1".
_KIND = re.compile(
    r"(Tỉnh|Thành phố|Huyện|Quận|Thị xã|Thị trấn|Xã|Phường|Đặc khu)(?= (?!Hồ Chí Minh$)\D)"
)


def in_sentence(name: str) -> str:
    """A unit's name within a Vietnamese sentence: "xã Ia Hrú" (Nghị định 30/2020/NĐ-CP, Phụ lục II:
    the word for the kind is no part of the name)."""
    if get_language() != "vi":
        return name
    found = _KIND.match(name)
    return name if found is None else found[0].lower() + name[found.end() :]


def capital(sentence: str) -> str:
    """The sentence with a capital at its beginning, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]
