"""Mails to the owners of accounts: about what somebody else did to them, and to set a password."""

import logging
from smtplib import SMTPException
from urllib.parse import urljoin, urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from units.models import User

logger = logging.getLogger(__name__)


def tell_second_factor_is_gone(user: User) -> None:
    """Mail the owner, where there is an address. A mail server that refuses undoes nothing."""
    if not user.email:
        return
    try:
        EmailMessage(
            subject=_("Your second factor was taken away"),
            body=render_to_string("account/email/second_factor_gone.txt", {"user": user}),
            to=[user.email],
        ).send()
    except (OSError, SMTPException) as error:
        logger.warning("%s was not told of the second factor: %s", user.username, error)


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
