"""No template says a word that is not translated."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.translations.literal_words import literal_words

TEMPLATES = Path(settings.BASE_DIR, "templates")
# An example to type; and tags whose name is chosen, which no parser can read.
EXCEPTIONS = {
    "components/shortcuts.html": ("Esc",),  # as it stands on keyboards
    "components/cell.html": {'th scope="row" td class="number" >'},
    "components/period_picker.html": {"2018-01..2018-05"},
}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("**/*.html")), ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path):
    name = path.relative_to(TEMPLATES).as_posix()
    found = literal_words(path.read_text(encoding="utf-8"))
    assert [text for text in found if text not in EXCEPTIONS.get(name, ())] == []


def test_mails_have_none_either():
    for path in TEMPLATES.glob("**/*.txt"):
        assert literal_words(path.read_text(encoding="utf-8")) == [], path.name


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Nothing</p>", ["Nothing"]),
        ("<p>{% translate 'Nothing' %}</p>{# why #}", []),
        ("{% comment %}Context: rows{% endcomment %}<b>{{ row.name }}</b>", []),
        ("{% blocktranslate %}of {{ all }}{% endblocktranslate %} rows", ["rows"]),
        ('<a title="Open" class="link">–</a>', ["Open"]),
        ('<input type="submit" value="Send"><input name="q" value="text">', ["Send"]),
        ("<script>let words</script>", []),
    ],
)
def test_words_are_found(template: str, found: list[str]):
    assert literal_words(template) == found
