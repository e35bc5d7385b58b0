"""What is kept of the name of a file that somebody hands in (docs/privacy.md)."""

import re

# An e-mail address; a telephone number as it is written; the number of an identity card: 12 digits
# with a 0 in front, or 9. Days and times in names (20180701, 01.07.2018) are none of them.
_ABOUT_PEOPLE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\d)(?:0\d{9}|0\d{3}([ .-])\d{3}\1\d{3}|0\d\d([ .-])\d{3}\2\d{4}|0\d{11}|\d{9})(?!\d)"
)


def kept_name(file_name: str, longest: int = 255) -> str:
    """The name without its path, as text (its bytes may be no UTF-8), and without what is about a
    person as far as that can be told; of one that is too long the end."""
    text = file_name.encode("utf-8", "replace").decode().replace("\\", "/").rpartition("/")[2]
    return _ABOUT_PEOPLE.sub("…", text)[-longest:]
