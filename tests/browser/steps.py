"""What somebody does on a page until it looks as it is to be looked at."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.site import ROOT


def types_points(page: Page) -> None:
    """The first criterion has a point less than its group needs."""
    page.locator("#criteria summary").first.click()
    page.locator("[name=criteria-0-maximum]").fill("5")
    page.locator(".score-problems li").first.wait_for()


def shows_what_changes(page: Page) -> None:
    page.fill("[name=name]", "Thành phố Khác")
    page.click(".submit-row input")
    page.locator(".unit-changes").wait_for()


def shows_what_was_understood(page: Page) -> None:
    page.set_input_files("[name=file]", ROOT / "fixtures/demo/boundaries/districts-2018.geojson")
    page.select_option("[name=level]", "district")
    page.fill("[name=as_of]", "2018-07-01")
    page.click(".submit-row input")
    page.locator(".outlines").wait_for()


def opens_the_columns(page: Page) -> None:
    page.locator(".tools__columns > summary").click()


def sends(**values: str) -> Callable[[Page], None]:
    """Fill fields of the page's form and send it; the browser itself refuses nothing."""

    def send(page: Page) -> None:
        form = page.locator("main form").last
        form.evaluate("form => { form.noValidate = true }")
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("button, [type=submit]").first.click()
        page.locator(".field__error, .error-summary").first.wait_for()

    return send


def sends_nothing(page: Page) -> None:
    """Send the form as it is; the browser itself refuses nothing."""
    page.locator("#content form").last.evaluate("form => { form.noValidate = true }")
    page.locator("[name=_save]").click()
    page.locator(".errornote").wait_for()


def adds_a_role(page: Page) -> None:
    before = page.locator(".select2-selection").count()
    page.locator(".add-row a").click()
    page.locator(".select2-selection[aria-label]").nth(before).wait_for()


def has_named_choices(page: Page) -> None:
    page.locator(".select2-selection[aria-label]").first.wait_for()


def chooses_a_unit(page: Page) -> None:
    has_named_choices(page)
    page.locator(".select2-selection").click()
    page.locator(".select2-results__option--highlighted").wait_for()


def searches(page: Page) -> None:
    page.keyboard.press("/")  # on a phone it leads to the page of search
    page.locator(".search__field:focus").wait_for()
    page.keyboard.type("ia")
    page.locator(".hits:visible").first.wait_for()


def asks_for_the_shortcuts(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#shortcuts").wait_for()
