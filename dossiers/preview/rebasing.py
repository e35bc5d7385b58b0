"""Settings that were changed for one file, taken over to what their source has learnt meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from dossiers.checking.words import header_key, word_key
from dossiers.models import Source, Upload
from dossiers.source_settings import PLAIN, SourceSettings
from units.names import clean

T = TypeVar("T")


def settings_today(upload: Upload, source: Source) -> SourceSettings:
    """The settings of an upload that is not loaded yet, by what its source knows now; those that
    came with the file as they are, until it is read, and their rules of counting ever after."""
    own = SourceSettings.from_dict(upload.settings)
    if upload.base_settings is None:
        return own
    base = SourceSettings.from_dict(upload.base_settings)
    today = rebased(own, base, SourceSettings.from_dict(source.settings))
    return today if upload.follows_rules else today.counting_as(own)


def rebased(own: SourceSettings, base: SourceSettings, now: SourceSettings) -> SourceSettings:
    """The settings of the source `now`, changed as `base` was changed to `own`: told, told anew,
    and forgotten. Of a field's headers the own ones are tried first."""
    plain = {
        name: _changed(getattr(own, name), getattr(base, name), getattr(now, name))
        for name in PLAIN
    }
    fields = dict.fromkeys((*now.columns, *own.columns))
    columns = {
        name: _headers(own.columns.get(name), base.columns.get(name), now.columns.get(name))
        for name in fields
    }
    return replace(
        now,
        **plain,
        columns={name: headers for name, headers in columns.items() if headers is not None},
        channel_words=_words(own.channel_words, base.channel_words, now.channel_words, word_key),
        status_words=_words(own.status_words, base.status_words, now.status_words, word_key),
        units=_words(own.units, base.units, now.units, clean),
    )


def _changed(own: T, base: T, now: T) -> T:
    return now if own == base else own


Headers = tuple[str, ...] | None


def _headers(own: Headers, base: Headers, now: Headers) -> Headers:
    """The headers of a field; those that the source has learnt come behind its own."""
    if own == base or not own or not now:
        return _changed(own, base, now)
    known = {header_key(header) for header in (*own, *(base or ()))}
    return (*own, *(header for header in now if header_key(header) not in known))


def _words(
    own: Mapping[str, str],
    base: Mapping[str, str],
    now: Mapping[str, str],
    key: Callable[[str], str],
) -> dict[str, str]:
    """The words or units, compared by their keys; written as the source has them, then as told."""
    texts = {key(text): text for text in (*own, *now)}
    meanings = [{key(text): value for text, value in words.items()} for words in (own, base, now)]
    found = {
        text: _changed(*(meaning.get(name) for meaning in meanings)) for name, text in texts.items()
    }
    return {text: value for text, value in found.items() if value is not None}
