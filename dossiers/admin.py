"""What the admin has of this room. Sources are only to look at: their settings come with the files
(SOURCE.toml)."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dossiers.admin_catalogue import CatalogueProcedureAdmin, ProcedureAdmin, SpecialDayAdmin
from dossiers.models import CatalogueProcedure, Procedure, Source, SpecialDay

admin.site.register(CatalogueProcedure, CatalogueProcedureAdmin)
admin.site.register(Procedure, ProcedureAdmin)
admin.site.register(SpecialDay, SpecialDayAdmin)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "data_at", "compare_by", "missing_due")
    search_fields = ("name", "slug")
    fields = (
        *("name", "slug", "timezone", "compare_by", "missing_due"),
        *("data_at", "settings_in_lines"),
    )

    @admin.display(description=_("settings"))
    def settings_in_lines(self, source: Source) -> SafeString:
        text = json.dumps(source.settings, ensure_ascii=False, indent=1)
        return format_html("<pre>{}</pre>", text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
