"""The pickers of published pages: of what was published alone."""

from django.utils.translation import gettext as _

from indicators.closing.finding import restored
from indicators.models import Publication, PublishedIndicator
from indicators.pages.filter_bar import FilterBar
from indicators.selection import Selection
from units.components import Option, Picker


def indicator_picker(selection: Selection, publication: Publication, bar: FilterBar) -> Picker:
    """The indicators that were published."""
    chosen = selection.indicator
    kept = PublishedIndicator.objects.filter(publication=publication).order_by("pk")
    options = [
        Option(one.label, bar.url(indicator=one.code), one.code == chosen.code)
        for one in map(restored, kept)
    ]
    return Picker(_("Indicator"), chosen.label, options)
