"""Who has to do what, and what one submission tells, as sheets."""

from django.utils.translation import gettext as _

from indicators.exporting.entered import number, who
from indicators.pages.submitting.comparison import Line, Part
from indicators.pages.submitting.listing import SubmissionList
from indicators.pages.submitting.page import SubmissionPage
from indicators.wording import period_name
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet, file_name


def submissions_sheet(page: SubmissionList, facts: list[Fact]) -> Sheet:
    """All units of the list, each with the state of its newest submission."""
    day, lines, asked = page.asked.period.ends_on, page.mine.units, page.asked

    def parent(unit_id: int) -> Cell:
        above = lines.parent(unit_id, day)
        return None if above is None else lines.name(above, day)

    said: list[Said[int]] = [
        Said("unit", _("Code"), lambda one: lines.code(one, day)),
        Said("name", _("Unit"), lambda one: lines.name(one, day)),
        Said("parent", _("Within"), parent),
        Said("state", _("State"), page.state_of),
        Said("in_words", _("In words"), page.state_words),
        Said("verified", _("Verified"), lambda one: one in page.verified, Kind.YES_NO),
        Said(
            "changed_at",
            _("Last change"),
            lambda one: page.submissions[one].changed_at if one in page.submissions else None,
            Kind.MOMENT,
        ),
        Said(
            "changed_by",
            _("Changed by"),
            lambda one: who(page.submissions[one].changed_by) if one in page.submissions else None,
        ),
    ]
    title = f"{asked.scorecard.label}, {period_name(asked.period)}"
    name = file_name(["submissions", asked.scorecard.code, asked.period.text, page.state])
    return list_sheet(name, title, facts, said, page.shown)


def submission_sheet(page: SubmissionPage, facts: list[Fact]) -> Sheet:
    """Each measure with what held before and what is told, by criterion."""
    said: list[Said[tuple[Part, Line]]] = [
        Said("criterion", _("Criterion"), lambda one: one[0].code),
        Said("criterion_name", _("Name of the criterion"), lambda one: one[0].name),
        Said("measure", _("Code of the measure"), lambda one: one[1].code),
        Said("measure_name", _("Measure"), lambda one: one[1].measure),
        Said("told_in", _("Unit of measurement"), lambda one: one[1].told_in),
        Said("before", _("Before"), lambda one: number(one[1].value_before), Kind.COUNT),
        Said("told", _("Told here"), lambda one: number(one[1].value), Kind.COUNT),
        Said("rank", _("Published rank"), lambda one: one[1].rank, Kind.COUNT),
        Said("change", _("Change"), lambda one: one[1].change),
        Said("note", _("Note"), lambda one: one[1].note),
        Said("evidence", _("Evidence"), lambda one: ", ".join(f.name for f in one[1].files)),
    ]
    title = ", ".join([page.unit, *page.lead])
    rows = [(part, line) for part in page.parts for line in part.lines]
    return list_sheet(f"submission-{page.submission.pk}", title, facts, said, rows)
