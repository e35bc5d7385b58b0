"""A scorecard as a document (JSON): how it is shipped, copied to another installation, written down
in the audit log, and compared with what is there.

`{"measures": [...], "indicators": [...], "scorecards": [...]}`: the entered measures and indicators
that the scorecards read, where they are not there yet, and the scorecards with their groups,
criteria and levels (docs/commands.md, `load_scorecards`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from indicators.models import (
    EnteredMeasure,
    Indicator,
    Scorecard,
    ScoreCriterion,
    ScoreGrade,
    ScoreGroup,
)
from indicators.scoring.rules import ENTERED, INDICATOR

Document = dict[str, Any]

_OF_SCORECARD = (
    *("code", "name", "name_en", "note", "note_en", "is_example", "levels", "scope", "periods"),
    *("maximum", "least_judged", "valid_from", "valid_to", "decided_by", "decided_on"),
)
_OF_GROUP = ("code", "name", "name_en", "maximum", "gate")
_OF_CRITERION = (
    *("code", "name", "name_en", "maximum", "inputs", "complement", "rule", "threshold", "steps"),
    *("no_cases", "gate", "levels"),
)
_OF_GRADE = ("name", "least")
_OF_MEASURE = (
    *("code", "name", "name_en", "kind", "told_in", "decimals", "least", "most", "definition"),
)
_OF_INDICATOR = (
    *("code", "name", "name_en", "numerator", "denominator", "needs", "direction", "display"),
    *("minimum_cases", "definition", "definition_en", "legal_basis", "valid_from", "valid_to"),
)


class DocumentError(Exception):
    """A document that cannot be read; the text is a sentence for the user."""


@dataclass(frozen=True)
class Draft:
    """The rows of a scorecard, not saved: what a form, a file or a copy brings."""

    scorecard: Scorecard
    groups: Sequence[ScoreGroup]
    criteria: Sequence[ScoreCriterion]
    grades: Sequence[ScoreGrade]


@dataclass(frozen=True)
class Contents:
    """What a document brings, not saved."""

    measures: Sequence[EnteredMeasure]
    indicators: Sequence[Indicator]
    scorecards: Sequence[Draft]


def read_document(text: str | bytes) -> Contents:
    """What a document brings. Raises DocumentError with a sentence that names the place."""
    try:
        found = json.loads(text, parse_float=Decimal)
        # Written again, it shows what no database takes for a text.
        plain = json.dumps(found, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError) as error:
        raise DocumentError(_("The file is no JSON: %(why)s.") % {"why": error}) from None
    if b"\\u0000" in plain:
        raise DocumentError(_("The file holds characters that are no text."))
    if not isinstance(found, dict):
        raise DocumentError(_("The file is no scorecard: it is to begin with { ... }."))
    _only(found, ("measures", "indicators", "scorecards"), _("the file"))
    return Contents(
        _rows(EnteredMeasure, _list(found, "measures"), _OF_MEASURE, _("a measure")),
        _rows(Indicator, _list(found, "indicators"), _OF_INDICATOR, _("an indicator")),
        [draft_of(one) for one in _list(found, "scorecards")],
    )


def draft_of(document: Mapping[str, Any]) -> Draft:
    """The rows that a scorecard's document tells. Raises DocumentError."""
    if not isinstance(document, Mapping):
        raise DocumentError(_("A scorecard is to be written as { ... }."))
    where = str(document.get("code", ""))[:40] or _("a scorecard")
    plain = {name: value for name, value in document.items() if name not in ("groups", "grades")}
    _only(plain, _OF_SCORECARD, where)
    groups: list[ScoreGroup] = []
    criteria: list[ScoreCriterion] = []
    for group in _list(document, "groups"):
        told = dict(group) if isinstance(group, Mapping) else {}
        inside = _list(told, "criteria")
        told.pop("criteria", None)
        _only(told, _OF_GROUP, where)
        groups.append(_row(ScoreGroup, told, where, place=len(groups)))
        for one in inside:
            _only(one, _OF_CRITERION, where)
            more = {"group": told.get("code", ""), "place": len(criteria)}
            steps = _steps(one.get("steps", []), f"{where} {one.get('code', '')}")
            criteria.append(_row(ScoreCriterion, {**one, "steps": steps}, where, **more))
    grades: list[ScoreGrade] = []
    for one in _list(document, "grades"):
        _only(one, _OF_GRADE, where)
        grades.append(_row(ScoreGrade, one, where, place=len(grades)))
    return Draft(_row(Scorecard, plain, where), groups, criteria, grades)


def _steps(told: Any, where: str) -> list[list[Decimal]]:
    try:
        return [[Decimal(str(least)), Decimal(str(points))] for least, points in told]
    except (TypeError, ValueError, InvalidOperation):
        raise DocumentError(_("%(where)s: a step is [least, points].") % {"where": where}) from None


def draft_from(scorecard: Scorecard) -> Draft:
    """The rows of a scorecard as they are."""
    return Draft(
        scorecard,
        list(scorecard.groups.all()),
        list(scorecard.criteria.all()),
        list(scorecard.grades.all()),
    )


def document_of(draft: Draft) -> Document:
    """The document that tells a scorecard; numbers as texts, what is at its default left out."""
    return {
        **_told(draft.scorecard, _OF_SCORECARD),
        "groups": [
            {
                **_told(group, _OF_GROUP),
                "criteria": [
                    _told(one, _OF_CRITERION) for one in draft.criteria if one.group == group.code
                ],
            }
            for group in draft.groups
        ],
        "grades": [_told(one, _OF_GRADE) for one in draft.grades],
    }


def fingerprint(scorecard: Scorecard) -> str:
    """Changes with what a scorecard says."""
    text = json.dumps(document_of(draft_from(scorecard)), sort_keys=True)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def whole_document(draft: Draft) -> Document:
    """The document of a scorecard with the measures and indicators that it reads, as
    `read_document` takes it."""
    references = {ref for one in draft.criteria for ref in one.inputs}
    codes = [ref.removeprefix(INDICATOR) for ref in references if ref.startswith(INDICATOR)]
    indicators = list(Indicator.objects.filter(code__in=codes))
    read = {ref.removeprefix(ENTERED) for ref in references if ref.startswith(ENTERED)}
    read |= {code for one in indicators for code in one.entered}
    measures = EnteredMeasure.objects.filter(code__in=read)
    return {
        "measures": [_told(one, _OF_MEASURE) for one in measures],
        "indicators": [_told(one, _OF_INDICATOR) for one in indicators],
        "scorecards": [document_of(draft)],
    }


def _told(row: Model, names: Iterable[str]) -> Document:
    found = {}
    for name in names:
        field = row._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101  (no relation is told)
        value = field.to_python(getattr(row, name))
        if value != field.to_python(field.get_default()):
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else value.isoformat()


def _list(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name, [])
    if not isinstance(found, list):
        raise DocumentError(_("“%(name)s” is to be a list.") % {"name": name})
    return found


def _only(told: Any, names: Iterable[str], where: str) -> None:
    if not isinstance(told, Mapping):
        raise DocumentError(
            _("%(where)s: each entry is to be written as { ... }.") % {"where": where}
        )
    strange = sorted(set(told) - set(names))
    if strange:
        words = {"where": where, "names": ", ".join(strange)[:100]}
        raise DocumentError(_("%(where)s: not known: %(names)s.") % words)


def _rows(model: type[Model], told: list[Any], names: Iterable[str], where: str) -> list[Any]:
    for one in told:
        _only(one, names, where)
    return [_row(model, one, where) for one in told]


def _row(model: type[Model], told: Any, where: str, **more: Any) -> Any:
    """A row of a model, its values checked by its fields."""
    row = model(**{**more, **told})
    here = f"{where} {told['code']}" if told.get("code") and told["code"] != where else where
    # What an indicator reads may be a measure of the same document.
    left_out = {"scorecard", "copy_of", "id", "numerator", "denominator"}
    # A draft may still be without (indicators.scoring.checks says so).
    left_out |= set() if told.get("inputs") else {"inputs"}
    try:
        row.clean_fields(exclude=left_out)
    except (ValidationError, InvalidOperation, TypeError) as error:
        raise DocumentError(f"{here}: {first_of(error)}") from None
    return row


def first_of(error: Exception) -> str:
    """The first sentence of what is wrong with a row."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        name, errors = next(iter(error.message_dict.items()))
        return f"{name}: {errors[0]}"
    return str(error)
