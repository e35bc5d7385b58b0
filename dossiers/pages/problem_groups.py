"""The problems of an upload by kind: how many, and the first rows of each."""

from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.checking.problems import FIELD_LABELS, QUESTIONS, Problem, located_sentence, sentence
from dossiers.models import Problem as ProblemRow
from dossiers.models import Upload

FIRST_ROWS = 5

_FIRST_ROWS_OF_EACH = f"""
    SELECT p.*, g.count
    FROM (
        SELECT kind, field, count(*) FROM dossiers_problem
        WHERE upload_id = %(upload)s GROUP BY kind, field
    ) g
    CROSS JOIN LATERAL (
        SELECT * FROM dossiers_problem
        WHERE upload_id = %(upload)s AND kind = g.kind AND field = g.field
        ORDER BY "row", id LIMIT {FIRST_ROWS}
    ) p
    ORDER BY p."row", p.id
"""

# Sentences for a whole kind, where that for one row names what only the row has.
_HEADINGS = {
    "ambiguous_unit": gettext_lazy("The %(what)s may mean several units."),
    "ended_unit": gettext_lazy(
        "The %(what)s ended before the day of receipt, and no unit took its place as a whole."
    ),
    "repeated_code": gettext_lazy(
        "The code comes again below with other values; the last row was taken."
    ),
    "code_form": gettext_lazy("Codes do not have the national form."),
    "other_source": gettext_lazy("Codes are known under another source."),
}


@dataclass(frozen=True)
class Example:
    """A row with a problem, for a list; `located` is all of it in one line."""

    row: str
    column: str
    sentence: str
    located: str


@dataclass
class Group:
    """All problems of one kind with one field; `count` may be more than there are examples;
    `can_be_told`: a word or unit that the settings could give a meaning."""

    heading: str
    is_warning: bool
    can_be_told: bool
    count: int
    examples: list[Example] = field(default_factory=list)

    @property
    def note(self) -> str:
        """How many there are, and whether they were loaded."""
        count = {"count": formats.number_format(self.count, force_grouping=True)}
        many = ngettext("%(count)s time", "%(count)s times", self.count) % count
        what = _("loaded all the same") if self.is_warning else _("not loaded")
        if self.count <= len(self.examples):
            return f"{many}, {what}"
        return f"{many}, {what}. " + _("The first rows:")


def problem_groups(upload: Upload) -> list[Group]:
    """Errors first, then warnings, the most frequent first. One query, however many there are."""
    groups: dict[tuple[str, str], Group] = {}
    for found in ProblemRow.objects.raw(_FIRST_ROWS_OF_EACH, {"upload": upload.pk}):
        group = groups.setdefault((found.kind, found.field), _group(found, vars(found)["count"]))
        problem = found.as_value()
        group.examples.append(
            Example(
                row=str(problem.row),
                column=problem.column,
                sentence=sentence(problem),
                located=located_sentence(problem),
            )
        )
    return sorted(groups.values(), key=lambda group: (group.is_warning, -group.count))


def _group(found: ProblemRow, count: int) -> Group:
    heading = _HEADINGS.get(found.kind)
    if heading is None:
        text = sentence(Problem(found.row, found.kind, field=found.field, params=found.params))
    else:
        text = str(heading) % {"what": FIELD_LABELS.get(found.field, found.field)}
    can_be_told = found.kind in QUESTIONS and not found.is_warning
    return Group(text, found.is_warning, can_be_told, count)
