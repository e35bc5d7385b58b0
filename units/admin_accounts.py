"""Accounts in the admin, and what each may see; changed through `units.account_actions`."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from units import account_actions
from units.access import access_of
from units.admin_audit import acting
from units.models import Grant, Unit, User

# Django's admin classes take type parameters in its stubs alone.
if TYPE_CHECKING:
    GrantTable = admin.TabularInline[Grant, User]
    AccountPages = DjangoUserAdmin[User]
else:
    GrantTable = admin.TabularInline
    AccountPages = DjangoUserAdmin

# Roles stand in grants, and an address is changed with its account.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


class GrantInline(GrantTable):
    """A role for a unit and all below it: given or taken, never changed into another one."""

    model = Grant
    autocomplete_fields = ("unit",)
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        # A unit is found here, not made or changed.
        if "unit" in formset.form.base_fields:
            widget = formset.form.base_fields["unit"].widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return formset


class EndedUnitFilter(admin.SimpleListFilter):
    """Accounts that were granted a unit which has ended: they see its past alone."""

    title = _("granted units")
    parameter_name = "units"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ended", _("some have ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "ended":
            return queryset
        ended = Unit.objects.exclude(versions__valid_to__isnull=True)
        return queryset.filter(pk__in=Grant.objects.filter(unit__in=ended).values("user"))


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Django writes this warning in English alone, and its help in one language for everybody."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


class UserAdmin(AccountPages):
    """Accounts; one field for the name. They are not deleted: what they did stays theirs."""

    list_display = ("username", "full_name", "email", "is_active", "is_superuser", "grant_count")
    list_filter = ("is_active", "is_superuser", EndedUnitFilter)
    search_fields = ("username", "full_name", "email")
    filter_horizontal = ()
    change_password_form = PasswordForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email")}),
        (_("State"), {"fields": ("is_active", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    *("username", "full_name", "email"),
                    *("usable_password", "password1", "password2"),
                ),
            },
        ),
    )
    inlines: ClassVar = [GrantInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).annotate(grant_count=Count("grants"))

    @admin.display(description=_("grants"), ordering="grant_count")
    def grant_count(self, user: Any) -> int:
        return int(user.grant_count)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody shuts himself out, and only superusers make one."""
        fixed = {"last_login", "date_joined"}
        if obj is not None and obj.pk == request.user.pk:
            fixed |= {"is_active", "is_superuser"}
        if not acting(request).is_superuser:
            fixed.add("is_superuser")
        return sorted(fixed)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or access_of(request.user).may_keep(obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        save = account_actions.change_account if change else account_actions.add_account
        save(user=obj, by=acting(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        given = formset.save(commit=False)
        for gone in formset.deleted_objects:
            account_actions.revoke(
                user=gone.user, role=gone.role, unit_id=gone.unit_id, by=acting(request)
            )
        for new in given:
            account_actions.grant(
                user=new.user, role=new.role, unit_id=new.unit_id, by=acting(request)
            )

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002
        form_url: str = "",
    ) -> HttpResponse:
        with transaction.atomic():
            before = _password(id)
            response = super().user_change_password(request, id, form_url)
            if _password(id) != before:
                user = User.objects.get(pk=int(id))
                account_actions.password_was_set(user=user, by=acting(request))
        return response


def _password(user_id: str) -> str | None:
    """The stored hash; None for an account that there is not."""
    if not user_id.isdecimal():
        return None
    return User.objects.filter(pk=int(user_id)).values_list("password", flat=True).first()
