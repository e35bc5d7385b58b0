"""Addresses below /accounts/: those of allauth that are open here. Sign-up and the management of
mail addresses are not: accounts are given by an administrator, with their address."""

from allauth.account import views
from django.urls import path, re_path

from units.account_views import in_our_frame

urlpatterns = [
    path("login/", in_our_frame(views.LoginView), name="account_login"),
    path("logout/", in_our_frame(views.LogoutView), name="account_logout"),
    path("inactive/", in_our_frame(views.AccountInactiveView), name="account_inactive"),
    path("reauthenticate/", in_our_frame(views.ReauthenticateView), name="account_reauthenticate"),
    path(
        "password/change/", in_our_frame(views.PasswordChangeView), name="account_change_password"
    ),
    path("password/set/", in_our_frame(views.PasswordSetView), name="account_set_password"),
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
]
