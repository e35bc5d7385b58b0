"""axe finds nothing on any page of the admin, in both languages."""

import pytest

from tests.browser.axe import found
from tests.browser.pages import ADMIN, LANGUAGES, open_page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADMIN)
def test_a_page_of_the_admin(visitors, name, language):
    page = open_page(visitors, name, locale=LANGUAGES[language])
    assert page.locator("html").get_attribute("lang") == language
    assert found(page, colours=language == "vi") == []
