"""To the provider, and back from it."""

from typing import Any

from allauth.decorators import rate_limit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from units.accounts.oidc.adapter import failed
from units.accounts.oidc.client import SignOnClient
from units.accounts.sign_ins import sign_in_refused


@never_cache
@require_POST
@login_not_required
@rate_limit(action="login")  # type: ignore[untyped-decorator]
def to_the_provider(request: HttpRequest) -> HttpResponseBase:
    """Lead to the provider's page; a provider that does not answer is told of."""
    try:
        response: HttpResponseBase = OAuth2LoginView.adapter_view(SignOnClient(request))(request)
    except (RequestException, OAuth2Error):
        return failed(request)
    return response


@never_cache
@require_GET
@login_not_required
@rate_limit(action="login", limit_get=True)  # type: ignore[untyped-decorator]
def back(request: HttpRequest) -> HttpResponseBase:
    """The provider has sent the browser back, with a code or an error. What does not hold is
    written down, and rows of the audit log stay: nobody may fill it."""
    try:
        response: HttpResponseBase = _Back.adapter_view(SignOnClient(request))(request)
    except (RequestException, OAuth2Error):
        sign_in_refused(request)
        return failed(request)
    return response


class _Back(OAuth2CallbackView):  # type: ignore[misc]
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = state["nonce"] if state else ""
        return state, response
