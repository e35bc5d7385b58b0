"""What stands in the audit log, in the words of its readers."""

from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Every action that any room writes down.
ACTIONS: dict[str, Promise] = {
    "sign-in": _("signed in"),
    "sign-out": _("signed out"),
    "sign-in-failed": _("failed to sign in"),
    "change-password": _("changed the own password"),
    "reset-password": _("set a new password by mail"),
    "set-password": _("set somebody's password"),
    "create-account": _("made an account"),
    "change-account": _("changed an account"),
    "grant": _("gave a role"),
    "revoke": _("took a role away"),
    "load-units": _("loaded units"),
    "create-unit": _("made a unit"),
    "rename-unit": _("renamed a unit"),
    "move-unit": _("moved a unit"),
    "merge-units": _("merged units"),
    "split-unit": _("split a unit"),
    "close-unit": _("closed a unit"),
    "add-identifier": _("added an identifier"),
    "undo-unit-change": _("undid a change of units"),
    "check": _("checked a file"),
    "load": _("uploaded a file"),
    "preview": _("handed a file in to be checked"),
    "answer": _("answered what a file left open"),
    "confirm": _("confirmed the load of a file"),
    "cancel": _("cancelled an upload"),
    "accept": _("accepted rejected rows of an upload"),
    "undo": _("took an upload back"),
    "change-source": _("changed what a source's files tell of"),
    "load-catalogue": _("loaded the catalogue of procedures"),
    "create-catalogueprocedure": _("added a procedure to the catalogue"),
    "change-catalogueprocedure": _("changed a procedure of the catalogue"),
    "delete-catalogueprocedure": _("removed a procedure from the catalogue"),
    "create-servicelevel": _("set an online-service level"),
    "change-servicelevel": _("changed an online-service level"),
    "delete-servicelevel": _("deleted an online-service level"),
    "report": _("handed in a report"),
    "count-report": _("let a report count"),
    "take-report-back": _("took a report back"),
    "discard-report": _("threw a report away"),
    "create-specialday": _("set a day off or made up"),
    "change-specialday": _("changed a day off or made up"),
    "delete-specialday": _("deleted a day off or made up"),
    "create-indicator": _("made an indicator"),
    "change-indicator": _("changed an indicator"),
    "delete-indicator": _("deleted an indicator"),
    "create-target": _("set a target"),
    "change-target": _("changed a target"),
    "delete-target": _("deleted a target"),
    "create-expectation": _("decided what is expected of exports"),
    "change-expectation": _("changed what is expected of exports"),
    "delete-expectation": _("removed what was expected of exports"),
    "subscribe-watch": _("asked for the daily mail"),
    "unsubscribe-watch": _("stopped the daily mail"),
    "enter-values": _("entered values"),
    "create-enteredmeasure": _("made an entered measure"),
    "change-enteredmeasure": _("changed an entered measure"),
    "delete-enteredmeasure": _("deleted an entered measure"),
    "close-period": _("closed a period"),
    "reopen-period": _("opened a closed period again"),
}

# Kinds of objects that the log can be filtered by.
KINDS = (
    "units.user",
    "units.unit",
    "dossiers.source",
    "dossiers.upload",
    "dossiers.catalogueprocedure",
    "dossiers.servicelevel",
    "dossiers.specialday",
    "indicators.indicator",
    "indicators.target",
    "indicators.expectation",
    "indicators.publication",
    "indicators.enteredmeasure",
    "indicators.enteredvalue",
    "indicators.report",
)

# Names of values that are no field of a model.
NAMES: dict[str, Promise] = {
    "address": _("network address"),
    "code": _("code"),
    "columns": _("columns"),
    "day_first": _("day before month"),
    "exported_at": _("time of the export"),
    "identifier": _("identifier"),
    "identifiers": _("identifiers"),
    "level": _("level"),
    "changed": _("changed"),
    "lines": _("lines"),
    "covers": _("each file tells of"),
    "until": _("switched off after"),
    "measure": _("measure"),
    "name": _("name"),
    "new": _("new"),
    "new_units": _("new units"),
    "notes": _("notes"),
    "parent": _("parent"),
    "period": _("period"),
    "calendar": _("calendar"),
    "scope": _("scope"),
    "rank": _("rank"),
    "reason": _("reason"),
    "role": _("role"),
    "sha256": _("checksum of the file"),
    "source": _("source"),
    "successions": _("successions"),
    "successor": _("successor"),
    "unchanged": _("unchanged"),
    "undecided": _("undecided"),
    "unit": _("unit"),
    "units": _("units"),
    "value": _("value"),
    "versions": _("versions"),
    "valid_from": _("valid from"),
    "valid_to": _("valid to"),
    "values": _("words"),
}


def kinds() -> dict[str, Any]:
    """Kind of object -> what it is called."""
    return {kind: kind_name(kind) for kind in KINDS}


def action_name(action: str) -> str:
    return str(ACTIONS.get(action, action))


def kind_name(kind: str) -> str:
    """The name of a model such as units.unit; empty for none, itself where there is no such."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name) if kind else ""
    except (LookupError, ValueError):
        return kind


def value_name(kind: str, name: str) -> str:
    """What a value is called: as the model's field, else as in NAMES, else its own name."""
    fields = {}
    if kind in KINDS:
        model = apps.get_model(kind)
        fields = {field.attname: field.verbose_name for field in model._meta.concrete_fields}
    return str(NAMES.get(name) or fields.get(name) or name)


def choice_name(kind: str, name: str, value: str) -> str:
    """One of the choices of a model's field as it is called; "" where it is none."""
    if kind not in KINDS:
        return ""
    for field in apps.get_model(kind)._meta.concrete_fields:
        if name in (field.name, field.attname):
            return str(dict(field.flatchoices).get(value, ""))
    return ""
