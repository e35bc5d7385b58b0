"""What a source says of its own data: a sentence on every page that shows some of it."""


def note_in(language: str, note: str, note_en: str) -> str:
    """The note in a language; a source may have given it in one alone."""
    return (note_en or note) if language == "en" else (note or note_en)


def head_and_rest(note: str) -> tuple[str, str]:
    """What stands before the first colon, and the rest."""
    head, _colon, rest = note.partition(": ")
    return head, rest
