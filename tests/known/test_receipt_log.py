"""Known answers of a real log: 1,434 cases of a municipality's counter, compared by second and by
day. The log lies outside the project; what is known of it stands in the README beside it."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.support import counts, figures, import_file, run, run_as_process, write_text

LOG = Path(settings.BASE_DIR).parent / "shared" / "data" / "dossiers" / "receipt_cases.csv"

pytestmark = [
    pytest.mark.skipif(not LOG.exists(), reason="the real log lies outside the project"),
    pytest.mark.usefixtures("transactional_db"),
]

UNITS = """\
code,name,level,parent_code,valid_from,valid_to
M,Municipality,province,,2000-01-01,
G,General,department,M,2000-01-01,
C,Customer contact,department,M,2000-01-01,
E,Experts,department,M,2000-01-01,
"""
CONFIG = """\
name = "Receipt phase"
timezone = "Europe/Amsterdam"
compare_by = "{compare_by}"
[columns]
code = "concept:name"
unit = "department"
received_at = "startdate"
due_at = "deadline"
finished_at = "enddate"
channel = "channel"
[values.channel]
online = ["Internet"]
in_person = ["Desk", "Intern", "e-mail"]
postal = ["Post"]
"""
EVER = "2010-01..2012-12"


@pytest.fixture
def units(tmp_path: Path) -> None:
    assert run("load_units", write_text(tmp_path / "units.csv", UNITS)).status == 0


@pytest.fixture(params=["second", "day"])
def compare_by(request, units: None, tmp_path: Path) -> str:
    """The log, imported under one rule by a process of its own."""
    config = write_text(tmp_path / "source.toml", CONFIG.format(compare_by=request.param))
    arguments = (LOG, "--source", "receipt", "--config", config, "--json")
    outcome = run_as_process("import_dossiers", *arguments)
    assert (outcome.status, outcome.stderr) == (0, "")
    document = outcome.document
    assert [document[name] for name in ("rows", "new", "rejected")] == [1434, 1434, 0]
    odd = [p for p in document["problems"] if p["column"] == "enddate"]
    assert len(odd) == 2, "two cases end before they start, within one day"
    assert all("trong cùng ngày" in p["problem"] for p in odd)
    assert run_as_process("import_dossiers", *arguments).document["unchanged"] == 1434
    return str(request.param)


def whole(indicator: str, period: str) -> tuple[int, int | None]:
    """Numerator and denominator of the municipality, which are also the sums of its parts."""
    row = figures(indicator, "province", period)["M"]
    parts = figures(indicator, "department", period).values()
    assert row["numerator"] == sum(part["numerator"] for part in parts)
    return row["numerator"], row["denominator"]


def test_channels(compare_by: str):
    assert whole("online_share", EVER) == (1250, 1434)
    assert figures("online_share", "province", EVER)["M"]["value"] == 1250 / 1434
    assert whole("postal_share", EVER) == (53, 1434)


def test_finished_and_open(compare_by: str):
    assert whole("received", EVER) == (1434, None)
    assert whole("resolved", EVER) == (1329, None)
    assert whole("in_progress", EVER) == (105, None)


def test_on_time(compare_by: str):
    on_time = {"second": 952, "day": 1020}[compare_by]
    assert whole("on_time", EVER) == (on_time, 1329)
    assert whole("late_share", EVER) == (1329 - on_time, 1329)


def test_stocks_in_the_middle(compare_by: str):
    assert whole("overdue_share", "2011-06") == (44, 228)
    assert whole("in_progress", "2011-H1") == (228, None)
    overdue = {"second": 46, "day": 45}[compare_by]
    assert whole("overdue_share", "2011-12") == (overdue, 145)
    assert whole("overdue", "2011") == (overdue, None)


def test_another_rule_counts_anew(units: None, tmp_path: Path):
    """The same file under the other rule is another upload, and its rule becomes the source's."""
    made = {}
    for step, rule in enumerate(["day", "second", "day"]):
        config = write_text(tmp_path / "source.toml", CONFIG.format(compare_by=rule))
        document = import_file(LOG, "--config", config, source="receipt")
        made[step] = (whole("on_time", EVER), counts())
        assert document["upload"] == (1, 2, 1)[step]
    assert made[0][0] == (1020, 1329)
    assert made[1][0] == (952, 1329)
