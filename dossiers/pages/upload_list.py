"""The list of uploads as a page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from dossiers.models import UNFINISHED, Job, Source, Upload, UploadState
from dossiers.pages.upload_state import StateInWords, state_in_words
from dossiers.preview.kept import COUNTS
from units.components import Option, Picker

PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """An upload in the list, its state in words, and its counts where its rows were read."""

    upload: Upload
    url: str
    by: str
    state: StateInWords
    counts: tuple[str, ...]


def rows_of(uploads: Iterable[Upload]) -> list[Row]:
    """The rows of a page; one query for the jobs that wait or run."""
    uploads = list(uploads)
    jobs = Job.objects.filter(upload__in=uploads, state__in=UNFINISHED)
    unfinished = {job.upload_id: job for job in jobs}
    return [
        Row(
            upload=upload,
            url=reverse("dossiers:upload", args=[upload.pk]),
            by=uploader(upload),
            state=state_in_words(upload, unfinished.get(upload.pk)),
            counts=_counts(upload),
        )
        for upload in uploads
    ]


def _counts(upload: Upload) -> tuple[str, ...]:
    """Rows, new, changed, unchanged, rejected, with a warning; dashes while nobody knows."""
    counts = tuple(getattr(upload, name) for name in COUNTS)
    if upload.state == UploadState.PENDING or not upload.rows:
        return ("–",) * len(counts)
    return tuple(formats.number_format(count, force_grouping=True) for count in counts)


def uploader(upload: Upload) -> str:
    """Who handed a file in."""
    return upload.uploaded_by.get_short_name() if upload.uploaded_by else _("a command")


def pickers(sources: Sequence[Source], source: Source | None, state: str) -> list[Picker]:
    """The filters by source and by state; each keeps what the other has chosen."""
    slug = source.slug if source else ""
    every = Option(_("all"), _url("", state), not slug)
    by_source = [Option(s.name, _url(s.slug, state), s.slug == slug) for s in sources]
    all_states = Option(_("all"), _url(slug, ""), not state)
    by_state = [
        Option(str(label), _url(slug, value), value == state)
        for value, label in UploadState.choices
    ]
    return [
        _picker(_("Source"), [every, *by_source]),
        _picker(_("State"), [all_states, *by_state]),
    ]


def _picker(label: str, options: list[Option]) -> Picker:
    return Picker(label, next(one.label for one in options if one.current), options)


def _url(source: str, state: str) -> str:
    """The address of the list with these filters."""
    asked = {"source": source, "state": state}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("dossiers:uploads") + (f"?{query}" if query else "")
