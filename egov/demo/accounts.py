"""The demo's accounts, one per role, all for the whole province."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.accounts.actions import create_account, grant
from units.models import Role, User
from units.queries import hierarchy

PASSWORD = "ho-so-2018"  # noqa: S105 - everybody may know it: the dossiers are invented
UPLOADER = "cntt"

_PROVINCE, _DAY = "64", date(2018, 12, 31)


@dataclass(frozen=True)
class Account:
    """`does` says in a few words what one signs in with it for."""

    username: str
    role: Role
    full_name: str
    does: object


ACCOUNTS = (
    Account("lanhdao", Role.VIEWER, "Lãnh đạo tỉnh", _("reads")),
    Account(UPLOADER, Role.UPLOADER, "Phòng Công nghệ thông tin", _("uploads files")),
    Account("kiemtra", Role.VERIFIER, "Cán bộ kiểm tra", _("verifies figures")),
    Account("quantri", Role.ADMINISTRATOR, "Quản trị hệ thống", _("keeps units and accounts")),
)

NAMES = tuple(account.username for account in ACCOUNTS)


def create_missing() -> None:
    """Make the accounts that are not there; those that are there stay as they are.

    The grant is on the unit that the province has become: it covers the past of what went into it.
    """
    there = set(User.objects.values_list("username", flat=True))
    today = timezone.localdate()
    province = hierarchy().follow(hierarchy().resolve(_PROVINCE, on=_DAY), today)
    for account in ACCOUNTS:
        if account.username not in there:
            user = create_account(
                username=account.username,
                password=PASSWORD,
                full_name=account.full_name,
                # No mail reaches it; the daily mail can be asked for all the same.
                email=f"{account.username}@demo.invalid",
                by="demo",
            )
            grant(user=user, role=account.role, unit_id=province, by="demo")


def told() -> str:
    """The accounts that one can sign in with, as lines for a screen; "" where none is left."""
    active = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    width = max(len(role.label) for role in Role) + 2
    lines = [
        f"  {account.username:<10} {account.role.label:<{width}} {account.does}"
        for account in ACCOUNTS
        if account.username in active
    ]
    head = gettext("Accounts, each with the password %(password)s :") % {"password": PASSWORD}
    return "\n".join([head, *lines]) if lines else ""
