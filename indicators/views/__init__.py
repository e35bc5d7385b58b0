"""The pages of figures."""

from indicators.views.announced import announced, announced_file, announced_new
from indicators.views.briefing import briefing, briefing_placeholders
from indicators.views.briefing_documents import (
    briefing_document,
    briefing_document_file,
    briefing_documents,
)
from indicators.views.closing import close_period, closed_periods, reopen_period
from indicators.views.completeness import completeness
from indicators.views.dossiers import dossier_list
from indicators.views.entered import enter_file, enter_value, entered
from indicators.views.figure import figure
from indicators.views.form_ii06 import form_ii06
from indicators.views.indicators import indicator, indicators
from indicators.views.league import league
from indicators.views.league_compare import league_compare
from indicators.views.league_map import league_map
from indicators.views.league_months import league_months
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
from indicators.views.score_charts import score_levels, score_map, score_matrix
from indicators.views.scores import score_rules, scores, unit_score
from indicators.views.search import help_page, search
from indicators.views.services import services
from indicators.views.submission_files import (
    evidence_add,
    evidence_file,
    evidence_remove,
    submission_import,
    submission_inputs,
)
from indicators.views.submissions import (
    submission,
    submission_discard,
    submission_form,
    submission_send_back,
    submission_submit,
    submission_verify,
    submission_withdraw,
    submissions,
    submissions_verify,
)
from indicators.views.unit import profile, unit
from indicators.views.watch import watch
from indicators.views.watch_mail import watch_mail

__all__ = [
    "announced",
    "announced_file",
    "announced_new",
    "briefing",
    "briefing_document",
    "briefing_document_file",
    "briefing_documents",
    "briefing_placeholders",
    "close_period",
    "closed_periods",
    "completeness",
    "dossier_list",
    "enter_file",
    "enter_value",
    "entered",
    "evidence_add",
    "evidence_file",
    "evidence_remove",
    "figure",
    "form_ii06",
    "help_page",
    "indicator",
    "indicators",
    "league",
    "league_compare",
    "league_map",
    "league_months",
    "overview",
    "procedure",
    "profile",
    "reopen_period",
    "report",
    "report_comparison",
    "report_count",
    "report_discard",
    "report_file",
    "report_new",
    "report_take_back",
    "reports",
    "score_levels",
    "score_map",
    "score_matrix",
    "score_rules",
    "scores",
    "search",
    "services",
    "submission",
    "submission_discard",
    "submission_form",
    "submission_import",
    "submission_inputs",
    "submission_send_back",
    "submission_submit",
    "submission_verify",
    "submission_withdraw",
    "submissions",
    "submissions_verify",
    "unit",
    "unit_score",
    "watch",
    "watch_mail",
]
