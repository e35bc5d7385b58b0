"""The problems of an upload by kind: how many, and the first rows of each."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.models import Problem as ProblemRow
from dossiers.models import Upload
from dossiers.problems import FIELD_LABELS, Problem, sentence

FIRST_ROWS = 5

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
    """A row with a problem, for a list."""

    row: str
    column: str
    sentence: str


@dataclass
class Group:
    """All problems of one kind with one field; `count` may be more than there are examples."""

    heading: str
    is_warning: bool
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
    same = [F("kind"), F("field")]
    numbered = upload.problems.annotate(
        number=Window(RowNumber(), partition_by=same, order_by=["row", "pk"]),
        count=Window(Count("pk"), partition_by=same),
    )
    groups: dict[tuple[str, str], Group] = {}
    for found in numbered.filter(number__lte=FIRST_ROWS).order_by("row", "pk"):
        group = groups.setdefault((found.kind, found.field), _group(found, found.count))
        problem = found.as_value()
        group.examples.append(Example(str(problem.row), problem.column, sentence(problem)))
    return sorted(groups.values(), key=lambda group: (group.is_warning, -group.count))


def _group(found: ProblemRow, count: int) -> Group:
    heading = _HEADINGS.get(found.kind)
    if heading is None:
        text = sentence(Problem(found.row, found.kind, field=found.field, params=found.params))
    else:
        text = str(heading) % {"what": FIELD_LABELS.get(found.field, found.field)}
    return Group(heading=text, is_warning=found.is_warning, count=count)
