"""Whatever a browser complains of is noted, so that no test passes over it."""

import time

import pytest

from tests.browser.chrome import PATIENCE

INLINE = """
const style = document.createElement('{tag}');
style.textContent = '{text}';
document.head.append(style);
"""


@pytest.mark.parametrize(
    ("doing", "complaint"),
    [
        ("console.error('broken')", "error: broken"),
        ("console.warn('brittle')", "warning: brittle"),
        ("setTimeout(() => { throw new Error('thrown') })", "uncaught: thrown"),
        ("fetch('http://localhost:1/').catch(() => {})", "violates connect-src"),
        ("fetch('/nowhere.json')", "status of 404"),
        (INLINE.format(tag="style", text="p { color: red }"), "violates style-src-elem"),
        (INLINE.format(tag="script", text="window.ran = true"), "violates script-src-elem"),
    ],
)
def test_it_is_noted(visitors, doing, complaint):
    page = visitors.look()
    page.goto("/accounts/login/")
    page.evaluate(f"() => {{ {doing} }}")
    end = time.monotonic() + PATIENCE / 1_000
    while not any(complaint in one for one in visitors.complaints):
        assert time.monotonic() < end, visitors.complaints
        page.wait_for_timeout(20)
    page.goto("about:blank")  # what else it says of this comes before
    visitors.leave()


def test_what_a_test_expects_must_come(visitors):
    with pytest.raises(AssertionError, match="nobody complained of rain"):
        visitors.expect("rain")
