"""Which cells of a rejected row may be kept and given back: docs/decisions/0006.

Its cells may have slipped, so that a name may stand in any column. A cell stays if it says nothing,
if a loaded row of the same piece says the same in that column, or if it has a form that what is
about a person hardly has. Distinct texts are looked at once; codes and dates go through Arrow.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking import cells
from dossiers.checking.problems import DATE_FORM, LONGEST_QUOTE, Problem, quotable_word
from dossiers.checking.procedures import Procedures
from dossiers.checking.words import BOOLEAN_FIELDS, DATE_FIELDS

_WORD_FIELDS = ("unit", "receiving_unit", "parent_unit", "status", "channel", "return_channel")
_FAULTS = frozenset({"too_many_cells", "open_quote", "cut_off", "twins_differ"})

# The national forms; or signs of one word without five letters or eight digits in a row, and if
# without a letter, of less than eight digits: names, telephone and identity numbers have more.
_NATIONAL = (cells.NATIONAL_CODE, r"^[0-9]{1,2}\.[0-9]{6}(\.[0-9A-Z]{2,3})*$")
_ONE_WORD = r"^[0-9A-Z][0-9A-Z./_\-]{0,39}$"
_NAME_OR_NUMBER = r"[A-Z]{5}|[0-9]{8}"
_LETTER_OR_FEW_DIGITS = r"[A-Z]|^([^0-9]*[0-9]){0,7}[^0-9]*$"
_PLAIN_DATE = r"(19|20)\d\d(0[1-9]|1[0-2])[0-3]\d(T?\d{6})?( ?(Z|[+-]\d\d:?\d\d))?"
_DATE = rf"(?i)^\s*(?:{DATE_FORM}|{_PLAIN_DATE})\s*$"


def may_have_slipped(problem: Problem) -> bool:
    """Whether the problem says that the row's cells may not stand in their columns: nothing of
    such a row is kept."""
    unreadable_date = problem.kind == "unreadable" and problem.field in DATE_FIELDS
    return problem.kind in _FAULTS or (unreadable_date and not problem.value)


class SafeCells:
    """The safe cells of one file's rejected rows."""

    def __init__(self, procedures: Procedures, *, free_text: bool) -> None:
        self._procedures = procedures
        self._free_text = free_text

    def of(self, field: str, texts: Any, column: Any, loaded: Any) -> Any:
        """The `texts` of rejected rows, null where not safe; `column` is the whole column of the
        piece, of which the mask `loaded` takes the loaded rows."""
        if field == "procedure" and self._free_text:
            return texts  # known procedures alone are left of it
        if field in DATE_FIELDS:
            return _only(texts, pc.match_substring_regex(texts, _DATE))
        if field in ("code", "procedure_code"):
            return _only(texts, _has_form_of_code(texts))
        return _only(
            texts,
            pc.or_(
                pc.is_in(texts, value_set=column.filter(loaded).unique()),
                self._is_known(field, texts),
            ),
        )

    def _is_known(self, field: str, texts: Any) -> Any:
        if field in _WORD_FIELDS:
            return _holds(texts, _is_quotable)
        if field == "procedure":
            return pc.is_valid(self._procedures.known_names(texts))
        if field == "field":
            return pc.is_valid(self._procedures.known_fields(texts))
        if field in BOOLEAN_FIELDS:
            known = ~cells.flags(texts, amounts=field == "fee").unknown
            return pc.and_(pa.array(known), _holds(texts, _is_quotable))
        return pa.array(~cells.service_levels(texts).unknown)


def _only(texts: Any, safe: Any) -> Any:
    nothing = pc.equal(pc.utf8_trim_whitespace(texts), "")
    return pc.if_else(pc.or_(safe, nothing), texts, None)


def _has_form_of_code(texts: Any) -> Any:
    texts = pc.utf8_trim_whitespace(texts)
    safe = pc.invert(pc.match_substring_regex(texts, _NAME_OR_NUMBER))
    for form in (_ONE_WORD, "[0-9]", _LETTER_OR_FEW_DIGITS):
        safe = pc.and_(safe, pc.match_substring_regex(texts, form))
    for form in _NATIONAL:
        safe = pc.or_(safe, pc.match_substring_regex(texts, form))
    return safe


def _is_quotable(text: str) -> bool:
    text = " ".join(text.split())
    return len(text) <= LONGEST_QUOTE and quotable_word(text) == text


def _holds(texts: Any, test: Callable[[str], bool]) -> Any:
    """Where a text passes the test, which is asked once for each distinct one."""
    encoded = texts.dictionary_encode()
    passed = np.array([test(text) for text in encoded.dictionary.to_pylist()], bool)
    return pa.array(passed).take(encoded.indices)
