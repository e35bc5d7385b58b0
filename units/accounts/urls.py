"""Addresses below /accounts/: those of allauth that are open here. Sign-up and the management of
mail addresses are not: accounts are given by an administrator, with their address."""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import path, re_path

from units.accounts.oidc.views import back, to_the_provider
from units.accounts.views import SetPassword, SetUpSecondFactor, SignIn, in_our_frame

urlpatterns = [
    path("login/", in_our_frame(SignIn), name="account_login"),
    path("logout/", in_our_frame(views.LogoutView), name="account_logout"),
    path("inactive/", in_our_frame(views.AccountInactiveView), name="account_inactive"),
    path("reauthenticate/", in_our_frame(views.ReauthenticateView), name="account_reauthenticate"),
    path(
        "password/change/", in_our_frame(views.PasswordChangeView), name="account_change_password"
    ),
    path("password/set/", in_our_frame(SetPassword), name="account_set_password"),
    path("password/reset/", in_our_frame(views.PasswordResetView), name="account_reset_password"),
    path(
        "password/reset/done/",
        in_our_frame(views.PasswordResetDoneView),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        in_our_frame(views.PasswordResetFromKeyView),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        in_our_frame(views.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", in_our_frame(second_factor.IndexView), name="mfa_index"),
    path(
        "second-factor/code/", in_our_frame(second_factor.AuthenticateView), name="mfa_authenticate"
    ),
    path(
        "second-factor/confirm/",
        in_our_frame(second_factor.ReauthenticateView),
        name="mfa_reauthenticate",
    ),
    path("second-factor/on/", in_our_frame(SetUpSecondFactor), name="mfa_activate_totp"),
    path("second-factor/off/", in_our_frame(totp.DeactivateTOTPView), name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery/",
        in_our_frame(recovery_codes.ViewRecoveryCodesView),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery/new/",
        in_our_frame(recovery_codes.GenerateRecoveryCodesView),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery/file/",
        in_our_frame(recovery_codes.DownloadRecoveryCodesView),
        name="mfa_download_recovery_codes",
    ),
]

if settings.OIDC_ISSUER:
    urlpatterns += [
        path("oidc/", to_the_provider, name="account_oidc"),
        path("oidc/back/", back, name="account_oidc_callback"),
    ]
