"""The procedures that the rows of a file name: numbers of its own while it is read, ids in the
merge, which alone makes known what is named for the first time.

A procedure goes by its code without local suffixes, without a code by its folded name, without
either by its field alone. Free text is a procedure only if it equals a known one.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.utils import CursorWrapper

from dossiers.catalogue.matching import match
from dossiers.models import Procedure
from units.names import fold

_NAMES = ("procedure_code", "procedure", "field")
_NAMING = ("dossiers_dossier", "dossiers_state")
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_FIELD = 60, 1000, 300


class _Named(NamedTuple):
    """A procedure as the file names it first; the columns of `naming`."""

    number: int
    key: str
    code: str
    name: str
    field: str


class Procedures:
    """The procedures of one file."""

    def __init__(self, *, free_text: bool) -> None:
        self._free_text = free_text
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._named: dict[str, _Named] = {}

    def numbers(self, frame: pa.Table) -> pa.Array:
        """The file's own number for the procedure of each row of a checked frame (see
        dossiers.checking.rows.Checked)."""
        columns = [
            frame[name].combine_chunks().fill_null("").dictionary_encode() for name in _NAMES
        ]
        codes = np.zeros(len(frame), np.int64)
        for column in columns:
            codes = codes * (len(column.dictionary) + 1) + np.asarray(column.indices)
        _codes, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        named = [tuple(column[int(index)].as_py() for column in columns) for index in first]
        self._learn([name for name in named if name not in self._numbers])
        return pa.array(np.array([self._numbers[name] for name in named], np.int32)[inverse])

    def make_known(self, cursor: CursorWrapper) -> None:
        """Make the temporary table `naming (number, key, ...)`, and a row in the table of
        procedures for each of it, which points to the catalogue if that has it; they stay to the
        end of the transaction."""
        cursor.execute(
            "CREATE TEMPORARY TABLE naming (number integer, key text, code text, name text,"
            " field text) ON COMMIT DROP"
        )
        with cursor.copy("COPY naming FROM STDIN") as copy:
            for named in self._named.values():
                copy.write_row(named)
        cursor.execute("ANALYZE naming")
        while _hold(cursor) < len(self._named):
            _add_new(cursor)
        match(Procedure.objects.filter(catalogue=None, key__in=self._named))

    def known_names(self, texts: pa.Array) -> pa.Array:
        """The texts that are names of known procedures, or of those that rows before named
        without a code; null for the others."""
        encoded = texts.dictionary_encode()
        names = encoded.dictionary.to_pylist()
        keys = {_key("", name, "") for name in names if name.strip()}
        known = _existing(keys) | (keys & self._named.keys())
        kept = [name if _key("", name, "") in known else None for name in names]
        return pc.take(pa.array(kept, pa.string()), encoded.indices)

    def known_fields(self, texts: pa.Array) -> pa.Array:
        """The texts that are fields of known procedures, or of those that rows before named; null
        for the others."""
        encoded = texts.dictionary_encode()
        names = encoded.dictionary.to_pylist()
        known = set(Procedure.objects.filter(field__in=names).values_list("field", flat=True))
        known |= {named.field for named in self._named.values()}
        kept = [name if name in known else None for name in names]
        return pc.take(pa.array(kept, pa.string()), encoded.indices)

    def _learn(self, named: list[tuple[str, str, str]]) -> None:
        keys = {name: _key(*name) for name in named}
        if self._free_text:
            known = _existing(keys.values())
            keys = {
                (code, text, field): key if key in known else _key(code, "", field)
                for (code, text, field), key in keys.items()
            }
        for (code, text, field), key in keys.items():
            name = "" if self._free_text else text
            if key not in self._named:
                self._named[key] = _Named(
                    number=len(self._named),
                    key=key,
                    code=code[:_LONGEST_CODE],
                    name=name[:_LONGEST_NAME],
                    field=field[:_LONGEST_FIELD],
                )
            self._numbers[code, text, field] = self._named[key].number


def forget_unnamed(cursor: CursorWrapper) -> None:
    """Remove the procedures that no dossier and no state names any more: free text in a column
    that was taken for that of the procedure would be a known one for good.

    Nobody is waited for: one that a load is about to name stays.
    """
    unnamed = " AND ".join(
        f"id NOT IN (SELECT DISTINCT procedure_id FROM {table})" for table in _NAMING
    )
    cursor.execute(f"SELECT id FROM dossiers_procedure WHERE {unnamed}")
    if found := [procedure_id for (procedure_id,) in cursor.fetchall()]:
        cursor.execute(
            "SELECT id FROM dossiers_procedure WHERE id = ANY (%s) FOR UPDATE SKIP LOCKED", [found]
        )
        ours = [procedure_id for (procedure_id,) in cursor.fetchall()]
        # Asked again: now that the rows are ours, all that was named meanwhile can be seen.
        cursor.execute(f"DELETE FROM dossiers_procedure WHERE id = ANY (%s) AND {unnamed}", [ours])


def _hold(cursor: CursorWrapper) -> int:
    """Keep the rows of `naming` that are known from being removed; returns how many those are."""
    cursor.execute(
        "SELECT count(*) FROM (SELECT FROM dossiers_procedure p JOIN naming n ON n.key = p.key"
        " FOR KEY SHARE OF p) held"
    )
    return int(cursor.fetchone()[0])


def _add_new(cursor: CursorWrapper) -> None:
    """Add the rows of `naming` that are not known. Loads that add some wait for one another.

    The ids go on from the greatest one: a sequence would lose some with every dry run, and counts
    have room for 22 bits of them.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dossiers.checking.procedures'))")
    cursor.execute(
        "INSERT INTO dossiers_procedure (id, key, code, name, field)"
        " SELECT (SELECT COALESCE(max(id), 0) FROM dossiers_procedure)"
        " + row_number() OVER (ORDER BY number), key, code, name, field FROM naming n"
        " WHERE NOT EXISTS (SELECT FROM dossiers_procedure p WHERE p.key = n.key)"
    )


def _key(code: str, name: str, field: str) -> str:
    if code:
        return code[:_LONGEST_CODE]
    if name.strip():
        return f"name {fold(name)[:_LONGEST_NAME]}"
    return f"field {fold(field)[:_LONGEST_FIELD]}"


def _existing(keys: Iterable[str]) -> set[str]:
    return set(Procedure.objects.filter(key__in=set(keys)).values_list("key", flat=True))
