"""Templates of reports: kept, changed and deleted with an audit event."""

import hashlib

from django.db import transaction
from django.utils import timezone

from indicators.briefing.word.checks import check
from indicators.models import BriefingTemplate
from units import audit
from units.models import User


@transaction.atomic
def save_template(
    *,
    template: BriefingTemplate,
    by: User | str,
    content: bytes | None = None,
    file_name: str = "",
) -> BriefingTemplate:
    """Keep a new or changed template, with a new file where one is given. Raises TemplateError for
    a file that is none."""
    is_new = template._state.adding
    old = None
    if not is_new:
        old = _told(BriefingTemplate.objects.select_for_update().get(pk=template.pk))
    if content is not None:
        template.placeholders = check(content)
        template.content, template.file_name = content, file_name[-200:]
        template.sha256 = hashlib.sha256(content).hexdigest()
    template.changed_at = timezone.now()
    template.changed_by = by if isinstance(by, User) else None
    template.save()
    new = _told(template)
    if new != old:
        action = "add-briefingtemplate" if is_new else "change-briefingtemplate"
        audit.record(by=by, action=action, obj=template, old=old, new=new)
    return template


@transaction.atomic
def delete_template(*, template: BriefingTemplate, by: User | str) -> None:
    """Delete a template; documents that are being made by it are given up."""
    audit.record(by=by, action="delete-briefingtemplate", obj=template, old=_told(template))
    template.delete()


def _told(template: BriefingTemplate) -> dict[str, object]:
    """What the audit log keeps of it: not the file, but which one it is."""
    return {
        "name": template.name,
        "is_active": template.is_active,
        "file_name": template.file_name,
        "sha256": template.sha256,
    }
