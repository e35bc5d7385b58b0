"""Words about dossiers."""

from django.utils.translation import gettext_lazy as _

from indicators.glossary.term import Term

DOSSIERS = (
    Term(
        "dossier",
        _("Dossier"),
        _(
            "One application for one procedure. It has a code, and is counted once, at the unit "
            "that resolves it."
        ),
    ),
    Term(
        "procedure",
        _("Procedure"),
        _(
            "What a citizen applies for, such as a copy of a birth certificate. Procedures of one"
            " kind form a field."
        ),
    ),
    Term(
        "one_stop",
        _("One-stop system"),
        _(
            "The counter where dossiers are handed in, and the software that keeps them. Its "
            "export files are where these figures come from."
        ),
    ),
    Term(
        "received",
        _("Received"),
        _(
            "Handed in and accepted within the period, counted on the day of receipt. What was "
            "still open when the period began is not in it."
        ),
    ),
    Term(
        "resolved",
        _("Resolved"),
        _("Finished within the period: early, on time or late."),
    ),
    Term(
        "in_progress",
        _("In progress"),
        _(
            "Open at the end of the period, or on the data date if that is earlier: within due, "
            "overdue, without a due date or waiting."
        ),
    ),
    Term(
        "on_time",
        _("On time"),
        _(
            "Finished no later than the due date. Early means on a day before it. Each source "
            "says whether days or times of day are compared."
        ),
    ),
    Term(
        "overdue",
        _("Overdue"),
        _("Still open after the due date. What was finished after it is late, not overdue."),
    ),
    Term(
        "due_soon",
        _("Due soon"),
        _(
            "Open, and due within the next days. It is still within due: there is time to finish "
            "it."
        ),
    ),
    Term(
        "waiting",
        _("Waiting for the citizen"),
        _(
            "Open, but the citizen has to add something or to pay. It counts apart, known only "
            "from the newest export."
        ),
    ),
    Term(
        "carried_over",
        _("Carried over"),
        _("Open when the period began, thus received before it."),
    ),
    Term(
        "channel",
        _("Channel"),
        _(
            "How a dossier was handed in: online, in person or by public post. Shares of channels"
            " count at the unit that received it."
        ),
    ),
    Term(
        "online_service",
        _("Part or whole online service"),
        _(
            "Whole: the citizen does everything online. In part: at least one step needs a visit."
            " Until 2022 these were levels 4 and 3."
        ),
    ),
    Term(
        "rewritten",
        _("Rewritten dates"),
        _(
            "Two exports tell different due or finished dates of the same dossier. The earlier "
            "state is kept and shown."
        ),
    ),
)
