"""Who has to do what: the units that a scorecard asks something of, each with the state of its
inputs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import (
    Submission,
    SubmissionState,
)
from indicators.pages.submitting.offered import (
    kind_of,
    known_scorecards,
    label_of,
    offered_periods,
)
from indicators.pages.submitting.verifying import verify_url, waiting_in
from indicators.pages.submitting.words import TONES
from indicators.scoring.reading import version_on
from indicators.submitting.access import may_fill_in, may_look, may_verify
from indicators.submitting.asked import InputsAsked
from indicators.submitting.direct import form_url
from indicators.submitting.telling import newest_submissions
from indicators.wording import level_name, period_name
from indicators.writing import count, moment
from units.access import Access
from units.components import Option, Picker
from units.models import User
from units.paging import Pages, pages_of

MISSING = "missing"
_STATES = (
    MISSING,
    SubmissionState.DRAFT,
    SubmissionState.SENT_BACK,
    SubmissionState.SUBMITTED,
    SubmissionState.VERIFIED,
)
_PER_PAGE = 100
_NAMED = 8


@dataclass(frozen=True)
class Line:
    """A unit: the state of its newest submission, who did what last, and what is to do."""

    unit: str
    state: str
    tone: str
    note: str
    at: str
    by: str
    url: str
    action: str


@dataclass(frozen=True)
class SubmissionList:
    """The page of a scorecard and period; `state` shows those in one state alone."""

    asked: InputsAsked
    mine: Access
    user: User
    query: QueryDict

    @property
    def state(self) -> str:
        text = self.query.get("state", "")
        return text if text in _STATES else ""

    @cached_property
    def units(self) -> dict[int, str]:
        """unit id -> level, of those that something is asked of."""
        return self.asked.units(self.mine)

    @cached_property
    def submissions(self) -> Mapping[int, Submission]:
        return newest_submissions(self.asked.scorecard.code, self.asked.period, self.units)

    @cached_property
    def verified(self) -> frozenset[int]:
        """The units that have something that counts, also while it is being corrected."""
        rows = Submission.objects.filter(
            scorecard=self.asked.scorecard.code,
            first=self.asked.period.first,
            last=self.asked.period.last,
            unit_id__in=list(self.units),
            state=SubmissionState.VERIFIED,
        )
        return frozenset(rows.values_list("unit_id", flat=True))

    @property
    def verified_words(self) -> str:
        """As in "138 of 222 verified"."""
        words = {"verified": count(len(self.verified)), "asked": count(len(self.units))}
        return _("%(verified)s of %(asked)s units verified") % words

    @property
    def missing_words(self) -> str:
        """The units without a submission by name, the first ones where there are many."""
        day = self.asked.period.ends_on
        ids = [unit_id for unit_id in self.units if unit_id not in self.submissions]
        if not ids:
            return ""
        names = ", ".join(self.mine.units.name(one, day) for one in ids[:_NAMED])
        if len(ids) <= _NAMED:
            return _("Missing: %(names)s.") % {"names": names}
        words = {"names": names, "more": count(len(ids) - _NAMED)}
        return _("Missing: %(names)s and %(more)s more.") % words

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """All, and each state that there is."""
        counts = Counter(self.state_of(unit_id) for unit_id in self.units)
        names = {"": pgettext("submissions", "All"), MISSING: _("missing")}
        tabs = []
        for state in ("", *_STATES):
            number = counts[state] if state else len(self.units)
            if state and not number and state != self.state:
                continue
            label = names[state] if state in names else str(SubmissionState(state).label)
            url = f"?{self.asked.query(state=state)}"
            current = state == self.state
            tabs.append({"label": label, "url": url, "current": current, "count": count(number)})
        return tabs

    @property
    def shown(self) -> list[int]:
        """The units in the state that is asked for."""
        return [one for one in self.units if self.state in ("", self.state_of(one))]

    @cached_property
    def page(self) -> Page[int]:
        return Paginator(self.shown, _PER_PAGE).get_page(self.query.get("page"))

    @property
    def lines(self) -> list[Line]:
        return [self._line(unit_id) for unit_id in self.page]

    @property
    def pager(self) -> Pages | None:
        return pages_of(self.page, self.query) if self.page.has_other_pages() else None

    @property
    def pickers(self) -> list[Picker]:
        pickers = [self._scorecards(), self._periods()]
        levels = [
            one for one in self.asked.scorecard.levels if self.asked.questions.measures_of(one)
        ]
        if len(levels) > 1:
            options = [Option(_("all levels"), self._url(level=""), not self.asked.level)]
            options += [
                Option(level_name(one), self._url(level=one), one == self.asked.level)
                for one in levels
            ]
            chosen = level_name(self.asked.level) if self.asked.level else _("all levels")
            pickers.append(Picker(_("Level"), chosen, options))
        return pickers

    @property
    def downloads(self) -> list[dict[str, str]]:
        url = reverse("indicators:submission_inputs")
        return [
            {"label": form.upper(), "url": f"{url}?{self.asked.query(format=form)}"}
            for form in ("csv", "xlsx", "json")
        ]

    @property
    def import_url(self) -> str:
        query = self.asked.query(level="", under="")
        return f"{reverse('indicators:submission_import')}?{query}"

    @property
    def verify_url(self) -> str:
        return verify_url(self.asked)

    @property
    def waiting_words(self) -> str:
        """What can be verified together; "" where there are not several."""
        waiting = len(waiting_in(self.asked, self.mine, self.user))
        words = {"count": count(waiting)}
        return _("Verify %(count)s submissions together") % words if waiting > 1 else ""

    def state_words(self, unit_id: int) -> str:
        """The state of a unit's newest submission, in words."""
        found = self.submissions.get(unit_id)
        return str(found.get_state_display()) if found is not None else _("missing")

    def state_of(self, unit_id: int) -> str:
        """The state of a unit's newest submission, or that there is none."""
        found = self.submissions.get(unit_id)
        return found.state if found is not None else MISSING

    def _line(self, unit_id: int) -> Line:
        day, found = self.asked.period.ends_on, self.submissions.get(unit_id)
        fills_in = may_fill_in(self.mine, unit_id, day)
        name = self.mine.units.label(unit_id, day)
        to_form = form_url(self.asked.scorecard.code, unit_id, self.asked.period)
        if found is None:
            url, action = (to_form, _("Fill in")) if fills_in else ("", "")
            return Line(name, _("missing"), "warn", "", "", "", url, action)
        url = ""
        if may_look(self.mine, found):
            url = reverse("indicators:submission", args=[found.pk])
        corrects = found.is_open and unit_id in self.verified
        action = ""
        if found.is_editable and fills_in:
            action = _("Mend") if found.state == SubmissionState.SENT_BACK else _("Go on")
        elif found.state == SubmissionState.SUBMITTED and may_verify(self.mine, unit_id, day):
            action = _("Verify")
        return Line(
            name,
            str(found.get_state_display()),
            TONES[SubmissionState(found.state)],
            _("the verified values count until then") if corrects else "",
            moment(found.changed_at),
            found.changed_by.get_short_name() if found.changed_by else "",
            url,
            action,
        )

    def _url(self, **changes: str) -> str:
        return f"?{self.asked.query(state=self.state, **changes)}"

    def _scorecards(self) -> Picker:
        code = self.asked.scorecard.code
        options = []
        for one in known_scorecards():
            period = self.asked.period
            held = version_on(one, period.ends_on)
            fits = held is not None and kind_of(period) in held.periods
            query = self.asked.query(scorecard=one, level="") if fits else f"scorecard={one}"
            label = held.label if held else label_of(one)
            options.append(Option(label, f"?{query}", one == code))
        return Picker(_("Scorecard"), self.asked.scorecard.label, options)

    def _periods(self) -> Picker:
        period = self.asked.period
        options = [
            Option(period_name(one), self._url(period=one.text, level=""), one == period)
            for one in offered_periods(self.asked.scorecard.code, period)
        ]
        return Picker(_("Period"), period_name(period), options)
