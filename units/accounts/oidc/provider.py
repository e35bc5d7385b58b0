"""The provider as allauth knows it: what is asked of it, what is kept of who signed in there."""

from hashlib import blake2b
from typing import Any

from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from units.accounts.oidc.client import SignOnClient


class SignOnProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The one of the settings. Nothing of what is asked of it comes from the address."""

    oauth2_adapter_class = SignOnClient

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        asked = super().get_redirect_from_request_kwargs(request)
        nonce = get_random_string(32)
        return {
            "process": AuthProcess.LOGIN,
            "next_url": asked.get("next_url"),
            "scope": self.get_scope(),
            "auth_params": {"nonce": nonce},
            "nonce": nonce,
        }

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Of the issuer and its id: another issuer's equal id is somebody else."""
        return blake2b(f"{data['iss']} {data['sub']}".encode(), digest_size=32).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"iss": data["iss"], "sub": data["sub"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Names and addresses stand in our account."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []
