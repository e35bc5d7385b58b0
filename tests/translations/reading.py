"""Pages as texts in a language, and what of them is data."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.test import Client

from dossiers.models import CatalogueProcedure, Dossier, Procedure, Source, Upload
from indicators.briefing.placeholders import PLACEHOLDERS
from indicators.measures import READABLE
from indicators.models import (
    AnnouncedScore,
    BriefingDocument,
    BriefingTemplate,
    EnteredMeasure,
    Evidence,
    Indicator,
    Report,
    Scorecard,
    ScoreCriterion,
    ScoreGrade,
    ScoreGroup,
    Target,
)
from tests.translations.literal_words import texts
from units.models import AuditEvent, UnitIdentifier, UnitVersion, User

VIETNAMESE = re.compile(
    r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúýĩũ]", re.IGNORECASE
)
_JSON = re.compile(r"\{.*\}")
_QUOTED = re.compile(r'"([^"\n]+)"')

Texts = dict[str, list[str]]  # address -> what the page says


def read(client: Client, url: str, language: str, method: str = "get") -> list[str] | None:
    """What a page says; None for what is no page."""
    client.cookies["django_language"] = language
    response = getattr(client, method)(url)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code in (301, 302) or not is_page:
        response.close()  # it may be a file
        return None
    return texts(response.content.decode(), lang=language)


def own_words(told: Texts, language: str) -> Iterator[tuple[str, str]]:
    """Address and text of everything that is not data."""
    of_all, of_admin = _data(language, admin=False), _data(language, admin=True)
    samples = _longest_first({*of_all, *_samples()})
    for url, pieces in told.items():
        known = of_admin if url.startswith("/admin/") else of_all
        known = samples if url.startswith("/style/") else known
        for piece in pieces:
            text = _without(known, piece)
            if text and not _JSON.fullmatch(text):
                yield url, text


def _data(language: str, *, admin: bool) -> tuple[str, ...]:
    """What comes from the data, the longest first; the admin shows indicators in both languages,
    and measures and events as they are stored."""
    rows: list[Iterable[tuple[str, ...]]] = [
        UnitVersion.objects.values_list("name", "code"),
        UnitIdentifier.objects.values_list("scheme", "value"),
        Procedure.objects.values_list("code", "name", "field"),
        CatalogueProcedure.objects.values_list("in_person_term", "online_term", "postal_term"),
        Source.objects.values_list("slug", "name", "timezone"),
        Upload.objects.values_list("file_name", "sha256"),
        Report.objects.values_list("file_name", "sha256"),
        Evidence.objects.values_list("name", "sha256"),
        BriefingTemplate.objects.values_list("name", "sha256"),
        Scorecard.objects.values_list("code", "name", "name_en"),
        Scorecard.objects.values_list("groups__name", "groups__name_en"),
        Scorecard.objects.values_list("criteria__name", "criteria__name_en"),
        Dossier.objects.values_list("code"),
        User.objects.values_list("username", "full_name"),
        Indicator.objects.values_list("code", "legal_basis"),
        EnteredMeasure.objects.values_list("code"),
        AnnouncedScore.objects.values_list("scorecard", "document"),
        Scorecard.objects.values_list("code", "decided_by"),
        ScoreGroup.objects.values_list("code"),
        ScoreCriterion.objects.values_list("code"),
        ScoreGrade.objects.values_list("name"),
        Target.objects.values_list("decided_by"),
        AuditEvent.objects.values_list("actor", "label"),
        # A command without the account that typed it.
        [(actor.split(" (")[0],) for actor in AuditEvent.objects.values_list("actor", flat=True)],
        [(one.name, one.english, one.example) for one in PLACEHOLDERS],
        BriefingDocument.objects.values_list("file_name"),
    ]
    # What nobody said in English is told in Vietnamese.
    rows.append(Indicator.objects.filter(definition_en="").values_list("name", "definition"))
    rows.append((one.key,) for one in EnteredMeasure.objects.all())
    rows += [zip(one) for one in ScoreCriterion.objects.values_list("inputs", flat=True)]
    if admin or language == "vi":
        rows.append(Indicator.objects.values_list("name", "definition"))
        rows.append(EnteredMeasure.objects.values_list("name", "told_in"))
    if admin or language == "en":
        rows.append(Indicator.objects.values_list("name_en", "definition_en"))
        rows.append(EnteredMeasure.objects.values_list("name_en"))
    if admin:
        rows += [AuditEvent.objects.values_list("action", "object_type"), zip(READABLE)]
    return _longest_first({text for several in rows for row in several for text in row})


def _samples() -> set[str]:
    """The names of the style page's samples, which are Vietnamese in either language."""
    folder = Path(settings.BASE_DIR, "egov", "style_samples")
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    names = {text for text in _QUOTED.findall(written) if VIETNAMESE.search(text)}
    return {*names, "H21_2018-07.csv", "iGate, Gia Lai"}


def _longest_first(known: set[str]) -> tuple[str, ...]:
    return tuple(sorted((text for text in known if len(text) > 1), key=len, reverse=True))


@cache  # the frame of a page is that of all others
def _without(known: tuple[str, ...], text: str) -> str:
    for one in known:
        if one in text:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
    return " ".join(text.split())
