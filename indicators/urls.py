"""Addresses of the pages of figures."""

from django.urls import path

from indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("league/", views.league, name="league"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
    path("figure/", views.figure, name="figure"),
    path("form-ii06/", views.form_ii06, name="form_ii06"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("completeness/", views.completeness, name="completeness"),
    path("watch/", views.watch, name="watch"),
    path("watch/mail/", views.watch_mail, name="watch_mail"),
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.report_new, name="report_new"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/count/", views.report_count, name="report_count"),
    path("reports/<int:pk>/discard/", views.report_discard, name="report_discard"),
    path("reports/<int:pk>/take-back/", views.report_take_back, name="report_take_back"),
    path("reports/<int:pk>/comparison/", views.report_comparison, name="report_comparison"),
    path("reports/<int:pk>/file/", views.report_file, name="report_file"),
    path("dossiers/", views.dossier_list, name="dossiers"),
    path("entered/", views.entered, name="entered"),
    path("entered/new/", views.enter_value, name="enter_value"),
    path("entered/file/", views.enter_file, name="enter_file"),
    path("closed/", views.closed_periods, name="closed_periods"),
    path("closed/new/", views.close_period, name="close_period"),
    path("closed/<int:pk>/reopen/", views.reopen_period, name="reopen_period"),
    path("services/", views.services, name="services"),
    path("procedures/<int:procedure_id>/", views.procedure, name="procedure"),
]
