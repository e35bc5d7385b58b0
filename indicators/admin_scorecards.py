"""Scorecards in the admin: drafts are edited, tried and put in force, all else is looked at, copied
and ended; every change through `indicators.scoring.actions`."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Scorecard, ScorecardState
from indicators.pages.rulesets.editor import Editor
from indicators.pages.rulesets.live import Check, check, check_draft
from indicators.pages.rulesets.questions import LoadForm, RetireForm, force_question
from indicators.pages.rulesets.shown import shown
from indicators.pages.rulesets.trial_page import trial_page
from indicators.scoring import actions
from indicators.scoring.actions import ChangedError, ScorecardError
from indicators.scoring.document import (
    DocumentError,
    draft_from,
    fingerprint,
    read_document,
    whole_document,
)
from units.admin_audit import acting
from units.saving import saved_as

_TEMPLATES = "admin/indicators/scorecard"


class ScorecardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("label", "code", "state", "valid_from", "valid_to", "decided_by")
    list_filter = ("state", "code")
    search_fields = ("name", "name_en", "code", "decided_by")
    actions = None
    change_list_template = f"{_TEMPLATES}/list.html"

    @admin.display(description=_("name"), ordering="name")
    def label(self, one: Scorecard) -> str:
        return one.label

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft is thrown away by its own page, which keeps its rules in the audit log."""
        return False

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("load/", "load", self.load_view),
            ("check/", "check", self.check_view),
            ("<int:object_id>/try/", "try", self.try_view),
            ("<int:object_id>/force/", "force", self.force_view),
            ("<int:object_id>/retire/", "retire", self.retire_view),
            ("<int:object_id>/discard/", "discard", self.discard_view),
            ("<int:object_id>/copy/", "copy", self.copy_view),
            ("<int:object_id>/download/", "download", self.download_view),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"indicators_scorecard_{name}")
            for address, name, view in pages
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._edit(request, None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        scorecard = self._scorecard(object_id)
        if scorecard.state == ScorecardState.DRAFT:
            return self._edit(request, scorecard)
        return self._page(request, "shown", scorecard, shown(scorecard))

    def _edit(self, request: HttpRequest, scorecard: Scorecard | None) -> HttpResponse:
        editor = Editor(request.POST if request.method == "POST" else None, scorecard)
        is_saved = "save" in request.POST
        seen = request.POST.get("seen", "") if editor.card.is_bound else _seen(scorecard)
        if is_saved and editor.is_valid():
            try:
                saved = actions.save_draft(
                    draft=editor.draft(), by=acting(request), into=scorecard, seen=seen
                )
            except ChangedError as error:
                more = gettext(
                    "What you typed is not saved; if you save it now, it takes the place of theirs."
                )
                messages.error(request, f"{error} {more}")
                seen = _seen(scorecard)
            except ScorecardError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, gettext("The draft is saved."))
                return _to(saved)
        elif is_saved:
            messages.error(request, gettext("Nothing is saved: please correct what is marked."))
        context = {"editor": editor, "check": _first_check(editor, scorecard), "seen": seen}
        return self._page(request, "edit", scorecard, context, status=422 if is_saved else 200)

    @method_decorator(require_POST)
    def check_view(self, request: HttpRequest) -> HttpResponse:
        """What is wrong with what stands in the form, while somebody types."""
        number = request.POST.get("draft", "")
        scorecard = self._scorecard(number) if number else None
        context = {"check": check(Editor(request.POST, scorecard))}
        return TemplateResponse(request, f"{_TEMPLATES}/check.html", context)

    @method_decorator(require_safe)
    def try_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Which units a draft would change; nothing is kept."""
        scorecard = self._scorecard(object_id)
        return self._page(request, "try", scorecard, trial_page(scorecard, request.GET.dict()))

    def force_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What putting a draft in force would change and end; done once that was seen."""
        scorecard = self._scorecard(object_id)
        if request.method == "POST":
            return self._done(
                request,
                scorecard,
                lambda: actions.put_in_force(
                    scorecard=scorecard,
                    by=acting(request),
                    end_earlier=True,
                    seen=request.POST.get("seen", ""),
                ),
                gettext("The scorecard is in force."),
            )
        if scorecard.state != ScorecardState.DRAFT:
            return _to(scorecard)
        context = {**force_question(scorecard), "seen": _seen(scorecard)}
        return self._page(request, "force", scorecard, context)

    def retire_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """End a version on a day."""
        scorecard = self._scorecard(object_id)
        if scorecard.state == ScorecardState.DRAFT:
            return _to(scorecard)
        form = RetireForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._done(
                request,
                scorecard,
                lambda: actions.retire(
                    scorecard=scorecard, on=form.cleaned_data["on"], by=acting(request)
                ),
                gettext("The end of the scorecard is written down."),
            )
        status = 422 if request.method == "POST" else 200
        return self._page(request, "retire", scorecard, {"form": form}, status=status)

    def discard_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Throw a draft away."""
        scorecard = self._scorecard(object_id)
        if request.method == "POST":
            return self._done(
                request,
                scorecard,
                lambda: actions.discard(scorecard=scorecard, by=acting(request)),
                pgettext("scorecard", "The draft is thrown away."),
            )
        if scorecard.state != ScorecardState.DRAFT:
            return _to(scorecard)
        return self._page(request, "discard", scorecard, {})

    @method_decorator(require_POST)
    def copy_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A new draft with the same rules."""
        scorecard = self._scorecard(object_id)
        return self._done(
            request,
            scorecard,
            lambda: actions.copy(scorecard=scorecard, by=acting(request)),
            gettext("This is the copy: a draft, whose days are still to be decided."),
        )

    @method_decorator(require_safe)
    def download_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The scorecard as a file that `load_scorecards` takes."""
        scorecard = self._scorecard(object_id)
        text = json.dumps(whole_document(draft_from(scorecard)), ensure_ascii=False, indent=1)
        begins = f"-{scorecard.valid_from}" if scorecard.valid_from else ""
        answer = HttpResponse(text + "\n", content_type="application/json")
        return saved_as(answer, f"{scorecard.code}{begins}.json")

    def load_view(self, request: HttpRequest) -> HttpResponse:
        """Load a file as `load_scorecards` does."""
        form = LoadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                contents = read_document(form.cleaned_data["file"].read())
                became = actions.load(
                    contents=contents, by=acting(request), in_force=form.cleaned_data["in_force"]
                )
            except (DocumentError, ScorecardError) as error:
                form.add_error("file", str(error))
            else:
                numbers = {name: len(names) for name, names in became.items()}
                text = _("Scorecards: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
                messages.success(request, text % numbers)
                for name, sentences in actions.unfinished(contents).items():
                    messages.warning(request, f"{name}: {' '.join(sentences)}")
                return HttpResponseRedirect(reverse("admin:indicators_scorecard_changelist"))
        status = 422 if request.method == "POST" else 200
        return self._page(request, "load", None, {"form": form}, status=status)

    def _done(
        self,
        request: HttpRequest,
        scorecard: Scorecard,
        do: Callable[[], Scorecard | None],
        sentence: str,
    ) -> HttpResponse:
        """Do it and say so, or say why it cannot be done."""
        try:
            found = do()
        except ScorecardError as error:
            messages.error(request, str(error))
            return _to(scorecard)
        messages.success(request, sentence)
        return _to(found)

    def _page(
        self,
        request: HttpRequest,
        name: str,
        scorecard: Scorecard | None,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        titles = {
            "load": _("Load a file"),
            "edit": _("Edit the draft") if scorecard else _("New scorecard"),
            "try": _("Test run"),
            "force": _("Put in force"),
            "retire": _("End the scorecard"),
            "discard": _("Throw the draft away"),
        }
        page = {
            **self.admin_site.each_context(request),
            "title": titles.get(name, scorecard.label if scorecard else ""),
            "scorecard": scorecard,
            "is_draft": scorecard is not None and scorecard.state == ScorecardState.DRAFT,
            "page": name,
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, f"{_TEMPLATES}/{name}.html", page, status=status)

    def _scorecard(self, object_id: int | str) -> Scorecard:
        number = str(object_id)
        found = None
        if number.isascii() and number.isdecimal() and len(number) < 18:
            found = Scorecard.objects.filter(pk=int(number)).first()
        if found is None:
            raise Http404
        return found


def _seen(scorecard: Scorecard | None) -> str:
    return fingerprint(scorecard) if scorecard is not None else ""


def _first_check(editor: Editor, scorecard: Scorecard | None) -> Check | None:
    """Of what was sent, else of the draft as it is stored; None where there is nothing yet."""
    if editor.card.is_bound:
        return check(editor)
    return check_draft(draft_from(scorecard)) if scorecard is not None else None


def _to(scorecard: Scorecard | None) -> HttpResponse:
    if scorecard is None:
        return HttpResponseRedirect(reverse("admin:indicators_scorecard_changelist"))
    return HttpResponseRedirect(reverse("admin:indicators_scorecard_change", args=[scorecard.pk]))
