"""A dossier as its page shows it: how it stands, what happened, where it is counted, and what each
upload said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dossiers.models import Dossier, Source, Stay, Upload
from dossiers.pages.facts_in_words import NOTHING, Wording, label
from dossiers.pages.history import FIELDS, Change, Said
from dossiers.pages.rewriting_words import in_words as rewriting_in_words
from dossiers.pages.statutory_words import in_words as statutory_in_words
from dossiers.pages.statutory_words import without_term
from dossiers.pages.timeliness import now
from dossiers.pages.timeliness_words import Said as Standing
from dossiers.pages.timeliness_words import in_words
from dossiers.source_notes import head_and_rest, note_in
from units.access import Access
from units.components import Fact


@dataclass(frozen=True)
class Event:
    """An item of components/timeline.html."""

    when: str
    title: str
    text: str = ""
    url: str = ""
    tone: str = ""
    now: bool = False
    badge: dict[str, str] | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str = ""


@dataclass(frozen=True)
class DossierPage:
    """What templates/dossiers/dossier.html shows; `state` with `judged`, the day it speaks of;
    `notes` is what its source says of its data."""

    title: str
    notes: list[tuple[str, str]]
    lead: list[str]
    crumbs: list[Crumb]
    state: Standing
    judged: str
    facts: list[Fact]
    places: list[Fact]
    events: list[Event]
    history: list[Event]
    taken_back: str


@dataclass(frozen=True)
class Known:
    """All that is read of a dossier; `may_see_uploads`: whether names of files are links."""

    dossier: Dossier
    stays: Sequence[Stay]
    said: Sequence[Said]
    undone: Sequence[Upload]
    may_see_uploads: bool


def dossier_page(known: Known, words: Wording, access: Access) -> DossierPage:
    """The page, without a query of its own."""
    dossier = known.dossier
    data_day = dossier.source.data_day or dossier.said_on
    return DossierPage(
        title=_("Dossier %(code)s") % {"code": dossier.code},
        notes=_notes(dossier.source),
        lead=[text for text in (str(dossier.procedure), dossier.procedure.field) if text],
        crumbs=_crumbs(dossier, access, data_day),
        state=in_words(now(dossier, dossier.source.compare_by, data_day)),
        judged="" if dossier.closed_on else _("by the data of %(day)s") % {"day": _day(data_day)},
        facts=_facts(dossier, words),
        places=_places(known, words, access),
        events=_events(known, words),
        history=[_said(one, known, words) for one in known.said],
        taken_back=_taken_back(known.undone, words),
    )


def _notes(source: Source) -> list[tuple[str, str]]:
    given = source.settings.get("note") or "", source.settings.get("note_en") or ""
    note = note_in(get_language() or "", *given)
    return [head_and_rest(note)] if note else []


def _crumbs(dossier: Dossier, access: Access, day: date) -> list[Crumb]:
    """The units above where it lies, as far as the account may see them."""
    lines, at = access.units, dossier.closed_on or day
    above = lines.ancestors(dossier.current_unit_id, at)[::-1]
    seen = [unit_id for unit_id in above if access.may_see(unit_id, at)]
    units = [Crumb(lines.name(unit_id, at), _unit_url(unit_id)) for unit_id in seen]
    return [*units, Crumb(dossier.code)]


def _facts(dossier: Dossier, words: Wording) -> list[Fact]:
    """The present state: every field that its export filled."""
    facts = [
        Fact(label(name), words.value(dossier, name))
        for name in FIELDS
        if getattr(dossier, name) is not None
    ]
    if dossier.closed_on and not dossier.ended_on:
        note = _("estimated: the first export that said so")
        facts.append(Fact(_("Ended"), _day(dossier.closed_on), note=note))
    return [*facts, *_statutory(dossier), Fact(_("Source"), dossier.source.name)]


def _statutory(dossier: Dossier) -> list[Fact]:
    """The due date that the source's rule gives, and how; or why it gives none."""
    if dossier.due_on is None and dossier.statutory_due_on is not None:
        text, why = _day(dossier.statutory_due_on), statutory_in_words(dossier)
    else:
        text, why = NOTHING, without_term(dossier)
    return [Fact(label("due_at"), text, note=why)] if why else []


def _places(known: Known, words: Wording, access: Access) -> list[Fact]:
    """The units in whose figures it is, and for what."""
    dossier = known.dossier
    if dossier.received_on is None:
        return []

    def place(term: str, unit_id: int, on: date) -> Fact:
        url = _unit_url(unit_id) if access.may_see(unit_id, on) else ""
        return Fact(term, words.unit(unit_id, on), url)

    end = dossier.closed_on or dossier.source.data_day or dossier.said_on
    found = [
        place(_("Received at"), dossier.received_unit_id, dossier.received_on),
        place(_("Ended at") if dossier.closed_on else _("Lies at"), dossier.current_unit_id, end),
    ]
    if dossier.lodged_unit_id != dossier.received_unit_id:
        found.insert(0, place(_("Handed in at"), dossier.lodged_unit_id, dossier.received_on))
    return found


def _events(known: Known, words: Wording) -> list[Event]:
    """What happened, the first first."""
    dossier = known.dossier
    happened: list[tuple[datetime | date, Event]] = []
    titles = {
        "submitted_at": _("Submitted"),
        "received_at": _("Received"),
        "due_at": _("Due"),
        "status_at": _("Status set"),
        "finished_at": _("Finished"),
        "returned_at": _("Result handed over"),
        "apology_at": _("Letter of apology"),
    }
    for name, title in titles.items():
        at = getattr(dossier, name)
        if at is not None:
            happened.append((at, Event(words.value(dossier, name), title)))
    if dossier.due_on is None and dossier.statutory_due_on is not None:
        due = Event(_day(dossier.statutory_due_on), _("Due by the statutory term"))
        happened.append((dossier.statutory_due_on, due))
    for before, after in pairwise(known.stays):
        old = words.unit(before.unit_id, after.from_on - timedelta(days=1))
        new = words.unit(after.unit_id, after.from_on)
        moved = Event(_day(after.from_on), _("Moved with its unit"), f"{old} → {new}")
        happened.append((after.from_on, moved))
    return [event for at, event in sorted(happened, key=lambda one: _instant(one[0], words))]


def _instant(at: datetime | date, words: Wording) -> datetime:
    if isinstance(at, datetime):
        return at
    return datetime(at.year, at.month, at.day, tzinfo=words.zone)


def _said(said: Said, known: Known, words: Wording) -> Event:
    """One upload's words, with what it changed."""
    if said.is_first:
        text = _("The first export that names it.")
    elif said.changes:
        number = len(said.changes)
        text = ngettext("%(count)s field changed.", "%(count)s fields changed.", number)
        text %= {"count": number}
    else:
        text = _("As in the export before.")
    row = _("Row %(row)s of the file.") % {"row": said.row}
    return Event(
        when=_("export of %(moment)s") % {"moment": _exported(said.upload, words)},
        title=said.upload.file_name,
        text=f"{text} {row}",
        url=reverse("dossiers:upload", args=[said.upload.pk]) if known.may_see_uploads else "",
        now=said.is_present,
        tone="bad" if said.rewritten else "",
        badge={"text": _("present state"), "tone": "brand"} if said.is_present else None,
        facts=(*_rewritten(said, words), *(_changed(one, words) for one in said.changes)),
    )


def _rewritten(said: Said, words: Wording) -> list[Fact]:
    """The dates that were rewritten, above all else that changed."""
    if said.rewritten is None:
        return []
    term = _("Dates rewritten")
    return [Fact(term, text, tone="bad") for text in rewriting_in_words(said.rewritten, words)]


def _changed(change: Change, words: Wording) -> Fact:
    old, new = words.value(change.old, change.field), words.value(change.new, change.field)
    return Fact(label(change.field), f"{old} → {new}")


def _taken_back(undone: Iterable[Upload], words: Wording) -> str:
    """A sentence on the uploads that say nothing any more; "" where there are none."""
    named = [f"{upload.file_name} ({_exported(upload, words)})" for upload in undone]
    if not named:
        return ""
    before = _("Taken back, with what they may have said of this dossier:")
    return f"{before} {'; '.join(named)}."


def _exported(upload: Upload, words: Wording) -> str:
    return words.moment(upload.exported_at) if upload.exported_at else NOTHING


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _unit_url(unit_id: int) -> str:
    return reverse("indicators:unit", args=[unit_id])
