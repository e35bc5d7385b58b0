"""Counts, indicators, what units report and are to reach, and what was published."""

from indicators.models.announced import AnnouncedScore
from indicators.models.briefing import BriefingDocument, BriefingTemplate
from indicators.models.counts import Counts, ProcedureCount, UnitCount
from indicators.models.entered import EnteredMeasure, EnteredValue, MeasureKind
from indicators.models.expectation import Expectation, ExpectationKind
from indicators.models.indicator import Direction, Display, Indicator
from indicators.models.publication import (
    ChangedCount,
    CountChange,
    Publication,
    PublishedCount,
    PublishedFigure,
    PublishedIndicator,
    PublishedPath,
    PublishedSource,
    PublishedUnit,
)
from indicators.models.report import Report, ReportedFigure, ReportKind, ReportState
from indicators.models.scorecard import (
    CountedHalf,
    NoCasesKind,
    PeriodKind,
    RuleKind,
    Scorecard,
    ScorecardState,
    ScoreCriterion,
    ScoreGrade,
    ScoreGroup,
    Scoring,
    UnitScore,
)
from indicators.models.submission import (
    EDITABLE,
    OPEN,
    Evidence,
    StepKind,
    Submission,
    SubmissionState,
    SubmissionStep,
    SubmittedValue,
)
from indicators.models.target import Target
from indicators.models.watch import MailState, WatchMail, WatchSubscription

__all__ = [
    "EDITABLE",
    "OPEN",
    "AnnouncedScore",
    "BriefingDocument",
    "BriefingTemplate",
    "ChangedCount",
    "CountChange",
    "CountedHalf",
    "Counts",
    "Direction",
    "Display",
    "EnteredMeasure",
    "EnteredValue",
    "Evidence",
    "Expectation",
    "ExpectationKind",
    "Indicator",
    "MailState",
    "MeasureKind",
    "NoCasesKind",
    "PeriodKind",
    "ProcedureCount",
    "Publication",
    "PublishedCount",
    "PublishedFigure",
    "PublishedIndicator",
    "PublishedPath",
    "PublishedSource",
    "PublishedUnit",
    "Report",
    "ReportKind",
    "ReportState",
    "ReportedFigure",
    "RuleKind",
    "ScoreCriterion",
    "ScoreGrade",
    "ScoreGroup",
    "Scorecard",
    "ScorecardState",
    "Scoring",
    "StepKind",
    "Submission",
    "SubmissionState",
    "SubmissionStep",
    "SubmittedValue",
    "Target",
    "UnitCount",
    "UnitScore",
    "WatchMail",
    "WatchSubscription",
]
