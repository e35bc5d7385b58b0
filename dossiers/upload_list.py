"""The list of uploads as a page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from dossiers.models import UNFINISHED, Job, Source, Upload, UploadState
from dossiers.preview import COUNTS
from dossiers.upload_state import StateInWords, state_in_words

PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """An upload in the list, its state in words, and its counts where its rows were read."""

    upload: Upload
    url: str
    by: str
    state: StateInWords
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """A link of a picker."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Picker:
    """A filter: what is chosen, and what else there is."""

    label: str
    options: list[Option]

    @property
    def value(self) -> str:
        return next((option.label for option in self.options if option.current), "")


@dataclass(frozen=True)
class PageLink:
    """A page of the list, or the gap between two."""

    label: str
    url: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Pager:
    """The pages of the list (components/pager.html)."""

    summary: str
    pages: list[PageLink]


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
    every = Option(_("all"), list_url("", state), not slug)
    by_source = [Option(s.name, list_url(s.slug, state), s.slug == slug) for s in sources]
    all_states = Option(_("all"), list_url(slug, ""), not state)
    by_state = [
        Option(str(label), list_url(slug, value), value == state)
        for value, label in UploadState.choices
    ]
    return [
        Picker(_("Source"), [every, *by_source]),
        Picker(_("State"), [all_states, *by_state]),
    ]


def list_url(source: str, state: str, page: int = 1) -> str:
    """The address of the list with these filters."""
    asked = {"source": source, "state": state, "page": "" if page == 1 else str(page)}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("dossiers:uploads") + (f"?{query}" if query else "")


def pager(page: Page[Upload], source: str, state: str) -> Pager:
    """The pages of the list with these filters."""
    numbers = page.paginator.get_elided_page_range(page.number)
    return Pager(
        summary=_("%(first)s to %(last)s of %(count)s")
        % {
            "first": formats.number_format(page.start_index(), force_grouping=True),
            "last": formats.number_format(page.end_index(), force_grouping=True),
            "count": formats.number_format(page.paginator.count, force_grouping=True),
        },
        pages=[
            PageLink(str(number), list_url(source, state, number), current=number == page.number)
            if isinstance(number, int)
            else PageLink(number, gap=True)
            for number in numbers
        ],
    )
