"""What differs between the published figures of a closed period and the live ones, and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from indicators.closing.later import entered_parts, reported_parts
from indicators.closing.steps import Ends, Part, Sides, Step, less, parts_of
from indicators.closing.tables import published
from indicators.figures import Figure, figures
from indicators.models import Indicator, Publication, PublishedSource
from indicators.selection import Selection, SelectionError
from indicators.sums import Participant, participants
from units.snapshot import snapshot

# Units that came to a figure, and those that went.
Moves = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Difference:
    """A unit of which the published and the live line differ; one is None where it has no line
    there. `came` and `gone` are units whose counts it holds now, or held then, alone."""

    unit_id: int
    published: Figure | None
    live: Figure | None
    parts: Sequence[Part]
    came: Sequence[int]
    gone: Sequence[int]

    @property
    def is_renamed(self) -> bool:
        """Whether it goes by another name or code."""
        if self.published is None or self.live is None:
            return False
        then, now = self.published, self.live
        return (then.name, then.code) != (now.name, now.code)


@dataclass(frozen=True)
class Since:
    """The differences of a table, by unit; the live lines where nothing is 0 now and was no value
    then, or the other way; the indicator and the sources then and now (no indicator: it does not
    hold any more)."""

    differences: Mapping[int, Difference]
    nothing_now: Mapping[int, Figure]
    indicator_then: Indicator
    indicator_now: Indicator | None
    sources_then: Sequence[Participant]
    sources_now: Sequence[Participant]

    def live(self, published: Figure) -> Figure | None:
        """The live line of a published one."""
        difference = self.differences.get(published.unit_id)
        if difference is not None:
            return difference.live
        return self.nothing_now.get(published.unit_id, published)


@snapshot()
def since(selection: Selection) -> Since:
    """What of the published table of a selection differs from the live one."""
    publication, asked = selection.publication, live(selection)
    assert publication is not None  # noqa: S101
    then = {figure.unit_id: figure for figure in published(selection)}
    now = {figure.unit_id: figure for figure in figures(asked)} if asked else {}
    differing = [
        unit_id
        for unit_id in dict.fromkeys([*then, *now])
        if _line(then.get(unit_id)) != _line(now.get(unit_id))
    ]
    ends = Ends(
        period=selection.period,
        publication=publication,
        indicator_then=selection.indicator,
        indicator_now=asked.indicator if asked else selection.indicator,
        sources_then=_sources_of(publication),
        sources_now=participants(selection.period),
    )
    parts = {
        unit_id: [*told, *_left(then.get(unit_id), now.get(unit_id), told)]
        for unit_id, told in _told(ends, differing).items()
    }
    moves = _moves(publication, selection, differing) if differing else {}
    return Since(
        {
            unit_id: Difference(
                unit_id,
                then.get(unit_id),
                now.get(unit_id),
                parts[unit_id],
                *moves.get(unit_id, ([], [])),
            )
            for unit_id in differing
        },
        {
            unit_id: now[unit_id]
            for unit_id, figure in then.items()
            if unit_id not in parts and figure.numerator != now[unit_id].numerator
        },
        selection.indicator,
        asked.indicator if asked else None,
        ends.sources_then,
        ends.sources_now,
    )


def live(selection: Selection) -> Selection | None:
    """The selection of the live figures; None where there is no such indicator any more."""
    try:
        return Selection.parse(selection.params() | {"as": ""})
    except SelectionError:
        return None


def is_same(one: Figure, other: Figure) -> bool:
    """Whether their numbers are the same. No value and a sum of nothing are alike: no dossier came
    or went between them (docs/decisions/0020)."""
    return _sides(one) == _sides(other)


def _line(figure: Figure | None) -> tuple[object, ...] | None:
    """What of a line is held against the other one."""
    if figure is None:
        return None
    return *_sides(figure), figure.rank, figure.name, figure.code


def _told(ends: Ends, unit_ids: Sequence[int]) -> dict[int, list[Part]]:
    """unit id -> the parts of its difference whose causes are known."""
    if not unit_ids:
        return {}
    found = parts_of(ends, unit_ids)
    since = entered_parts if ends.indicator_now.entered else reported_parts
    later = since(ends, unit_ids)
    return {one: [*found.get(one, []), *later.get(one, [])] for one in unit_ids}


def _left(then: Figure | None, now: Figure | None, parts: Sequence[Part]) -> list[Part]:
    """What the steps leave of a difference."""
    if then is None or now is None:
        return []
    told = sum(one.numerator for one in parts), sum(one.denominator for one in parts)
    left = less(less(_sides(now), _sides(then)), told)
    return [Part(Step.GIVES_WAY, *left)] if left != (0, 0) else []


def _sides(figure: Figure) -> Sides:
    """What a figure is made of; where nothing can be said, nothing."""
    return figure.numerator or 0, figure.denominator or 0


def _sources_of(publication: Publication) -> list[Participant]:
    return [
        Participant(
            source_id=one.source_id,
            missing_due=one.missing_due,
            columns=frozenset(one.columns),
            closing=one.closing,
            compares=one.compares,
        )
        for one in PublishedSource.objects.filter(publication=publication).order_by("source_id")
    ]


def _moves(
    publication: Publication, selection: Selection, unit_ids: Collection[int]
) -> dict[int, Moves]:
    """unit id -> the units that it holds on the period's last day now alone, and then alone."""
    held_then = (
        "SELECT ancestor_id, unit_id FROM indicators_publishedpath WHERE publication_id = %(pk)s"
        " AND valid_from <= %(day)s AND %(day)s < valid_to AND ancestor_id = ANY(%(units)s)"
    )
    # What was neither listed nor counted then has no path kept, and no part in a difference now
    # unless it is counted.
    held_now = (
        "SELECT p.ancestor_id, p.unit_id FROM units_unitpath p WHERE p.valid_from <= %(day)s"
        " AND %(day)s < p.valid_to AND p.ancestor_id = ANY(%(units)s) AND p.unit_id IN"
        " (SELECT unit_id FROM indicators_unitcount WHERE half BETWEEN %(first)s AND %(last)s"
        "  UNION SELECT unit_id FROM indicators_publishedpath WHERE publication_id = %(pk)s)"
    )
    found: dict[int, Moves] = defaultdict(lambda: ([], []))
    with connection.cursor() as cursor:
        for side, (these, others) in enumerate(((held_now, held_then), (held_then, held_now))):
            cursor.execute(
                f"{these} EXCEPT {others} ORDER BY 1, 2",
                {
                    "pk": publication.pk,
                    "day": selection.period.ends_on,
                    "units": list(unit_ids),
                    "first": publication.first,
                    "last": publication.last,
                },
            )
            for unit_id, other in cursor.fetchall():
                found[unit_id][side].append(other)
    return dict(found)
