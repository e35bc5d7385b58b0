"""Counts, indicators, what units report and are to reach, and what was published."""

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
from indicators.models.target import Target
from indicators.models.watch import MailState, WatchMail, WatchSubscription

__all__ = [
    "ChangedCount",
    "CountChange",
    "Counts",
    "Direction",
    "Display",
    "EnteredMeasure",
    "EnteredValue",
    "Expectation",
    "ExpectationKind",
    "Indicator",
    "MailState",
    "MeasureKind",
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
    "Target",
    "UnitCount",
    "WatchMail",
    "WatchSubscription",
]
