"""The pages of figures."""

from indicators.views.closing import close_period, closed_periods, reopen_period
from indicators.views.completeness import completeness
from indicators.views.dossiers import dossier_list
from indicators.views.entered import enter_file, enter_value, entered
from indicators.views.figure import figure
from indicators.views.form_ii06 import form_ii06
from indicators.views.indicators import indicator, indicators
from indicators.views.league import league
from indicators.views.overview import overview
from indicators.views.procedure import procedure
from indicators.views.reports import (
    report,
    report_comparison,
    report_count,
    report_discard,
    report_file,
    report_new,
    report_take_back,
    reports,
)
from indicators.views.services import services
from indicators.views.unit import unit
from indicators.views.watch import watch
from indicators.views.watch_mail import watch_mail

__all__ = [
    "close_period",
    "closed_periods",
    "completeness",
    "dossier_list",
    "enter_file",
    "enter_value",
    "entered",
    "figure",
    "form_ii06",
    "indicator",
    "indicators",
    "league",
    "overview",
    "procedure",
    "reopen_period",
    "report",
    "report_comparison",
    "report_count",
    "report_discard",
    "report_file",
    "report_new",
    "report_take_back",
    "reports",
    "services",
    "unit",
    "watch",
    "watch_mail",
]
