"""allauth's forms as our pages show them: a label above each field, and nothing inside it."""

from typing import Any

from allauth.account import forms


class Plain:
    """A form without placeholders, which only repeat the labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Plain, forms.LoginForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Plain, forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Plain, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Plain, forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
