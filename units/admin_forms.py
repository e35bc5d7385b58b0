"""Forms of the admin's actions on units; each says what to call in `units.actions`."""

from abc import abstractmethod
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units import actions
from units.actions import NewUnit
from units.errors import UnitError
from units.models import Level, User
from units.queries import hierarchy
from units.rehearsing import Rehearsal, rehearse
from units.timeline import ONE_DAY


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ActionForm(forms.Form):
    """What an action needs; `run` calls it, and its error becomes the form's."""

    title: ClassVar[Any]
    on = forms.DateField(
        label=_("From day"), help_text=_("The first day on which it holds."), widget=day_input()
    )

    def __init__(self, *args: Any, unit: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def run(self, by: User) -> int | None:
        """Do it; gives the id of the unit to show next, None where the form has errors."""
        try:
            return self.act(by, self.cleaned_data["on"], self.cleaned_data)
        except UnitError as error:
            self.add_error(None, str(error))
            return None

    def rehearse(self, by: User) -> Rehearsal | None:
        """What it would do; None where the form has errors."""
        try:
            return rehearse(lambda: self.act(by, self.cleaned_data["on"], self.cleaned_data))
        except UnitError as error:
            self.add_error(None, str(error))
            return None

    @abstractmethod
    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        """Call the action from the day on; gives the id of the unit to show next."""

    def the_unit(self) -> int:
        """The unit that the page is about."""
        assert self.unit is not None  # noqa: S101
        return self.unit

    def named(self, text: str, day: date) -> int | None:
        """The unit that a text names on the day, None for an empty one."""
        return hierarchy().resolve(text, day) if text.strip() else None


class CreateForm(ActionForm):
    title = _("Create a unit")
    code = forms.CharField(label=_("Code"), max_length=50)
    name = forms.CharField(label=_("Name"), max_length=300)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    parent = forms.CharField(label=_("Parent"), required=False, help_text=_("Code or identifier."))

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        made = actions.create_unit(
            code=data["code"],
            name=data["name"],
            level=data["level"],
            parent=self.named(data["parent"], on),
            on=on,
            by=by,
        )
        return made.pk


class RenameForm(ActionForm):
    title = _("Rename")
    name = forms.CharField(label=_("New name"), max_length=300)
    code = forms.CharField(
        label=_("New code"), max_length=50, required=False, help_text=_("Empty: stays.")
    )

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit = self.the_unit()
        code = data["code"] or None
        actions.rename_unit(unit=unit, name=data["name"], code=code, on=on, by=by)
        return unit


class MoveForm(ActionForm):
    title = _("Move to another parent")
    parent = forms.CharField(label=_("New parent"), help_text=_("Code or identifier."))

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit = self.the_unit()
        actions.move_unit(unit=unit, parent=self.named(data["parent"], on), on=on, by=by)
        return unit


class MergeForm(ActionForm):
    title = _("Merge")
    others = forms.CharField(
        label=_("Merged with"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other units that end, by code or identifier, one per line."),
        required=False,
    )
    into = forms.CharField(
        label=_("Into the living unit"),
        required=False,
        help_text=_("Code or identifier; empty where a new unit begins."),
    )
    code = forms.CharField(label=_("Code of the new unit"), max_length=50, required=False)
    name = forms.CharField(label=_("Name of the new unit"), max_length=300, required=False)

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit, lines = self.the_unit(), hierarchy()
        others = [lines.resolve(text, on - ONE_DAY) for text in _lines(data["others"])]
        living = self.named(data["into"], on - ONE_DAY)
        successor: int | NewUnit
        if living is None:
            last = lines.last_version(unit)
            successor = NewUnit(data["code"], data["name"], last.level, last.parent_id)
        else:
            successor = living
        return actions.merge_units(
            predecessors=[unit, *others], successor=successor, on=on, by=by
        ).pk


class SplitForm(ActionForm):
    title = _("Split")
    parts = forms.CharField(
        label=_("New units"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line: code; name."),
    )
    goes_on = forms.BooleanField(
        label=_("This unit goes on with the rest"), required=False, initial=False
    )

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit = self.the_unit()
        last = hierarchy().last_version(unit)
        parts = []
        for line in _lines(data["parts"]):
            code, semicolon, name = line.partition(";")
            if not semicolon:
                raise UnitError(gettext("“%(line)s” is not code; name.") % {"line": line})
            parts.append(NewUnit(code, name, last.level, last.parent_id))
        ends = not data["goes_on"]
        actions.split_unit(unit=unit, parts=parts, on=on, by=by, ends=ends)
        return unit


class CloseForm(ActionForm):
    title = _("Close")
    successor = forms.CharField(
        label=_("Taken over by"),
        required=False,
        help_text=_("Code or identifier of the unit that takes it over whole; may be empty."),
    )

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit = self.the_unit()
        successor = self.named(data["successor"], on)
        actions.close_unit(unit=unit, on=on, successor=successor, by=by)
        return unit


class IdentifierForm(ActionForm):
    title = _("Add an identifier")
    scheme = forms.CharField(label=_("Scheme"), max_length=50, help_text=_("Such as h."))
    value = forms.CharField(label=_("Value"), max_length=100, help_text=_("Such as H21.17."))

    def act(self, by: User, on: date, data: dict[str, Any]) -> int:
        unit = self.the_unit()
        actions.add_identifier(unit=unit, scheme=data["scheme"], value=data["value"], on=on, by=by)
        return unit


# By the last part of the address.
FORMS: dict[str, type[ActionForm]] = {
    "rename": RenameForm,
    "move": MoveForm,
    "merge": MergeForm,
    "split": SplitForm,
    "close": CloseForm,
    "identifier": IdentifierForm,
}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
