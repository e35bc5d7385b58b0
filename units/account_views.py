"""allauth's pages inside our frame."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.views.generic.base import ContextMixin, View


def in_our_frame(page: type[View]) -> Callable[..., HttpResponseBase]:
    """The view of one of allauth's classes, without its `site`: that name is our frame's."""
    framed: Any = type(page.__name__, (_OurFrame, page), {})
    view: Callable[..., HttpResponseBase] = framed.as_view()
    return view


class _OurFrame(ContextMixin):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context
