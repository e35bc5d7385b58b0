"""Fixtures of other rooms."""

from tests.dossiers.conftest import use_broker  # noqa: F401
from tests.units.accounts.conftest import work_off  # noqa: F401
