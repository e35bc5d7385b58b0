"""What guards the site: its key and names, what browsers may do, cookies, TLS."""

import re

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from egov import sign_on
from egov.secret import secret
from egov.settings.accounts import OIDC_ISSUER
from egov.settings.environment import DEBUG, env

SECRET_KEY = secret("SECRET_KEY", "development-only" if DEBUG else "")
SECRET_KEY_FALLBACKS = secret("SECRET_KEY_FALLBACKS").split()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# Whom to tell of a weakness of this site (/.well-known/security.txt).
SECURITY_CONTACT = env.str("EGOV_SECURITY_CONTACT", "")
if SECURITY_CONTACT and not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", SECURITY_CONTACT):
    raise ImproperlyConfigured(
        "EGOV_SECURITY_CONTACT must be an address that begins with mailto:, https:// or tel:."
    )

# What the pages need, and nothing else; pages with a chart add to it (indicators.views.charts).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers follow a form to where it is sent on.
        "form-action": [SELF, *sign_on.origin(OIDC_ISSUER)],
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
