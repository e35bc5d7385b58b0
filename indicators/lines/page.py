"""The page on which a file of lines is uploaded, and that says what was not taken."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.lines.reading import LARGEST, FileError, Line, Read
from indicators.lines.taking import Problem, Taken

_LISTED = 200
Said = TypeVar("Said")


class FileForm(forms.Form):
    """A CSV file of lines."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose the file to upload."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def said(self, read: Callable[[bytes], Said]) -> Said | None:
        """What `read` makes of the file; None where the form, or the file, is wrong."""
        if not self.is_valid():
            return None
        try:
            return read(self.cleaned_data["file"].read(LARGEST + 1))
        except FileError as error:
            self.add_error("file", str(error))
            return None

    @property
    def file_name(self) -> str:
        """Of a valid form."""
        return str(self.cleaned_data["file"].name)


def file_page(
    request: HttpRequest,
    template: str,
    *,
    read: Callable[[bytes], Read[Line]],
    enter: Callable[[list[Line], str], Taken],
    warnings: Callable[[list[Line]], Sequence[Any]],
    to: str,
) -> HttpResponse:
    """Enter what a file says: lines that cannot be taken are listed, the others taken, and those
    that look wrong though they were taken are listed, too. Where all is well it leads on `to`."""
    if request.method != "POST":
        return render(request, template, {"form": FileForm()})
    form = FileForm(request.POST, request.FILES)
    found, warned = form.said(read) or Read(), list[Any]()
    if found.lines:
        taken = enter(found.lines, form.file_name)
        words = {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
        text = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
        messages.success(request, text % words)
        warned = [*warnings(found.lines)]
        if not found.problems and not warned:
            return redirect(to)
    context = told(form, found.problems, warned)
    return render(request, template, context, status=200 if found.lines else 422)


def told(form: FileForm, problems: Sequence[Problem], warned: Sequence[Any] = ()) -> dict[str, Any]:
    """The form and what became of a file, for templates/indicators/file_of_lines.html."""
    return {
        "form": form,
        "problems": problems[:_LISTED],
        "rejected": len(problems),
        "warnings": warned[:_LISTED],
        "warned": len(warned),
    }
