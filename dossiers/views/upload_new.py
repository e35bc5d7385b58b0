"""The page on which a file is handed in."""

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import access, actions
from dossiers.models import JobKind, Upload, UploadState
from dossiers.pages.forms import UploadForm
from dossiers.receiving import SizeLimit, limited
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def upload_new(request: HttpRequest, *, size_limit: SizeLimit) -> HttpResponse:
    """The form, and what becomes of it: the page of the upload, or a sentence where it is wrong."""
    access.require_any(request, (Role.UPLOADER,))
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        sources=access.sources_to_load(request),
        may_create=access.may_create(request),
        too_large=frozenset(size_limit.too_large),
        initial={"source": request.GET.get("source", "")},
    )
    if is_sent and form.is_valid() and _is_allowed(request, form):
        handed_in = _hand_in(request, form)
        if handed_in is not None:
            return redirect("dossiers:upload", pk=handed_in.upload.pk)
    status = 413 if size_limit.too_large else 422 if form.is_bound else 200
    return render(request, "dossiers/upload_new.html", {"form": form}, status=status)


def _is_allowed(request: HttpRequest, form: UploadForm) -> bool:
    """Whether the account may load what files with these settings are about; else the form says
    that it may not."""
    role = Role.ADMINISTRATOR if form.creates else Role.UPLOADER
    if access.may(request, role, form.settings_in_force.to_dict()):
        return True
    under = form.settings_in_force.under
    sentence = (
        _("Your account may not upload for the unit “%(unit)s”.") % {"unit": under[:60]}
        if under
        else _("Your account may upload only for its units: name the unit that the source is for.")
    )
    form.add_error("new_under" if form.creates else "settings_file", sentence)
    return False


def _already(upload: Upload) -> str:
    """What became of the very same file."""
    if upload.state == UploadState.PREVIEWED:
        return _("This very file waits to be confirmed already, here it is.")
    return _("This very file was loaded already, here it is. Nothing was loaded again.")


def _hand_in(request: HttpRequest, form: UploadForm) -> actions.HandedIn | None:
    """Hand the file in; None where that is refused, with the reason on the form."""
    file = form.cleaned_data["file"]
    try:
        handed_in = actions.hand_in(
            file=cast("BinaryIO", file),
            file_name=file.name,
            slug=form.slug,
            settings=form.settings,
            exported_at=form.export_time,
            by=cast("User", request.user),
            kind=JobKind.PREVIEW,
        )
    except actions.ActionError as error:
        form.add_error(None, str(error))
        return None
    if handed_in.job is None:
        messages.info(request, _already(handed_in.upload))
    return handed_in
