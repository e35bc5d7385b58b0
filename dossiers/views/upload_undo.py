"""The page on which an upload is taken back."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import access, actions
from dossiers.models import UNFINISHED, JobKind, Upload, UploadState
from dossiers.pages.forms import UndoForm
from dossiers.pages.undoing import undoing
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def upload_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What an undo would do, and the question for the reason; then the undo is queued.

    Of an upload that is not loaded, or being taken back by a first click, the page of the upload.
    """
    upload = access.upload_for(request, pk, Role.UPLOADER)
    if upload.state != UploadState.LOADED or _is_under_way(upload):
        return redirect("dossiers:upload", pk=pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_upload(
                upload=upload, by=cast("User", request.user), reason=form.cleaned_data["reason"]
            )
        except actions.ActionError as error:  # somebody else was quicker
            messages.error(request, str(error))
        return redirect("dossiers:upload", pk=pk)
    context = {"form": form, "upload": upload, "undoing": undoing(upload)}
    return render(request, "dossiers/upload_undo.html", context, status=422 if form.errors else 200)


def _is_under_way(upload: Upload) -> bool:
    return upload.jobs.filter(kind=JobKind.UNDO, state__in=UNFINISHED).exists()
