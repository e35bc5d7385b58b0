"""Whatever a person can change leaves an audit event: every action, everything that the admin
saves or deletes, every command, every file with dossiers.

Whoever adds one that leaves none says here why. What is missing fails.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, ModelAdmin
from django.core.management import get_commands
from django.http import HttpRequest
from django.test import RequestFactory

from tests.egov.calls import ROOMS, calls, modules, reaching
from units.audit_words import ACTIONS
from units.models import User

# Read once, by the tests that ask: every worker of a run imports this module.
_sources = cache(modules)


@cache
def _graph() -> dict[str, set[str]]:
    return calls(_sources())


@cache
def _audited() -> set[str]:
    return reaching(_graph(), {"units.audit.record", "units.audit.record_each"})


# Actions that leave no event of their own, each with its reason.
SILENT = {
    "units.accounts.actions.choose_password": "the signal of allauth that follows writes it down",
    "units.accounts.actions.end_sessions": "part of others, which write themselves down",
    "units.accounts.actions.only_by_superusers": "asks, and changes nothing",
    "dossiers.actions.discard": "forgets a check without loading, which was written down itself",
    "dossiers.catalogue_actions.renew_generation": "lets pages read the catalogue anew",
    "dossiers.actions.lock_source": "a lock",
    "dossiers.actions.follow_timezone": "part of a load or a confirmation, whose event has it",
    "indicators.announced.actions.check": "asks, and changes nothing",
    "indicators.announced.actions.refuse_if_announced": "asks, and changes nothing",
    "indicators.entered.actions.check": "asks, and changes nothing",
    "indicators.entered.actions.refuse_if_held": "asks, and changes nothing",
    "indicators.reported.actions.refuse_if_named": "asks, and changes nothing",
    "indicators.scoring.actions.unfinished": "asks, and changes nothing",
    "indicators.submitting.actions.lock": "a lock",
    "indicators.submitting.actions.locked": "a lock",
    "indicators.submitting.actions.refuse_if_submitted": "asks, and changes nothing",
}

# Modules that write rows and are no actions, each with its reason.
WRITERS = {
    "units.audit": "the events themselves",
    "units.audit_seals": "seals of events",
    "units.accounts.sign_ins": "the address beside an event",
    "units.changing": "the frame of every change of units, whose event the actions write",
    "units.load_identifiers": "part of load_units",
    "units.loading": "part of load_units",
    "units.retention.own": "what is forgotten; numbers are written down by `forget`",
    "units.undoing": "part of undo_change",
    "dossiers.catalogue.loading": "part of load_catalogue",
    "dossiers.jobs": "where work under way stands",
    "dossiers.loading.accepting": "the worker's part of accept_rejected",
    "dossiers.loading.covering": "the worker's part of a load",
    "dossiers.loading.intake": "the worker's part of a load: its problems",
    "dossiers.loading.merge": "the worker's part of a load or an undo; writes settings down itself",
    "dossiers.loading.present": "the worker's part of a load or an undo",
    "dossiers.loading.running": "the worker's part of a load",
    "dossiers.preview.deciding": "what is decided of a preview is written down; see below",
    "dossiers.preview.previewing": "the worker's part of a preview",
    "dossiers.retention": "what is forgotten; numbers are written down by `forget`",
    "dossiers.units_changed": "what follows from a change of units",
    "indicators.briefing.jobs": "a document of figures, for who asked for it, gone after a day",
    "indicators.closing.changes": "counts that a load changed, beside its event",
    "indicators.closing.keeping": "part of close_period",
    "indicators.retention": "what is forgotten; numbers are written down by `forget`",
    "indicators.scoring.kept": "scores computed from what was entered and loaded",
    "indicators.submitting.evidence": "adds and removes files, and writes it down; see below",
    "indicators.watch.mailing": "which mails were sent, by the hour",
}
# In these everything that is public is an action as well.
LIKE_ACTIONS = ("dossiers.preview.deciding", "indicators.submitting.evidence")
SILENT |= {
    "dossiers.preview.deciding.settle_cancelled": "what follows from a cancellation",
    "dossiers.preview.deciding.forget_counts": "part of the others",
    "indicators.submitting.evidence.limit": "asks, and changes nothing",
    "indicators.submitting.evidence.too_large": "asks, and changes nothing",
}

SILENT_COMMANDS = {
    "figures": "shows figures",
    "form_ii06": "shows figures",
    "report": "shows figures",
    "scores": "shows figures",
    "send_watch": "sends what accounts asked for; each mail has its row",
    "makemessages": "for developers",
    "verify_audit": "reads",
}

# Models whose pages in the admin are its own and never come to `save_model`.
OWN_PAGES = {
    "units.Unit": "a form for each action of units.actions; to change one is to look at it",
    "units.Boundary": "a file is loaded by units.boundaries.actions",
    "indicators.EnteredValue": "to add one leads to the site's own page",
    "indicators.Scorecard": "an editor on indicators.scoring.actions",
}

_WRITES = {
    *("save", "delete", "create", "update", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create"),
}


def actions() -> Iterator[str]:
    """Every public function of the modules of actions."""
    for name, source in _sources().items():
        if name.endswith("actions") or name in LIKE_ACTIONS:
            for node in ast.parse(source).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{name}.{node.name}"


def writers() -> Iterator[str]:
    """The modules in which rows are written: by a manager or a query, or by `save`."""
    for name, source in _sources().items():
        if any(_writes(node) for node in ast.walk(ast.parse(source))):
            yield name


def _writes(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    of = ast.unparse(node.func.value)
    if node.func.attr in ("save", "delete") and not node.args:
        return of not in ("formset", "document", "actions", "cache")
    return node.func.attr in _WRITES and ".objects" in of


def test_every_action_leaves_an_event():
    found = set(actions())
    assert len(found) > 50
    assert sorted(found - _audited() - SILENT.keys()) == []
    assert sorted(SILENT.keys() - found) == [], "no such action"
    assert sorted(SILENT.keys() & _audited()) == [], "leaves an event by now"


def test_rows_are_written_by_actions_and_nobody_else():
    found = {name for name in writers() if not name.endswith("actions")}
    assert sorted(found - WRITERS.keys()) == []
    assert "dossiers.jobs" in found


def test_every_command_that_changes_something_leaves_an_event():
    named = {name: room for name, room in get_commands().items() if room in ROOMS}
    silent = {
        name
        for name, room in named.items()
        if not _audited() & set(_functions(f"{room}.management.commands.{name}"))
    }
    assert silent == SILENT_COMMANDS.keys()


def _functions(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(_sources()[module])):
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                yield f"{module}.{node.name}.{getattr(one, 'name', '')}"
        elif isinstance(node, ast.FunctionDef):
            yield f"{module}.{node.name}"


def test_every_command_tells_who_typed_it():
    """The account of the system, and not the command alone."""
    for name, source in _sources().items():
        if ".management.commands." in name and not name.endswith(".demo"):
            named = [
                ast.unparse(one.value)
                for one in ast.walk(ast.parse(source))
                if isinstance(one, ast.keyword) and one.arg == "by"
            ]
            assert set(named) <= {"self.actor"}, name


@pytest.mark.django_db
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_whatever_the_admin_saves_or_deletes_leaves_an_event(model):
    page = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = User(username="root", is_superuser=True, pk=1)
    used = {
        "save_model": page.has_add_permission(request) or page.has_change_permission(request),
        "delete_model": page.has_delete_permission(request),
        "delete_queryset": page.has_delete_permission(request),
        "save_formset": any(_may_write(one, request) for one in page.get_inline_instances(request)),
    }
    silent = [name for name, is_used in used.items() if is_used and not _is_audited(page, name)]
    custom = [one for one in page.actions or () if callable(one)]
    silent += [one.__name__ for one in custom if _name(one) not in _audited()]
    if model._meta.label in OWN_PAGES:
        assert "add_view" in type(page).__dict__
        silent.remove("save_model")
    assert silent == []


def _may_write(page: Any, request: HttpRequest) -> bool:
    return bool(
        page.has_add_permission(request, None)
        or page.has_change_permission(request)
        or page.has_delete_permission(request)
    )


def _is_audited(page: ModelAdmin, name: str) -> bool:  # type: ignore[type-arg]
    method = getattr(type(page), name)
    return method is not getattr(ModelAdmin, name) and _name(method) in _audited()


def _name(function: object) -> str:
    return f"{inspect.getmodule(function).__name__}.{function.__qualname__}"  # type: ignore[union-attr,attr-defined]


def test_what_leaves_an_event_is_told_from_what_does_not():
    sources = {
        "a.actions": (
            "from units import audit\nfrom b import inner\n"
            "def direct(): audit.record(by='x')\n"
            "def through(): inner()\n"
            "def silent(): print()\n"
            "class Page:\n    def save_model(self): self._do()\n    def _do(self): direct()\n"
        ),
        "b": "from units.row_actions import save_row\ndef inner(): save_row(row=1)\n",
        "units.row_actions": "from units import audit\ndef save_row(): return audit.record()\n",
    }
    found = reaching(calls(sources), {"units.audit.record"})
    assert found == {
        *("units.audit.record", "units.row_actions.save_row", "b.inner"),
        *("a.actions.direct", "a.actions.through"),
        *("a.actions.Page.save_model", "a.actions.Page._do"),
    }


def test_every_file_with_codes_of_dossiers_is_written_down():
    """Every view that answers with rows of dossiers as a file."""
    views = {
        "indicators.views.dossiers._file": "lists of dossiers",
        "dossiers.views.uploads.upload_rejected": "rejected rows",
        "units.views.audit_log": "the log itself",
    }
    assert views.keys() <= _audited()
    makers = {
        "indicators.exporting.dossiers.dossiers_sheet",
        "dossiers.pages.rejected.rejected_csv",
    }
    answering = {one for one, named in _graph().items() if makers & named and ".views." in one}
    assert answering == views.keys() - {"units.views.audit_log"}


def test_events_of_the_admin_s_rows_have_words():
    for model, page in admin.site._registry.items():
        request = RequestFactory().get("/")
        request.user = User(username="root", is_superuser=True, pk=1)
        if page.has_delete_permission(request) and isinstance(page, BaseModelAdmin):
            module = importlib.import_module(type(page).__module__)
            name = model._meta.model_name
            assert f"delete-{name}" in ACTIONS or "delete_boundaries" in vars(module), name
