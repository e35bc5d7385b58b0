"""The catalogue of procedures in the admin, and which procedures of dossiers it does not know."""

from collections import defaultdict
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from dossiers.catalogue.loading import CHANNELS
from dossiers.catalogue.matching import name_key
from dossiers.catalogue_actions import delete_catalogue_row, save_catalogue_row
from dossiers.checking.cells import national_procedure_code
from dossiers.models import Authority, CatalogueProcedure, ServiceLevel, TermUnit
from units.admin_audit import acting


class CatalogueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A procedure; numbers and units of its terms are read from their texts."""

    authority = forms.MultipleChoiceField(
        label=_("decided at the level"),
        choices=Authority,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_code(self) -> str:
        return national_procedure_code(self.cleaned_data["code"])


class ServiceLevelInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ServiceLevel
    extra = 0
    fields = ("tier", "level", "valid_from")


class AuthorityFilter(admin.SimpleListFilter):
    """Procedures that units of a tier decide on."""

    title = _("decided at the level")
    parameter_name = "authority"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one.value, str(one.label)) for one in Authority]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(authority__contains=[self.value()]) if self.value() else queryset


class TermFilter(admin.SimpleListFilter):
    """Procedures with and without terms, and those with one that could not be read."""

    title = _("terms")
    parameter_name = "terms"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("read", str(_("with a term"))),
            ("unread", str(_("a term could not be read"))),
            ("none", str(_("without a term"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        some, unread = Q(), Q()
        for channel in CHANNELS:
            some |= Q(**{f"{channel}_number__isnull": False})
            unread |= Q(**{f"{channel}_number": None}) & ~Q(**{f"{channel}_term": ""})
        conditions = {"read": some, "unread": unread, "none": ~some}
        return queryset.filter(conditions.get(self.value() or "", Q()))


class _Kept:
    """For a ModelAdmin, ahead of it: what it saves and deletes goes through the actions."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        save_catalogue_row(row=obj, by=acting(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_catalogue_row(row=obj, by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            delete_catalogue_row(row=row, by=acting(request))


class CatalogueProcedureAdmin(_Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    form = CatalogueForm
    inlines = (ServiceLevelInline,)
    list_display = ("code", "name", "decided_by", "in_person", "online")
    list_filter = (AuthorityFilter, TermFilter, "service_levels__level")
    list_per_page = 100
    search_fields = ("code", "name", "field")
    fields = (
        *("code", "name", "field", "authority"),
        *(("in_person_term", "in_person"), ("online_term", "online"), ("postal_term", "postal")),
    )
    readonly_fields = ("in_person", "online", "postal")

    @admin.display(description=_("decided at the level"))
    def decided_by(self, row: CatalogueProcedure) -> str:
        return ", ".join(str(Authority(one).label) for one in row.authority)

    @admin.display(description=_("in person"))
    def in_person(self, row: CatalogueProcedure) -> str:
        return _read(row, "in_person")

    @admin.display(description=_("online"))
    def online(self, row: CatalogueProcedure) -> str:
        return _read(row, "online")

    @admin.display(description=_("by post"))
    def postal(self, row: CatalogueProcedure) -> str:
        return _read(row, "postal")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        changed = formset.save(commit=False)
        for row in formset.deleted_objects:
            delete_catalogue_row(row=row, by=acting(request))
        for row in changed:
            save_catalogue_row(row=row, by=acting(request))


class SpecialDayAdmin(_Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("day", "works", "note")
    list_filter = ("works",)
    date_hierarchy = "day"


class NamedProcedures(ChangeList):
    """The rows of a page with `alike`: the codes of the catalogue that bear the name of one that is
    not matched, as several have it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        keys = {row.pk: name_key(row.name) for row in self.result_list if row.catalogue_id is None}
        alike: dict[str, list[str]] = defaultdict(list)
        entries = CatalogueProcedure.objects.filter(name_key__in=set(keys.values()) - {""})
        for key, code in entries.order_by("code").values_list("name_key", "code"):
            alike[key].append(code)
        for row in self.result_list:
            row.alike = alike.get(keys.get(row.pk, ""), [])


class ProcedureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What dossiers name, to look at: with the filter, what the catalogue does not know."""

    list_display = ("__str__", "field", "catalogue", "sharing_its_name")
    list_filter = (("catalogue", admin.EmptyFieldListFilter),)
    list_select_related: ClassVar = ("catalogue",)
    search_fields = ("code", "name", "field")
    fields = ("code", "name", "field", "catalogue")
    list_per_page = 100

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedProcedures

    @admin.display(description=_("of that name in the catalogue"))
    def sharing_its_name(self, row: Any) -> str:
        """Why one whose name is known is not matched: several have it."""
        return ", ".join(row.alike)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _read(row: CatalogueProcedure, channel: str) -> str:
    """The term as it was read: "5 working days"; its text where it could not be."""
    text, number, unit = row.term(channel)
    if number is None:
        return f"{text} (?)" if text else "–"
    return f"{number_format(number.normalize())} {TermUnit(unit).label}"
