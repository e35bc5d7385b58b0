"""What people decide on the page of an upload that is checked before it is loaded."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers import access
from dossiers.actions import ActionError
from dossiers.models import Upload, UploadState
from dossiers.pages.upload_result import preview_form, upload_page
from dossiers.preview import deciding
from dossiers.preview.form import PreviewForm
from units.models import Role, User


@require_POST
def upload_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file again with the answers, or load it as it was shown (`do=load`). Answers that
    were not checked yet are checked first: nothing is loaded that nobody has seen."""
    upload = access.upload_for(request, pk, Role.UPLOADER)
    page = redirect("dossiers:upload", pk=pk)
    if upload.state != UploadState.PREVIEWED:
        _tell_of_lost_answers(request, upload)
        return page
    form = preview_form(upload, request.POST)
    if request.POST.get("checked") != form.initial["checked"]:
        messages.info(request, _("The file was checked again meanwhile: look at it once more."))
        return page
    if not form.is_valid() or not access.may_tell(request, form, form.settings.to_dict()):
        return _shown(request, upload, form)
    reason = form.cleaned_data.get("reason", "")
    loads = request.POST.get("do") == "load" and not form.is_new
    try:
        if loads:
            deciding.confirm(upload=upload, by=cast("User", request.user), reason=reason)
        else:
            deciding.answer(
                upload=upload,
                settings=form.settings,
                exported_at=form.export_time,
                sheet=form.other_sheet,
                reason=reason,
                by=cast("User", request.user),
            )
    except ActionError as error:
        form.add_error("reason" if "reason" in form.fields and loads else None, str(error))
        return _shown(request, upload, form)
    if request.POST.get("do") == "load" and not loads:
        messages.info(
            request, _("Your answers are checked first. Then look at what changes, and load it.")
        )
    return page


@require_POST
def upload_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an upload that is checked, waits, or is loaded; twice is once."""
    upload = access.upload_for(request, pk, Role.UPLOADER)
    try:
        deciding.cancel(upload=upload, by=cast("User", request.user))
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("dossiers:upload", pk=pk)


def _tell_of_lost_answers(request: HttpRequest, upload: Upload) -> None:
    """Where somebody else was quicker; a second click has nothing new to say."""
    if upload.preview is None:
        if request.POST.get("do") != "load" or upload.confirmed_by_id != request.user.pk:
            messages.warning(
                request,
                _("The upload was loaded or cancelled meanwhile: your answers were not taken."),
            )
        return
    form = preview_form(upload, request.POST)
    if not form.is_valid() or form.is_new or form.has_other_reason:
        messages.warning(
            request,
            _("Somebody else was quicker: your answers were not taken. Look at it once more."),
        )


def _shown(request: HttpRequest, upload: Upload, form: PreviewForm) -> HttpResponse:
    page = upload_page(upload, timezone.now(), may_decide=True, form=form)
    context = {"page": page, "upload": upload}
    return render(request, "dossiers/upload.html", context, status=422)
