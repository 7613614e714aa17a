"""Forms for what products are sorted and shown by: a group, a property, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from emporion.catalog.types import CategoryCard, CategoryNode, OptionCard, PropertyCard, PropertyView

from .listing import INDENT
from .words import KINDS, MADE_BY_HAND

NAME = 500


class GroupForm(forms.Form):
    """A group of goods: its name and the group it stands in."""

    name = forms.CharField(label=pgettext_lazy("goods", "Name"), max_length=NAME)
    parent = forms.ChoiceField(label=_("Stands in"), required=False)
    is_hidden = forms.BooleanField(label=_("Hidden, with everything below it"), required=False)

    def __init__(self, *args: Any, of: CategoryNode | None, tree: Sequence[CategoryNode], parent: int) -> None:
        super().__init__(*args)
        self.of = of
        choices = [(node.id, INDENT * node.depth + node.name) for node in tree if of is None or node.id != of.id]
        field = self.fields["parent"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("At the top")), *choices]
        if of is None:
            del self.fields["is_hidden"]
            self.initial = {"parent": parent or ""}
        else:
            self.initial = {"name": of.name, "parent": of.parent_id or "", "is_hidden": of.is_hidden}

    def card(self) -> CategoryCard:
        """What was told of the group."""
        told = self.cleaned_data
        hidden = told.get("is_hidden") if self.of else None
        return CategoryCard(self.of.id if self.of else None, told["name"], int(told["parent"] or 0), is_hidden=hidden)


class PropertyForm(forms.Form):
    """A property; its kind is settled once, because values stand in it."""

    name = forms.CharField(label=pgettext_lazy("goods", "Name"), max_length=NAME)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, KINDS[kind]) for kind in MADE_BY_HAND])
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One per line, such as red. Only for a choice."),
    )

    def __init__(self, *args: Any, of: PropertyView | None) -> None:
        super().__init__(*args)
        self.of = of
        if of is not None:
            self.initial = {"name": of.name}
            del self.fields["kind"]
            if of.kind == "choice":
                self.fields["options"].label = gettext("More choices")
                self.fields["options"].help_text = gettext("One per line. There are: %(known)s") % {
                    "known": ", ".join(option.text for option in of.options) or "—"
                }
            else:
                del self.fields["options"]

    def clean(self) -> dict[str, Any]:
        """The choices line by line, each once; a choice without any cannot be chosen from."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        lines = dict.fromkeys(line.strip()[:NAME] for line in told.get("options", "").splitlines())
        told["options"] = [line for line in lines if line]
        if told.get("kind") == "choice" and not told["options"]:
            self.add_error("options", gettext("Give at least one choice."))
        return told

    def card(self) -> PropertyCard:
        """What was told of the property."""
        told = self.cleaned_data
        kind = self.of.kind if self.of else told["kind"]
        options = tuple(OptionCard(text) for text in told["options"]) if kind == "choice" else None
        return PropertyCard(self.of.id if self.of else None, told["name"], told.get("kind"), options)


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class PictureFiles(forms.FileField):
    """One file or several ones."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each of them held to what a single one is."""
        return [super(PictureFiles, self).clean(one, initial) for one in (data or [None])]


class UploadForm(forms.Form):
    """Pictures to hang on a product."""

    pictures = PictureFiles(label=_("More pictures"))
