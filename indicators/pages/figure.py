"""The page of one figure: its value, what it is made of, what it means, and how sure it is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.composition import SourcePart, composition
from indicators.indicator_versions import indicators_on
from indicators.lived_words import lived_words
from indicators.models import Direction
from indicators.pages.addresses import about_link, league_url, unit_url
from indicators.pages.compared import compared_facts
from indicators.pages.completeness_words import exports_words, lacking, missing_units
from indicators.pages.coverage_words import coverage_words, untold
from indicators.pages.crumbs import crumbs_of
from indicators.pages.figure_parts import contributions_table, siblings_table, sides_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.no_value import silence, why_none
from indicators.pages.published.versions import versions
from indicators.pages.reported_parts import reported_table
from indicators.pages.reported_words import as_reported
from indicators.pages.rewritten import TIMELINESS, rewritten_facts
from indicators.pages.standing import interval_facts, target_fact, value_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import targets
from indicators.values import Value
from indicators.wording import SCOPES, least_words, map_name, period_name, qualifiers, sides_words
from indicators.writing import count, moment, share
from units.access import Access
from units.components import Fact


def figure_page(
    selection: Selection, results: Results, access: Access, unit_id: int
) -> dict[str, Any]:
    """The context of templates/indicators/figure.html."""
    value = value_of(selection, results, unit_id)
    found = results.keep(
        f"composition {unit_id}", selection, lambda: composition(selection, unit_id)
    )
    none = why_none(selection, results, unit_id, found, value)
    is_known = value.numerator is not None and not (none and untold(selection.period, results))
    bar = FilterBar(reverse("indicators:figure"), selection, results, {"unit": str(unit_id)})
    return {
        "title": _title(selection, access, unit_id),
        "lead": _lead(selection, results, unit_id),
        "about": about_link(selection.indicator),
        "crumbs": _crumbs(selection, access, unit_id),
        "versions": versions(selection, results, access, lambda text: bar.url(**{"as": text})),
        "pickers": bar.figure(),
        "value": _value(selection, value),
        "opens": _("A number opens the entered values behind it.")
        if selection.indicator.entered
        else _("A number opens the dossiers behind it."),
        "none": none,
        "lacking": lacking(selection, results, unit_id),
        "missing": missing_units(selection, results, unit_id),
        "sides": sides_of(selection, unit_id, value, found) if is_known else [],
        "facts": [
            *_facts(selection, results, value, access, unit_id),
            *rewritten_facts(selection, results, unit_id),
        ],
        "sources": [_source(source) for source in found.sources],
        "contributions": contributions_table(selection, unit_id, found.contributions, value, access)
        if is_known
        else None,
        "siblings": _siblings(selection, results, unit_id),
        "reported": reported_table(selection, found.reported, access),
        "actions": [
            {"label": _("The unit's page"), "url": unit_url(selection, unit_id)},
            {"label": _("League table"), "url": league_url(selection)},
        ],
    }


def _title(selection: Selection, access: Access, unit_id: int) -> str:
    name = access.units.name(unit_id, selection.day)
    parts = [selection.indicator.label, name, period_name(selection.period)]
    return ", ".join([*parts, *qualifiers(selection)])


def _lead(selection: Selection, results: Results, unit_id: int) -> list[str]:
    parts = [selection.indicator.explanation]
    parts += exports_words(selection, results, unit_id)
    parts += lived_words(selection, unit_id)
    parts += coverage_words(results, selection.period)
    return parts


def _crumbs(selection: Selection, access: Access, unit_id: int) -> list[dict[str, str]]:
    """The units above and the unit, each its page; then this figure."""
    *above, own = crumbs_of(selection, access, unit_id)
    here = {"label": selection.indicator.label, "url": ""}
    return [*above, own | {"url": unit_url(selection, unit_id)}, here]


def _value(selection: Selection, value: Value) -> dict[str, Any]:
    """The value large, with its two sides small."""
    told = as_reported(value)
    if not selection.indicator.denominator:
        return {"text": count(value.numerator), "unit": "", "parts": told}
    cases = sides_words(selection.indicator, value.numerator, value.denominator)
    return {
        "text": share(value.value, sign=False),
        "unit": "%" if value.value is not None else "",
        "parts": ", ".join(filter(None, [cases, told])) if value.numerator is not None else "",
    }


def _facts(
    selection: Selection, results: Results, value: Value, access: Access, unit_id: int
) -> list[Fact]:
    indicator = selection.indicator
    aims = targets([indicator.code], selection.period.ends_on)[indicator.code]
    aim = aims.of(unit_id, access.units.level(unit_id, selection.day))
    facts = [target_fact(indicator, value, aim)] if aim is not None else []
    facts += compared_facts(selection, results, value, unit_id)
    facts += [
        Fact(
            one.term,
            one.text,
            note=_(
                # xgettext:no-python-format
                "What chance can do with this number of cases: the office's true level lies in"
                " this range, with 95% confidence."
            ),
        )
        for one in interval_facts(value)
    ]
    if indicator.legal_basis:
        facts.append(Fact(_("Legal basis"), indicator.legal_basis))
    facts.append(Fact(_("Direction"), str(Direction(indicator.direction).label)))
    if indicator.direction != Direction.NONE:
        facts.append(Fact(_("For a rank"), least_words(indicator)))
    facts.append(Fact(_("Scope"), str(SCOPES[selection.scope])))
    facts.append(Fact(_("Map of units"), map_name(selection)))
    return facts


def _source(source: SourcePart) -> dict[str, Any]:
    """A source as a heading and lines of facts."""
    rules = [
        Fact(_("Data date"), moment(source.data_at)),
        Fact(_("Late and on time are compared"), str(source.compare_by.label)),
        Fact(_("Dossiers without a due date"), str(source.missing_due.label)),
    ]
    if source.is_outdated:
        changed = _("have changed since; the figures follow when the source is counted anew")
        rules.append(Fact(_("Statutory terms"), changed, tone="warn"))
    if not source.speaks:
        rules.append(Fact(_("Takes no part"), silence(source), tone="warn"))
    return {"name": source.name, "facts": rules}


def _siblings(selection: Selection, results: Results, unit_id: int) -> Any:
    """The other definitions beside this one; None for an indicator that has none."""
    if selection.indicator.code not in TIMELINESS:
        return None
    indicators = indicators_on(TIMELINESS, selection.period)
    chosen = [indicators[code] for code in TIMELINESS if code in indicators]
    found = results.values(selection, chosen, [selection.period], [unit_id])
    return siblings_table(
        selection, unit_id, {one.code: (one, found[one.code, unit_id][0]) for one in chosen}
    )
