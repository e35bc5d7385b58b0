"""What the settings say of single sign-on, in the form that allauth reads."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

CLAIMS = ("preferred_username", "email")
_NEAR = ("localhost", "127.0.0.1")  # where a test's provider may do without TLS


def providers(issuer: str, *, name: str, client_id: str, client_secret: str) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS; without an issuer there is none of them. Raises ImproperlyConfigured
    for one that is asked without TLS."""
    at = urlsplit(issuer)
    if issuer and at.scheme != "https" and at.hostname not in _NEAR:
        raise ImproperlyConfigured("EGOV_OIDC_ISSUER must begin with https://.")
    if issuer and not client_id:
        raise ImproperlyConfigured("EGOV_OIDC_ISSUER needs EGOV_OIDC_CLIENT_ID.")
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {
        "openid_connect": {
            "provider_class": "units.accounts.oidc.provider.SignOnProvider",
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [app] if issuer else [],
        }
    }


def origin(issuer: str) -> list[str]:
    """The issuer's scheme and host as a Content-Security-Policy names them; none without one."""
    at = urlsplit(issuer)
    return [f"{at.scheme}://{at.netloc}"] if issuer else []
