"""Going through pages by the keyboard alone, with a look at where the focus is at each step."""

from re import Pattern

from playwright.sync_api import Locator, Page

# What is wrong with how the focused element is seen: it must lie within the window, not under
# something else, and have a mark of its own.
_HOW_IT_IS_SEEN = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const name = focused.outerHTML.slice(0, 120);
  const line = focused.getClientRects()[0];
  if (!line || line.width === 0 || line.height === 0) return "has no place: " + name;
  const x = Math.min(Math.max(line.x + line.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(line.y + line.height / 2, 0), innerHeight - 1);
  if (y < line.y || y > line.bottom || x < line.x || x > line.right) return "out of sight: " + name;
  const there = document.elementFromPoint(x, y);
  if (there && !focused.contains(there) && !there.contains(focused)) {
    return "covered by " + there.outerHTML.slice(0, 80) + ": " + name;
  }
  const style = getComputedStyle(focused);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== "none" ? "" : "no mark: " + name;
}"""
_IS_FOCUSED = "element => element === document.activeElement"


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, wanted: Locator, *, back: bool = False, most: int = 150) -> None:
        """Press Tab until an element has the focus; on the way it can always be seen."""
        wanted.wait_for()
        for _step in range(most):
            if wanted.evaluate(_IS_FOCUSED):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not reach {wanted} from {self.page.url}")

    def press(self, key: str) -> None:
        """Press a key; what has the focus then can be seen."""
        self.page.keyboard.press(key)
        trouble = self.trouble()
        assert trouble == "", f"{trouble}, after {key} on {self.page.url}"

    def trouble(self) -> str:
        """What is wrong with how the focus is seen; empty if nothing is."""
        found: str = self.page.evaluate(_HOW_IT_IS_SEEN)
        return found

    def open(self, wanted: Locator, address: str | Pattern[str], *, back: bool = False) -> None:
        """Go to a link or button and press Enter, which leads to a page with this address."""
        self.go_to(wanted, back=back)
        with self.page.expect_navigation(url=address):
            self.page.keyboard.press("Enter")

    def skip_to_content(self) -> None:
        """The first Tab of a page leads past its header."""
        self.press("Tab")
        self.page.keyboard.press("Enter")

    def type(self, field: Locator, text: str) -> None:
        self.go_to(field)
        self.page.keyboard.type(text)
