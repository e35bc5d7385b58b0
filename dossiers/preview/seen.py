"""What a preview shows of a file's cells: a few samples, and the unknown texts.

Samples come from rows without any problem, of mapped columns alone; of free text only what names a
known procedure. Of the other columns the shape of a value is kept, never the value.
"""

import unicodedata
from collections import Counter

import numpy as np
import pyarrow as pa

from dossiers.checking.mapping import Mapping
from dossiers.checking.procedures import Procedures
from dossiers.checking.rows import Checked
from dossiers.preview.told import Told
from dossiers.reading.table import Piece
from dossiers.source_settings import SourceSettings

SAMPLES = 3
MOST_TEXTS = 10_000  # unknown ones that are told apart
_LOOKED_AT = 1000  # rows of a piece
_LONGEST_SAMPLE, _LONGEST_SHAPE = 60, 30


class Seen:
    """Looks at the pieces of one file as they are taken in."""

    def __init__(self, mapping: Mapping, procedures: Procedures, settings: SourceSettings) -> None:
        self.told = Told(settings, mapping)
        self._mapping = mapping
        self._procedures = procedures
        self.samples: dict[int, list[str]] = {index: [] for index in mapping.wanted}
        self.unknown: Counter[tuple[str, str, str]] = Counter()

    def look(self, piece: Piece, checked: Checked) -> None:
        """Note what is worth showing of a checked piece."""
        for (field, kind, text), rows in checked.findings.unknown(piece.rows).items():
            if len(self.unknown) >= MOST_TEXTS and (field, kind, text) not in self.unknown:
                text = ""  # counted with those that may not be quoted
            self.unknown[field, kind, text] += rows
        self.told.look(piece)
        self._sample(piece, checked)

    def _sample(self, piece: Piece, checked: Checked) -> None:
        wanting = [index for index, texts in self.samples.items() if len(texts) < SAMPLES]
        if not wanting:
            return
        faulty = np.array([problem.row for problem in checked.problems], np.int32)
        good = pa.array(np.flatnonzero(~np.isin(piece.rows, faulty))[:_LOOKED_AT])
        for index in wanting:
            texts = piece.columns[index].take(good)
            if index == self._free_text:
                texts = self._procedures.known_names(texts)
            known = self.samples[index]
            for text in texts.unique().to_pylist():
                shown = " ".join((text or "").split())[:_LONGEST_SAMPLE]
                if shown and shown not in known and len(known) < SAMPLES:
                    known.append(shown)

    @property
    def _free_text(self) -> int | None:
        return self._mapping.columns["procedure"] if self._mapping.procedure_is_free_text else None


def shape(text: str) -> str:
    """The form of a text without its content: 9 for a digit, a for a letter, at most 30 signs.

    "17/09/2018 08:30" is "99/99/9999 99:99", "Rơ Châm" is "aa aaaa".
    """
    signs = unicodedata.normalize("NFC", " ".join(text.split()))[:_LONGEST_SHAPE]
    return "".join(map(_sign, signs))


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind.startswith("N"):
        return "9"
    if kind.startswith("M"):  # a mark on the letter before
        return ""
    return "a" if kind.startswith("L") else sign
