"""What may go wrong with the demo, each with a sentence for the user."""

from dossiers.actions import ActionError
from dossiers.loading.running import JobFailed
from units.errors import AccountError, UnitError


class Refused(Exception):  # noqa: N818
    """The demo does not belong into this database."""


class Failed(Exception):  # noqa: N818
    """A file of the demo was not loaded; the text says which and why."""


EXPECTED = (Refused, Failed, ActionError, JobFailed, UnitError, AccountError)
