"""Samples of long work in each of its states, and of pages without content."""

from datetime import date
from typing import Any

from django.contrib.messages.constants import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _

from indicators.writing import count, day


def samples() -> dict[str, Any]:
    """jobs, states, source_notes, message_samples."""
    return {
        "jobs": [_waiting(), _running(), _done(), _failed(), _cancelled()],
        "states": _states(),
        "source_notes": [
            (
                _("Generated data"),
                _("These rows are generated; the totals are the published ones."),
            )
        ],
        "message_samples": [
            Message(INFO, _("The figures are being counted again.")),
            Message(SUCCESS, _("The upload was taken back.")),
            Message(WARNING, _("13 rows were rejected; the others are loaded.")),
            Message(ERROR, _("The file is no table that can be read.")),
        ],
    }


def _job(state: str, badge: str, **more: Any) -> dict[str, Any]:
    return {"title": "H21_2018-07.csv", "state": state, "badge": badge, **more}


def _waiting() -> dict[str, Any]:
    reason = _("Waiting for the worker since %(time)s. It goes on by itself.") % {"time": "14:02"}
    return _job("waiting", _("waiting"), reason=reason)


def _running() -> dict[str, Any]:
    details = [
        _("%(done)s of %(all)s rows") % {"done": count(12000), "all": count(19600)},
        _("%(rows)s rows per second") % {"rows": count(1900)},
        _("%(seconds)s s left") % {"seconds": 4},
    ]
    return _job("running", _("running"), done="12000", total="19600", details=details)


def _done() -> dict[str, Any]:
    details = [
        _("%(rows)s rows") % {"rows": count(19600)},
        _("%(count)s new") % {"count": count(18204)},
        _("%(count)s rejected") % {"count": count(13)},
    ]
    return _job("done", _("done"), done="19600", total="19600", details=details)


def _failed() -> dict[str, Any]:
    reason = _("The disk is full. Nothing of this file was counted; upload it again.")
    return _job("failed", _("failed"), done="7000", total="19600", reason=reason)


def _cancelled() -> dict[str, Any]:
    return _job("cancelled", _("cancelled"), details=[_("Nothing of this file was counted.")])


def _states() -> list[dict[str, Any]]:
    return [
        {
            "title": _("No dossiers in this period"),
            "text": _("The exports reach from %(first)s to %(last)s.")
            % {"first": day(date(2018, 1, 1)), "last": day(date(2018, 12, 31))},
            "actions": [{"label": _("Show the year %(year)s") % {"year": 2018}, "url": "#states"}],
        },
        {
            "kind": "waiting",
            "title": _("Figures are being counted"),
            "text": _(
                "Units changed at %(time)s. Until the count is ready, the old figures are shown."
            )
            % {"time": "14:02"},
        },
        {
            "kind": "error",
            "title": _("This selection cannot be answered"),
            "text": _("“%(text)s” is no period: write 2018, 2018-Q3 or 2018-07.")
            % {"text": "2018-13"},
            "actions": [
                {"label": _("To the overview"), "url": "#states", "kind": "primary"},
                {"label": _("Back"), "url": "#states"},
            ],
        },
    ]
