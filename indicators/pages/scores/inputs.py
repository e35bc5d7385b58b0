"""What criteria read, by name, and where it opens."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import EnteredMeasure, Indicator, Scorecard, ScorecardState
from indicators.models.entered import PREFIX
from indicators.opening.words import listed
from indicators.scoring.reading import outer_inputs, references
from indicators.scoring.rules import CRITERION, ENTERED, INDICATOR, SCORECARD, RuleSet
from indicators.writing import count


class InputNames:
    """The names of what a rule set reads, in the reader's language; two queries, three where it
    reads another scorecard."""

    def __init__(self, rules: RuleSet) -> None:
        refs = outer_inputs(rules)
        # Of several versions the latest, as everywhere.
        versions = Indicator.objects.filter(code__in=references(refs, INDICATOR))
        ordered = sorted(versions, key=lambda one: (one.valid_from is not None, one.valid_from))
        self.indicators = {one.code: one for one in ordered}
        entered = set(references(refs, ENTERED))
        for one in ordered:
            sides = [*one.numerator, *one.denominator]
            entered |= {side.removeprefix(PREFIX) for side in sides if side.startswith(PREFIX)}
        self.measures = {one.code: one for one in EnteredMeasure.objects.filter(code__in=entered)}
        codes = references(refs, SCORECARD)
        cards = Scorecard.objects.filter(code__in=codes).exclude(state=ScorecardState.DRAFT)
        self._scorecards = {one.code: one.label for one in cards} if codes else {}

    def label(self, ref: str) -> str:
        """What an input is called."""
        code = ref.partition(":")[2]
        if ref.startswith(CRITERION):
            return _("criterion %(code)s") % {"code": code}
        if ref.startswith(SCORECARD):
            return self._scorecards.get(code, code)
        if ref.startswith(INDICATOR):
            found = self.indicators.get(code)
            return found.label if found else code
        measure = self.measures.get(code)
        return measure.label if measure else code

    def labels(self, refs: Sequence[str]) -> str:
        """Several of them."""
        return ", ".join(self.label(ref) for ref in refs)

    def cases_words(self, ref: str, cases: int) -> str:
        """So many more (or fewer) of what the numerator counts, as in "37 more dossiers handed in
        online"."""
        many = {"count": count(abs(cases))}
        indicator = self.indicators.get(ref.removeprefix(INDICATOR))
        if ref.startswith(ENTERED) or indicator is None or indicator.is_entered:
            what = {**many, "what": self._counted(ref)}
            if cases < 0:
                return _("%(what)s: %(count)s fewer") % what
            return _("%(what)s: %(count)s more") % what
        what = {**many, "what": listed(indicator.numerator)}
        if cases < 0:
            text = ngettext(
                "%(count)s dossier %(what)s fewer", "%(count)s dossiers %(what)s fewer", -cases
            )
        else:
            text = ngettext(
                "%(count)s more dossier %(what)s", "%(count)s more dossiers %(what)s", cases
            )
        return text % what

    def _counted(self, ref: str) -> str:
        """What an entered share counts: its numerator, where that is one measure."""
        indicator = self.indicators.get(ref.removeprefix(INDICATOR))
        if indicator is None or len(indicator.numerator) != 1:
            return self.label(ref)
        measure = self.measures.get(indicator.numerator[0].removeprefix(PREFIX))
        return measure.label if measure else self.label(ref)
