"""The procedures that rows name, as ids; what the exports name for the first time is added.

A procedure goes by its code without local suffixes, without a code by its folded name, without
either by its field alone. Free text is a procedure only if it equals a known one.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.models import Procedure
from units.names import fold

_NAMES = ("procedure_code", "procedure", "field")
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_FIELD = 60, 1000, 300


class Procedures:
    """Procedure ids for the rows of one file."""

    def __init__(self, *, free_text: bool) -> None:
        self._free_text = free_text
        self._ids: dict[tuple[str, str, str], int] = {}

    def ids(self, frame: pa.Table) -> pa.Array:
        """The procedure id of each row of a checked frame (see dossiers.checking.Checked)."""
        columns = [
            frame[name].combine_chunks().fill_null("").dictionary_encode() for name in _NAMES
        ]
        codes = np.zeros(len(frame), np.int64)
        for column in columns:
            codes = codes * (len(column.dictionary) + 1) + np.asarray(column.indices)
        _codes, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        named = [tuple(column[int(index)].as_py() for column in columns) for index in first]
        self._learn([name for name in named if name not in self._ids])
        return pa.array(np.array([self._ids[name] for name in named], np.int32)[inverse])

    def known_names(self, texts: pa.Array) -> pa.Array:
        """The texts that are names of known procedures, null for the others."""
        encoded = texts.dictionary_encode()
        names = encoded.dictionary.to_pylist()
        keys = {_key("", name, "") for name in names if name.strip()}
        known = set(Procedure.objects.filter(key__in=keys).values_list("key", flat=True))
        kept = [name if _key("", name, "") in known else None for name in names]
        return pc.take(pa.array(kept, pa.string()), encoded.indices)

    def known_fields(self, texts: pa.Array) -> pa.Array:
        """The texts that are fields of known procedures, null for the others."""
        encoded = texts.dictionary_encode()
        names = encoded.dictionary.to_pylist()
        known = set(Procedure.objects.filter(field__in=names).values_list("field", flat=True))
        kept = [name if name in known else None for name in names]
        return pc.take(pa.array(kept, pa.string()), encoded.indices)

    def _learn(self, named: list[tuple[str, str, str]]) -> None:
        if not named:
            return
        keys = {name: _key(*name) for name in named}
        if self._free_text:
            known = _existing(keys.values())
            keys = {
                (code, text, field): key if key in known else _key(code, "", field)
                for (code, text, field), key in keys.items()
            }
        new: dict[str, Procedure] = {}
        for (code, text, field), key in keys.items():
            name = "" if self._free_text else text
            new.setdefault(
                key,
                Procedure(
                    key=key,
                    code=code[:_LONGEST_CODE],
                    name=name[:_LONGEST_NAME],
                    field=field[:_LONGEST_FIELD],
                ),
            )
        # In one order for all: two loads that add the same procedures wait for one another.
        in_order = [new[key] for key in sorted(new)]
        for key in _existing(new):
            del new[key]
        Procedure.objects.bulk_create(in_order, ignore_conflicts=True)
        existing = _existing(keys.values())
        self._ids.update({name: existing[key] for name, key in keys.items()})


def _key(code: str, name: str, field: str) -> str:
    if code:
        return code[:_LONGEST_CODE]
    if name.strip():
        return f"name {fold(name)[:_LONGEST_NAME]}"
    return f"field {fold(field)[:_LONGEST_FIELD]}"


def _existing(keys: Iterable[str]) -> dict[str, int]:
    return dict(Procedure.objects.filter(key__in=set(keys)).values_list("key", "id"))
