"""SOURCE.toml: what is told about a source and the reading of its files (DESIGN.md section 9)."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dossiers.checking.words import (
    CHANNEL_NAMES,
    CHANNEL_WORDS,
    FIELDS,
    REQUIRED_FIELDS,
    STATUS_NAMES,
    STATUS_WORDS,
    is_personal_header,
    word_key,
)
from units.names import clean

COMPARE_BY = ("day", "second")
EPOCHS = (1900, 1904)
MISSING_DUE = ("exclude", "on_time", "statutory")
COVERS = ("named", "all")
CHOICES = {"compare_by": COMPARE_BY, "missing_due": MISSING_DUE, "covers": COVERS}
LONGEST_NAME = 200
LONGEST_NOTE = 500


class SettingsError(ValueError):
    """Settings that cannot be used; the text is a sentence for the user that names the key."""


@dataclass(frozen=True)
class SourceSettings:
    """The settings of one source, checked.

    `columns`: field -> headers tried in turn; an empty tuple says that the field is not in the
    files. `channel_words`, `status_words`: text in the file -> our value's name. `units`: text in
    the file -> unit code, or code@date. `epoch`: the year from which numbers of days are counted,
    1900 or 1904, 0 where the file tells. `note` and `note_en` stand on every page with figures of
    the source, in Vietnamese and English. `until`: the last day of a system that was switched off,
    2018-12-31, "" while it runs. `covers`: whether a file tells of the units that it
    names, or of "all" below `under`, since one system serves them (docs/decisions/0019).
    """

    name: str = ""
    note: str = ""
    note_en: str = ""
    until: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    day_first: bool = True
    epoch: int = 0
    compare_by: str = "day"
    missing_due: str = "exclude"
    under: str = ""
    covers: str = "named"
    sheet: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channel_words: Mapping[str, str] = field(default_factory=dict)
    status_words: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the dates without offset, and of all days."""
        return ZoneInfo(self.timezone)

    @cached_property
    def channels(self) -> dict[str, int]:
        """Word key -> channel: the built-in words, overridden by this source's."""
        own = {
            word_key(word): int(CHANNEL_NAMES[name]) for word, name in self.channel_words.items()
        }
        return {**CHANNEL_WORDS, **own}

    @cached_property
    def statuses(self) -> dict[str, int]:
        """Word key -> status: the built-in words, overridden by this source's."""
        return STATUS_WORDS | _values(self.status_words, STATUS_NAMES)

    def knowing(self, other: "SourceSettings") -> "SourceSettings":
        """These settings with the words and units of others as well, which win where both name
        the same."""
        return replace(
            self,
            channel_words=_joined(self.channel_words, other.channel_words, word_key),
            status_words=_joined(self.status_words, other.status_words, word_key),
            units=_joined(self.units, other.units, clean),
        )

    def counting_as(self, other: "SourceSettings") -> "SourceSettings":
        """These settings with the rules of counting of others."""
        return replace(self, compare_by=other.compare_by, missing_due=other.missing_due)

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain values in the layout of SOURCE.toml, for JSON."""
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "columns": {name: list(headers) for name, headers in self.columns.items()},
            "values": {
                "channel": _words_by_value(self.channel_words),
                "status": _words_by_value(self.status_words),
            },
            "units": dict(self.units),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "SourceSettings":
        """Settings out of SOURCE.toml's layout; raises SettingsError with a sentence per fault."""
        _refuse_unknown(data, (*PLAIN, "columns", "values", "units"), "")
        values = _table(data, "values")
        _refuse_unknown(values, ("channel", "status"), "values.")
        plain: dict[str, Any] = {
            name: _plain(data, name, kind) for name, kind in PLAIN.items() if name in data
        }
        if plain.get("covers") == "all" and not plain.get("under"):
            raise SettingsError(
                _('The setting "covers" can be "all" only where "under" names a unit.')
            )
        return cls(
            **plain,
            columns=_columns(_table(data, "columns")),
            channel_words=_value_words(values, "channel", tuple(CHANNEL_NAMES)),
            status_words=_value_words(values, "status", tuple(STATUS_NAMES)),
            units={
                text: _text(code, f"units.{text}") for text, code in _table(data, "units").items()
            },
        )


PLAIN: dict[str, type] = {
    item.name: {"day_first": bool, "epoch": int}.get(item.name, str)
    for item in fields(SourceSettings)
    if item.name not in ("columns", "channel_words", "status_words", "units")
}


def parse_source_settings(content: bytes) -> SourceSettings:
    """Read the bytes of a SOURCE.toml; raises SettingsError."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise SettingsError(_("The source's settings are not text in UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            _("The source's settings are not valid TOML: %(reason)s.") % {"reason": error}
        ) from None
    except (RecursionError, ValueError):
        # Nested too deep, or a number of too many digits: nothing that a person writes.
        raise SettingsError(_("The source's settings cannot be read.")) from None
    # NUL has no place in a text of PostgreSQL's; TOML can write it as an escape.
    if "\\u0000" in json.dumps(data, default=str):
        raise SettingsError(_("The source's settings hold a NUL character."))
    return SourceSettings.from_dict(data)


def _values(words: Mapping[str, str], names: Mapping[str, int]) -> dict[str, int]:
    return {word_key(word): int(names[name]) for word, name in words.items()}


def _joined(
    ours: Mapping[str, str], others: Mapping[str, str], key: Callable[[str], str]
) -> dict[str, str]:
    named = {key(text) for text in others}
    return {text: value for text, value in ours.items() if key(text) not in named} | dict(others)


def _words_by_value(words: Mapping[str, str]) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for word, value in words.items():
        result.setdefault(value, []).append(word)
    return result


def _refuse_unknown(data: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> None:
    unknown = [key for key in data if key not in known]
    if unknown:
        raise SettingsError(
            _('The setting "%(key)s" is not known. Known here: %(known)s.')
            % {"key": prefix + unknown[0], "known": ", ".join(known)}
        )


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, Mapping):
        raise SettingsError(_('The setting "%(key)s" must be a table.') % {"key": key})
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(_('The setting "%(key)s" must be a text in quotes.') % {"key": key})
    return value.strip()


def _plain(data: Mapping[str, Any], key: str, kind: type) -> str | bool | int:
    value = data[key]
    if kind is int:
        if value not in (0, *EPOCHS) or isinstance(value, bool):
            raise SettingsError(
                _('The setting "%(key)s" must be one of: %(choices)s.')
                % {"key": key, "choices": ", ".join(map(str, EPOCHS))}
            )
        return int(value)
    if kind is bool:
        if not isinstance(value, bool):
            raise SettingsError(_('The setting "%(key)s" must be true or false.') % {"key": key})
        return value
    if key == "until":
        return _day(value)
    text = _text(value, key)
    choices = CHOICES.get(key)
    if choices and text not in choices:
        raise SettingsError(
            _('The setting "%(key)s" must be one of: %(choices)s.')
            % {"key": key, "choices": ", ".join(choices)}
        )
    if key == "timezone":
        _check_zone(text)
    longest = {"name": LONGEST_NAME, "note": LONGEST_NOTE, "note_en": LONGEST_NOTE}.get(key)
    if longest and len(text) > longest:
        raise SettingsError(
            _('The setting "%(key)s" must not be longer than %(longest)s characters.')
            % {"key": key, "longest": longest}
        )
    return text


def _day(value: object) -> str:
    """A day of TOML's, or its text; "" for none."""
    if isinstance(value, date):
        value = value.isoformat()
    try:
        return date.fromisoformat(value).isoformat() if value else ""  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise SettingsError(
            _('The setting "until" must be a day such as 2018-12-31: "%(value)s".')
            % {"value": str(value)[:60]}
        ) from None


def _check_zone(text: str) -> None:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # what zoneinfo raises for names that lead nowhere
        raise SettingsError(
            _('The setting "timezone" names no known time zone: "%(value)s".')
            % {"value": text[:60]}
        ) from None


def _texts(value: object, key: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for text in (_text(item, key) for item in items) if text)


def _columns(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    _refuse_unknown(table, FIELDS, "columns.")
    columns = {name: _texts(value, f"columns.{name}") for name, value in table.items()}
    for name, headers in columns.items():
        if not headers and name in REQUIRED_FIELDS:
            raise SettingsError(
                _('The setting "%(key)s" must name a column: every file needs it.')
                % {"key": f"columns.{name}"}
            )
        for header in headers:
            if is_personal_header(header):
                raise SettingsError(
                    _(
                        'The setting "%(key)s" names the column "%(header)s", which is about '
                        "people. Such columns are never read."
                    )
                    % {"key": f"columns.{name}", "header": header[:60]}
                )
    return columns


def _value_words(values: Mapping[str, Any], key: str, known: tuple[str, ...]) -> dict[str, str]:
    table = values.get(key, {})
    full_key = f"values.{key}"
    if not isinstance(table, Mapping):
        raise SettingsError(_('The setting "%(key)s" must be a table.') % {"key": full_key})
    _refuse_unknown(table, known, f"{full_key}.")
    words: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for value, texts in table.items():
        for word in _texts(texts, f"{full_key}.{value}"):
            if meanings.setdefault(word_key(word), value) != value:
                raise SettingsError(
                    _('The setting "%(key)s" gives two meanings to "%(word)s".')
                    % {"key": full_key, "word": word[:60]}
                )
            words[word] = value
    return words
