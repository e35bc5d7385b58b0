"""What the pages of figures share: reading the request, access, answering "not modified"."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.defaults import with_defaults
from indicators.results import Results
from indicators.selection import Place, Selection, SelectionError, place_of, placed
from indicators.sight import sees_what_comes_in
from units.access import Access, visible_unit
from units.models import User
from units.queries import one_hierarchy
from units.snapshot import snapshot

View = Callable[..., HttpResponseBase]


class FigureRequest(HttpRequest):
    """A request with what the middlewares and `figures_page` put on it."""

    access: Access
    link: str  # the page's address with all that it shows, also what the account's defaults gave
    htmx: Any
    results: Results
    beside: Any
    user: User  # the public pages alone are read by an AnonymousUser, too


def figures_page(view: View, beside: Callable[[HttpRequest], object] | None = None) -> View:
    """A page made of figures: 304 while the browser has it as it is, 400 with a sentence where
    the address cannot be understood. What `beside` finds is shown beside the figures, and changes
    without them: the view has it as `request.beside`.

    All of it is read in one snapshot. A view that writes something down, does it when that has
    ended (`transaction.on_commit`)."""

    @require_safe
    @wraps(view)
    @snapshot()
    def answer(request: FigureRequest, **arguments: Any) -> HttpResponseBase:
        request.results = Results()
        request.beside = beside(request) if beside else None
        etag = _etag(request)
        # A message waits to be shown: the page that the browser has does not have it.
        fresh = None if len(get_messages(request)) else get_conditional_response(request, etag=etag)
        if fresh is not None:
            return fresh
        try:
            with one_hierarchy():
                response = view(request, **arguments)
        except SelectionError as error:
            return render(request, "indicators/bad_address.html", {"reason": error}, status=400)
        if response.status_code == 200 and not getattr(get_messages(request), "used", False):
            response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "HX-Request", "HX-Target"])
        return response

    return answer


def bad_address(view: View) -> View:
    """For a page that is made anew each time: 400 with a sentence where the address cannot be
    understood."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            return view(request, **arguments)
        except SelectionError as error:
            return render(request, "indicators/bad_address.html", {"reason": error}, status=400)

    return answer


def _etag(request: FigureRequest) -> str:
    parts = (
        request.results.version.scores,
        get_language(),
        request.user.pk,
        request.user.is_authenticated and request.user.get_short_name(),
        request.access.signature,
        timezone.localdate(),
        bool(request.htmx) and request.htmx.target,
        request.COOKIES.get("theme"),
        get_token(request) and request.META.get("CSRF_COOKIE"),
        request.beside,
    )
    return f'"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def selection_of(
    request: FigureRequest, *, as_published: bool = False, **defaults: str
) -> Selection:
    """The selection that the address asks for, completed where it is silent; published figures
    only for a page that has them (`as_published`).

    Without `under` it begins at the unit that the account's sight begins with. Raises
    SelectionError; Http404 for a unit out of the account's sight.
    """
    params = {name: str(value) for name, value in request.GET.items() if value}
    params = with_defaults(params, request.access, request.results, **defaults)
    place = place_of(params)
    if place.under_id is not None:
        require_sight(request, place.under_id, place)
    elif not request.access.everything:
        raise Http404
    selection = Selection.parse(params)
    if selection.publication is not None and not as_published:
        raise SelectionError(_("Only league tables, units and figures are kept as published."))
    request.results.shown = selection.period
    keep_link(request, selection.query())
    return selection


def keep_link(request: FigureRequest, query: str) -> None:
    """Let the page know the address that shows a colleague the same: the selection's query, and
    what else the address asks for."""
    asked = dict(parse_qsl(query))
    more = {name: value for name, value in request.GET.items() if value and name != "format"}
    request.link = request.build_absolute_uri(f"{request.path}?{urlencode(asked | more | asked)}")


def require_sight(request: FigureRequest, unit_id: int, selection: Selection | Place) -> int:
    """The unit, if the account may see its figures under the selection, and all that its map
    brings into it; else Http404."""
    visible_unit(request, unit_id, selection.day)
    if not sees_what_comes_in(request.access, unit_id, selection):
        raise Http404
    return unit_id


def asked_unit(request: FigureRequest, selection: Selection) -> int:
    """The unit whose figure the address asks for in `unit`, or the one that has its place on the
    map; without one, that which the selection is within.

    Raises SelectionError; Http404 for a unit out of the account's sight.
    """
    text = request.GET.get("unit", "")
    if not text and selection.under_id is not None:
        return selection.under_id
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        if not text:
            raise SelectionError(_("The address names no unit, and there is none to begin with."))
        raise SelectionError(_("“%(text)s” is no unit's number.") % {"text": text[:40]})
    unit_id = visible_unit(request, int(text), selection.day)
    return require_sight(request, placed(unit_id, selection.map_day), selection)


def number_of(request: HttpRequest, name: str) -> int:
    """The number of a unit or version that the address asks for. Raises SelectionError."""
    text = request.GET.get(name, "")
    if not text:
        raise SelectionError(_("The selection lacks: %(name)s.") % {"name": name})
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise SelectionError(_("“%(text)s” is no number.") % {"text": text[:40]})
    return int(text)


def page_number(request: HttpRequest) -> int:
    """The page of a long list that the address asks for, the first where it asks for none.

    Raises SelectionError.
    """
    text = request.GET.get("page") or "1"
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0 and len(text) < 10):
        raise SelectionError(_("“%(text)s” is no page number.") % {"text": text[:40]})
    return int(text)
