"""axe, which knows the rules of accessibility."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Else axe puts style sheets that are imported by others into the page, which the policy forbids;
# no rule that is on needs them.
_NO_PRELOAD = {"preload": False}
_OF_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}


def found(page: Page, *, dark: bool = True) -> list[str]:
    """What axe finds on a page, and in the dark of its colours: rule, place, reason."""
    page.emulate_media(color_scheme="light")
    in_the_light = _found(page, {"resultTypes": ["violations"]})
    if not dark:
        return in_the_light
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return in_the_light + [f"dark: {one}" for one in _found(page, _OF_COLOUR)]


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    answer = Axe().run(page, options=options | _NO_PRELOAD).response
    return [
        f"{violation['id']}: {' '.join(node['target'][-1:])}: {node['failureSummary']}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
