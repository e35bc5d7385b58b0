"""The addresses of the site, and ways to ask for one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


class Kind(Enum):
    """Who reaches an address."""

    OPEN = "everybody, also who is not signed in"
    PERSONAL = "whoever is signed in"
    SCOPED = "who may see the unit; for others it does not exist (404)"
    KEPT = "who administers all; others who are signed in are refused (403)"


@dataclass(frozen=True)
class Reach:
    """One way to ask for an address; `status` is the answer to those who may reach it."""

    kind: Kind
    query: str = ""
    status: int = 200
    method: str = "get"


@dataclass(frozen=True)
class Route:
    """An address of the resolver: its name with namespaces (else the route), and its pattern."""

    name: str
    route: str
    is_regular_expression: bool


def routes(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[Route]:
    """All addresses below, however deep."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern.url_patterns, route, inside)
        else:
            name = ":".join([*namespaces, pattern.name]) if pattern.name else route
            yield Route(name, route, not isinstance(pattern.pattern, RoutePattern))


def all_routes() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


@dataclass(frozen=True)
class Request:
    """One way to ask for one address, ready to be sent."""

    name: str
    url: str
    reach: Reach

    def send(self, client: Client, method: str = "") -> tuple[int, str]:
        """Status, and where it leads to."""
        response = getattr(client, method or self.reach.method)(self.url)
        response.close()
        return response.status_code, response.headers.get("Location", "")
