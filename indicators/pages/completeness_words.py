"""Of how many units a figure holds exports, in words, and a way to those that it lacks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.completeness import Tally
from indicators.pages.addresses import completeness_url, unit_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import SO_MANY
from indicators.writing import count
from units.hierarchy import Hierarchy
from units.models import Level
from units.queries import hierarchy

_READABLE = 300


@dataclass(frozen=True)
class Lacking:
    """That a figure lacks exports: a sentence, and where the page is that lists them."""

    text: str
    url: str


def exports_words(
    selection: Selection, results: Results, unit_id: int | None, level: Level | None = None
) -> list[str]:
    """As in "exports from 218 of 222 communes", of all that a unit holds or of one level alone;
    nothing where none was expected."""
    if selection.indicator.is_entered:
        return []
    text = in_words(results.tally(selection, unit_id), selection, level)
    return [text] if text else []


def in_words(found: Tally, selection: Selection, level: Level | None = None) -> str:
    """The same of a tally; "" where none was expected."""
    lines = hierarchy()
    received = of_level(found.received, selection, lines, level)
    missing = of_level(found.missing, selection, lines, level)
    listed = len(received) + len(missing)
    if not listed:
        return ""
    words = {"received": count(len(received)), "listed": count(listed)}
    if level is not None:
        return _("exports from %(received)s of %(listed)s %(units)s") % {
            **words,
            "units": SO_MANY[level],
        }
    text = ngettext(
        "exports from %(received)s of %(listed)s unit",
        "exports from %(received)s of %(listed)s units",
        listed,
    )
    return text % words


def not_told(selection: Selection, results: Results, unit_id: int) -> str:
    """That no export tells of a unit, whose figures are not 0 then; "" where one does."""
    if results.is_told(selection, unit_id):
        return ""
    return _("No export tells of this unit in this period: what it had is not known, and not 0.")


def lacking(selection: Selection, results: Results, unit_id: int | None) -> Lacking | None:
    """What a unit's figure lacks; None where nothing."""
    if unit_id is None or selection.indicator.is_entered:
        return None
    missing = results.tally(selection, unit_id).missing
    if not missing:
        return None
    text = ngettext(
        "Exports of %(count)s unit are missing for at least a part of this period. The figures do"
        " not hold its dossiers.",
        "Exports of %(count)s units are missing for at least a part of this period. The figures do"
        " not hold their dossiers.",
        len(missing),
    )
    url = completeness_url(selection, unit_id, only="missing")
    return Lacking(text % {"count": count(len(missing))}, url)


def missing_units(selection: Selection, results: Results, unit_id: int) -> list[dict[str, str]]:
    """The units whose exports a figure lacks, with their pages, as many as can be read; none where
    it lacks more."""
    missing = results.tally(selection, unit_id).missing
    if selection.indicator.is_entered or len(missing) > _READABLE or missing == {unit_id}:
        return []
    lines, day = hierarchy(), selection.day
    ordered = sorted(missing, key=lambda one: (lines.version_at(one, day).sort_key, one))
    return [{"name": lines.name(one, day), "url": unit_url(selection, one)} for one in ordered]


def lacks(found: Tally | None, unit_id: int) -> str:
    """A short remark beside a unit's own figure; "" where it lacks no export."""
    if found is None or not found.missing:
        return ""
    if found.missing == {unit_id} and not found.received:
        return _("export missing")
    words = {"missing": count(len(found.missing)), "listed": count(found.listed)}
    return _("exports missing from %(missing)s of %(listed)s units") % words


def of_level(
    unit_ids: Collection[int], selection: Selection, lines: Hierarchy, level: Level | None
) -> list[int]:
    """Those of one level; all without one."""
    if level is None:
        return list(unit_ids)
    day = selection.period.ends_on
    return [unit_id for unit_id in unit_ids if lines.level(unit_id, day) == level]
