"""How the provider is asked, and what of its answer is believed.

allauth's own, and stricter: the issuer must be the one that was set, the id token is verified by
signature, issuer, audience, time and nonce however it came, and whatever is wrong with an answer
is one kind of error.
"""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

PROVIDER = "oidc"
# By a key that the provider alone has; never by one that we share with it, or by none.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LEEWAY = 60  # seconds: clocks differ


class SignOnClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One sign-in at the provider; `nonce` is what the id token must repeat."""

    nonce = ""

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER) -> None:
        super().__init__(request, provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it is another one."""
        found: dict[str, Any] = super().openid_config
        if not isinstance(found, dict) or found.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("discovery names another issuer")
        if missing := [name for name in _ENDPOINTS if not isinstance(found.get(name), str)]:
            raise OAuth2Error(f"discovery does not name {missing}")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("account_oidc_callback"))

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Who signed in there. Raises OAuth2Error for an answer that is not to be believed."""
        claims = self._verified(app.client_id, kwargs["response"].get("id_token"))
        if settings.OIDC_CLAIM not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo tells of somebody else")
            claims = told | claims
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _verified(self, client_id: str, id_token: Any) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise OAuth2Error("there is no id token")
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=_ALGORITHMS,
                audience=client_id,
                issuer=settings.OIDC_ISSUER,
                leeway=_LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the id token does not hold: {error}") from error
        if not self.nonce or not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the id token answers another request")
        if claims.get("azp", client_id) != client_id:
            raise OAuth2Error("the id token was made for somebody else")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that the token says it is signed by; the only one where it says
        none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = jwt.get_unverified_header(id_token).get("kid")
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise OAuth2Error("the id token is signed by an unknown key")
        return fitting[0]
