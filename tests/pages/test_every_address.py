"""Every address of the site, how it is reached, and who may (`test_who_reaches` asks).

Whoever adds an address says it here. What is missing fails.
"""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.urls import path

from indicators.models import Scorecard, ScorecardState
from tests.pages.actors import Province
from tests.pages.asking import Kind, Reach, Request, Route, all_routes, routes
from units.models import UnitChange, User

# Exempt from login, each with its reason.
OPEN = {
    "account_login": "the door itself",
    "account_logout": "who is signed out already is sent on",
    "account_inactive": "says why a closed account does not come in",
    "account_reauthenticate": "sends strangers to the login by itself",
    "account_reset_password": "who forgot the password cannot sign in",
    "account_reset_password_done": "what comes after it",
    "account_reset_password_from_key": "the link in the mail",
    "account_reset_password_from_key_done": "what comes after it",
    "mfa_authenticate": "the second half of the door",
    "set_language": "the login page is read in either language, too",
    "theme": "and in light or dark",
    "security_txt": "who has found a weakness has no account",
}

SELECTION = "indicator=on_time&level=commune&period=2018-06&under=64"
FIGURE = "indicator=on_time&level=province&period=2018-06&unit={province}"
INPUTS = "scorecard=web&period=2018-06"

REACHES: dict[str, list[Reach]] = {
    "account_login": [Reach(Kind.OPEN)],
    "account_logout": [Reach(Kind.OPEN, status=302)],
    "account_inactive": [Reach(Kind.OPEN)],
    "account_reauthenticate": [Reach(Kind.OPEN, status=302)],
    "account_reset_password": [Reach(Kind.OPEN)],
    "account_reset_password_done": [Reach(Kind.OPEN)],
    "account_reset_password_from_key": [Reach(Kind.OPEN)],
    "account_reset_password_from_key_done": [Reach(Kind.OPEN)],
    "account_change_password": [Reach(Kind.PERSONAL)],
    # Who has a password is sent on to change it.
    "account_set_password": [Reach(Kind.PERSONAL, status=302)],
    # Of who has none yet; the door with a code opens behind the password alone.
    "mfa_authenticate": [Reach(Kind.OPEN, status=302)],
    "mfa_index": [Reach(Kind.PERSONAL)],
    "mfa_activate_totp": [Reach(Kind.PERSONAL)],
    "mfa_deactivate_totp": [Reach(Kind.PERSONAL, status=404)],
    "mfa_view_recovery_codes": [Reach(Kind.PERSONAL, status=404)],
    "mfa_generate_recovery_codes": [Reach(Kind.PERSONAL)],
    "mfa_download_recovery_codes": [Reach(Kind.PERSONAL, status=404)],
    # Of who has one; others confirm by their password.
    "mfa_reauthenticate": [Reach(Kind.PERSONAL, status=302)],
    "set_language": [Reach(Kind.OPEN, method="post", status=302)],
    "theme": [Reach(Kind.OPEN, method="post", status=302)],
    "security_txt": [Reach(Kind.OPEN, status=404)],  # unless the operator is named
    "style": [Reach(Kind.PERSONAL)],
    "status": [Reach(Kind.KEPT)],
    "indicators:overview": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:briefing": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, "period=2018-06&under=64"),
        Reach(Kind.SCOPED, "period=2018-06&under=64&format=docx"),
    ],
    # Who opens it is sent to the report; it is asked for by its form.
    "indicators:briefing_documents": [Reach(Kind.PERSONAL, status=302)],
    # Who asked for a document sees it; for others it does not exist.
    "indicators:briefing_document": [Reach(Kind.SCOPED)],
    "indicators:briefing_document_file": [Reach(Kind.SCOPED)],
    "indicators:briefing_placeholders": [Reach(Kind.PERSONAL)],
    "indicators:league": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:league_map": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "indicators:league_months": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "indicators:league_compare": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION + "&units={province},{district}"),
        Reach(Kind.SCOPED, SELECTION + "&units={province},{district}&format=csv"),
        Reach(Kind.SCOPED, "period=2018-06&units={district}"),
    ],
    "indicators:scores": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, "scorecard=small&level=commune&period=2018-06&under=64"),
        Reach(Kind.SCOPED, "scorecard=small&level=commune&period=2018-06&under=64&format=csv"),
    ],
    "indicators:unit_score": [Reach(Kind.SCOPED, "unit={district}&period=2018-06")],
    "indicators:score_levels": [
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64&place=open")
    ],
    "indicators:score_matrix": [
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64"),
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64&format=csv"),
    ],
    "indicators:score_map": [
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64"),
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64&by=level"),
        Reach(Kind.SCOPED, "level=commune&period=2018-06&under=64&format=csv"),
    ],
    "indicators:score_rules": [Reach(Kind.PERSONAL)],
    "indicators:indicators": [Reach(Kind.PERSONAL)],
    "indicators:search": [Reach(Kind.PERSONAL), Reach(Kind.PERSONAL, "q=ho&in=units")],
    "indicators:help": [Reach(Kind.PERSONAL)],
    "indicators:indicator": [Reach(Kind.PERSONAL)],
    "indicators:unit": [Reach(Kind.SCOPED), Reach(Kind.SCOPED, "period=2018-06")],
    "indicators:profile": [Reach(Kind.SCOPED), Reach(Kind.SCOPED, "period=2018-06")],
    "indicators:figure": [Reach(Kind.SCOPED, FIGURE)],
    "indicators:reports": [Reach(Kind.PERSONAL)],
    "indicators:report_new": [Reach(Kind.PERSONAL)],
    "indicators:report": [Reach(Kind.SCOPED)],
    "indicators:report_count": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:report_discard": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:report_take_back": [Reach(Kind.SCOPED)],
    "indicators:report_comparison": [Reach(Kind.SCOPED)],
    "indicators:report_file": [Reach(Kind.SCOPED)],
    "indicators:form_ii06": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:dossiers": [Reach(Kind.SCOPED, FIGURE + "&part=resolved_late")],
    "indicators:completeness": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "indicators:entered": [Reach(Kind.PERSONAL)],
    "indicators:enter_value": [Reach(Kind.PERSONAL)],
    "indicators:enter_file": [Reach(Kind.PERSONAL)],
    "indicators:announced": [Reach(Kind.PERSONAL)],
    "indicators:announced_new": [
        Reach(Kind.PERSONAL),
        Reach(Kind.PERSONAL, "scorecard=small"),
    ],
    "indicators:announced_file": [Reach(Kind.PERSONAL)],
    "indicators:submissions": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, INPUTS + "&under=64")],
    "indicators:submission_form": [Reach(Kind.SCOPED, INPUTS + "&unit=623")],
    "indicators:submission_inputs": [
        Reach(Kind.PERSONAL, INPUTS + "&format=csv"),
        Reach(Kind.SCOPED, INPUTS + "&format=csv&under=64"),
    ],
    "indicators:submission_import": [Reach(Kind.PERSONAL, INPUTS)],
    "indicators:submissions_verify": [
        Reach(Kind.PERSONAL, INPUTS),
        Reach(Kind.SCOPED, INPUTS + "&under=64"),
    ],
    "indicators:submission": [Reach(Kind.SCOPED)],
    # Without the version that was seen nothing is done.
    "indicators:submission_submit": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:submission_withdraw": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:submission_verify": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:submission_send_back": [Reach(Kind.SCOPED, status=302)],
    "indicators:submission_discard": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:evidence_add": [Reach(Kind.SCOPED, status=302)],
    "indicators:evidence_file": [Reach(Kind.SCOPED)],
    "indicators:evidence_remove": [Reach(Kind.SCOPED, method="post", status=302)],
    "indicators:closed_periods": [Reach(Kind.KEPT)],
    "indicators:close_period": [Reach(Kind.KEPT), Reach(Kind.KEPT, "period=2018-06")],
    "indicators:reopen_period": [Reach(Kind.KEPT)],
    "indicators:watch": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, "under=64"),
        Reach(Kind.SCOPED, "under=64&all=open"),
    ],
    "indicators:watch_mail": [Reach(Kind.PERSONAL)],
    "indicators:procedure": [Reach(Kind.PERSONAL), Reach(Kind.SCOPED, SELECTION)],
    "indicators:services": [
        Reach(Kind.PERSONAL),
        Reach(Kind.SCOPED, SELECTION),
        Reach(Kind.SCOPED, SELECTION + "&format=csv"),
    ],
    "dossiers:uploads": [Reach(Kind.PERSONAL)],
    "dossiers:upload_new": [Reach(Kind.PERSONAL)],
    "dossiers:upload": [Reach(Kind.SCOPED)],
    "dossiers:upload_preview": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_cancel": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_undo": [Reach(Kind.SCOPED)],
    "dossiers:upload_tell": [Reach(Kind.SCOPED)],
    "dossiers:upload_accept": [Reach(Kind.SCOPED, method="post", status=302)],
    "dossiers:upload_rejected": [Reach(Kind.SCOPED)],
    "dossiers:dossier": [Reach(Kind.SCOPED)],
    # Each administrator sees events of the own units alone (test_audit).
    "units:audit": [Reach(Kind.PERSONAL), Reach(Kind.PERSONAL, "format=json")],
}

# The admin's addresses are all kept; these answer the keeper with something else than a page.
ADMIN_ANSWERS = {
    "admin:login": 302,
    "admin:logout": 302,
    "admin:password_change": 302,
    "admin:password_change_done": 302,
    "admin:view_on_site": 404,
    "admin:autocomplete": 403,  # without saying for which field
    "admin:dossiers_procedure_add": 403,
    "admin:dossiers_procedure_delete": 403,
    "admin:dossiers_source_add": 403,
    "admin:dossiers_source_delete": 403,
    "admin:indicators_watchmail_add": 403,
    "admin:indicators_watchmail_delete": 403,
    "admin:units_auditevent_add": 403,
    "admin:units_auditevent_delete": 403,
    "admin:units_unit_delete": 403,
    "admin:indicators_announcedscore_add": 403,
    "admin:indicators_announcedscore_delete": 403,
    "admin:indicators_enteredvalue_add": 302,  # to the form that everybody has
    "admin:indicators_enteredvalue_delete": 403,
    "admin:indicators_scorecard_check": 405,  # of what is posted alone
    "admin:indicators_scorecard_copy": 405,
    "admin:indicators_scorecard_retire": 302,  # a draft has no end
    "admin:indicators_scorecard_delete": 403,
    "admin:units_unitchange_add": 403,
    "admin:units_unitchange_delete": 403,
    "admin:units_user_delete": 403,
    "admin/<path:object_id>/": 302,
    "admin/(?P<url>.*)$": 404,
}


def reaches(route: Route) -> list[Reach]:
    """How an address is asked for; none for one that nobody has described."""
    if route.name.startswith("admin:") or route.route.startswith("admin/"):
        unnamed = re.sub(r"^admin/\w+/\w+/", "admin/", route.name)
        status = ADMIN_ANSWERS.get(unnamed, 200)
        return [Reach(Kind.KEPT, status=status)]
    return REACHES.get(route.name, [])


def arguments(place: Province) -> dict[str, dict[str, Any]]:
    """Beginning of a name -> the arguments of its addresses."""
    given: dict[str, dict[str, Any]] = {
        "admin:units_unit_action": {"unit_id": place.district, "slug": "rename"},
        "admin:app_list": {"app_label": "units"},
        "admin:units_unitchange_undo": {"change_id": UnitChange.objects.latest("event_id").pk},
        "indicators:unit": {"unit_id": place.district},
        "indicators:profile": {"unit_id": place.district},
        "indicators:unit_score": {"code": "small"},
        "indicators:score_levels": {"code": "small"},
        "indicators:score_matrix": {"code": "small"},
        "indicators:score_map": {"code": "small"},
        "indicators:score_rules": {"code": "small"},
        "indicators:indicator": {"code": "on_time"},
        "indicators:procedure": {"procedure_id": place.procedure},
        "indicators:report": {"pk": place.report},
        "indicators:briefing_document": {"pk": place.document},
        "indicators:submission": {"pk": place.submission},
        "indicators:evidence_add": {"pk": place.submission},
        "indicators:evidence": {"pk": place.evidence},
        "indicators:reopen_period": {"pk": place.publication},
        "dossiers:upload": {"pk": place.upload},
        "dossiers:dossier": {"pk": place.dossier},
    }
    for model in admin.site._registry:
        first = model._default_manager.order_by("pk").first()
        assert first is not None, f"tests/pages/actors.py makes no {model._meta.label} to look at."
        app, name = model._meta.app_label, model._meta.model_name
        given[f"admin:{app}_{name}_"] = given[f"admin/{app}/{name}/"] = {"object_id": first.pk}
    # What can be done to a draft is more than to what is in force.
    draft = Scorecard.objects.filter(state=ScorecardState.DRAFT).latest("pk")
    given["admin:indicators_scorecard_"] = {"object_id": draft.pk}
    user = given["admin:units_user_"]["object_id"]
    kind = ContentType.objects.get_for_model(User).pk
    return given | {
        "admin:auth_user_password_change": {"id": user},
        "admin:view_on_site": {"content_type_id": kind, "object_id": user},
    }


# Addresses by regular expression, as they are asked for.
WRITTEN_OUT = {
    "account_reset_password_from_key": "/accounts/password/reset/key/1-abcdef/",
    "admin:app_list": "/admin/units/",
    "admin/(?P<url>.*)$": "/admin/nothing/here/",
}


def address(route: Route, given: dict[str, dict[str, Any]]) -> str:
    """The address with objects for its arguments; KeyError where nobody said which."""
    if route.is_regular_expression:
        return WRITTEN_OUT[route.name]
    fitting = max((name for name in given if route.name.startswith(name)), key=len, default="")
    values = given.get(fitting, {})
    missing = set(re.findall(r"<(?:\w+:)?(\w+)>", route.route)) - values.keys()
    if missing:
        raise KeyError(f"Nobody said which {missing} {route.name} is asked for with.")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route.route)


def requests(place: Province) -> list[Request]:
    given = arguments(place)
    return [
        Request(route.name, f"{address(route, given)}?{query}".rstrip("?"), reach)
        for route in all_routes()
        for reach in reaches(route)
        for query in [reach.query.format(province=place.province, district=place.district)]
    ]


def test_every_address_is_described():
    assert [route.name for route in all_routes() if not reaches(route)] == []


def test_an_address_that_is_new_is_noticed():
    def view(request):
        return HttpResponse()

    (new,) = routes([path("new/<int:pk>/", view, name="new")])
    assert reaches(new) == []
    with pytest.raises(KeyError):
        address(new, {})


def test_what_is_described_exists():
    names = {route.name for route in all_routes()}
    assert REACHES.keys() - names == set()
    assert {name for name in ADMIN_ANSWERS if name.startswith("admin:")} - names == set()
    assert {
        name for name, asked in REACHES.items() if any(r.kind == Kind.OPEN for r in asked)
    } == OPEN.keys()
    assert all(OPEN.values())
