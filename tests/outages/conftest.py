"""The broker of its own that tests of jobs have."""

from tests.dossiers.conftest import broker, use_broker

__all__ = ["broker", "use_broker"]
