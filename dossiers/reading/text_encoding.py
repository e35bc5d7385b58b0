"""In which encoding a text is: told by marks, zero bytes, and what reads as Vietnamese."""

import codecs
import re
import unicodedata

from dossiers.reading.refusals import Refusal

_MOST_CONTROLS = 0.01
_DAMAGED_UTF8 = 0.1  # of the bytes that are no ASCII; of other encodings hardly any reads as UTF-8
_OF_UTF16 = 0.2  # zero bytes at every other place: text that is mostly Latin letters and digits
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OF_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NO_ASCII = re.compile(rb"[\x80-\xff]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# A Vietnamese syllable without its tone; "ă" and "â" never end one.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|qu|ch|th|tr|ph|[bcdđghklmnprstvx])?[ou]?"
    r"(?:[ăâ](?:ch|nh|ng|[cmnptuy])"
    r"|(?:iê|yê|uô|ươ|[aeêioôơuưy])[aiouy]?(?:ch|nh|ng|[cmnpt])?)"
)


def encodings(start: bytes) -> tuple[str, ...]:
    """The encodings that the first bytes of a text can be in, the likeliest first.

    Raises Refusal where the bytes are no text.
    """
    for mark, name in _MARKS:
        if start.startswith(mark):
            return (name,)
    if wide := _without_mark(start):
        return (wide,)
    start = start.rstrip(b"\0")  # a file may be filled up
    controls = sum(start.count(byte) for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
    if controls > _MOST_CONTROLS * len(start):
        raise Refusal("no_text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        if _is_damaged_utf8(start):
            return ("utf-8",)
        return tuple(sorted(("cp1258", "cp1252"), key=lambda name: -_vietnamese(start, name)))
    return ("utf-8",)


def _is_damaged_utf8(start: bytes) -> bool:
    """Whether nearly all that is no ASCII reads as UTF-8: then the reader names the broken line."""
    broken = len(_NO_ASCII.findall(_OF_UTF8.sub(b"", start)))
    return broken <= _DAMAGED_UTF8 * len(_NO_ASCII.findall(start))


def _without_mark(start: bytes) -> str:
    """The kind of UTF-16 that zero bytes give away, "" for none."""
    high, low = start[0::2].count(0), start[1::2].count(0)
    enough = _OF_UTF16 * (len(start) // 2)
    if low > enough and low > 10 * high:
        return "utf-16-le"
    return "utf-16-be" if high > enough and high > 10 * low else ""


def _vietnamese(start: bytes, encoding: str) -> int:
    """By how many the words with accents that are Vietnamese outweigh those that are not."""
    text = unicodedata.normalize("NFC", start.decode(encoding, "ignore")).lower()
    accented = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    return sum(1 if _is_syllable(word) else -1 for word in accented)


def _is_syllable(word: str) -> bool:
    toneless = _TONES.sub("", unicodedata.normalize("NFD", word))
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))
