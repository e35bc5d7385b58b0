"""Worlds in which dates are rewritten: few dossiers, exported again and again in any order around
their due dates, while one of two communes goes into a new one."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.twin.examples import line, row, world
from tests.twin.model import Link, Row, World

CODES = ("H1", "H2", "H3")
MERGED_ON = date(2020, 2, 1)
LINES = (
    line("23001", "Xã Tân Lập", "601", ends=MERGED_ON),
    line("23002", "Xã Hòa Bình", "602"),
    line("23009", "Xã Tân Hòa", "602", begins=MERGED_ON),
)
LINKS = (Link("commune", "23001", "23009", MERGED_ON, "whole"),)
DUE = date(2020, 1, 20)
EXPORTED = [DUE + timedelta(days=days) for days in (-3, 0, 1, 9, 11, 13, 14, 26, 27)]
NEAR = [DUE + timedelta(days=days) for days in (-1, 0, 0, 1, 2, 10)]
TIMES = (time(0), time(9), time(17))
STATUSES = (*("in_progress", "resolved") * 4, "waiting", "stopped", "not_received")


@st.composite
def rewriting_worlds(draw: DrawFn) -> World:
    """Two to five exports of up to three dossiers, of which one may be taken back."""
    timed = draw(st.booleans())
    uploads = []
    for number in range(draw(st.integers(2, 5))):
        codes = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=3, unique=True))
        rows = [_row(draw, code, timed=timed) for code in codes]
        # So that no two files are the same: that one would not be loaded again.
        uploads.append((_export_time(draw), [*rows, row(f"N{number}", "23002")]))
    undo = draw(st.lists(st.integers(1, len(uploads)), max_size=1))
    rule = draw(st.sampled_from(("day", "second")))
    return world(*uploads, lines=LINES, links=LINKS, undo=undo, compare_by=rule)


def _export_time(draw: DrawFn) -> datetime:
    return datetime.combine(draw(st.sampled_from(EXPORTED)), draw(st.sampled_from(TIMES)))


def _row(draw: DrawFn, code: str, *, timed: bool) -> Row:
    status = draw(st.sampled_from(STATUSES))
    finished = draw(st.sampled_from(NEAR)) if status == "resolved" else None
    if finished and timed:
        finished = datetime.combine(finished, draw(st.sampled_from(TIMES)))
    due = draw(st.sampled_from((DUE, DUE, *NEAR, None)))
    at = draw(st.none() | st.sampled_from(TIMES))
    return row(
        code,
        draw(st.sampled_from(("23001", "23001", "23002"))),
        status=status,
        finished_at=finished,
        due_at=datetime.combine(due, at) if due and at else due,
    )
