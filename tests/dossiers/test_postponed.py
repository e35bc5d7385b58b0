"""Rows that wait for the export day while the file is read."""

import gc
import weakref

from dossiers.checking.rows import Checked
from dossiers.loading import intake
from dossiers.reading import Piece
from tests.dossiers.exports import second_export
from tests.support import import_file


def test_they_keep_none_of_the_pieces_that_they_came_in(gia_lai, tmp_path, monkeypatch):
    pieces: list[weakref.ref[Piece]] = []
    alive: list[int] = []
    take, settle = intake._Intake.take, intake._Intake.take_postponed

    def taking(looking: intake._Intake, piece: Piece, checked: Checked) -> None:
        pieces.append(weakref.ref(piece))
        take(looking, piece, checked)

    def settling(looking: intake._Intake) -> None:
        gc.collect()
        alive.extend(number for number, piece in enumerate(pieces, 1) if piece() is not None)
        settle(looking)

    monkeypatch.setattr(intake._Intake, "take", taking)
    monkeypatch.setattr(intake._Intake, "take_postponed", settling)
    path = second_export(tmp_path)
    path.write_text(path.read_text().replace("Xã Tú An", "Xã Lạ"))
    assert import_file(path)["rejected"] > 2
    assert len(pieces) > 1
    assert 1 not in alive
