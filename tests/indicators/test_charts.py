"""Charts: the figure and its table say the same; Plotly's rules are those of the wheel."""

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.utils import translation

from indicators.charts.chart import Chart
from indicators.charts.months import Mark
from indicators.charts.plotly_css import sheet
from indicators.charts.plotly_js import SCRIPT
from indicators.charts.trend import Point, trend_chart
from indicators.models import Direction, Indicator
from indicators.periods import parse_period
from indicators.values import NOTHING, Value

SHARE = Indicator(
    code="on_time",
    name="Đúng hạn",
    name_en="On time",
    numerator=["resolved_early"],
    denominator=["resolved_early", "resolved_late"],
    direction=Direction.HIGHER,
)
FLOW = Indicator(code="received", name="Received", numerator=["received_online"], denominator=[])
STOCK = Indicator(code="overdue", name="Overdue", numerator=["in_progress_overdue"], denominator=[])
MONTHS = parse_period("2018").months()


def ratio(numerator: int, denominator: int) -> Value:
    return Value(numerator, denominator)


def number(count: int) -> Value:
    return Value(count)


def share_chart(*values: Value, target: Fraction | None = None) -> Chart:
    points = [Point(month, one, target) for month, one in zip(MONTHS, values, strict=False)]
    return trend_chart("trend", "On time, by month", SHARE, points)


def without_names(value: Any) -> Any:
    """With a colour or font for each custom property that is named."""
    if isinstance(value, str) and value.startswith("--"):
        return "Arial" if value == "--sans" else "#123456"
    if isinstance(value, list):
        return [without_names(one) for one in value]
    if isinstance(value, dict):
        return {name: without_names(one) for name, one in value.items()}
    return value


def test_the_sheet_is_what_the_wheel_would_insert():
    path = settings.BASE_DIR / "static" / "css" / "plotly.css"
    assert path.read_text(encoding="utf-8") == sheet(SCRIPT.read_text(encoding="utf-8")), (
        "python -m indicators.charts.plotly_css > static/css/plotly.css"
    )


@pytest.mark.parametrize(
    "script",
    ["", 'var r={};for(k in r)s=k.replace(/^,/," ,"),a.addStyleRule(s,r[k])'],
)
def test_rules_that_are_kept_in_another_way_are_not_guessed(script: str):
    with pytest.raises(ValueError, match="not known here"):
        sheet(script)


def test_every_style_element_that_the_script_looks_for_is_there_already():
    wanted = set(re.findall(r'getElementById\("([0-9a-f]{64})"\)', SCRIPT.read_text("utf-8")))
    template = settings.BASE_DIR / "templates" / "components" / "chart_scripts.html"
    assert wanted
    assert wanted <= set(re.findall(r'id="([^"]+)"', template.read_text("utf-8")))


def test_a_share_is_a_line_with_gaps_and_its_table_says_the_same():
    with translation.override("en"):
        chart = share_chart(ratio(9, 10), NOTHING, ratio(0, 0), ratio(2860, 2871))
    (line,) = chart.figure["data"]
    assert line["y"] == [0.9, None, None, 2860 / 2871]
    assert line["x"] == ["2018-01", "2018-02", "2018-03", "2018-04"]
    assert line["connectgaps"] is False
    assert line["hovertext"] == [
        "month 1/2018: 90.0% (9 / 10)",
        "month 2/2018: –",
        "month 3/2018: – (0 / 0)",
        "month 4/2018: 99.6% (2,860 / 2,871)",
    ]
    assert [[cell.text for cell in row.cells] for row in chart.table.rows] == [
        ["month 1/2018", "90.0%", "9 / 10"],
        ["month 2/2018", "–", "–"],
        ["month 3/2018", "–", "0 / 0"],
        ["month 4/2018", "99.6%", "2,860 / 2,871"],
    ]
    assert chart.note == "A gap is a month without a value."


def test_the_target_is_a_dashed_line_with_its_share_at_the_end():
    with translation.override("en"):
        chart = share_chart(ratio(9, 10), ratio(8, 10), target=Fraction(95, 100))
    target, _line = chart.figure["data"]
    assert (target["y"], target["line"]["dash"]) == ([0.95, 0.95], "dot")
    (label,) = chart.figure["layout"]["annotations"]
    assert (label["text"], label["y"]) == ("target 95.0%", 0.95)
    low, high = chart.figure["layout"]["yaxis"]["range"]
    assert low < 0.8 < 0.95 < high <= 1
    assert [row.cells[-1].text for row in chart.table.rows] == ["95.0%", "95.0%"]
    assert chart.note == "Dashed: the target."


def test_what_flows_is_bars_from_zero_and_a_stock_a_line_from_zero():
    points = [Point(month, number(200 + 10 * at)) for at, month in enumerate(MONTHS)]
    bars = trend_chart("trend", "Received", FLOW, points).figure
    line = trend_chart("trend", "Overdue", STOCK, points).figure
    assert [one["type"] for one in bars["data"]] == ["bar"]
    assert [one["mode"] for one in line["data"]] == ["lines+markers"]
    for figure in (bars, line):
        assert figure["layout"]["yaxis"]["range"][0] == 0
        assert figure["layout"]["yaxis"]["range"][1] > 310


def test_the_axis_writes_each_year_once_and_not_every_month_of_many():
    year = share_chart(*[ratio(1, 2)] * 12).figure["layout"]["xaxis"]["ticktext"]
    assert year == ["1<br>2018", *map(str, range(2, 13))]
    months = parse_period("2017-02..2019-12").months()
    chart = trend_chart("t", "t", SHARE, [Point(month, ratio(1, 2)) for month in months])
    ticks = chart.figure["layout"]["xaxis"]
    assert ticks["ticktext"][:5] == ["4<br>2017", "7", "10", "1<br>2018", "4"]
    assert ticks["tickvals"][0] == "2017-04"


def test_numbers_are_written_as_in_the_language_of_the_page():
    with translation.override("vi"):
        vietnamese = share_chart(ratio(2860, 2871)).figure
    with translation.override("en"):
        english = share_chart(ratio(2860, 2871)).figure
    assert vietnamese["layout"]["separators"] == ",."
    assert english["layout"]["separators"] == ".,"
    assert "99,6% (2.860 / 2.871)" in vietnamese["data"][0]["hovertext"][0]


@pytest.mark.parametrize("indicator", [SHARE, FLOW, STOCK])
def test_plotly_knows_every_property_and_its_template_is_left_out(indicator: Indicator):
    value = ratio(1, 2) if indicator is SHARE else number(3)
    points = [Point(month, value, Fraction(1, 2)) for month in MONTHS]
    figure = trend_chart("trend", "Trend", indicator, points).figure
    go.Figure(without_names(figure), skip_invalid=False)
    assert "template" not in figure["layout"]
    assert len(json.dumps(figure)) < 6000


def test_in_the_page_the_figure_is_data_that_nothing_executes():
    chart = Chart("trend", "<b>Title</b>", "", {"data": ["</script><script>"]}, share_chart().table)
    html = str(chart.html)
    assert re.findall(r"<script[^>]*>", html) == [
        '<script id="trend-figure" type="application/json">'
    ]
    assert 'data-chart="trend-figure"' in html
    assert "&lt;b&gt;Title&lt;/b&gt;" in html
    data = html.partition('application/json">')[2].partition("</script>")[0]
    assert json.loads(data) == {"data": ["</script><script>"]}


def test_a_day_that_changed_everything_is_a_line_with_words_and_stands_in_the_table():
    points = [Point(month, number(5)) for month in MONTHS]
    marks = [Mark(date(2018, 3, 1), "several units became one"), Mark(date(2018, 9, 20), "began")]
    with translation.override("en"):
        chart = trend_chart("trend", "Received", FLOW, points, marks)
    layout = go.Figure(without_names(chart.figure)).layout
    # Before the month that begins with the day; in the month in which it lies.
    assert [shape.x0 for shape in layout.shapes] == [1.5, 8]
    told = {one.text.replace("<br>", " "): one.xanchor for one in layout.annotations}
    assert told == {"1 Mar 2018: several units became one": "left", "20 Sep 2018: began": "right"}
    assert max(len(line) for one in layout.annotations for line in one.text.split("<br>")) < 23
    assert len({one.yshift for one in layout.annotations}) == 2
    notes = {row.cells[0].text: row.cells[0].note for row in chart.table.rows}
    assert notes["month 3/2018"] == "1 Mar 2018: several units became one"
    assert notes["month 9/2018"] == "20 Sep 2018: began"
    assert not notes["month 4/2018"]
    assert chart.note.startswith("1 Mar 2018: several units became one. 20 Sep 2018: began.")
    plain = trend_chart("trend", "Received", FLOW, points)
    assert not plain.figure["layout"]["shapes"]
