"""The values of a product's properties: a field for each property it has, and one more to begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from emporion.catalog.types import ProductPage, PropertyView, Value, ValueLine

NUMBER = re.compile(r"-?\d+(\.\d+)?")
BLANKS = re.compile(r"\s")


class ValuesForm(forms.Form):
    """A field that is left as it stands keeps its values exactly, an emptied one takes the property off."""

    def __init__(
        self, page: ProductPage, properties: Sequence[PropertyView], *args: Any, more: int | None = None
    ) -> None:
        super().__init__(*args)
        self.known = {one.id: one for one in properties}
        self.lines = {line.property_id: line for line in page.values}
        protected = {one.field for one in page.protections}
        for pk, line in self.lines.items():
            field = self.fields[f"value_{pk}"] = _field(self.known[pk], line)
            if f"value:{pk}" in protected:
                field.help_text = gettext("Protected: no exchange writes it.")
        self.unused = [one for one in properties if one.id not in self.lines]
        self.more = [one for one in self.unused if one.id == self._asked(more)]
        for one in self.more:
            self.fields[f"value_{one.id}"] = _field(one, None)

    def _asked(self, more: int | None) -> int | None:
        """The property whose field is open: the one that the address names, or that was sent back."""
        sent = [one.id for one in self.unused if f"value_{one.id}" in self.data]
        return sent[0] if sent else more

    @property
    def closed(self) -> list[PropertyView]:
        """Properties that the product could get."""
        return [one for one in self.unused if one not in self.more]

    def clean(self) -> dict[str, Any]:
        """A number is written with digits and one point or comma at most."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name, text in list(told.items()):
            if self._of(name).kind == "number" and name in self.changed_data and text:
                self._read_numbers(told, name)
        return told

    def _read_numbers(self, told: dict[str, Any], name: str) -> None:
        lines = [BLANKS.sub("", line).replace(",", ".") for line in told[name].splitlines()]
        if wrong := next((line for line in lines if line and not NUMBER.fullmatch(line)), ""):
            self.add_error(name, gettext("“%(text)s” is no number. Such as 12 or 0.5.") % {"text": wrong[:40]})
        else:
            told[name] = "\n".join(lines)

    def told(self) -> tuple[tuple[int, tuple[Value, ...]], ...]:
        """The properties that changed, each with its values."""
        return tuple(
            (self._of(name).id, _values(self._of(name), self.cleaned_data[name], self.lines.get(self._of(name).id)))
            for name in self.changed_data
            if _bare(self.cleaned_data[name]) != _bare(self.fields[name].initial)
        )

    def _of(self, name: str) -> PropertyView:
        return self.known[int(name.removeprefix("value_"))]


def _field(one: PropertyView, line: ValueLine | None) -> forms.Field:
    texts = line.texts if line else ()
    if one.kind == "choice":
        return _choice(one, line)
    stands = "\n".join(texts)
    field = forms.CharField(label=one.name, required=False, initial=stands)
    if "\n" in stands:
        field.widget = forms.Textarea({"rows": min(8, 1 + stands.count("\n"))})
        field.help_text = gettext("One value a line.") if len(texts) > 1 else ""
    elif one.kind == "number":
        field.widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    return field


def _choice(one: PropertyView, line: ValueLine | None) -> forms.Field:
    options = [(str(option.id), option.text) for option in one.options]
    chosen = [str(option) for option in line.option_ids if option] if line else []
    if len(chosen) > 1:
        return forms.MultipleChoiceField(
            label=one.name, required=False, choices=options, initial=chosen, widget=forms.SelectMultiple({"size": 5})
        )
    first = chosen[0] if chosen else ""
    return forms.ChoiceField(label=one.name, required=False, choices=[("", "—"), *options], initial=first)


def _bare(told: str | list[str]) -> str | list[str]:
    """What was told, with the ends of lines that no browser changes."""
    return told.replace("\r\n", "\n").strip() if isinstance(told, str) else told


def _values(one: PropertyView, told: str | list[str], line: ValueLine | None) -> tuple[Value, ...]:
    if one.kind == "choice":
        chosen = [told] if isinstance(told, str) else told
        return tuple((one.id, int(option), "") for option in chosen if option)
    text = str(_bare(told))
    texts = text.split("\n") if line and len(line.texts) > 1 else [text]
    return tuple((one.id, None, single.strip()) for single in texts if single.strip())
