"""/.well-known/security.txt: whom to tell of a weakness of this site (RFC 9116)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

# The operator's word holds as long as the setting stands; the RFC wants a day less than a year off.
_HOLDS = timedelta(days=180)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The operator's contact; 404 where EGOV_SECURITY_CONTACT names none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires: datetime = timezone.now().replace(microsecond=0) + _HOLDS
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: vi, en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
