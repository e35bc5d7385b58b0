"""Mails to the owners of accounts: that the password or the second factor changed, whoever did it,
and to set a password."""

import logging
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from redis import RedisError

from units.models import User

logger = logging.getLogger(__name__)


class Change(StrEnum):
    """What changed of how an account is signed in to."""

    CHANGED = "password-changed"
    RESET = "password-reset"
    GIVEN = "password-given"
    FACTOR_SET_UP = "factor-set-up"
    FACTOR_REMOVED = "factor-removed"
    FACTOR_TAKEN = "factor-taken"
    CODES_RENEWED = "codes-renewed"

    @property
    def sentence(self) -> str:
        return {
            Change.CHANGED: _("The password was changed by who was signed in to it."),
            Change.RESET: _("A new password was set by a link that was sent by mail."),
            Change.GIVEN: _("An administrator changed the password."),
            Change.FACTOR_SET_UP: _("A second factor was set up."),
            Change.FACTOR_REMOVED: _("The second factor was switched off."),
            Change.FACTOR_TAKEN: _(
                "An administrator has taken the second factor away, and has ended all sessions."
                " Until you set one up again your password alone opens the account."
            ),
            Change.CODES_RENEWED: _("New recovery codes were made; those of before hold no more."),
        }[self]


def tell(user: User, change: Change) -> None:
    """Have the worker mail it to the owner, where there is an address, once the transaction has
    committed. What was changed stays so, whether or not anybody can be told."""
    if user.email:
        transaction.on_commit(lambda: _queue(user, change))


def _queue(user: User, change: Change) -> None:
    from units.tasks import mail_change

    try:
        mail_change.delay(user.pk, change, timezone.now().isoformat())
    except (mail_change.OperationalError, RedisError) as error:
        logger.warning("account %s was not told of %s: %s", user.pk, change, error)


def mail_change(*, user_id: int, change: Change, at: datetime) -> None:
    """Mail the account's owner what changed and when, never to what. Raises OSError or
    SMTPException of the mail server."""
    user = User.objects.get(pk=user_id)
    if not user.email:
        return
    context = {
        "name": user.get_short_name(),
        "username": user.username,
        "what": change.sentence,
        "at": date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"),
        "site": settings.BASE_URL,
    }
    EmailMessage(
        subject=_("Your account “%(name)s”: how you sign in was changed") % {"name": user.username},
        body=render_to_string("account/email/changed.txt", context),
        to=[user.email],
    ).send()


def mail_reset_links(*, email: str, site: str) -> None:
    """Mail each open account of the address a link below the site's, by which its password is set
    anew; where there is none, nothing. Raises OSError or SMTPException of the mail server."""
    for user in User.objects.filter(email__iexact=email, is_active=True).order_by("pk"):
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        context = {
            "username": user.username,
            "url": urljoin(site, reverse("account_reset_password_from_key", kwargs=key)),
            "site": urlsplit(site).netloc,
        }
        EmailMessage(
            subject=_("A new password for your account"),
            body=render_to_string("account/email/password_reset.txt", context),
            to=[user.email],
        ).send()
