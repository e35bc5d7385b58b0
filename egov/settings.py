"""Settings, all of them from the environment; `docs/settings.md` lists the variables."""

import re
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from egov import sign_on
from egov.logs.config import FORMATS, config
from egov.secret import secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("EGOV_DATA_DIR", str(BASE_DIR / "var"))).resolve()

for _name in ("DATABASE_URL", "REDIS_URL"):
    if not secret(_name):
        raise ImproperlyConfigured(
            f"{_name} is not set. Type: python -m egov.embedded python manage.py ... "
            f"(starts servers of its own), or set {_name}."
        )


def _days(name: str, default: int) -> int | None:
    """A number of days of at least 1; None where the variable is empty."""
    text = env.str(name, str(default)).strip()
    if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise ImproperlyConfigured(f'{name} must be a number of days, or empty: "{text}".')
    return int(text) if text else None


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = secret("SECRET_KEY", "development-only" if DEBUG else "")
SECRET_KEY_FALLBACKS = secret("SECRET_KEY_FALLBACKS").split()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "egov",
    "units.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "units",
    "dossiers",
    "indicators",
]

MIDDLEWARE = [
    # Around all others, so that whoever answers, be it with an error, says what these say.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "egov.headers.headers",
    "egov.health.probes.probes",
    "egov.logs.requests.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files come compressed from the disk. Against guessing secrets by length (BREACH) it
    # adds bytes at random, and tokens of forms differ in each answer.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "units.accounts.sessions.ended_in_time",
    "egov.language.chosen_language",
    "egov.readable.readable",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egov.expired.whole_login_page",
    # Before what looks for a token in what is sent: of strangers none of it is read, so that who
    # sends slowly keeps no thread waiting.
    "units.middleware.SignInFirst",
    "django.middleware.csrf.CsrfViewMiddleware",
    "units.middleware.AccessMiddleware",
    "units.accounts.gate.DutiesFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "units.middleware.TooOftenMiddleware",
]

ROOT_URLCONF = "egov.urls"
WSGI_APPLICATION = "egov.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egov.context.site",
            ]
        },
    }
]

DATABASES = {"default": env.db_url_config(secret("DATABASE_URL"))}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One REDIS_URL serves both: a cache says unix://, Celery says redis+socket:// for the same socket.
REDIS_URL = secret("REDIS_URL")
# Who waits for a page does not wait for a server that is away.
_cache = {
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "egov",
    "OPTIONS": {"socket_timeout": 3, "retry": Retry(NoBackoff(), 1)},
}
CACHES = {
    # What counts: attempts to sign in. Without it nobody signs in, so that nobody can guess.
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_cache},
    # What is computed anew where it is not found.
    "kept": {"BACKEND": "egov.kept_cache.KeptCache", **_cache},
}

# A database's number is `db` to the one and `virtual_host` to the other.
_redis = urlsplit(REDIS_URL)
_redis_options = urlencode(
    [("virtual_host" if name == "db" else name, value) for name, value in parse_qsl(_redis.query)]
)
CELERY_BROKER_URL = (
    f"redis+socket://{_redis.path}{'?' + _redis_options if _redis_options else ''}"
    if _redis.scheme == "unix"
    else REDIS_URL
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 24 * 3600,
    # Who hands in a file does not wait for one that hangs either; a worker asks every second.
    "socket_connect_timeout": 3,
    "socket_timeout": 3,
}
# Once more, for a connection that was left from before Redis started anew; then the sweep does it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    # Twice a minute, not once (DESIGN.md section 7): with JOB_STALE_SECONDS a job whose process was
    # killed goes on after 90 seconds at the latest, and is to be done within two minutes.
    # A sweep that nobody was there to do is none to catch up with.
    "sweep-jobs": {
        "task": "dossiers.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    # Asked often, and nothing to do mostly: then it costs a few queries.
    "keep-scores": {
        "task": "indicators.tasks.keep_scores",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "clear-sessions": {
        "task": "units.tasks.clear_sessions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "seal-audit": {
        "task": "units.tasks.seal_audit",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "forget-old": {
        "task": "units.tasks.forget_old",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "sweep-files": {
        "task": "indicators.tasks.sweep_files",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "sweep-briefings": {
        "task": "indicators.tasks.sweep_briefings",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    # Every few minutes; the task itself knows the time of day, and what has been sent.
    "send-watch": {
        "task": "indicators.tasks.send_watch",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
}

# How many days what may be about people is kept (docs/privacy.md); None: for good.
KEEP_COPIES_DAYS = _days("EGOV_KEEP_COPIES_DAYS", 730)
KEEP_REFUSED_DAYS = _days("EGOV_KEEP_REFUSED_DAYS", 90)
KEEP_EVIDENCE_DAYS = _days("EGOV_KEEP_EVIDENCE_DAYS", 1825)
KEEP_ADDRESSES_DAYS = _days("EGOV_KEEP_ADDRESSES_DAYS", 365)
KEEP_MAILS_DAYS = _days("EGOV_KEEP_MAILS_DAYS", 90)

# A running job whose heartbeat is older than this is given to somebody else.
JOB_STALE_SECONDS = env.int("EGOV_JOB_STALE_SECONDS", 60)
JOB_MAX_ATTEMPTS = 3

# The browser that draws the charts of Word documents; empty: the first that is found.
CHROMIUM = env.str("EGOV_CHROMIUM", "")

# Where people reach the site: the links of mails begin with it.
BASE_URL = env.str("EGOV_BASE_URL", f"http://localhost:{env.str('EGOV_PORT', '') or '8000'}")

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
FIRST_PASSWORD_DAYS = _days("EGOV_FIRST_PASSWORD_DAYS", 7)

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

vars().update(env.email_url_config(secret("EMAIL_URL", "consolemail://")))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "egov-kpi@localhost")

# Whom to tell of a weakness of this site (/.well-known/security.txt).
SECURITY_CONTACT = env.str("EGOV_SECURITY_CONTACT", "")
if SECURITY_CONTACT and not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", SECURITY_CONTACT):
    raise ImproperlyConfigured(
        "EGOV_SECURITY_CONTACT must be an address that begins with mailto:, https:// or tel:."
    )
# The time of day from which the daily mails go out; empty: not by themselves.
_mail_time = env.str("EGOV_WATCH_MAIL_TIME", "07:00")
try:
    WATCH_MAIL_TIME = time.fromisoformat(_mail_time) if _mail_time else None
except ValueError:
    raise ImproperlyConfigured(
        f'EGOV_WATCH_MAIL_TIME must be a time such as 07:00, or empty: "{_mail_time}".'
    ) from None

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["egov.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

# What the pages need, and nothing else; pages with a chart add to it (indicators.views.charts).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [
            SELF,
            *sign_on.origin(OIDC_ISSUER),
        ],  # browsers follow a form to where it is sent on
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# No script reads a cookie: tokens of forms stand in the pages.
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Behind a server that ends TLS and says so in X-Forwarded-Proto, which it must set itself.
if env.bool("EGOV_HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # With this prefix a browser takes them from this very host over https alone, and from no
    # neighbour below the same domain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # As the header is written: "31536000; includeSubDomains; preload".
    _hsts = env.str("EGOV_HSTS", "31536000").replace(" ", "").lower().split(";")
    if not _hsts[0].isdecimal() or not {*_hsts[1:]} <= {"includesubdomains", "preload"}:
        raise ImproperlyConfigured(
            'EGOV_HSTS must be seconds, such as 31536000, perhaps with "; includeSubDomains" and '
            '"; preload" behind them.'
        )
    SECURE_HSTS_SECONDS = int(_hsts[0])
    SECURE_HSTS_INCLUDE_SUBDOMAINS = "includesubdomains" in _hsts
    SECURE_HSTS_PRELOAD = "preload" in _hsts
    # What else runs below the province's domain is not for this site to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = Path(env.str("EGOV_STATIC_DIR", str(DATA_DIR / "static"))).resolve()
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "indicators.charts.plotly_js.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploaded originals lie here until their load ends; nothing serves this directory.
MEDIA_ROOT = DATA_DIR / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "dossiers.receiving.SmallFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 2  # an export, and its source's settings
MAX_UPLOAD_BYTES = env.int("EGOV_MAX_UPLOAD_MB", 200) * 1_000_000
MAX_EVIDENCE_BYTES = env.int("EGOV_MAX_EVIDENCE_MB", 20) * 1_000_000  # of each file

# What is zipped may grow up to this; reading workbooks and pages has limits of its own
# (docs/decisions/0007).
MAX_UNPACKED_BYTES = env.int("EGOV_MAX_UNPACKED_MB", 1000) * 1_000_000
WORKBOOK_MEMORY_BYTES = env.int("EGOV_WORKBOOK_MEMORY_MB", 1500) * 1_000_000
WORKBOOK_SECONDS = env.int("EGOV_WORKBOOK_SECONDS", 25)
WORKBOOK_MOST_ROWS = env.int("EGOV_WORKBOOK_MAX_ROWS", 300_000)
WORKBOOK_MOST_COLUMNS = env.int("EGOV_WORKBOOK_MAX_COLUMNS", 1000)

_log_format = env.str("EGOV_LOG_FORMAT", "line")
if _log_format not in FORMATS:
    raise ImproperlyConfigured(f'EGOV_LOG_FORMAT must be {" or ".join(FORMATS)}: "{_log_format}".')
LOGGING = config(format_name=_log_format, level=env.str("LOG_LEVEL", "WARNING"))
SLOW_SECONDS = env.float("EGOV_SLOW_SECONDS", 3.0)  # an answer that took longer is a warning
