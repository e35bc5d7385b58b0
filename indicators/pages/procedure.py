"""The page of a procedure: how it is dealt with under a unit, and where best and worst."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.models import Authority, CatalogueProcedure, Procedure
from indicators.defaults import unit_text
from indicators.pages.addresses import league_url, procedure_url
from indicators.pages.children import children_of
from indicators.pages.coverage_words import coverage_words
from indicators.pages.filter_bar import FilterBar
from indicators.pages.main_figures import main_tiles, nothing_told
from indicators.pages.standing import value_of
from indicators.pages.trend import trend_of
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.wording import map_name, period_name
from units.access import Access
from units.components import Fact
from units.models import Level


def procedure_page(
    selection: Selection, results: Results, access: Access, procedure: Procedure
) -> dict[str, Any]:
    """The context of templates/indicators/procedure.html. The selection is of this procedure
    alone, and within a unit."""
    unit_id = selection.under_id
    assert unit_id is not None  # noqa: S101
    path = reverse("indicators:procedure", args=[procedure.pk])
    bar = FilterBar(path, selection, results, {"procedure": "", "field": "", "level": ""})
    level = Level(access.units.level(unit_id, selection.day))
    untold = nothing_told(selection, results, unit_id)
    return {
        "title": procedure.name or procedure.code or procedure.field or _("No procedure named"),
        "lead": _lead(selection, results, access),
        "crumbs": _crumbs(selection, access, procedure),
        "pickers": [
            bar.indicator(),
            bar.under(access),
            bar.period(),
            bar.scope(),
            bar.map(),
        ],
        "facts": _facts(selection, procedure),
        "nothing": untold or _nothing(selection, results),
        "tiles": [] if untold else main_tiles(selection, results, unit_id),
        "chart": trend_of(selection, results, unit_id),
        "children": children_of(selection, results, level),
    }


def _lead(selection: Selection, results: Results, access: Access) -> list[str]:
    assert selection.under_id is not None  # noqa: S101
    parts = [access.units.name(selection.under_id, selection.day), period_name(selection.period)]
    if selection.scope == Scope.OWN:
        parts.append(_("own counter only"))
    if selection.map_day is not None:
        parts.append(map_name(selection))
    parts += coverage_words(results, selection.period)
    return parts


def _crumbs(selection: Selection, access: Access, procedure: Procedure) -> list[dict[str, str]]:
    """The units above, each this page within it; then the procedure."""
    assert selection.under_id is not None  # noqa: S101
    lines, day = access.units, selection.day
    above = lines.ancestors(selection.under_id, day)[::-1]
    crumbs = [
        {
            "label": lines.name(one, day),
            "url": procedure_url(
                selection,
                procedure.pk,
                under=unit_text(lines, one, selection.period.ends_on),
                level="",
            ),
        }
        for one in above
        if access.may_see(one, day)
    ]
    return [*crumbs, {"label": _("Procedure"), "url": ""}]


def _facts(selection: Selection, procedure: Procedure) -> list[Fact]:
    facts = [Fact(_("Code"), procedure.code or _("not in the files"))]
    if procedure.field:
        url = league_url(selection, procedure="", field=procedure.field)
        facts.append(Fact(_("Field"), procedure.field, url=url))
    return facts + (_catalogue(procedure.catalogue) if procedure.catalogue else [])


def _catalogue(entry: CatalogueProcedure) -> list[Fact]:
    """What the catalogue says of it: who decides, and the statutory terms as they are written."""
    deciding = ", ".join(str(Authority(one).label) for one in entry.authority)
    channels = {"in_person": _("in person"), "online": _("online"), "postal": _("by post")}
    terms = {name: entry.term(channel)[0] for channel, name in channels.items()}
    given = {name: text for name, text in terms.items() if text}
    if len(set(terms.values())) > 1:
        texts = [f"{name}: {text}" for name, text in given.items()]
    else:
        texts = list(given.values())[:1]
    found = {_("Decided at the level"): deciding, _("Statutory term"): "; ".join(texts)}
    return [Fact(term, text) for term, text in found.items() if text]


def _nothing(selection: Selection, results: Results) -> str:
    """Why there is nothing to show: told by the value of the chosen indicator alone."""
    assert selection.under_id is not None  # noqa: S101
    value = value_of(selection, results, selection.under_id)
    if value.numerator is None:
        return _("The files tell nothing of this indicator in this period.")
    if value.denominator or value.numerator:
        return ""
    return _("No dossier of this procedure was counted here in this period.")
