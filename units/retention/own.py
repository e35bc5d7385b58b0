"""What this room forgets: where sign-ins came from."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from units.models import SignInAddress
from units.retention.rule import AT_ONCE, Rule


def _count_addresses(before: datetime) -> int:
    return SignInAddress.objects.filter(event__at__lt=before).count()


def _forget_addresses(before: datetime) -> int:
    old = SignInAddress.objects.filter(event__at__lt=before).values_list("pk", flat=True)[:AT_ONCE]
    return SignInAddress.objects.filter(pk__in=list(old)).delete()[0]


RULES = (
    Rule(
        "addresses",
        _("network addresses of sign-ins"),
        "KEEP_ADDRESSES_DAYS",
        _count_addresses,
        _forget_addresses,
    ),
)
