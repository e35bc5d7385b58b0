"""The second factor as allauth asks us about it: how secrets are kept, and who may do without."""

import base64
import io
import re
from hashlib import blake2b

import qrcode
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from units.access import access_of
from units.accounts.gate import needs_second_factor
from units.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie encrypted in the database: who reads a copy of it cannot make codes."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography's InvalidToken under another SECRET_KEY."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def build_totp_svg(self, url: str) -> str:
        """On white, also where the page is dark."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(access_of(authenticator.user))


class OnceOnly(BaseAuthenticateForm):  # type: ignore[misc]
    """A code that is asked for: each signs in once, for as long as it holds.

    allauth remembers a code for one period, and takes those of the neighbouring ones too.
    """

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except InvalidToken:
            raise ValidationError(
                _(
                    "Your second factor cannot be read any more, since the site has another secret"
                    " key. Ask an administrator to take it away, and set it up anew."
                )
            ) from None
        holds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"second-factor-used:{self.user.pk}:{re.sub(r'[^0-9A-Za-z]', '', code)}"
        if not cache.add(key, True, timeout=holds):  # noqa: FBT003 - the value says nothing
            raise get_account_adapter().validation_error("incorrect_code")
        return code


def _keys() -> MultiFernet:
    """Keys made of the site's secret one, and of earlier ones."""
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    blake2b(key.encode(), person=b"second factor", digest_size=32).digest()
                )
            )
            for key in (str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS))
        ]
    )
