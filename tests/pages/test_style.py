"""The style page shows every component, and the tokens keep text legible in light, dark, print."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from units.accounts.actions import create_account

CSS = settings.BASE_DIR / "static" / "css"
COMPONENTS = settings.BASE_DIR / "templates" / "components"
# What loads the charts' library, and what pages put together from the others.
ELSEWHERE = {
    "components/chart_scripts.html",
    "components/picture_scripts.html",
    "components/chart_card.html",
    "components/level_cards.html",
    "components/copy_link.html",
    "components/language_switch.html",
    "components/waiting.html",
    # The tools of a league table and its opened rows, which need a table of their own.
    "components/table_tools.html",
    "components/table_found.html",
    "components/table_answer.html",
    "components/usual_columns.html",
    "components/league_detail.html",
}
# Written by others: a copy of the rules that Plotly would inject.
FOREIGN = {"plotly.css"}
# Classes that libraries give while a page is used.
OF_OTHERS = {"htmx-request", "plot-container", "svg-container"}
# What stands on what, as text.
GROUNDS = ["paper", "card", "hover", "brand-wash"]
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "brand") for ground in GROUNDS),
    *((tone, ground) for tone in ("good", "bad", "warn") for ground in ("paper", "card", "hover")),
    *((tone, f"{tone}-wash") for tone in ("good", "bad", "warn")),
    *(("ink", f"{tone}-wash") for tone in ("good", "bad", "warn")),
    ("on-brand", "brand"),
    ("on-brand", "bad"),
    ("on-brand", "good"),
    ("on-brand", "warn"),
]


@pytest.fixture
def reader(db) -> Client:
    client = Client()
    client.force_login(
        create_account(username="reader", password=None, full_name="Nguyễn An", email="", by="test")
    )
    return client


@pytest.mark.parametrize(
    ("language", "figure", "day"),
    [("vi", "225.745 / 238.610", "31/12/2018"), ("en", "225,745 / 238,610", "31 Dec 2018")],
)
def test_it_opens_in_both_languages(reader, language, figure, day):
    text = _page(reader, language)
    assert f'<html lang="{language}"' in text
    assert figure in text
    assert day in text


def test_every_component_is_on_it(reader):
    shown = {template.name for template in reader.get("/style/").templates}
    assert {f"components/{path.name}" for path in COMPONENTS.glob("*.html")} - ELSEWHERE <= shown


def test_every_component_says_what_it_takes():
    silent = [path.name for path in COMPONENTS.glob("*.html") if "{% comment %}" not in _head(path)]
    assert silent == []


def test_nothing_is_inline(reader):
    assert _Inline.of(_page(reader, "vi")) == []


def test_inline_things_are_seen():
    assert _Inline.of('<p style="x"><script>x</script><b onclick="x"><style></style>') == [
        "p style",
        "script",
        "b onclick",
        "style",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme):
    tokens = _tokens(scheme)
    faint = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in PAIRS
        if (ratio := _contrast(tokens[ink], tokens[ground])) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_edges_of_fields_stand_out(scheme):
    tokens = _tokens(scheme)
    assert _contrast(tokens["edge"], tokens["card"]) >= 3


def test_dark_is_the_same_by_device_and_by_choice():
    by_device, by_choice = _dark_blocks()
    assert by_device == by_choice
    assert by_device.keys() <= _tokens("light").keys()


def test_sheets_take_their_colours_from_the_tokens_and_stand_in_a_layer():
    for path in CSS.glob("*.css"):
        if path.name in FOREIGN | {"tokens.css", "print.css"}:
            continue
        text = path.read_text()
        assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", text), path.name
        assert re.search(r"(?m)^@layer (base|layout|components|print) \{", text), path.name


def test_sheets_load_nothing_from_elsewhere():
    for path in CSS.glob("*.css"):
        assert "url(" not in path.read_text(), path.name
        assert "@import" not in path.read_text(), path.name


def test_sheets_are_about_what_pages_have():
    """A class whose name is put together (`badge--{{ tone }}`) is known by its beginning."""
    written = _written_by_pages()
    without = [
        f"{path.name}: {name}"
        for path in CSS.glob("*.css")
        if path.name not in FOREIGN
        for name in sorted(set(re.findall(r"\.([a-z][\w-]*)", _selectors(path))) - OF_OTHERS)
        if name not in written and f"{name.rpartition('--')[0] or name}--{{" not in written
    ]
    assert without == []


def test_sheets_take_what_they_use_from_what_they_define():
    text = "".join(path.read_text() for path in CSS.glob("*.css") if path.name not in FOREIGN)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - defined == set()


def _selectors(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"\{[^{}]*\}", "{}", text)


def _written_by_pages() -> str:
    rooms = [(room, "*.py") for room in ("units", "dossiers", "indicators", "egov")]
    rooms += [("templates", "*.html"), ("static/js", "*.js")]
    paths = (path for room, kind in rooms for path in (settings.BASE_DIR / room).rglob(kind))
    return "".join(path.read_text() for path in paths)


def _page(client: Client, language: str) -> str:
    client.cookies["django_language"] = language
    response = client.get("/style/")
    assert response.status_code == 200
    return response.content.decode()


def _head(path: Path) -> str:
    return path.read_text()[:200]


class _Inline(HTMLParser):
    """Elements and attributes that a strict Content-Security-Policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return parser.found

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)
        self.found += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith("on")
        ]


def _tokens(scheme: str) -> dict[str, str]:
    """Name -> colour of a scheme, what it leaves as it is taken from the light one."""
    light = _colours((CSS / "tokens.css").read_text().partition("@media (prefers-color-")[0])
    if scheme == "dark":
        return light | _dark_blocks()[1]
    if scheme == "print":
        return light | _colours((CSS / "print.css").read_text())
    return light


def _dark_blocks() -> tuple[dict[str, str], dict[str, str]]:
    text = (CSS / "tokens.css").read_text().partition("@media (prefers-color-")[2]
    by_device, _, by_choice = text.partition(':root[data-theme="dark"]')
    return _colours(by_device), _colours(by_choice)


def _colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
