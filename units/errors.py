"""What can go wrong with units and accounts; each message is one sentence for who asked."""


class UnitError(Exception):
    """A change of units that cannot be made."""


class UnitNotFound(UnitError):  # noqa: N818
    """No unit goes by that text."""


class UnitAmbiguous(UnitError):  # noqa: N818
    """Several units go by that text."""


class UnitFileError(UnitError):
    """A line of a units or succession file that cannot be taken."""


class BoundaryError(UnitError):
    """A file of outlines that cannot be taken."""


class AccountError(Exception):
    """A change of accounts or grants that cannot be made."""
