"""Units over time, the people who use the system, and what they did."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account of one person."""

    # One name, in the order in which its owner writes it.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    # When somebody else gave the password, who knows it: a first password. None: it is the owner's.
    password_given_at = models.DateTimeField(
        _("first password given at"), null=True, editable=False
    )
    # Counted up where all sessions of the account shall end.
    session_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            # Who signs in may write it either way: of two such accounts neither could.
            models.UniqueConstraint(
                Lower("username"),
                name="username_in_any_case",
                violation_error_message=_("There is already an account of this name."),
            )
        ]

    @property
    def first_password_ends(self) -> datetime | None:
        """Until when the password that somebody else gave opens the account; None where it is the
        owner's, or EGOV_FIRST_PASSWORD_DAYS lets it hold for good."""
        if self.password_given_at is None or settings.FIRST_PASSWORD_DAYS is None:
            return None
        return self.password_given_at + timedelta(days=settings.FIRST_PASSWORD_DAYS)

    @property
    def first_password_ended(self) -> bool:
        ends = self.first_password_ends
        return ends is not None and ends <= timezone.now()

    @property
    def must_change_password(self) -> bool:
        """Nothing opens before its owner has chosen another one; one that has ended, or that none
        can type, opens nothing anyway."""
        given = self.password_given_at is not None and self.has_usable_password()
        return given and not self.first_password_ended

    def get_session_auth_hash(self) -> str:
        """What a session must carry to go on: other than the password says, also another one as
        soon as the account's sessions were ended, or its first password has."""
        return self._numbered(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under earlier keys of the site."""
        return map(self._numbered, super().get_session_auth_fallback_hash())

    def _numbered(self, of_password: str) -> str:
        ended = ".ended" if self.first_password_ended else ""
        return f"{of_password}.{self.session_number}{ended}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name or self.username


class AuditEvent(models.Model):
    """Who changed what, when, from what to what. Rows are only ever added (trigger)."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("user")
    )
    actor = models.CharField(_("actor"), max_length=200, help_text=_("account or command"))
    action = models.SlugField(_("action"), max_length=50)
    object_type = models.CharField(_("kind of object"), max_length=100)
    object_id = models.CharField(_("id of object"), max_length=50, blank=True)
    label = models.CharField(_("object"), max_length=300, blank=True)
    # No constraint: a unit whose making is undone vanishes, what was done to it stays.
    unit = models.ForeignKey(
        "Unit",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("whose administrators see it, too; none: it concerns the whole system"),
    )
    old = models.JSONField(_("old"), null=True)
    new = models.JSONField(_("new"), null=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["-at", "-id"], name="units_auditevent_newest"),
            models.Index(fields=["unit", "-at"], name="units_auditevent_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"


class AuditSeal(models.Model):
    """An audit event as it was when it was sealed: the digest of the one before and of its values
    (`units.audit_seals`). Rows are only ever added (trigger)."""

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class SignInAddress(models.Model):
    """The network address of a sign-in, or of one that failed: apart from its event, which stays
    for good, as it is forgotten after some time (docs/privacy.md)."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="sign_in_address"
    )
    address = models.GenericIPAddressField(_("network address"))

    class Meta:
        verbose_name = _("network address of a sign-in")
        verbose_name_plural = _("network addresses of sign-ins")

    def __str__(self) -> str:
        return self.address


class Level(models.TextChoices):
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    DEPARTMENT = "department", _("department")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")


class Extent(models.TextChoices):
    WHOLE = "whole", _("whole")
    PART = "part", _("part")


class Unit(models.Model):
    """A node of the hierarchy; what it is called and where it belongs is said by its versions."""

    id = models.AutoField(primary_key=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        last = max(self.versions.all(), key=attrgetter("valid_from"), default=None)
        return f"{last.name} ({last.code})" if last else f"#{self.pk}"


class Role(models.TextChoices):
    """What an account may do with the units that it was granted; `units.access` says what each
    role includes."""

    VIEWER = "viewer", _("viewer")
    UPLOADER = "uploader", _("uploader")
    VERIFIER = "verifier", _("verifier")
    ADMINISTRATOR = "administrator", _("administrator")


class Grant(models.Model):
    """The account has the role for the unit and all below it (docs/decisions/0005)."""

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="grants",
        db_index=False,
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="grants", verbose_name=_("unit")
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering: ClassVar = ["user", "unit", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="grant_once")
        ]

    def __str__(self) -> str:
        return str(Role(self.role).label)


class UnitVersion(models.Model):
    """What a unit was from `valid_from` until before `valid_to` (null: still)."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    code = models.CharField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=300)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_versions",
        verbose_name=_("parent"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    name_folded = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("version of a unit")
        verbose_name_plural = _("versions of a unit")
        ordering: ClassVar = ["unit", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="unit_version_not_its_own_parent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["level", "code", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class UnitIdentifier(models.Model):
    """Another system's name for a unit, such as h = H21.17."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=50)
    value = models.CharField(_("value"), max_length=100)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering: ClassVar = ["scheme", "value", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_identifier_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scheme", "value", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.scheme}={self.value}"


class Succession(models.Model):
    """The predecessor went, whole or in part, into the successor on a day."""

    predecessor = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="successions",
        db_index=False,
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="origins", verbose_name=_("successor")
    )
    effective_on = models.DateField(_("effective on"))
    extent = models.CharField(_("extent"), max_length=5, choices=Extent.choices)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering: ClassVar = ["effective_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return str(Extent(self.extent).label)


class Boundary(models.Model):
    """The outline of a unit as it was on a day: GeoJSON's coordinates of a MultiPolygon in degrees,
    simplified."""

    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="boundaries",
        db_index=False,
        verbose_name=_("unit"),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    as_of = models.DateField(_("as of"))
    coordinates = models.JSONField(_("coordinates"))

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        ordering: ClassVar = ["-as_of", "level", "unit"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "as_of"], name="boundary_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.as_of}"


class UnitPath(models.Model):
    """The ancestors of every unit on every day, itself at depth 0; built by `units.paths`.

    The intervals of a unit cover all time: before it began its first ancestors hold, after it
    ended those of its own last day.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="paths", db_index=False)
    ancestor = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="descendant_paths", db_index=False
    )
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "depth", "valid_from"], name="unit_path_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["ancestor", "valid_from", "valid_to"])]


class UnitChange(models.Model):
    """The rows of units that a change took away and those that it brought, so that it can be
    undone (`units.differences.Rows` as JSON); the units that they are about, and those whose
    dossiers may be counted elsewhere by it."""

    event = models.OneToOneField(
        AuditEvent, primary_key=True, on_delete=models.PROTECT, related_name="unit_change"
    )
    went = models.JSONField()
    came = models.JSONField()
    unit_ids = ArrayField(models.IntegerField())
    affected = ArrayField(models.IntegerField())
    undone_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undoes"
    )

    class Meta:
        verbose_name = _("change of units")
        verbose_name_plural = _("changes of units")
        ordering: ClassVar = ["-event"]

    def __str__(self) -> str:
        return self.event.label


class Generation(models.Model):
    """One row that changes with every change of units, so that processes know when to read again.

    A random token and no counter: a number could come again after a rollback.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()

    class Meta:
        db_table = "units_generation"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="units_generation_one_row")
        ]
