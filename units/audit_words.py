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
    "set-up-second-factor": _("set up a second factor"),
    "remove-second-factor": _("switched the second factor off"),
    "renew-recovery-codes": _("made new recovery codes"),
    "second-factor-failed": _("gave a wrong second factor"),
    "link-sign-on": _("signed in by single sign-on for the first time"),
    "forget-sign-on": _("forgot somebody's single sign-on"),
    "take-second-factor": _("took somebody's second factor away"),
    "create-account": _("made an account"),
    "change-account": _("changed an account"),
    "grant": _("gave a role"),
    "revoke": _("took a role away"),
    "back-up": _("made a backup"),
    "remove-backup": _("removed an old backup"),
    "restore": _("restored a backup"),
    "forget": _("forgot what was kept for long enough"),
    "export-audit": _("saved the audit log as a file"),
    "load-units": _("loaded units"),
    "create-unit": _("made a unit"),
    "rename-unit": _("renamed a unit"),
    "move-unit": _("moved a unit"),
    "merge-units": _("merged units"),
    "split-unit": _("split a unit"),
    "close-unit": _("closed a unit"),
    "add-identifier": _("added an identifier"),
    "undo-unit-change": _("undid a change of units"),
    "load-boundaries": _("loaded boundaries of units"),
    "delete-boundaries": _("deleted boundaries of units"),
    "check": _("checked a file"),
    "load": _("uploaded a file"),
    "preview": _("handed a file in to be checked"),
    "answer": _("answered what a file left open"),
    "confirm": _("confirmed the load of a file"),
    "cancel": _("cancelled an upload"),
    "accept": _("accepted rejected rows of an upload"),
    "undo": _("took an upload back"),
    "export-dossiers": _("saved dossiers as a file"),
    "export-rejected": _("saved rejected rows of an upload as a file"),
    "recount": _("had a source counted anew"),
    "change-source": _("changed settings of a source"),
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
    "announce-scores": _("entered announced scores"),
    "save-submission": _("saved inputs of a unit as a draft"),
    "submit-submission": _("submitted inputs of a unit"),
    "withdraw-submission": _("withdrew inputs of a unit"),
    "send-back-submission": _("sent inputs of a unit back"),
    "verify-submission": _("verified inputs of a unit"),
    "discard-submission": _("threw a draft of inputs away"),
    "add-briefingtemplate": _("added a template of reports"),
    "change-briefingtemplate": _("changed a template of reports"),
    "delete-briefingtemplate": _("deleted a template of reports"),
    "add-evidence": _("added evidence"),
    "remove-evidence": _("removed evidence"),
    "create-enteredmeasure": _("made an entered measure"),
    "change-enteredmeasure": _("changed an entered measure"),
    "delete-enteredmeasure": _("deleted an entered measure"),
    "save-scorecard": _("saved the draft of a scorecard"),
    "put-scorecard-in-force": _("put a scorecard in force"),
    "retire-scorecard": _("ended a scorecard"),
    "discard-scorecard": _("threw the draft of a scorecard away"),
    "close-period": _("closed a period"),
    "reopen-period": _("opened a closed period again"),
}

# Kinds of objects that the log can be filtered by.
KINDS = (
    "units.auditevent",
    "units.user",
    "units.unit",
    "units.boundary",
    "dossiers.source",
    "dossiers.upload",
    "dossiers.dossier",
    "dossiers.catalogueprocedure",
    "dossiers.servicelevel",
    "dossiers.specialday",
    "indicators.indicator",
    "indicators.target",
    "indicators.expectation",
    "indicators.publication",
    "indicators.announcedscore",
    "indicators.enteredmeasure",
    "indicators.enteredvalue",
    "indicators.submission",
    "indicators.evidence",
    "indicators.briefingtemplate",
    "indicators.report",
    "indicators.scorecard",
)

# Kind of object -> the models of which its events tell as its parts.
PARTS = {"indicators.scorecard": ("indicators.scorecriterion",)}

# Names of values that are no field of a model.
NAMES: dict[str, Promise] = {
    "address": _("network address"),
    "code": _("code"),
    "complement": _("counted down from the whole"),
    "criteria": _("criteria"),
    "gate": _("gate"),
    "grades": _("readiness levels"),
    "groups": _("groups of criteria"),
    "inputs": _("inputs"),
    "least": _("least points"),
    "no_cases": _("without cases"),
    "rule": _("rule"),
    "steps": _("steps"),
    "threshold": _("threshold"),
    "columns": _("columns"),
    "comment": _("comment"),
    "file_name": _("file"),
    "format": _("format"),
    "rows": _("rows"),
    "size": _("bytes"),
    "upload": _("upload"),
    "selection": _("selection"),
    "submission": _("submission"),
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
    "must_change_password": _("must change the password"),
    "name": _("name"),
    "new": _("new"),
    "new_units": _("new units"),
    "before": _("older than"),
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
    "unknown": _("unknown codes"),
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
    """One of the choices of a model's field, or of its parts', as it is called; "" where it is
    none."""
    if kind not in KINDS:
        return ""
    for model in (kind, *PARTS.get(kind, ())):
        for field in apps.get_model(model)._meta.concrete_fields:
            if name in (field.name, field.attname):
                # Of a list the choices are those of what it holds.
                one = getattr(field, "base_field", field)
                return str(dict(one.flatchoices).get(value, ""))
    return ""
