"""Every change of accounts and of what they may see: one transaction each, with its audit event.

`by` is the account that does it, or the name of the command. They raise AccountError with one
sentence for the person who asked.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from units import audit
from units.accounts.telling import Change, tell
from units.errors import AccountError
from units.models import Grant, Role, Unit, User
from units.queries import hierarchy
from units.row_actions import save_row


def create_account(
    *, username: str, password: str | None, full_name: str, email: str, by: User | str
) -> User:
    """Make an account without any grant. Without a password its owner sets one by mail.

    The rules for passwords are those of the forms; commands may set what they like.
    """
    user = User(username=username.strip(), full_name=full_name.strip(), email=email.strip())
    user.set_password(password)
    add_account(user=user, by=by)
    return user


def add_account(*, user: User, by: User | str) -> None:
    """Save an account that is filled in already. A password that a person gave it is for the first
    sign-in alone."""
    if user.is_superuser:
        only_by_superusers(by)
    given = isinstance(by, User) and user.has_usable_password()
    user.password_given_at = timezone.now() if given else None
    try:
        user.clean_fields(exclude=["password"])
        with transaction.atomic():
            user.save()
            audit.record(by=by, action="create-account", obj=user, new=audit.values(user))
    except ValidationError as error:
        raise AccountError(error.messages[0]) from error
    except IntegrityError as error:
        raise _taken(user) from error


def change_account(*, user: User, by: User | str) -> None:
    """Save the changed account. Only superusers touch superusers, and nobody shuts himself out."""
    try:
        with transaction.atomic():
            before = User.objects.select_for_update().get(pk=user.pk)
            if user.is_superuser or before.is_superuser:
                only_by_superusers(by)
            shut_out = before.is_active and not user.is_active
            lowered = before.is_superuser and not user.is_superuser
            if (shut_out or lowered) and isinstance(by, User) and by.pk == user.pk:
                raise AccountError(_("Your own account is changed by somebody else."))
            save_row(row=user, by=by, action="change-account")
            raised = user.is_superuser and not before.is_superuser
            if shut_out or lowered or raised:
                end_sessions(user=user)
            # allauth keeps the addresses that it wrote to; a link must not go to an old one.
            EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    except IntegrityError as error:
        raise _taken(user) from error


def set_password(*, user: User, password: str | None, by: User | str) -> None:
    """Give the account another password; None: none that could be typed."""
    with transaction.atomic():
        if User.objects.select_for_update().get(pk=user.pk).is_superuser:
            only_by_superusers(by)
        user.set_password(password)
        user.save(update_fields=["password"])
        password_was_set(user=user, by=by)


def password_was_set(*, user: User, by: User | str) -> None:
    """Write down that somebody else set the account's password (Django's form saves it itself).

    Set by a person it is for the first sign-in alone, unless it is that person's own."""
    first = isinstance(by, User) and by.pk != user.pk and user.has_usable_password()
    with transaction.atomic():
        user.password_given_at = timezone.now() if first else None
        user.save(update_fields=["password_given_at"])
        new = {"must_change_password": True} if first else None
        audit.record(by=by, action="set-password", obj=user, new=new)
        tell(user, Change.GIVEN)


def choose_password(*, user: User, password: str) -> None:
    """The account's owner has chosen this one. Sessions that the old one began are over."""
    user.set_password(password)
    user.password_given_at = None
    user.save(update_fields=["password", "password_given_at"])


def end_sessions(*, user: User) -> None:
    """Sign the account out wherever it is signed in."""
    User.objects.filter(pk=user.pk).update(session_number=F("session_number") + 1)
    user.refresh_from_db(fields=["session_number"])


def take_second_factor_away(*, user: User, by: User | str) -> bool:
    """Remove the account's second factor, which its owner has lost, end its sessions and tell it by
    mail where there is an address. Whether there was one."""
    with transaction.atomic():
        if User.objects.select_for_update().get(pk=user.pk).is_superuser:
            only_by_superusers(by)
        if isinstance(by, User) and by.pk == user.pk:
            raise AccountError(_("Your own second factor is switched off on its own page."))
        gone, _per_model = Authenticator.objects.filter(user=user).delete()
        if not gone:
            return False
        end_sessions(user=user)
        audit.record(by=by, action="take-second-factor", obj=user)
        tell(user, Change.FACTOR_TAKEN)
    return True


def link_sign_on(*, user: User, login: SocialAccount) -> None:
    """Keep who the account's owner is at the single sign-on, at the first time."""
    with transaction.atomic():
        login.user = user
        login.save()
        audit.record(by=user, action="link-sign-on", obj=user)


def forget_sign_on(*, user: User, by: User | str) -> bool:
    """Forget who the account's owner is at the single sign-on: the next one whom it names so has
    the account. Whether anybody was known."""
    with transaction.atomic():
        if User.objects.select_for_update().get(pk=user.pk).is_superuser:
            only_by_superusers(by)
        gone, _per_model = SocialAccount.objects.filter(user=user).delete()
        if not gone:
            return False
        end_sessions(user=user)
        audit.record(by=by, action="forget-sign-on", obj=user)
    return True


def grant(*, user: User, role: str, unit_id: int, by: User | str) -> Grant:
    """Give the account the role for the unit and all below it; twice is once."""
    if role not in Role.values:
        raise AccountError(_("There is no role “%(role)s”.") % {"role": role})
    with transaction.atomic():
        if not Unit.objects.filter(pk=unit_id).exists():
            raise AccountError(_("There is no unit with the id %(id)s.") % {"id": unit_id})
        given, is_new = Grant.objects.get_or_create(user=user, role=role, unit_id=unit_id)
        if is_new:
            new = _state(role, unit_id)
            audit.record(by=by, action="grant", obj=user, new=new, unit_id=unit_id)
            # Grants are read with each request. But who may everything from now on signs in for it.
            own = isinstance(by, User) and by.pk == user.pk
            if role == Role.ADMINISTRATOR and not own:
                end_sessions(user=user)
    return given


def revoke(*, user: User, role: str, unit_id: int, by: User | str) -> None:
    """Take the role for the unit away; what was not given stays so."""
    with transaction.atomic():
        gone, _per_model = Grant.objects.filter(user=user, role=role, unit_id=unit_id).delete()
        if gone:
            audit.record(
                by=by, action="revoke", obj=user, old=_state(role, unit_id), unit_id=unit_id
            )


def only_by_superusers(by: User | str) -> None:
    """Raises AccountError where an account acts that is none of them: an administrator who sets
    a superuser's password, or makes one, would become one."""
    if isinstance(by, User) and not User.objects.filter(pk=by.pk, is_superuser=True).exists():
        raise AccountError(_("Only a superuser changes the account of a superuser."))


def _taken(user: User) -> AccountError:
    return AccountError(_("There is already an account “%(name)s”.") % {"name": user.username})


def _state(role: str, unit_id: int) -> dict[str, object]:
    label = hierarchy().label(unit_id, timezone.localdate())
    return {"role": role, "unit": label, "unit_id": unit_id}
