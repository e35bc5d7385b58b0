"""Settings out of what somebody answered about a file, so that the next file needs no answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dossiers.checking.words import header_key
from dossiers.source_settings import SourceSettings


@dataclass(frozen=True)
class Answers:
    """What was answered; what is absent stays as it is.

    `columns`: field -> header as a preview's `Column.key` has it, "" for "not in this file".
    `channels`, `statuses`: text in the file -> our value's name. `units`: text in the file -> unit
    code as a suggestion has it. "" forgets what the settings say of a text.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None


def answered(settings: SourceSettings, answers: Answers) -> SourceSettings:
    """The settings with the answers; raises SettingsError where they cannot be.

    A header that was chosen is tried first, and those that other files may have after it.
    """
    columns = dict(settings.columns)
    for name, header in answers.columns.items():
        others = [own for own in columns.get(name, ()) if header_key(own) != header_key(header)]
        columns[name] = (header, *others) if header else ()
    told = settings.knowing(
        SourceSettings(
            channel_words=answers.channels, status_words=answers.statuses, units=answers.units
        )
    )
    new = replace(
        told,
        columns=columns,
        channel_words=_without_forgotten(told.channel_words),
        status_words=_without_forgotten(told.status_words),
        units=_without_forgotten(told.units),
        day_first=settings.day_first if answers.day_first is None else answers.day_first,
    )
    return SourceSettings.from_dict(new.to_dict())


def _without_forgotten(words: Mapping[str, str]) -> dict[str, str]:
    return {text: value for text, value in words.items() if value}
