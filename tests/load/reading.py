"""What people read, and how often: pages of the roles that there are, as addresses."""

from random import Random

from dossiers.models import Dossier, Procedure
from units.models import UnitPath, UnitVersion

_PERIODS = ("2024", "2024-Q4", "2025-Q1", "2025-06", "2025-M9", "2025-YTD")
_INDICATORS = ("on_time", "on_time_all", "online_share", "overdue_share", "received")
_WORDS = ("xa 12", "huyen 7", "thu tuc 3", "dung han", "1.000007")
_KNOWN = 40  # units and dossiers of each kind that are looked at


class Shelf:
    """The addresses of what somebody may see who was granted a unit."""

    def __init__(self, top: int) -> None:
        below = UnitPath.objects.filter(ancestor_id=top).values("unit_id")
        versions = UnitVersion.objects.filter(unit_id__in=below).order_by("?")
        units = [
            list(versions.filter(level=level).values_list("unit_id", flat=True)[:_KNOWN])
            for level in ("district", "commune")
        ]
        self._districts, communes = units
        self._units = [top, *self._districts, *communes]
        dossiers = Dossier.objects.filter(unit_id__in=communes)
        self._dossiers = list(dossiers.values_list("pk", flat=True)[:_KNOWN])
        self._procedures = list(Procedure.objects.values_list("pk", flat=True)[:_KNOWN])

    def draw(self, random: Random) -> tuple[str, bool]:
        """An address, and whether htmx asks for a part of its page."""
        period, indicator = random.choice(_PERIODS), random.choice(_INDICATORS)
        level = random.choice(("commune", "district"))
        district, unit = random.choice(self._districts), random.choice(self._units)
        league = f"/league/?indicator={indicator}&level={level}&period={period}"
        return random.choices(
            (
                (f"/?period={period}", False),
                (league, False),
                (league, True),
                (f"/units/{unit}/?period={period}", False),
                (f"/units/{unit}/profile/?period={period}", False),
                (f"/figure/?indicator={indicator}&unit={unit}&period={period}", False),
                (f"/dossiers/?indicator=on_time&unit={district}&period=2025-06", False),
                (f"/dossiers/{random.choice(self._dossiers)}/", False),
                (f"/procedures/{random.choice(self._procedures)}/?period={period}", False),
                (f"/scores/?period=2025-{random.randint(1, 11):02}&level=commune", False),
                (f"/search/?q={random.choice(_WORDS).replace(' ', '+')}", True),
                ("/watch/", False),
                (f"/form-ii06/?unit={unit}&period={period}", False),
            ),
            (20, 14, 6, 14, 4, 10, 6, 4, 4, 6, 8, 2, 2),
        )[0]
