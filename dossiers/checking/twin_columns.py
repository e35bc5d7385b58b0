"""Columns of one name: the first rows show that they say the same, and all others are compared."""

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from dossiers.checking.mapping import Mapping
from dossiers.reading.table import Piece


def compared(piece: Piece, mapping: Mapping) -> Piece:
    """The piece with a fault for each row in which another column of the same name says something
    else than the one that was taken; a blank one says nothing."""
    faults = dict(piece.faults)
    for taken, other in mapping.twins:
        ours, theirs = (pc.utf8_trim_whitespace(piece.columns[i]) for i in (taken, other))
        differs = pc.and_(pc.not_equal(theirs, ""), pc.not_equal(ours, theirs))
        for index in np.flatnonzero(differs.to_numpy(zero_copy_only=False)):
            faults.setdefault(int(index), "twins_differ")
    return replace(piece, faults=faults)
