"""Accounts: passwords, sessions, second factors, single sign-on, and what is open without one."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from egov import sign_on
from egov.secret import secret
from egov.settings.environment import days, env
from egov.settings.site import BASE_URL

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "units.access.GrantBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # Twelve digits are what an identity card has.
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "units.accounts.passwords.SiteWordsValidator"},
]
# How long a password that an administrator gave opens the account; None: for good.
FIRST_PASSWORD_DAYS = days("EGOV_FIRST_PASSWORD_DAYS", 7)

# Whether figures of whole offices are open to anybody, without an account.
PUBLIC = env.bool("EGOV_PUBLIC", False)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "indicators:overview"
LOGOUT_REDIRECT_URL = "account_login"

# How long somebody stays signed in: without a click, at all, and on a device where he asked to be
# remembered (0 days: nobody is asked). units.accounts.sessions keeps to it.
SESSION_IDLE = timedelta(hours=env.float("EGOV_SESSION_IDLE_HOURS", 4))
SESSION_LIFE = timedelta(hours=env.float("EGOV_SESSION_HOURS", 12))
REMEMBERED_LIFE = timedelta(days=env.float("EGOV_REMEMBER_DAYS", 14))
if min(SESSION_IDLE, SESSION_LIFE) <= timedelta(0):
    raise ImproperlyConfigured(
        "EGOV_SESSION_IDLE_HOURS and EGOV_SESSION_HOURS must be more than 0."
    )
SESSION_COOKIE_AGE = int(SESSION_LIFE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Whom a second factor is required of.
REQUIRE_SECOND_FACTOR = env.str("EGOV_REQUIRE_SECOND_FACTOR", "off")
if REQUIRE_SECOND_FACTOR not in ("off", "administrators", "all"):
    raise ImproperlyConfigured(
        f'EGOV_REQUIRE_SECOND_FACTOR must be off, administrators or all: "{REQUIRE_SECOND_FACTOR}".'
    )

ACCOUNT_ADAPTER = "units.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = False  # an office may share a mailbox
ACCOUNT_SESSION_REMEMBER = None if REMEMBERED_LIFE else False  # None: asks
ACCOUNT_SESSION_COOKIE_AGE = int(REMEMBERED_LIFE.total_seconds())
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Without the placeholders that repeat the labels.
ACCOUNT_FORMS = {
    "login": "units.accounts.forms.LoginForm",
    "reauthenticate": "units.accounts.forms.ReauthenticateForm",
    "change_password": "units.accounts.forms.ChangePasswordForm",
    "set_password": "units.accounts.forms.SetPasswordForm",
    "reset_password": "units.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "units.accounts.forms.ResetPasswordKeyForm",
}
# How many servers of ours stand before this one, each of which adds to X-Forwarded-For: so far that
# header is believed, and no further. 0: not at all.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("EGOV_TRUSTED_PROXIES", 0)
# By account first: an office shares one address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,100/m/ip",
    "reset_password": "5/h/key,60/m/ip",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

# Single sign-on (units.accounts.oidc); without an issuer no address of it exists.
OIDC_ISSUER = env.str("EGOV_OIDC_ISSUER", "")
OIDC_NAME = env.str("EGOV_OIDC_NAME", "OpenID Connect")
# What names the account at the first sign-in: the account's name, or its verified address.
OIDC_CLAIM = env.str("EGOV_OIDC_CLAIM", "preferred_username")
if OIDC_CLAIM not in sign_on.CLAIMS:
    raise ImproperlyConfigured(
        f'EGOV_OIDC_CLAIM must be one of {", ".join(sign_on.CLAIMS)}: "{OIDC_CLAIM}".'
    )
SOCIALACCOUNT_ADAPTER = "units.accounts.oidc.adapter.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = sign_on.providers(
    OIDC_ISSUER,
    name=OIDC_NAME,
    client_id=env.str("EGOV_OIDC_CLIENT_ID", ""),
    client_secret=secret("EGOV_OIDC_CLIENT_SECRET"),
)

MFA_ADAPTER = "units.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # of 30 seconds, either way: clocks differ, and people type
MFA_TOTP_ISSUER = urlsplit(BASE_URL).hostname
# An address stands in the account by an administrator's hand; nobody has to verify it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "units.accounts.forms.CodeForm",
    "reauthenticate": "units.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "units.accounts.forms.SetUpSecondFactorForm",
}
