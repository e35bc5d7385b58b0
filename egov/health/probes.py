"""/healthz and /readyz: for load balancers, containers and monitoring."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from egov.health.checks import State, check_all


def probes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers both addresses before all others: a probe names the host as it likes
    (an address, a container), has no session, and must be answered when there is no database.

    /healthz: the process answers. /readyz: all that the site needs is there and works (200), or
    not (503), with each part's state.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            response: HttpResponse = JsonResponse({"healthy": True})
        elif request.path_info == "/readyz":
            states = check_all()
            ready = set(states.values()) == {State.OK}
            answered = {"ready": ready, "checks": states}
            response = JsonResponse(answered, status=200 if ready else 503)
        else:
            return get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer
