"""allauth's forms as our pages show them: a label above each field, and nothing inside it."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from units.accounts.second_factor import OnceOnly
from units.accounts.sign_ins import sign_in_refused
from units.tasks import mail_reset_links


class Plain:
    """A form without placeholders, which only repeat the labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Plain, forms.LoginForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        """Only who knows the first password is told that it has ended."""
        cleaned: dict[str, Any] = super().clean()
        if self.user is not None and self.user.first_password_ended:
            sign_in_refused(self.request, self.user)
            raise ValidationError(
                _(
                    "The password that you were given has ended: it was for the first"
                    " %(days)d days alone. Ask an administrator for another one."
                ),
                code="first_password_ended",
                params={"days": settings.FIRST_PASSWORD_DAYS},
            )
        return cleaned


class ReauthenticateForm(Plain, forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    def clean_password1(self) -> str:
        """A first password is known to who gave it: the same one again would stay so."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choose another password than the present one."))
        return password


class SetPasswordForm(Plain, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Plain, forms.ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """As it was typed; allauth's own looks for accounts here already."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker to look for accounts: the answer is the same, and takes as long,
        whether there is one, and whether the mail server answers."""
        email: str = self.cleaned_data["email"]
        mail_reset_links.delay(email, request.build_absolute_uri("/"), get_language())
        return email


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class CodeForm(Plain, OnceOnly, second_factor.AuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateByCodeForm(Plain, OnceOnly, second_factor.ReauthenticateForm):  # type: ignore[misc]
    pass


class SetUpSecondFactorForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    pass
