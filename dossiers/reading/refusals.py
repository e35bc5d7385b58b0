"""Why a file is not read: kinds with the sentence that the user gets.

A kind and its numbers cross from the process that reads workbooks to the one that speaks to
people; the sentence is made there, in the language asked for.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers.reading.table import ReadError, on_one_line


class Refusal(ReadError):  # noqa: N818
    """A ReadError by its kind; its text is made when it is asked for.

    It is one line, whatever names of files and sheets it quotes.
    """

    def __init__(self, kind: str, **params: Any) -> None:
        super().__init__(kind, params)
        self.kind, self.params = kind, params

    def __str__(self) -> str:
        return on_one_line(str(_SENTENCES[self.kind]) % self.params)


def is_costly(error: ReadError) -> bool:
    """Whether another attempt would take as much time or memory."""
    return isinstance(error, Refusal) and error.kind in ("time", "memory")


_SENTENCES = {
    "empty": _("The file is empty."),
    "no_table": _("The file is not a table, but %(format)s."),
    "no_text": _("The file is not a table of text."),
    "long_line": _("The file is not a table: a line of it is longer than 64 MB."),
    "encoding": _(
        "Line %(line)s is not text in UTF-8: the file is damaged, or of mixed encodings."
    ),
    "no_header": _(
        "No header row was found: none of the first rows names the code of the dossier "
        "or two other columns that are known. If the columns have other names, give them "
        "in the settings of the source."
    ),
    "no_sheet": _("The file holds no table."),
    "unknown_sheet": _(
        "The file has no sheet named “%(sheet)s”, as the settings of the source say. "
        "Its sheets: %(sheets)s."
    ),
    "damaged": _(
        "The file is damaged or was cut off: it begins like %(format)s, but cannot be read. "
        "Export it anew, or open it in a spreadsheet program and save it again."
    ),
    "fault": _(
        "The file could not be read, for an error of this program: its log says where. Save the "
        "table as CSV (UTF-8) and upload that, and tell whoever runs this system."
    ),
    "formulas": _(
        "In row %(row)s, “%(column)s” is a formula whose value is not in the file: the program "
        "that wrote the file did not calculate it. Open the file in a spreadsheet program, save "
        "it there, and upload that."
    ),
    "password": _(
        "The file is protected by a password. Save it without the password and upload it again."
    ),
    "entities": _(
        "The file declares entities of its own, which no spreadsheet program does: it is not read."
    ),
    "too_many_rows": _(
        "The table has more than %(rows)s rows, too many for a file of this format. Save it as "
        "CSV (UTF-8), which may be longer, and upload that."
    ),
    "too_many_columns": _(
        "The table has more than %(columns)s columns. Delete those that are not needed, or save "
        "the sheet as CSV (UTF-8), and upload that."
    ),
    "memory": _(
        "The file is too large for its format: reading it takes more than %(megabytes)s MB of "
        "memory. Save the table as CSV (UTF-8) and upload that."
    ),
    "time": _(
        "Reading the file takes more than %(seconds)s seconds, too long for a file of this format. "
        "Save the table as CSV (UTF-8) and upload that."
    ),
    "nested": _(
        "The page has tables within tables, more than %(levels)s of them: it is not read. Open it "
        "in a spreadsheet program, delete what is around the table, and save it as CSV (UTF-8)."
    ),
    "unpacked": _(
        "Unpacked, the file would be larger than %(megabytes)s MB: it is not opened. Upload a "
        "part of it, or a shorter period."
    ),
    "empty_zip": _("The ZIP file holds no file."),
    "several_in_zip": _(
        "The ZIP file holds several files: %(names)s. Upload the table alone, or several tables "
        "one by one."
    ),
    "many_in_zip": _("The ZIP file holds too many files. Upload the table alone."),
    "zip_in_zip": _("The ZIP file holds another ZIP file. Upload the table that is in it."),
}
