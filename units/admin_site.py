"""The admin's doors: one login for the whole site, and `units.access` says who may come in.

allauth's `secure_admin_login` would ask for `is_staff`; here that follows from what was granted.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from units.access import access
from units.models import Unit
from units.queries import one_hierarchy


class AccessAdminSite(AdminSite):
    """For those who administer all; others who are signed in get 403, strangers the login page."""

    site_header = site_title = _("Administration")
    index_title = _("Units, accounts and settings")

    def has_permission(self, request: HttpRequest) -> bool:
        return access(request).administers_all

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if request.method != "GET":
                return inner(request, *args, **kwargs)
            # Lists name the unit of each row.
            with one_hierarchy():
                answer = inner(request, *args, **kwargs)
                return answer.render() if isinstance(answer, TemplateResponse) else answer

        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The site's own login; who is signed in already goes to the front page of the admin."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", request.path))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return _Suggestions.as_view(admin_site=self)(request)


class _Suggestions(AutocompleteJsonView):
    """Units are suggested by name, code and the unit above; only those of today."""

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        return found.filter(now__isnull=False) if found.model is Unit else found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        if not isinstance(obj, Unit):
            return super().serialize_result(obj, to_field_name)
        place = f", {obj.parent_name}" if obj.parent_name else ""  # type: ignore[attr-defined]
        return {"id": str(obj.pk), "text": f"{obj.name} ({obj.code}){place}"}  # type: ignore[attr-defined]
