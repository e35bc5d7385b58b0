"""The standing actors of the tests of pages, and the small province that they look at.

The insider administers the province 64, the outsider another one, the keeper all of them; all three
are signed in. The visitor is not.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from django.test import Client
from django.utils.timezone import now

from dossiers.catalogue_actions import save_catalogue_row
from dossiers.models import Dossier, JobState, SpecialDay, Upload
from indicators.announced.actions import NewAnnounced, announce
from indicators.announced.values import Announced
from indicators.briefing.actions import save_template
from indicators.briefing.word.starter import starter
from indicators.closing.actions import close_period
from indicators.entered.actions import NewValue, enter
from indicators.models import (
    BriefingDocument,
    BriefingTemplate,
    EnteredMeasure,
    EnteredValue,
    Expectation,
    ExpectationKind,
    Scorecard,
    ScorecardState,
    Submission,
    Target,
    WatchMail,
)
from indicators.periods import parse_period
from indicators.scoring.actions import load
from indicators.scoring.document import read_document
from indicators.submitting.actions import Draft, save, submit
from indicators.submitting.evidence import add
from indicators.submitting.telling import Told
from tests.indicators.scoring.cards import SMALL
from tests.indicators.submitting.web import put_web_in_force
from tests.kept_worlds import KeptWorlds
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from tests.units.boundaries.files import collection, feature, square
from units.accounts.actions import grant
from units.actions import add_identifier
from units.boundaries.actions import load_boundaries
from units.boundaries.understanding import understood
from units.models import Level, Role, User
from units.queries import hierarchy
from units.row_actions import save_row

UNITS = f"{GIA_LAI}52,Tỉnh Bình Định,province,,2004-01-01,,\n"
DAY = date(2018, 6, 30)
# Closed, and asked for by nobody but who opens it again.
JULY = parse_period("2018-06..2018-07")
# Of the first dossier.
PROCEDURE = "1.000656"
CATALOGUE = f"""\
code,name,field,authority_level,statutory_time_in_person,statutory_time_online,statutory_time_post,\
service_level_commune,service_level_from
{PROCEDURE},Chứng thực bản sao,Chứng thực,Cấp xã,2 Ngày làm việc,,,4,2018-01-01
"""


@dataclass(frozen=True)
class Province:
    """What there is to look at, by its id."""

    province: int
    other_province: int
    district: int
    upload: int
    dossier: int
    procedure: int
    publication: int
    report: int
    submission: int
    evidence: int
    document: int = 7


@dataclass(frozen=True)
class Actors:
    """A browser for each; `place` is what they look at."""

    place: Province
    visitor: Client = field(default_factory=Client)
    insider: Client = field(default_factory=Client)
    outsider: Client = field(default_factory=Client)
    keeper: Client = field(default_factory=Client)


def kept_actors(worlds: KeptWorlds, folder: Path) -> Actors:
    """The province is loaded into empty tables, through the commands, once for a run; everybody is
    signed in."""
    actors = Actors(worlds.begin("what the actors look at", lambda: _made(folder)))
    for name in ("insider", "outsider", "keeper"):
        getattr(actors, name).force_login(User.objects.get(username=name))
    return actors


def _made(folder: Path) -> Province:
    place = _load(folder)
    one, other = place.province, place.other_province
    _document(place.document, administrator("insider", [one]))
    administrator("outsider", [other])
    keeper = administrator("keeper", [one, other])
    save_template(template=BriefingTemplate(name="12-2018"), content=starter(), by="test")
    WatchMail.objects.create(user=keeper, day=DAY, claimed_at=now())
    return place


def _document(pk: int, by: User) -> None:
    """A report of the province that somebody asked for, and that is there."""
    BriefingDocument.objects.create(
        pk=pk,
        asked_by=by,
        query="indicator=on_time&level=commune&under=64&period=2018-06",
        language="vi",
        file_name="12-2018.docx",
        state=JobState.DONE,
        ended_at=now(),
        content=b"PK",
    )


def _submission(unit_id: int) -> Submission:
    """Handed in for a scorecard of its own, with a file."""
    card = put_web_in_force()
    told = {EnteredMeasure.objects.get(code="web_content"): Told(Decimal("4.5"), note="12/2018")}
    draft = Draft(card.code, unit_id, parse_period("2018-06"), told, seen=0)
    (row,) = save(drafts=[draft], by="test").submissions.values()
    add(submission=row, file=BytesIO(b"%PDF-1.4"), name="12-2018.pdf", measure=None, by="test")
    return submit(submission=row, seen=row.version, by="test")


def _report(folder: Path) -> int:
    """The id of a report that counts."""
    text = "unit,on_time,overdue\nXã Tú An,5,1\n"
    options = ("--under", "64", "--period", "2018-06", "--json")
    document = run("report_figures", write_text(folder / "report.csv", text), *options).document
    report_id: int = document["report"]
    return report_id


def administrator(username: str, unit_ids: Sequence[int]) -> User:
    """An account that administers the units."""
    user = User.objects.create(username=username)
    for unit_id in unit_ids:
        grant(user=user, role=Role.ADMINISTRATOR, unit_id=unit_id, by="test")
    return user


def _load(folder: Path) -> Province:
    assert run("load_units", write_text(folder / "units.csv", UNITS)).status == 0
    rows = [
        dossier("H21.17-180601-0001", "Phường Yên Đỗ", "01/06/2018", "11/06/2018", "10/06/2018"),
        dossier("H21.17-180602-0002", "Phường Yên Đỗ", "02/06/2018", "12/06/2018", "13/06/2018"),
        dossier("H21.17-180603-0003", "Phường Yên Đỗ", "03/06/2018", "30/07/2018"),
    ]
    names = {"Mã TTHC": PROCEDURE, "Tên TTHC": "Chứng thực bản sao", "Lĩnh vực": "Chứng thực"}
    settings = write_text(folder / "source.toml", 'under = "64"\n')
    document = import_file(
        write_csv(folder / "june.csv", [row | names for row in rows]),
        *("--config", settings, "--exported-at", DAY),
    )
    assert document["new"] == 3, document
    assert run("load_procedures", write_text(folder / "catalogue.csv", CATALOGUE)).status == 0
    save_catalogue_row(row=SpecialDay(day=date(2018, 6, 30), works=True), by="test")
    if not Target.objects.exists():
        save_row(row=Target(indicator="on_time", value=Decimal("0.95"), valid_from=DAY), by="test")
    lines = hierarchy()
    if not Expectation.objects.exists():
        district = lines.resolve("623", on=DAY)
        expected = Expectation(
            unit_id=district, kind=ExpectationKind.EXEMPT, valid_from=DAY, reason="12/2018"
        )
        save_row(row=expected, by="test")
    first = Dossier.objects.order_by("id")[0]
    units = {
        name: lines.resolve(code, on=DAY)
        for name, code in (("province", "64"), ("other_province", "52"), ("district", "622"))
    }
    measure = EnteredMeasure.objects.get(code="services")
    period = parse_period("2018-06")
    if not EnteredValue.objects.exists():
        value = NewValue(measure, units["district"], period, Decimal(40))
        enter(values=[value], by="test")
    says = Announced(points=Decimal(20), groups={"1": Decimal(19)}, document="12/2018")
    year = parse_period("2018")
    announce(scores=[NewAnnounced("small", units["district"], year, says)], by="test")
    if not Scorecard.objects.filter(state=ScorecardState.DRAFT).exists():
        planned = SMALL | {"scorecards": [SMALL["scorecards"][0] | {"code": "planned"}]}
        load(contents=read_document(json.dumps(planned)), by="test", in_force=False)
    add_identifier(unit=units["other_province"], scheme="h", value="H08", on=DAY, by="test")
    outline = collection(feature("622", square(108, 14)))
    found = understood(outline, level=Level.DISTRICT, as_of=DAY)
    load_boundaries(understood=found, file_name="12-2018.geojson", by="test")
    submission = _submission(units["district"])
    return Province(
        **units,
        submission=submission.pk,
        evidence=submission.evidence.get().pk,
        upload=Upload.objects.get().pk,
        dossier=first.pk,
        procedure=first.procedure_id,
        report=_report(folder),
        publication=close_period(period=JULY, reason="12-2018", by="test").pk,
    )
