"""What holds for every page in English too: no phone scrolls it sideways, axe finds nothing."""

import pytest

from tests.browser.axe import found
from tests.browser.chrome import DESK, PHONE
from tests.browser.pages import PAGES, open_page
from tests.browser.test_phone import ON_A_PHONE
from tests.browser.widths import widest


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_phone_and_turned_to_a_desk(visitors, name):
    page = open_page(visitors, name, **ON_A_PHONE)
    assert page.locator("html").get_attribute("lang") == "en"
    assert widest(page, PHONE["width"]) == PHONE["width"]
    page.set_viewport_size(DESK)
    # Colours are the same whatever the words say, and take most of the time.
    assert found(page, colours=False) == []
