"""The click that accepts rejected rows of an upload."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dossiers import access, actions
from dossiers.pages.forms import AcceptForm
from units.models import Role, User


@require_POST
def upload_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue another look at the rejected rows, and show the page of the upload."""
    upload = access.upload_for(request, pk, Role.UPLOADER)
    page = redirect("dossiers:upload", pk=pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return page
    reason = form.cleaned_data["reason"]
    try:
        actions.accept_rejected(upload=upload, by=cast("User", request.user), reason=reason)
    except actions.ActionError as error:  # somebody else was quicker
        messages.error(request, str(error))
    return page
