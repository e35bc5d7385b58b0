"""Accounts in the admin, and what each may see; changed through `units.accounts.actions`."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.access import access_of
from units.accounts import actions as account_actions
from units.admin_audit import acting
from units.errors import AccountError
from units.models import Grant, Unit, User

# Django's admin classes take type parameters in its stubs alone.
if TYPE_CHECKING:
    GrantTable = admin.TabularInline[Grant, User]
    AccountPages = DjangoUserAdmin[User]
else:
    GrantTable = admin.TabularInline
    AccountPages = DjangoUserAdmin

# Roles stand in grants, an address is changed with its account, and a secret is its owner's.
for model in (Group, EmailAddress, Authenticator, SocialApp, SocialAccount, SocialToken):
    admin.site.unregister(model)


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

    # What is to be acted on comes first: on a laptop the last columns are out of sight.
    list_display = (
        *("username", "full_name", "is_active", "grant_count", "has_second_factor"),
        *("first_password", "email", "is_superuser"),
    )
    actions = ("take_second_factor", "forget_sign_on")
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
        return (
            super()
            .get_queryset(request)
            .annotate(
                grant_count=Count("grants"),
                second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
            )
        )

    @admin.display(description=_("grants"), ordering="grant_count")
    def grant_count(self, user: Any) -> int:
        return int(user.grant_count)

    @admin.display(description=_("second factor"), ordering="second_factor", boolean=True)
    def has_second_factor(self, user: Any) -> bool:
        return bool(user.second_factor)

    @admin.display(description=_("first password"), ordering="password_given_at")
    def first_password(self, user: Any) -> str:
        """Who was given a password and has not changed it; another one is given on the page of the
        account's password."""
        if user.password_given_at is None:
            return ""
        if user.first_password_ended:
            return gettext("has ended")
        if user.first_password_ends is None:
            return gettext("not changed yet")
        ends = date_format(timezone.localtime(user.first_password_ends), "SHORT_DATETIME_FORMAT")
        return gettext("ends at %(time)s") % {"time": ends}

    @admin.action(
        description=_("Take the second factor away, which its owner has lost"),
        permissions=["change"],
    )
    def take_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                gone = account_actions.take_second_factor_away(user=user, by=acting(request))
            except AccountError as error:
                self.message_user(request, f"{user}: {error}", messages.ERROR)
                continue
            said = (
                gettext("%(name)s has no second factor any more, and is signed out everywhere.")
                if gone
                else gettext("%(name)s had no second factor.")
            )
            self.message_user(request, said % {"name": user})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not settings.OIDC_ISSUER:
            actions.pop("forget_sign_on", None)
        return actions

    @admin.action(
        description=_("Forget the single sign-on of an owner who has another one there"),
        permissions=["change"],
    )
    def forget_sign_on(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                gone = account_actions.forget_sign_on(user=user, by=acting(request))
            except AccountError as error:
                self.message_user(request, f"{user}: {error}", messages.ERROR)
                continue
            if gone:
                said = gettext("The single sign-on of %(name)s is forgotten.")
                self.message_user(request, said % {"name": user})

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
        """One's own is changed where the present one is asked for."""
        user = self.get_object(request, unquote(id))
        if user is None:
            return super().user_change_password(request, id, form_url)
        if user.pk == request.user.pk:
            return redirect("account_change_password")
        with transaction.atomic():
            before = user.password
            response = super().user_change_password(request, id, form_url)
            user.refresh_from_db()
            if user.password != before:
                account_actions.password_was_set(user=user, by=acting(request))
        return response
