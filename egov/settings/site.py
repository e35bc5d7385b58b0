"""The site: its apps, what stands around every answer, its pages and languages."""

from egov.settings.environment import BASE_DIR, env

# Where people reach the site: the links of mails begin with it.
BASE_URL = env.str("EGOV_BASE_URL", f"http://localhost:{env.str('EGOV_PORT', '') or '8000'}")

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

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["egov.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
