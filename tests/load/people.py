"""Accounts of all roles, each signed in in a browser of its own."""

from itertools import cycle, islice

from django.utils.timezone import localdate

from tests.bench.exports import DISTRICTS
from tests.load.reading import Shelf
from tests.real.browser import Browser, signed_in
from units.accounts.actions import create_account, grant
from units.models import Role
from units.queries import hierarchy

# Who keeps the site, then ten readers of the province and its districts in their proportions.
_KEEPER = (Role.ADMINISTRATOR, "99")
_OTHERS = (
    *(((Role.VIEWER, "99"),) * 4),
    *(((Role.VIEWER, ""),) * 4),
    (Role.VERIFIER, "99"),
    (Role.UPLOADER, "99"),
)


def people(number: int, host: str) -> list[tuple[Browser, Shelf]]:
    """Who keeps the site first; "" is a district, one after the other. Each with what he reads."""
    lines, today = hierarchy(), localdate()
    district = cycle(range(900, 900 + DISTRICTS))
    found = []
    for index, (role, code) in enumerate(islice([_KEEPER, *_OTHERS * number], number)):
        user = create_account(
            username=f"person{index}", password=None, full_name="", email="", by="load"
        )
        unit_id = lines.resolve(code or str(next(district)), on=today)
        grant(user=user, role=role, unit_id=unit_id, by="load")
        found.append((signed_in(user, host), Shelf(unit_id)))
    return found
