"""Charts in a real browser: drawn in the page's colours, quiet, and readable without scripts."""

import re
import struct

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from indicators.charts.plotly_js import SCRIPT
from tests.browser.chrome import DESK, PHONE, Visitors

ACCOUNT = "lanhdao"
LINE = "#trend [data-chart] .scatterlayer .trace .js-line"
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".table-scroll")
    && one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 120))"""
RULES_OF = """(sheet) => [...sheet.cssRules].map((rule) => rule.cssText)"""


def opened(page: Page, path: str) -> Page:
    """The page, once its chart is drawn."""
    page.goto(path)
    expect(page.locator("[data-chart] .main-svg").first).to_be_visible()
    return page


def colour(page: Page, name: str) -> str:
    """A custom property of the style sheet as the browser writes colours."""
    return str(
        page.evaluate(
            """(name) => {
              const probe = document.createElement("i");
              probe.style.color = `var(${name})`;
              document.body.append(probe);
              const found = getComputedStyle(probe).color;
              probe.remove();
              return found;
            }""",
            name,
        )
    )


def stroke(page: Page) -> str:
    return str(page.locator(LINE).last.evaluate("(line) => getComputedStyle(line).stroke"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_trend_is_drawn_in_the_page_s_colours(
    visitors: Visitors, scheme: str, size: dict[str, int]
):
    page = visitors.look(ACCOUNT, color_scheme=scheme, viewport=size)
    opened(page, f"/units/{visitors.site.unit('622')}/")
    assert stroke(page) == colour(page, "--brand")
    expect(page.locator(".modebar-btn")).to_have_count(0)
    expect(page.locator("#trend .chart__table")).not_to_have_attribute("open", "")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], page.evaluate(STICKING_OUT)


def test_it_changes_with_the_device_between_light_and_dark(visitors: Visitors):
    page = visitors.look(ACCOUNT, color_scheme="light")
    opened(page, f"/units/{visitors.site.unit('622')}/")
    light = stroke(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(LINE).last).not_to_have_css("stroke", light)
    assert stroke(page) == colour(page, "--brand")


def test_it_follows_the_width_of_the_window(visitors: Visitors):
    page = visitors.look(ACCOUNT)
    opened(page, f"/units/{visitors.site.unit('622')}/")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    below_390 = re.compile(r"^([12]?\d\d|3[0-8]\d)(\.\d+)?$")
    expect(page.locator("[data-chart] .main-svg").first).to_have_attribute("width", below_390)


def test_under_the_pointer_is_what_the_table_says(visitors: Visitors):
    page = visitors.look(ACCOUNT)
    opened(page, f"/units/{visitors.site.unit('64')}/?indicator=on_time_all&period=2018")
    point = page.locator("#trend .scatterlayer .point").nth(6)
    point.hover(force=True)
    text = page.locator("[data-chart] .hovertext").text_content() or ""
    page.locator("#trend .chart__table > summary").click()
    row = page.locator("#trend .chart__table tbody tr").nth(6)
    month, share, cases, *_target = row.locator("th, td").all_inner_texts()
    assert text == f"{month}: {share} ({cases})"
    assert "," in share, "as Vietnamese writes it"


def saved(page: Page, form: str) -> tuple[str, bytes]:
    """Name and content of the first chart as a file."""
    with page.expect_download() as download:
        page.locator(".pictures").first.get_by_role("button", name=re.compile(f"^{form}")).press(
            "Enter"
        )
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_it_is_saved_as_a_picture_for_paper(visitors: Visitors):
    page = visitors.look(ACCOUNT, color_scheme="dark")
    opened(page, f"/units/{visitors.site.unit('622')}/?indicator=on_time&period=2018")
    heading = page.locator("h1").inner_text()
    name, content = saved(page, "SVG")
    text = content.decode()
    assert re.fullmatch(r"[a-z0-9-]+\.svg", name)
    assert "pleiku" in name
    assert "2018" in name
    assert 'fill="#ffffff"' in text
    assert heading.split(",")[0] in text, "the unit"
    assert "31/12/2018" in text, "the data date"
    assert "<script" not in text
    brand = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand')")
    assert str(brand).strip() not in text, "light, whatever the page is"
    name, content = saved(page, "PNG")
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    figure = page.locator("[data-chart]").first.bounding_box()
    assert figure is not None
    assert width > 2 * figure["width"]
    assert height > 2 * figure["height"]
    assert len(content) > 5000, "something is drawn"


def test_a_drawing_of_the_page_is_saved_with_its_colours(visitors: Visitors):
    page = opened(visitors.look(ACCOUNT), f"/units/{visitors.site.unit('622')}/")
    page.evaluate(
        """() => {
          const figure = document.createElement("figure");
          figure.innerHTML = `<h2>Bản đồ</h2>
            <svg data-chart="" class="tone--bad" viewBox="0 0 90 60" width="90" height="60">
              <path d="M0 0h9v9z" fill="currentcolor"/></svg>`;
          document.querySelector("main").prepend(figure);
          const event = new CustomEvent("htmx:load", { detail: { elt: figure } });
          document.dispatchEvent(event);
        }"""
    )
    bad = colour(page, "--bad")
    name, content = saved(page, "SVG")
    assert "ban-do" in name
    assert f'fill="{bad}"' in content.decode()
    assert saved(page, "PNG")[1].startswith(b"\x89PNG")


def test_without_scripts_nothing_offers_pictures(visitors: Visitors):
    page = visitors.look(ACCOUNT, java_script_enabled=False)
    page.goto(f"/units/{visitors.site.unit('622')}/")
    expect(page.locator(".pictures")).to_have_count(0)


def test_without_scripts_the_table_is_open_and_no_empty_place_is_left(visitors: Visitors):
    page = visitors.look(ACCOUNT, java_script_enabled=False)
    page.goto(f"/units/{visitors.site.unit('622')}/")
    expect(page.locator("#trend .chart__table tbody tr")).to_have_count(12)
    expect(page.locator("#trend .chart__table tbody tr").first).to_be_visible()
    for figure in page.locator(".chart__figure").all():
        expect(figure).not_to_be_visible()


def test_the_page_of_a_procedure_draws_its_trend(visitors: Visitors):
    procedure = visitors.site.value(
        "SELECT procedure_id FROM dossiers_dossier GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    page = opened(visitors.look(ACCOUNT), f"/procedures/{procedure}/?indicator=received")
    expect(page.locator("[data-chart] .barlayer .point")).to_have_count(12)


def test_plotly_would_insert_the_very_rules_of_our_sheet(visitors: Visitors):
    page = visitors.look()
    page.goto("about:blank")
    page.add_script_tag(path=SCRIPT)
    inserted = page.evaluate(
        f"({RULES_OF})(document.getElementById('plotly.js-style-global').sheet)"
    )
    ours = page.add_style_tag(path=settings.BASE_DIR / "static" / "css" / "plotly.css")
    assert ours.evaluate(f"(style) => ({RULES_OF})(style.sheet)") == inserted
    assert len(inserted) > 50
