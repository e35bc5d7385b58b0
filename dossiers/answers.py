"""Settings out of what somebody answered about a file, so that the next file needs no answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dossiers.source_settings import SourceSettings
from dossiers.words import header_key, word_key


@dataclass(frozen=True)
class Answers:
    """What was answered; what is absent stays as it is.

    `columns`: field -> header as a preview's `Column.key` has it, "" for "not in this file".
    `channels`, `statuses`: text in the file -> our value's name. `units`: text in the file -> unit
    code as a suggestion has it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    sheet: str | None = None


def answered(settings: SourceSettings, answers: Answers) -> SourceSettings:
    """The settings with the answers; raises SettingsError where they cannot be.

    A header that was chosen is tried first, and those that other files may have after it.
    """
    columns = dict(settings.columns)
    for name, header in answers.columns.items():
        others = [own for own in columns.get(name, ()) if header_key(own) != header_key(header)]
        columns[name] = (header, *others) if header else ()
    new = replace(
        settings,
        columns=columns,
        channel_words=_with_words(settings.channel_words, answers.channels),
        status_words=_with_words(settings.status_words, answers.statuses),
        units={**settings.units, **answers.units},
        day_first=settings.day_first if answers.day_first is None else answers.day_first,
        sheet=settings.sheet if answers.sheet is None else answers.sheet,
    )
    return SourceSettings.from_dict(new.to_dict())


def _with_words(own: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """The source's words with those given; a word has one meaning, however it is written."""
    keys = {word_key(word) for word in given}
    return {word: value for word, value in own.items() if word_key(word) not in keys} | dict(given)
