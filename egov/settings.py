"""Settings, all of them from the environment; `docs/settings.md` lists the variables."""

from datetime import time
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("EGOV_DATA_DIR", str(BASE_DIR / "var"))).resolve()

for _name in ("DATABASE_URL", "REDIS_URL"):
    if not env.str(_name, ""):
        raise ImproperlyConfigured(
            f"{_name} is not set. Type: python -m egov.embedded python manage.py ... "
            f"(starts servers of its own), or set {_name}."
        )

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "development-only" if DEBUG else "")
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
    "units",
    "dossiers",
    "indicators",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "egov.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egov.expired.whole_login_page",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "units.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
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

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One REDIS_URL serves both: a cache says unix://, Celery says redis+socket:// for the same socket.
REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "egov",
    }
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
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 24 * 3600}
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
    # Every few minutes; the task itself knows the time of day, and what has been sent.
    "send-watch": {
        "task": "indicators.tasks.send_watch",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
}

# A running job whose heartbeat is older than this is given to somebody else.
JOB_STALE_SECONDS = env.int("EGOV_JOB_STALE_SECONDS", 60)
JOB_MAX_ATTEMPTS = 3

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
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "indicators:overview"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 14 * 24 * 3600

ACCOUNT_ADAPTER = "units.account_adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = False  # an office may share a mailbox
ACCOUNT_SESSION_REMEMBER = None  # asks
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Without the placeholders that repeat the labels.
ACCOUNT_FORMS = {
    "login": "units.account_forms.LoginForm",
    "reauthenticate": "units.account_forms.ReauthenticateForm",
    "change_password": "units.account_forms.ChangePasswordForm",
    "set_password": "units.account_forms.SetPasswordForm",
    "reset_password": "units.account_forms.ResetPasswordForm",
    "reset_password_from_key": "units.account_forms.ResetPasswordKeyForm",
}
# By account first: an office shares one address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,100/m/ip",
    "reset_password": "5/h/key,60/m/ip",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "egov-kpi@localhost")

# Where people reach the site: the links of mails begin with it.
BASE_URL = env.str("EGOV_BASE_URL", "http://localhost:8000")
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
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
# Behind a server that ends TLS and says so in X-Forwarded-Proto, which it must set itself.
if env.bool("EGOV_HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SECURE_REFERRER_POLICY = "same-origin"

STATIC_URL = "static/"
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
DATA_UPLOAD_MAX_NUMBER_FILES = 2  # an export, and its source's settings
MAX_UPLOAD_BYTES = env.int("EGOV_MAX_UPLOAD_MB", 200) * 1_000_000

# What is zipped may grow up to this; reading workbooks and pages has limits of its own
# (docs/decisions/0007).
MAX_UNPACKED_BYTES = env.int("EGOV_MAX_UNPACKED_MB", 1000) * 1_000_000
WORKBOOK_MEMORY_BYTES = env.int("EGOV_WORKBOOK_MEMORY_MB", 1500) * 1_000_000
WORKBOOK_SECONDS = env.int("EGOV_WORKBOOK_SECONDS", 25)
WORKBOOK_MOST_ROWS = env.int("EGOV_WORKBOOK_MAX_ROWS", 300_000)
WORKBOOK_MOST_COLUMNS = env.int("EGOV_WORKBOOK_MAX_COLUMNS", 1000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
