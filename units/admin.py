"""Django admin: the units as a tree over time, changed through `units.actions`; the audit log."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units import admin_accounts, admin_boundaries, tree
from units.admin_audit import ReadOnly, acting
from units.admin_changes import changes_of, rehearsal_in_words
from units.admin_filters import DayFilter, LevelFilter, ProvinceFilter, day_of
from units.admin_forms import FORMS, ActionForm, CreateForm
from units.changing import units_as_shown
from units.models import (
    AuditEvent,
    Boundary,
    Level,
    Succession,
    Unit,
    UnitIdentifier,
    UnitVersion,
    User,
)
from units.queries import hierarchy

# Django's admin classes take type parameters in its stubs alone.
if TYPE_CHECKING:
    UnitTable = admin.TabularInline[Any, Unit]
    UnitPages = admin.ModelAdmin[Unit]
    AuditPages = admin.ModelAdmin[AuditEvent]
else:
    UnitTable = admin.TabularInline
    UnitPages = AuditPages = admin.ModelAdmin


admin.site.register(User, admin_accounts.UserAdmin)
admin.site.register(Boundary, admin_boundaries.BoundaryAdmin)


class VersionInline(ReadOnly, UnitTable):
    model = UnitVersion
    fk_name = "unit"
    verbose_name_plural = _("versions")
    fields = ("valid_from", "valid_to", "code", "name", "level", "parent_name")
    readonly_fields = ("parent_name",)
    ordering = ("valid_from",)
    extra = 0

    @admin.display(description=_("parent"))
    def parent_name(self, row: UnitVersion) -> str:
        return "" if row.parent_id is None else hierarchy().name(row.parent_id, row.valid_from)


class IdentifierInline(ReadOnly, UnitTable):
    model = UnitIdentifier
    fields = ("scheme", "value", "valid_from", "valid_to")
    extra = 0


class SuccessionInline(ReadOnly, UnitTable):
    """What the unit went into."""

    model = Succession
    fk_name = "predecessor"
    verbose_name_plural = _("went into")
    fields = ("effective_on", "other", "extent")
    readonly_fields = ("other",)
    extra = 0

    @admin.display(description=_("successor"))
    def other(self, row: Succession) -> str:
        return hierarchy().label(row.successor_id, row.effective_on)


class OriginInline(SuccessionInline):
    """What the unit came from."""

    fk_name = "successor"
    verbose_name_plural = _("came from")

    @admin.display(description=_("predecessor"))
    def other(self, row: Succession) -> str:
        return hierarchy().label(row.predecessor_id, row.effective_on)


@admin.register(Unit)
class UnitAdmin(UnitPages):
    """The tree of a day (`?on=`), a unit's page, and a page per action."""

    list_display = ("tree_name", "code", "level_name", "parent_name", "valid_from", "valid_to")
    list_display_links = ("tree_name",)
    list_filter = (DayFilter, LevelFilter, ProvinceFilter)
    list_per_page = 100
    show_full_result_count = False
    actions = None
    # The search itself is in get_search_results; this only shows the box.
    search_fields = ("versions__code",)
    search_help_text = _("Name (accents and case do not matter), code or identifier")
    inlines = (VersionInline, IdentifierInline, OriginInline, SuccessionInline)
    change_form_template = "admin/units/unit/change_form.html"
    readonly_fields = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return tree.tree_on(day_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term.strip():
            queryset = tree.search(queryset, search_term, day_of(request))
        return queryset, False

    @admin.display(description=_("name"))
    def tree_name(self, unit: Any) -> SafeString:
        return format_html('<span class="unit-depth-{}">{}</span>', unit.depth, unit.name)

    @admin.display(description=_("code"))
    def code(self, unit: Any) -> str:
        return str(unit.code)

    @admin.display(description=_("level"))
    def level_name(self, unit: Any) -> str:
        return str(Level(unit.level).label)

    @admin.display(description=_("parent"))
    def parent_name(self, unit: Any) -> str:
        return unit.parent_name or ""

    @admin.display(description=_("valid from"))
    def valid_from(self, unit: Any) -> Any:
        return unit.valid_from

    @admin.display(description=_("valid to"))
    def valid_to(self, unit: Any) -> Any:
        return unit.valid_to or ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        day = day_of(request)
        if request.GET.get("on") not in (None, "", day.isoformat()):
            text = gettext("“%(text)s” is no day as in 2018-06-30; this is today.")
            messages.warning(request, text % {"text": request.GET["on"][:20]})
        title = gettext("Units on %(day)s") % {"day": date_format(day)}
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        address = path(
            "<int:unit_id>/<slug:slug>/",
            self.admin_site.admin_view(self.action_view),
            name="units_unit_action",
        )
        # Ahead of the admin's own catch-all; "add", "change" and such are not in FORMS.
        own, rest = [address], super().get_urls()
        return rest[:-1] + own + rest[-1:] if rest else own

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._form_page(request, CreateForm, None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        lines = hierarchy()
        shown: dict[str, Any] = {"show_save": False, "show_save_and_continue": False}
        shown |= {"show_close": True, "unit_actions": [], "unit_changes": []}
        if object_id.isdecimal() and int(object_id) in lines.units():
            shown["title"] = lines.label(int(object_id), timezone.localdate())
            shown["unit_changes"] = changes_of(int(object_id))
            if self.has_change_permission(request):
                shown["unit_actions"] = [(slug, form.title) for slug, form in FORMS.items()]
        if request.method == "POST":
            raise PermissionDenied
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def action_view(self, request: HttpRequest, unit_id: int, slug: str) -> HttpResponse:
        """The page of one action on one unit."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if slug not in FORMS or not Unit.objects.filter(pk=unit_id).exists():
            raise Http404
        return self._form_page(request, FORMS[slug], unit_id)

    def _form_page(
        self, request: HttpRequest, form_class: type[ActionForm], unit_id: int | None
    ) -> HttpResponse:
        """First what it would change is shown; what was shown is done if no unit has changed
        since."""
        today, rehearsal = timezone.localdate(), None
        form = form_class(request.POST or None, unit=unit_id, initial={"on": today})
        if request.method == "POST" and "mend" not in request.POST and form.is_valid():
            with units_as_shown(request.POST.get("tried_on", "")) as is_as_shown:
                shown = form.run(acting(request)) if is_as_shown else None
            if shown is not None:
                messages.success(request, gettext("Done."))
                return HttpResponseRedirect(reverse("admin:units_unit_change", args=[shown]))
            rehearsal = form.rehearse(acting(request))
        context = {
            **self.admin_site.each_context(request),
            "title": form_class.title,
            "subtitle": None if unit_id is None else hierarchy().label(unit_id, today),
            "form": form,
            "opts": self.opts,
            "unit_id": unit_id,
            "rehearsal": rehearsal and rehearsal_in_words(rehearsal),
        }
        return TemplateResponse(request, "admin/units/unit/action_form.html", context)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, AuditPages):
    """Who changed what; only to look at."""

    list_display = ("at", "actor", "action", "label")
    list_filter = ("action", "object_type")
    search_fields = ("actor", "label", "object_id")
    date_hierarchy = "at"
    list_select_related: ClassVar = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        return super().get_queryset(request).select_related("user")
