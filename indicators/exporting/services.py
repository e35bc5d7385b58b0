"""The services of a unit as a sheet."""

from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, facts_of
from indicators.pages.addresses import procedure_url, services_url
from indicators.pages.service_lists import (
    Asked,
    chosen,
    heading,
    level_name,
    nothing_told,
    services_of,
)
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy
from units.sheets.sheet import Column, Fact, Kind, Sheet, file_name


def services_sheet(selection: Selection, results: Results, asked: Asked, whole: Whole) -> Sheet:
    """The services that are listed, all of them, the most asked for first; the selection is within
    a unit. None where exports do not tell of them, and the list says why; how many came online is
    nothing where no source tells of it."""
    unit_id, day = selection.under_id, selection.day
    assert unit_id is not None  # noqa: S101
    found, lines = services_of(selection, results, unit_id), hierarchy()
    nothing = nothing_told(selection, results, unit_id, found)
    listed = [] if nothing else chosen(found, asked)
    params = {"show": asked.show.value, "of_field": asked.of_field, "online": asked.online}
    address = whole(services_url(selection, selection.under, **params))
    facts = facts_of(selection, results, address, unit_id)
    unit, code = lines.name(unit_id, day), lines.code(unit_id, day)
    return Sheet(
        name=file_name(["services", asked.show, code, selection.period.text]),
        title=_("Services, %(unit)s, %(period)s")
        % {"unit": unit, "period": period_name(selection.period)},
        facts=[Fact("list", _("List"), nothing or heading(asked, len(listed))), *facts[1:]],
        columns=[
            Column("code", _("Code"), Kind.TEXT),
            Column("name", _("Service"), Kind.TEXT),
            Column("field", _("Field"), Kind.TEXT),
            Column("online_service_level", _("Online-service level"), Kind.TEXT),
            Column("received", _("Received"), Kind.COUNT),
            Column("online", _("of these online"), Kind.COUNT),
            Column("url", _("Opens the procedure"), Kind.LINK),
        ],
        rows=[
            [
                one.code,
                one.name,
                one.field,
                level_name(one.level) if one.level else None,
                one.received,
                one.online if found.tells_channel else None,
                whole(procedure_url(selection, one.procedure_id, level=""))
                if one.procedure_id is not None
                else None,
            ]
            for one in listed
        ],
    )
