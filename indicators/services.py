"""Services that the units under a figure offer, and how many dossiers each had in a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossiers.models import Authority, CatalogueProcedure, OnlineLevel, Procedure, ServiceLevel
from indicators.defaults import levels_below
from indicators.listing import is_comparable
from indicators.measures import RECEIVED
from indicators.rollup import relation
from indicators.selection import Scope, Selection
from indicators.sums import Slice, Sums, participants_of, sum_by_procedure
from units.models import Level
from units.names import sort_key
from units.queries import hierarchy
from units.snapshot import snapshot

# Whose procedures the units of a level deal with.
_AUTHORITY = {
    Level.COUNTRY: Authority.MINISTRY,
    Level.PROVINCE: Authority.PROVINCE,
    Level.DEPARTMENT: Authority.PROVINCE,
    Level.DISTRICT: Authority.DISTRICT,
    Level.COMMUNE: Authority.COMMUNE,
}
# Levels that make a procedure an online service.
ONLINE = frozenset({OnlineLevel.LEVEL_3, OnlineLevel.LEVEL_4, OnlineLevel.PART, OnlineLevel.WHOLE})
# From least to most; the two scales beside each other (DOMAIN.md section 6).
_ORDER = (
    "",
    OnlineLevel.INFORMATION,
    OnlineLevel.LEVEL_2,
    OnlineLevel.PART,
    OnlineLevel.LEVEL_3,
    OnlineLevel.WHOLE,
    OnlineLevel.LEVEL_4,
)


@dataclass(frozen=True)
class Service:
    """A procedure of the catalogue as it is offered: its online-service level ("" where none is
    known), dossiers received in the period and how many of them online, and under which id
    (None: none) most of its dossiers name it."""

    code: str
    name: str
    field: str
    level: str
    received: int
    online: int
    procedure_id: int | None

    @property
    def is_online(self) -> bool:
        """Whether it can be handed in online, in part or whole."""
        return self.level in ONLINE


@dataclass(frozen=True)
class Services:
    """What is offered, the most asked for first; `others` are dossiers of procedures that are not
    among it, since the catalogue does not know them (`unknown` procedures) or gives them to other
    levels. `is_told`: whether the sources tell of the period; `tells_channel`: of how dossiers
    were handed in."""

    offered: Sequence[Service]
    others: int
    unknown: int
    is_told: bool
    tells_channel: bool

    @property
    def received(self) -> int:
        """All dossiers of the period, of whatever procedure."""
        return sum(one.received for one in self.offered) + self.others


@snapshot()
def services(selection: Selection, unit_id: int) -> Services:
    """The services of a unit under a selection's period, scope and map.

    With scope `own` those of the unit's own level, with `whole` of all levels in it as well. An
    online-service level is that of the period's last day, the highest of these levels.
    """
    levels = _levels(selection, unit_id)
    received, told, channel = _received(selection, unit_id)
    named = dict(Procedure.objects.filter(pk__in=received).values_list("pk", "catalogue_id"))
    of_entry: dict[int, list[int]] = defaultdict(list)
    for procedure_id, entry_id in named.items():
        if entry_id is not None:
            of_entry[entry_id].append(procedure_id)
    online_levels = _online_levels(levels, selection.period.ends_on)
    deciding = sorted({_AUTHORITY[level].value for level in levels})
    entries = CatalogueProcedure.objects.filter(authority__overlap=deciding)
    offered = [
        _service(entry, online_levels.get(entry.pk, ""), of_entry.pop(entry.pk, []), received)
        for entry in entries
    ]
    strange = [pk for pk, entry_id in named.items() if entry_id is None or entry_id in of_entry]
    return Services(
        offered=sorted(offered, key=lambda one: (-one.received, sort_key(one.name), one.code)),
        others=sum(_total(received[pk]) for pk in strange),
        unknown=sum(1 for pk in strange if named[pk] is None and _total(received[pk])),
        is_told=told,
        tells_channel=channel,
    )


def _levels(selection: Selection, unit_id: int) -> list[Level]:
    lines, day = hierarchy(), selection.day
    found = [Level(lines.level(unit_id, day))]
    if selection.scope == Scope.WHOLE:
        found += [Level(one) for one in levels_below(lines, unit_id, day)]
    return found


def _received(selection: Selection, unit_id: int) -> tuple[dict[int, Sums], bool, bool]:
    """Dossiers by procedure; whether any source tells of the unit's period, and of channels."""
    lines = hierarchy()
    (sources,) = participants_of([selection.period])
    if not sources or not is_comparable(unit_id, selection, lines):
        return {}, False, False
    into = relation(selection.scope, selection.map_day, lines)
    sums = sum_by_procedure(into, Slice(selection.period, sources), RECEIVED, unit_id=unit_id)
    return sums, True, any("channel" in source.columns for source in sources)


def _online_levels(levels: Collection[Level], day: date) -> dict[int, str]:
    """Procedure of the catalogue -> the highest level that holds on the day at one of the levels
    of units; a department's services are the province's."""
    tiers = {str(level) for level in levels}
    if tiers & {Level.PROVINCE, Level.DEPARTMENT}:
        tiers |= {Level.PROVINCE, Level.DEPARTMENT}
    newest: dict[tuple[int, str], str] = {}
    rows = ServiceLevel.objects.filter(tier__in=tiers, valid_from__lte=day).order_by("valid_from")
    for row in rows:
        newest[row.procedure_id, row.tier] = row.level
    found: dict[int, str] = {}
    for (procedure_id, _tier), level in newest.items():
        found[procedure_id] = max(level, found.get(procedure_id, ""), key=_ORDER.index)
    return found


def _service(
    entry: CatalogueProcedure,
    level: str,
    procedure_ids: Iterable[int],
    received: Mapping[int, Sums],
) -> Service:
    asked = [pk for pk in procedure_ids if _total(received[pk])]
    return Service(
        code=entry.code,
        name=entry.name,
        field=entry.field,
        level=level,
        received=sum(_total(received[pk]) for pk in asked),
        online=sum(received[pk]["received_online"] for pk in asked),
        procedure_id=max(asked, key=lambda pk: (_total(received[pk]), -pk), default=None),
    )


def _total(sums: Sums) -> int:
    return sum(sums[name] for name in RECEIVED)
