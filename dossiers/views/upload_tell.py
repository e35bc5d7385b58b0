"""The page on which the unknown words and units of a loaded upload are told."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import access, actions
from dossiers.models import UNFINISHED, UploadState
from dossiers.preview.tell_form import TellForm
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def upload_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not known of the rejected rows; told, they are looked at again and accepted.

    Of an upload that is not loaded, or at work, the page of the upload.
    """
    upload = access.upload_for(request, pk, Role.UPLOADER)
    page = redirect("dossiers:upload", pk=pk)
    if upload.state != UploadState.LOADED or upload.jobs.filter(state__in=UNFINISHED).exists():
        return page
    form = TellForm(request.POST if request.method == "POST" else None, upload=upload)
    if (
        request.method == "POST"
        and form.is_valid()
        and access.may_tell(request, form, form.settings.to_dict())
    ):
        try:
            actions.accept_rejected(
                upload=upload,
                by=cast("User", request.user),
                answers=form.answers,
                reason=form.cleaned_data.get("reason", ""),
            )
        except actions.ActionError as error:  # somebody else was quicker
            messages.error(request, str(error))
        return page
    context = {"form": form, "upload": upload}
    return render(request, "dossiers/upload_tell.html", context, status=422 if form.errors else 200)
