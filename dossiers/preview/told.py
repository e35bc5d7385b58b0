"""The texts of a file to which the settings of its source give a meaning."""

from collections import Counter

from dossiers.checking.mapping import Mapping
from dossiers.checking.words import word_key
from dossiers.reading.table import Piece
from dossiers.source_settings import SourceSettings
from units.names import clean

# Field -> the setting that gives meanings to its texts. The first field stands for both of a pair.
SETTING_OF = {
    "status": "status_words",
    "channel": "channel_words",
    "return_channel": "channel_words",
    "unit": "units",
    "receiving_unit": "units",
}
_FIELD_OF = {setting: field for field, setting in reversed(SETTING_OF.items())}


def key_of(setting: str, text: str) -> str:
    """By which the texts of a setting are compared."""
    return clean(text) if setting == "units" else word_key(text)


class Told:
    """Counts them, piece by piece: `rows` of (field, text as the settings write it)."""

    def __init__(self, settings: SourceSettings, mapping: Mapping) -> None:
        self.rows: Counter[tuple[str, str]] = Counter()
        self._texts = {
            (mapping.columns[field], setting): {
                key_of(setting, text): text for text in getattr(settings, setting)
            }
            for field, setting in SETTING_OF.items()
            if field in mapping.columns
        }

    def look(self, piece: Piece) -> None:
        """Count those of a piece."""
        for (column, setting), texts in self._texts.items():
            for found in piece.columns[column].value_counts().to_pylist() if texts else ():
                if text := texts.get(key_of(setting, found["values"] or "")):
                    self.rows[_FIELD_OF[setting], text] += found["counts"]
