"""What people ask for about the daily mail: to have it, or not any more."""

from django.db import transaction

from indicators.models import WatchSubscription
from units import audit
from units.models import User


@transaction.atomic
def subscribe(*, user: User, language: str, by: User | str) -> WatchSubscription:
    """Let the account have the daily mail in a language; twice is once, in the newer one."""
    subscription, is_new = WatchSubscription.objects.update_or_create(
        user=user, defaults={"language": language}
    )
    if is_new:
        audit.record(by=by, action="subscribe-watch", obj=user, new={"language": language})
    return subscription


@transaction.atomic
def unsubscribe(*, user: User, by: User | str) -> None:
    """Let the account have no daily mail any more."""
    gone, _per_model = WatchSubscription.objects.filter(user=user).delete()
    if gone:
        audit.record(by=by, action="unsubscribe-watch", obj=user)
