"""Who may see and do what: the one module that decides.

A grant gives an account a role for a unit and all below it. Rules: DESIGN.md section 8 and
docs/decisions/0005.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from units.hierarchy import Hierarchy
from units.lineage import RANKS
from units.models import Grant, Role, User
from units.queries import hierarchy

# Every role reads; uploading and verifying are apart, so that nobody checks his own figures.
INCLUDES: dict[str, frozenset[str]] = {
    Role.VIEWER: frozenset({Role.VIEWER}),
    Role.UPLOADER: frozenset({Role.VIEWER, Role.UPLOADER}),
    Role.VERIFIER: frozenset({Role.VIEWER, Role.VERIFIER}),
    Role.ADMINISTRATOR: frozenset(Role.values),
}


# What anybody may read where EGOV_PUBLIC is on: pages and files of figures of whole offices. Not
# the dossiers behind a figure, what an office works on procedure by procedure, nor anything that
# somebody wrote, uploaded or is to do (docs/decisions/0027).
PUBLIC_PAGES = frozenset(
    f"indicators:{name}"
    for name in (
        *("overview", "league", "league_map", "league_months", "league_compare", "unit"),
        *("scores", "unit_score", "score_levels", "score_map", "score_matrix", "score_rules"),
        *("form_ii06", "indicators", "indicator", "help"),
    )
)
# What makes such a page tell of more: of one procedure or field of an office, and (`as`) why live
# figures differ from published ones: by whose hand, from which file, and what was written about it.
NOT_PUBLIC = frozenset({"procedure", "field", "tasks", "as"})


class Access:
    """What one account may see and do. Lives as long as a request: it reads the units once.

    Days outside a unit's life are read as its first or last one. `only_totals` is the public's:
    figures of whole offices, and nothing by procedure.
    """

    def __init__(
        self,
        grants: Iterable[tuple[int, str]],
        *,
        everything: bool = False,
        only_totals: bool = False,
    ) -> None:
        self.everything = everything
        self.only_totals = only_totals
        self._roles: dict[int, set[str]] = {}
        for unit_id, role in grants:
            self._roles.setdefault(unit_id, set()).update(INCLUDES[role])

    @cached_property
    def units(self) -> Hierarchy:
        """The hierarchy that this request decides by."""
        return hierarchy()

    def may_see(self, unit_id: int, day: date) -> bool:
        """Whether the unit lies in the account's sight on the day."""
        return self.may(Role.VIEWER, unit_id, day)

    def may(self, role: str, unit_id: int, day: date) -> bool:
        """Whether the account has the role for the unit on the day. A superuser has it for every
        id, everybody else False for an unknown one.

        It has it by a grant on the unit or on one above it on the day, or on a unit that one of
        these later went into as a whole: who answers for a unit answers for its past.
        """
        if self.everything:
            return True
        if not self._roles or unit_id not in self._known:
            return False
        return any(
            role in self._roles.get(later, ())
            for above in self.units.ancestors(unit_id, day)
            for later in self._whole_future(above)
        )

    def has(self, role: str) -> bool:
        """Whether the account has the role for any unit at all."""
        return self.everything or any(role in roles for roles in self._roles.values())

    def roots(self, day: date) -> frozenset[int]:
        """The units that the account's sight begins with on the day, none below another one.

        A granted unit that begins later is there with its whole predecessors. For who sees
        everything: all units that have none above them and are valid on the day.
        """
        return _tops(self.units, day) if self.everything else self._granted_roots(day)

    def home_on(self, day: date) -> int | None:
        """The unit that pages about the day open with: of the granted roots the highest, among
        equals one that is valid on the day, then the first by name. None for who was granted
        nothing (a superuser sees everything nevertheless)."""
        if not self._roles:
            return None
        lines = self.units

        def place(unit_id: int) -> tuple[int, bool, str, int]:
            then = lines.version_at(unit_id, day)
            return RANKS[then.level], not lines.is_valid(unit_id, day), then.sort_key, unit_id

        return min(self._granted_roots(day), key=place, default=None)

    @property
    def home(self) -> int | None:
        """The unit that pages open with today."""
        return self.home_on(timezone.localdate())

    @property
    def signature(self) -> str:
        """Changes with what the account may see and do."""
        rights = (self.everything, self.only_totals)
        return repr((rights, sorted((k, sorted(v)) for k, v in self._roles.items())))

    @property
    def is_administrator(self) -> bool:
        """Whether the account is administrator of anything."""
        return self.has(Role.ADMINISTRATOR)

    @cached_property
    def administers_all(self) -> bool:
        """Whether units, accounts, indicators and the audit log are the account's to keep: they
        belong to no part of the tree, so it must be administrator of every unit that has none
        above it today."""
        if self.everything or not self.is_administrator:
            return self.everything
        today = timezone.localdate()
        tops = _tops(self.units, today)
        return bool(tops) and all(self.may(Role.ADMINISTRATOR, top, today) for top in tops)

    def may_keep(self, account: User) -> bool:
        """Whether the account is this one's to change. A superuser's is only a superuser's:
        whoever sets his password becomes him."""
        return self.everything or (self.administers_all and not account.is_superuser)

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self.units.units())

    @cached_property
    def _granted(self) -> frozenset[int]:
        return self._known & self._roles.keys()

    def _granted_roots(self, day: date) -> frozenset[int]:
        found = {root for unit_id in self._granted for root in self._on(unit_id, day)}
        return frozenset(
            unit_id for unit_id in found if found.isdisjoint(self.units.ancestors(unit_id, day)[1:])
        )

    def _whole_future(self, unit_id: int) -> Iterable[int]:
        """The unit, and what it went into as a whole, one after the other."""
        seen: list[int] = []
        following: int | None = unit_id
        while following is not None and following not in seen:
            seen.append(following)
            following = self.units.whole_successor(following)
        return seen

    def _on(self, unit_id: int, day: date) -> frozenset[int]:
        """What a granted unit is on the day: itself, before it began its whole predecessors."""
        before = self.units.life(unit_id)[0] > day
        return (self.units.roots(unit_id, day) if before else None) or frozenset({unit_id})


def access_of(user: User | AnonymousUser) -> Access:
    """What the account may see and do: one query, none for the anonymous and for a superuser
    without grants to open pages with. An inactive account may nothing."""
    if not isinstance(user, User):
        return _public() if settings.PUBLIC else Access(())
    if not user.is_active:
        return Access(())
    grants = Grant.objects.filter(user=user).values_list("unit_id", "role")
    return Access(grants, everything=user.is_superuser)


def _public() -> Access:
    """Whoever does not sign in reads of every unit that has none above it today, and below."""
    tops = _tops(hierarchy(), timezone.localdate())
    return Access([(top, Role.VIEWER) for top in tops], only_totals=True)


def _tops(lines: Hierarchy, day: date) -> frozenset[int]:
    """The units that have none above them and are valid on the day."""
    return frozenset(
        unit_id
        for unit_id in lines.units()
        if (version := lines.version_on(unit_id, day)) and version.parent_id is None
    )


def is_public(request: HttpRequest) -> bool:
    """Whether the request may be answered without anybody having signed in, where EGOV_PUBLIC is
    on; `request.resolver_match` is set."""
    match = request.resolver_match
    return (
        settings.PUBLIC
        and request.method in ("GET", "HEAD")
        and match is not None
        and match.view_name in PUBLIC_PAGES
        and not any(request.GET.get(name) for name in NOT_PUBLIC)
    )


def access(request: HttpRequest) -> Access:
    """What the request's account may see and do, read once per request."""
    found: Access = request.access  # type: ignore[attr-defined]
    return found


def visible_unit(request: HttpRequest, unit_id: int, day: date) -> int:
    """The unit, if the account may see it on the day. Raises Http404, as for a unit that does not
    exist: nobody learns by asking which there are."""
    mine = access(request)
    if not mine.may_see(unit_id, day) or unit_id not in mine.units.units():
        raise Http404
    return unit_id


def require(request: HttpRequest, role: str, unit_id: int, day: date) -> int:
    """The unit, if the account has the role for it on the day. Raises Http404 where it may not
    even see it, PermissionDenied where it may see it only."""
    visible_unit(request, unit_id, day)
    if not access(request).may(role, unit_id, day):
        raise PermissionDenied
    return unit_id


def require_everywhere(request: HttpRequest) -> None:
    """Raises PermissionDenied unless the account administers all (units, accounts, audit)."""
    if not access(request).administers_all:
        raise PermissionDenied


class GrantBackend(BaseBackend):
    """The admin's permissions follow from grants: all for who administers all. Signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return self._administers_all(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self._administers_all(user_obj)

    def _administers_all(self, user: Any) -> bool:
        # The account is read anew with every request, and what it may with it.
        if not hasattr(user, "_administers_all"):
            user._administers_all = access_of(user).administers_all
        return bool(user._administers_all)
