"""The demo's catalogue of procedures."""

from typing import Any

import pytest

from dossiers.catalogue_actions import Loaded, load_catalogue
from dossiers.models import CatalogueProcedure, ServiceLevel
from egov.demo import catalogue

pytestmark = pytest.mark.django_db


def test_a_load_that_was_stopped_half_way_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Loaded] = []

    def stop_at_the_second(**given: Any) -> None:
        if loaded:
            raise KeyboardInterrupt
        loaded.append(load_catalogue(**given))

    monkeypatch.setattr("egov.demo.catalogue.load_catalogue", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        catalogue.load_missing()
    monkeypatch.undo()
    catalogue.load_missing()
    assert CatalogueProcedure.objects.exists()
    days = ServiceLevel.objects.order_by("valid_from").values_list("valid_from__year", flat=True)
    assert list(days.distinct()) == [2018, 2022]
