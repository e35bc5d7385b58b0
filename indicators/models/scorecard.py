"""Scorecards and readiness levels as data: groups, criteria, levels, in dated versions that a
decision puts in force. `indicators.scoring` says what follows from them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.scoring.rules import NoCases, Rule
from units.models import Level

_USER = settings.AUTH_USER_MODEL


class ScorecardState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_FORCE = "in_force", _("in force")
    RETIRED = "retired", _("retired")


class PeriodKind(models.TextChoices):
    """The periods that a scorecard is told for."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


class RuleKind(models.TextChoices):
    """`indicators.scoring.rules.Rule` as it is chosen."""

    LINEAR = Rule.LINEAR.value, _("in proportion")
    THRESHOLD = Rule.THRESHOLD.value, _("full from a threshold on")
    STEPS = Rule.STEPS.value, _("steps")
    YES_NO = Rule.YES_NO.value, _("yes or no")
    POINTS = Rule.POINTS.value, _("points as given")


class NoCasesKind(models.TextChoices):
    """`indicators.scoring.rules.NoCases` as it is chosen."""

    FULL = NoCases.FULL.value, _("full points")
    ZERO = NoCases.ZERO.value, _("no points")
    SKIP = NoCases.SKIP.value, _("not judged")


class Named(models.Model):
    """What has a name in Vietnamese, and in English where somebody gave it one."""

    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, where it has one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Scorecard(Named):
    """One version of a scorecard. Of a code one version at most is in force on a day (trigger);
    what is in force or retired is never edited (trigger): a copy is."""

    code = models.SlugField(_("code"))
    note = models.TextField(_("note"), blank=True, help_text=_("shown on its pages"))
    note_en = models.TextField(_("note in English"), blank=True)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("no office decided it: its pages say so")
    )
    levels = ArrayField(models.CharField(max_length=10, choices=Level), verbose_name=_("levels"))
    scope = models.CharField(
        _("scope"),
        max_length=5,
        choices=[("whole", _("with all units below")), ("own", _("own counter only"))],
        default="whole",
    )
    periods = ArrayField(
        models.CharField(max_length=7, choices=PeriodKind), verbose_name=_("periods")
    )
    maximum = models.DecimalField(
        _("maximum"), max_digits=9, decimal_places=4, default=100, validators=[MinValueValidator(0)]
    )
    least_judged = models.DecimalField(
        _("least that can be judged"),
        max_digits=5,
        decimal_places=4,
        default="0.5",
        help_text=_("a share of all points, from 0 to 1: below it a unit has no rank"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=300, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ScorecardState, default=ScorecardState.DRAFT
    )
    copy_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="copies", editable=False
    )

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering: ClassVar = ["code", "valid_from", "id"]

    @property
    def explanation(self) -> str:
        """The note in the reader's language, where it has one."""
        return self.note_en if self.note_en and get_language() == "en" else self.note

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class ScoreGroup(Named):
    """A group of criteria of a scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="groups")
    code = models.CharField(_("code"), max_length=20)
    maximum = models.DecimalField(_("maximum"), max_digits=9, decimal_places=4)
    gate = models.DecimalField(
        _("gate"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("the least points of the group without which a unit has no level"),
    )
    place = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("group of criteria")
        verbose_name_plural = _("groups of criteria")
        ordering: ClassVar = ["place", "id"]


class ScoreCriterion(Named):
    """A criterion of a scorecard; its inputs are references (`indicators.scoring.rules`)."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="criteria")
    group = models.CharField(_("group"), max_length=20, help_text=_("its code"))
    code = models.CharField(_("code"), max_length=20)
    maximum = models.DecimalField(_("maximum"), max_digits=9, decimal_places=4)
    inputs = ArrayField(models.CharField(max_length=80), verbose_name=_("inputs"), default=list)
    complement = models.BooleanField(
        _("counted down from the whole"),
        default=False,
        help_text=_("1 less the sum of the inputs"),
    )
    rule = models.CharField(_("rule"), max_length=9, choices=RuleKind, default=RuleKind.LINEAR)
    threshold = models.DecimalField(
        _("threshold"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("a share from 0 to 1: 0.8 is 80%"),
    )
    # Each [least, points].
    steps = ArrayField(
        ArrayField(models.DecimalField(max_digits=9, decimal_places=4), size=2),
        verbose_name=_("steps"),
        default=list,
        blank=True,
    )
    no_cases = models.CharField(
        _("without cases"), max_length=4, choices=NoCasesKind, default=NoCasesKind.SKIP
    )
    gate = models.DecimalField(
        _("gate"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("the least ratio without which a unit has no level"),
    )
    levels = ArrayField(
        models.CharField(max_length=10, choices=Level),
        verbose_name=_("levels"),
        default=list,
        blank=True,
        help_text=_("empty for all levels of the scorecard"),
    )
    place = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["place", "id"]


class ScoreGrade(models.Model):
    """A readiness level of a scorecard, and the least points that lead to it."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="grades")
    name = models.CharField(_("name"), max_length=20)
    least = models.DecimalField(_("least points"), max_digits=9, decimal_places=4)
    place = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("readiness level")
        verbose_name_plural = _("readiness levels")
        ordering: ClassVar = ["place", "id"]

    def __str__(self) -> str:
        return self.name


class Scoring(models.Model):
    """The scores of a scorecard for one period, as of the data that `inputs` names
    (`indicators.scoring.state`)."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="scorings")
    period = models.CharField(max_length=20)
    first = models.IntegerField()
    last = models.IntegerField()
    inputs = models.CharField(max_length=40)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scorecard", "first", "last"], name="scoring_once")
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id} {self.period}"


class UnitScore(models.Model):
    """What one unit scores; exact fractions as text. `criteria` holds, by code, what came of each
    (`indicators.scoring.kept` reads and writes it); what a league table reads stands beside it:
    `groups` [points, judged, possible] by code, `missing` the references of inputs that lack."""

    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="scores")
    unit_id = models.IntegerField()
    level = models.CharField(max_length=10)
    points = models.TextField()
    judged = models.TextField()
    possible = models.TextField()
    standing = models.CharField(max_length=6, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    failed = ArrayField(models.CharField(max_length=20), default=list)
    unknown = ArrayField(models.CharField(max_length=20), default=list)
    groups = models.JSONField(default=dict)
    missing = ArrayField(models.CharField(max_length=80), default=list)
    criteria = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scoring", "unit_id"], name="unit_score_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.points}"


class CountedHalf(models.Model):
    """Changes whenever a source's counts of a half month do: what was computed from them knows by
    it that it is old. A random token and no counter: a number could come again after a rollback."""

    pk = models.CompositePrimaryKey("source_id", "half")
    source_id = models.IntegerField()
    half = models.IntegerField()
    token = models.UUIDField()
