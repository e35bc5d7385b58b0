"""Boundaries of units in the admin: a file is understood, shown, and then loaded; outlines are
looked at and deleted."""

from hashlib import blake2b
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.admin_audit import acting
from units.boundaries.actions import delete_boundaries, load_boundaries
from units.boundaries.drawing import Picture, drawn
from units.boundaries.reading import CODE
from units.boundaries.understanding import Difference, Understood, difference, understood
from units.errors import BoundaryError
from units.models import Boundary, Level
from units.queries import hierarchy

# Django's admin classes take type parameters in its stubs alone.
if TYPE_CHECKING:
    BoundaryPages = admin.ModelAdmin[Boundary]
else:
    BoundaryPages = admin.ModelAdmin

_SHOWN_SECONDS = 3600
_LISTED = 50


class FileForm(forms.Form):
    """A file, and what its codes are codes of."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        error_messages={
            "required": _("Choose the file to upload."),
            "empty": _("The file is empty."),
        },
    )
    level = forms.ChoiceField(label=_("level"), choices=Level.choices, initial=Level.COMMUNE)
    as_of = forms.DateField(
        label=_("as of"),
        help_text=_("The day on which the units had these codes and outlines."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    code_property = forms.CharField(label=_("property with the code"), initial=CODE, max_length=100)

    def understood(self) -> Understood | None:
        """What a valid form brings; None where the file is refused, which it says then."""
        told = self.cleaned_data
        try:
            return understood(
                told["file"].read(),
                level=Level(told["level"]),
                as_of=told["as_of"],
                code_property=told["code_property"],
            )
        except BoundaryError as error:
            self.add_error("file", str(error))
            return None


class BoundaryAdmin(BoundaryPages):
    list_display = ("of_unit", "level", "as_of")
    list_filter = ("level", "as_of")
    list_per_page = 200
    fields = (*list_display, "picture")
    readonly_fields = fields
    search_fields = ("unit__versions__code", "unit__versions__name")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Boundary]:
        found = super().get_queryset(request).defer("coordinates")
        return found.prefetch_related("unit__versions")  # by which a row is called

    def delete_model(self, request: HttpRequest, obj: Boundary) -> None:
        delete_boundaries(ids=[obj.pk], by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Boundary]) -> None:
        delete_boundaries(ids=[*queryset.values_list("pk", flat=True)], by=acting(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """First what a file would bring is shown; then that is loaded."""
        if "shown" in request.POST:
            return self._load(request)
        if request.method != "POST":
            return self._page(request, {"form": FileForm(initial={"as_of": timezone.localdate()})})
        form = FileForm(request.POST, request.FILES)
        found = form.understood() if form.is_valid() else None
        if found is None:
            return self._page(request, {"form": form}, status=422)
        token, file_name = token_urlsafe(), str(form.cleaned_data["file"].name)
        cache.set(_kept_as(request, token), (found, file_name), _SHOWN_SECONDS)
        context = _shown(found, difference(found)) | {"token": token, "file_name": file_name}
        return self._page(request, context)

    def _load(self, request: HttpRequest) -> HttpResponse:
        name = _kept_as(request, request.POST["shown"])
        if (kept := cache.get(name)) is None:
            messages.error(request, gettext("What was shown is an hour old: upload it again."))
            return HttpResponseRedirect(reverse("admin:units_boundary_add"))
        found, file_name = kept
        changed = load_boundaries(understood=found, file_name=file_name, by=acting(request))
        cache.delete(name)
        messages.success(request, _in_words(changed))
        return HttpResponseRedirect(reverse("admin:units_boundary_changelist"))

    def _page(
        self, request: HttpRequest, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": gettext("Load boundaries of units"),
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, "admin/units/boundary/load.html", page, status=status)

    @admin.display(description=_("unit"), ordering="unit")
    def of_unit(self, row: Boundary) -> str:
        return hierarchy().label(row.unit_id, row.as_of)

    @admin.display(description=_("outline"))
    def picture(self, row: Boundary) -> SafeString:
        return _svg(drawn({row.unit_id: row.coordinates}), self.of_unit(row))


def _kept_as(request: HttpRequest, token: str) -> str:
    # A browser may send anything for a token.
    digest = blake2b(token.encode(), digest_size=16).hexdigest()
    return f"boundaries:{acting(request).pk}:{digest}"


def _shown(found: Understood, changes: Difference) -> dict[str, Any]:
    """What a file would bring, in words and as a picture."""
    lines = hierarchy()
    label = gettext("The outlines of the file")
    return {
        "counts": _in_words(changes),
        "unknown": found.unknown[:_LISTED],
        "unknown_more": len(found.unknown[_LISTED:]),
        "lacking": [lines.label(one, found.as_of) for one in found.lacking[:_LISTED]],
        "lacking_more": len(found.lacking[_LISTED:]),
        "replaced": [lines.label(one, found.as_of) for one in changes.replaced[:_LISTED]],
        "replaced_more": len(changes.replaced[_LISTED:]),
        "level": found.level.label,
        "as_of": found.as_of,
        "picture": _svg(drawn(found.outlines), label),
    }


def _in_words(changes: Difference) -> str:
    return gettext("Outlines: %(new)s new, %(replaced)s replaced, %(unchanged)s unchanged.") % {
        "new": len(changes.new),
        "replaced": len(changes.replaced),
        "unchanged": changes.unchanged,
    }


def _svg(picture: Picture, label: str) -> SafeString:
    paths = format_html_join("", '<path d="{}"/>', ((one.path,) for one in picture.shapes.values()))
    return format_html(
        '<svg class="outlines" viewBox="-2 -2 {} {}" role="img" aria-label="{}" width="480"'
        ' fill="none" stroke="currentColor" stroke-width="2" fill-rule="evenodd">{}</svg>',
        picture.width + 4,
        picture.height + 4,
        label,
        paths,
    )
