"""What every answer tells the browser beside its Content-Security-Policy, errors and files too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing that a page of figures needs: a script that got in could not use them either.
_NEVER = (
    *("accelerometer", "autoplay", "camera", "display-capture", "geolocation"),
    *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("publickey-credentials-create", "serial", "usb", "xr-spatial-tracking"),
)
_ALWAYS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NEVER),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Where a view says nothing of caches, only the reader's own browser may keep the
    answer, and asks before it shows it again; views of dossiers say `never_cache`."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer
