"""Fields of a draft's form: numbers as people write them, steps, and inputs chosen by name."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.pages.rulesets.inputs import Choices

_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)
# Beside those that are chosen already.
_FREE_SLOTS = 1
INPUTS_LIST = "score-inputs"


def number(text: str) -> Decimal:
    """Reads 0.8, 0,8 and 80%. Raises ValidationError."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    bare = plain.removesuffix("%")
    if not _NUMBER.fullmatch(bare):
        raise ValidationError(_("“%(text)s” is no number.") % {"text": text[:40]})
    found = Decimal(bare.replace(",", "."))
    return found / 100 if plain.endswith("%") else found


def written(value: Decimal | int | str) -> str:
    """A number as the form shows it."""
    text = format(Decimal(value).normalize(), "f")
    return text.replace(".", ",") if get_language() == "vi" else text


class NumberField(forms.Field):
    """A number, with a comma or a point, or in per cent."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "class": "score-number"})

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        return number(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else written(value)


class StepsField(forms.CharField):
    """Steps as one writes them: "50%: 3; 80%: 6"."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        steps = []
        for text in filter(None, map(str.strip, re.split(r"[;\n]", value or ""))):
            least, separator, points = text.partition(":")
            if not separator:
                raise ValidationError(
                    _("“%(text)s” is no step as in 50%%: 3.") % {"text": text[:40]}
                )
            steps.append([number(least.strip()), number(points.strip())])
        return steps

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "; ".join(f"{written(least)}: {written(points)}" for least, points in value)


class InputsWidget(forms.Widget):
    """A line for each input, completed by name, and free ones for more."""

    choices: Choices

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text.strip() for text in data.getlist(name) if text.strip()]

    def id_for_label(self, id_: str) -> str:
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        texts = [*(value or []), *[""] * _FREE_SLOTS]
        base = (attrs or {}).get("id", name)
        rows = [
            (
                f"{base}_{place}" if place else base,
                name,
                INPUTS_LIST,
                text,
                _("input %(number)s") % {"number": place + 1},
                self.choices.name(text) if text else "",
            )
            for place, text in enumerate(texts)
        ]
        lines = format_html_join(
            "",
            '<div class="score-input"><input type="text" id="{}" name="{}" list="{}" value="{}"'
            ' aria-label="{}" maxlength="200" autocomplete="off">'
            '<span class="help">{}</span></div>',
            rows,
        )
        return format_html("{}", lines)


class InputsField(forms.Field):
    """References, typed or by the names of what they refer to."""

    widget = InputsWidget

    def to_python(self, value: Any) -> list[str]:
        choices = self.widget.choices
        found = []
        for text in value or []:
            reference = choices.reference(text)
            if reference is None:
                raise ValidationError(
                    _("“%(text)s” is nothing that a criterion could read.") % {"text": text[:80]}
                )
            found.append(reference)
        return found
