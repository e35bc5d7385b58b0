"""Worlds that several tests of pages begin with."""

from pathlib import Path

import pytest

from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.kept_worlds import KeptWorlds
from tests.pages.actors import Actors, kept_actors
from tests.pages.small_province import load_province
from tests.support import load_gia_lai


@pytest.fixture
def actors(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Actors:
    """The standing actors, and a scorecard that has scores of what they look at."""
    made = kept_actors(kept_worlds, tmp_path)
    cards.put_in_force(cards.COUNTED)
    return made


@pytest.fixture
def scored_province(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    """The small province with a scorecard in force and the scores that are kept of it."""

    def load() -> None:
        load_gia_lai(tmp_path)
        load_province(tmp_path)
        cards.put_in_force(cards.COUNTED)
        bring_up_to_date()

    kept_worlds.begin("the small province with scores", load)
