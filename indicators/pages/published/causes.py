"""Why a live figure differs from the published one, in sentences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from dossiers.checking.problems import FIELD_LABELS
from dossiers.models import MissingDue, Source
from indicators.closing.differences import Difference, Since
from indicators.closing.steps import Part, Step
from indicators.half_months import last_day
from indicators.models import EnteredValue, Indicator, Publication
from indicators.pages.published.events import changes_in, entered_words, reports_in
from indicators.selection import Selection
from indicators.sums import Participant
from indicators.writing import MINUS, count, day
from units import audit
from units.access import Access
from units.models import AuditEvent

_FEW = 5


@dataclass(frozen=True)
class Cause:
    """A sentence, and by how much it changed numerator and denominator; None for what adds
    nothing."""

    text: str
    part: Part | None = None

    def amount(self, *, is_share: bool) -> str:
        """As in "+8 / +10"; of a plain count "+8"; "" for what adds nothing."""
        if self.part is None:
            return ""
        numerator = signed(self.part.numerator)
        return f"{numerator} / {signed(self.part.denominator)}" if is_share else numerator


def signed(number: int | Decimal) -> str:
    """A difference of counts: "+8", "−8", "0"."""
    return ("+" if number > 0 else MINUS if number < 0 else "") + count(
        number if number > 0 else -number
    )


class Causes:
    """The causes of the differences of one published table."""

    def __init__(self, selection: Selection, since: Since, access: Access) -> None:
        assert selection.publication is not None  # noqa: S101
        self._selection, self._since, self._access = selection, since, access
        self._publication = selection.publication
        parts = [part for one in since.differences.values() for part in one.parts]
        self._changes = changes_in(parts)
        self._reports = reports_in(parts)
        ids = {pk for part in parts for pk in part.value_ids}
        self._values = EnteredValue.objects.select_related("entered_by").in_bulk(ids)
        self._definition = _definition_words(since, self._publication)
        self._rules = _rule_words(since.sources_then, since.sources_now)

    def of(self, difference: Difference) -> list[Cause]:
        """Why a unit's line differs; what adds to numbers first, in the order of the steps."""
        found = [self._cause(part, difference) for part in difference.parts]
        if difference.published is None:
            found.append(Cause(_("It has come to this table since, with a change of units.")))
        elif self._since.indicator_now is None:
            found.append(Cause(_("The indicator does not hold in this period any more.")))
        elif difference.live is None:
            found.append(Cause(_("It has left this table since, with a change of units.")))
        if difference.is_renamed:
            assert difference.live is not None  # noqa: S101
            words = {"name": difference.live.name, "code": difference.live.code}
            found.append(
                Cause(_("It goes by another name or code now: %(name)s (%(code)s).") % words)
            )
        return found or [self._without_part(difference)]

    def _without_part(self, difference: Difference) -> Cause:
        then, now = difference.published, difference.live
        assert then is not None  # noqa: S101
        assert now is not None  # noqa: S101
        if (then.numerator is None) != (now.numerator is None) and self._rules:
            return Cause(self._rules)
        if self._definition and _judges_otherwise(self._since):
            return Cause(self._definition)
        return Cause(_("Its own figure is as published; the ranks of others changed."))

    def _cause(self, part: Part, difference: Difference) -> Cause:
        if part.step == Step.CHANGE:
            return Cause(self._changes[part.change_id or 0], part)
        if part.step == Step.UNITS:
            return Cause(self._units_words(difference), part)
        if part.step == Step.REPORT:
            return Cause(self._reports[part.event_id or 0], part)
        if part.step == Step.ENTERED:
            return Cause(entered_words([self._values[pk] for pk in part.value_ids]), part)
        if part.step == Step.GIVES_WAY:
            return Cause(
                _("Other reports enter it now than then: they give way where dossiers came."), part
            )
        if part.step == Step.RULES:
            return Cause(self._rules or _("The rules of a source changed."), part)
        return Cause(self._definition, part)

    def _units_words(self, difference: Difference) -> str:
        sentences = []
        if difference.came:
            words = {"units": self._names(difference.came)}
            sentences.append(_("It holds more units now: %(units)s.") % words)
        if difference.gone:
            words = {"units": self._names(difference.gone)}
            sentences.append(_("It holds these units no more: %(units)s.") % words)
        return " ".join(sentences) or _("Units below it belonged to it for another time.")

    def _names(self, unit_ids: Sequence[int]) -> str:
        lines, on = self._access.units, self._selection.period.ends_on
        seen = [
            lines.name(one, on)
            for one in unit_ids
            if one in lines.units() and self._access.may_see(one, on)
        ][:_FEW]
        rest = len(unit_ids) - len(seen)
        others = [_("%(count)s others") % {"count": count(rest)}] if rest else []
        return ", ".join([*seen, *others])


def _judges_otherwise(since: Since) -> bool:
    then, now = since.indicator_then, since.indicator_now
    return now is not None and (
        (then.minimum_cases, then.direction, then.needs)
        != (now.minimum_cases, now.direction, now.needs)
    )


def _definition_words(since: Since, publication: Publication) -> str:
    """Which parts of the definition changed, when and by whom; "" where none did."""
    now = since.indicator_now
    if now is None:
        return ""
    then = audit.values(since.indicator_then)
    fields = {field.attname: str(field.verbose_name) for field in Indicator._meta.concrete_fields}
    changed = [fields[name] for name, value in audit.values(now).items() if then.get(name) != value]
    if not changed:
        return ""
    event = (
        AuditEvent.objects.filter(
            Q(object_id=str(now.pk)) | Q(new__code=now.code),
            object_type="indicators.indicator",
            pk__gt=publication.audit_id,
        )
        .order_by("-pk")
        .first()
    )
    words = {"what": ", ".join(changed)}
    if event is None:
        return _("The definition changed: %(what)s.") % words
    words |= {"day": day(event.at), "who": event.actor}
    return _("The definition was changed on %(day)s by %(who)s: %(what)s.") % words


def _rule_words(then: Sequence[Participant], now: Sequence[Participant]) -> str:
    """What changed in the rules of the sources, in sentences; "" where nothing did."""
    earlier = {one.source_id: one for one in then}
    changed = [(earlier[one.source_id], one) for one in now if one.source_id in earlier]
    names = dict(Source.objects.values_list("pk", "name"))
    return " ".join(
        _("%(source)s: %(what)s.") % {"source": names[new.source_id], "what": "; ".join(sentences)}
        for old, new in changed
        if (sentences := _rules_of(old, new))
    )


def _rules_of(then: Participant, now: Participant) -> list[str]:
    found = []
    if then.missing_due != now.missing_due:
        words = {"rule": str(MissingDue(now.missing_due).label)}
        found.append(_("dossiers without a due date are %(rule)s now") % words)
    if columns := _columns(now.columns - then.columns):
        found.append(_("its files have these columns now: %(columns)s") % {"columns": columns})
    if columns := _columns(then.columns - now.columns):
        found.append(_("its files lack these columns now: %(columns)s") % {"columns": columns})
    if then.closing != now.closing and now.closing is not None:
        words = {"day": day(last_day(now.closing))}
        found.append(_("open dossiers are counted at %(day)s now") % words)
    if then.compares != now.compares:
        found.append(_("other exports can be compared now"))
    return found


def _columns(names: Collection[str]) -> str:
    return ", ".join(sorted(str(FIELD_LABELS.get(name, name)) for name in names))
