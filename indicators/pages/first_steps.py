"""What to do first on a site that has no figures yet, in order, for the role that looks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.access import shown_uploads, sources_to_load, visible_sources
from dossiers.models import Source, Upload, UploadState
from indicators.models import Target
from units.access import Access, access
from units.colleagues import Colleague, administrators, uploaders
from units.models import Grant, Role, Unit


@dataclass(frozen=True)
class Step:
    """One thing to do, why, and where; `done`: it is, `is_next`: the first that is not."""

    title: str
    why: str
    label: str
    url: str
    done: bool
    is_next: bool = False


@dataclass(frozen=True)
class FirstSteps:
    """Why there is nothing, the steps of the account's role, and whom to ask."""

    title: str
    text: str
    steps: Sequence[Step]
    ask: str
    people: Sequence[Colleague]


def first_steps(request: HttpRequest) -> FirstSteps:
    """For the account that looks: who keeps units and accounts prepares the site, who uploads
    brings the files, who reads learns whom to ask."""
    mine = access(request)
    if mine.administers_all:
        return _of_an_administrator(request)
    if mine.has(Role.UPLOADER):
        return _of_an_uploader(request)
    return _of_a_reader(mine)


def no_unit_yet() -> FirstSteps:
    """For an account to which no unit was given."""
    return FirstSteps(
        title=_("No unit was given to your account yet"),
        text=_(
            "An administrator decides which units you see, and as what. As soon as you have one,"
            " its figures appear here; nothing else is to be done."
        ),
        steps=[],
        ask=_("Ask an administrator for a role for your unit:"),
        people=administrators(),
    )


def _of_an_administrator(request: HttpRequest) -> FirstSteps:
    steps = [
        Step(
            title=_("Load the units of the province"),
            why=_(
                "With the days on which they began, merged and ended, so that figures of each year"
                " are those of its units. Whole lists by the command load_units."
            ),
            label=_("Units"),
            url=reverse("admin:units_unit_changelist"),
            done=Unit.objects.exists(),
        ),
        Step(
            title=_("Give accounts their roles"),
            why=_("A role for a unit holds for all below it: who looks, uploads, verifies."),
            label=_("Accounts"),
            url=reverse("admin:units_user_changelist"),
            done=Grant.objects.exclude(user=request.user.pk).exists(),
        ),
        Step(
            title=_("Make the source of the first system"),
            why=_(
                "A source is the one-stop system that issues the codes of dossiers. It is made with"
                " the first upload, under “About a new source”."
            ),
            label=_("Make a source"),
            url=reverse("dossiers:upload_new"),
            done=Source.objects.exists(),
        ),
        *_uploading(request),
        Step(
            title=_("Set the targets"),
            why=_("What units are to reach; without them nothing is below target. This can wait."),
            label=_("Targets"),
            url=reverse("admin:indicators_target_changelist"),
            done=Target.objects.exists(),
        ),
    ]
    return FirstSteps(_title(), _text(), _with_next(steps), "", [])


def _of_an_uploader(request: HttpRequest) -> FirstSteps:
    has_source = bool(sources_to_load(request)) or access(request).is_administrator
    source = Step(
        title=_("A source for your unit"),
        why=_("An administrator of your unit makes the first upload, and the source with it."),
        label="",
        url="",
        done=has_source,
    )
    ask = "" if has_source else _("Ask an administrator to make the source:")
    people = [] if has_source else administrators()
    steps = _with_next([source, *_uploading(request)])
    return FirstSteps(_title(), _text(), steps, ask, people)


def _of_a_reader(mine: Access) -> FirstSteps:
    people = [] if mine.home is None or mine.only_totals else uploaders(mine.home)
    ask = _("Ask who uploads the files of your unit when they come:")
    return FirstSteps(_title(), _text(), [], ask if people else "", people)


def _uploading(request: HttpRequest) -> list[Step]:
    """A file is handed in, then what was understood of it is confirmed."""
    uploads = shown_uploads().filter(source__in=visible_sources(request)).order_by("-pk")
    newest: Upload | None = uploads.first()
    waits = newest is not None and newest.state == UploadState.PREVIEWED
    is_new = newest is None or newest.state not in (UploadState.PENDING, UploadState.PREVIEWED)
    return [
        Step(
            title=_("Upload the first export file"),
            why=_(
                "The list of dossiers as the one-stop system exports it, as Excel or CSV. Columns"
                " about people are never read."
            ),
            label=_("Upload a file"),
            url=reverse("dossiers:upload_new"),
            done=not is_new,
        ),
        Step(
            title=_("Look at what was understood, and confirm it"),
            why=_("Nothing is counted before. It can be taken back as a whole."),
            label=_("Open the upload") if waits else _("Uploads"),
            url=reverse("dossiers:upload", args=[newest.pk])
            if newest is not None and waits
            else reverse("dossiers:uploads"),
            done=False,
        ),
    ]


def _with_next(steps: Sequence[Step]) -> list[Step]:
    following = next((one for one in steps if not one.done), None)
    return [replace(one, is_next=one is following) for one in steps]


def _title() -> str:
    return _("There are no figures yet")


def _text() -> str:
    return _("Figures appear here as soon as an export file of the one-stop system is loaded.")
