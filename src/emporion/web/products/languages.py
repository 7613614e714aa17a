"""What a product is called in other languages: a form with a name and a description for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page, texts_of
from emporion.catalog.types import ProductPage, TextCard
from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import intent, speech, undo
from ..parts import Crumb
from ..rights import requires
from .words import field_words

LONGEST = 1000
Texts = dict[str, list[str]]  # language -> name and description, as a button carries them


def standing(product: int) -> Texts:
    """The texts of a product beside those of its card."""
    return {text.language: [text.name, text.description] for text in texts_of([product]).get(product, ())}


class TextsForm(forms.Form):
    """A name and a description for each language of the house, and for any other that has some."""

    def __init__(self, stands: Texts, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        offered = [code for code, _name in speech.offered()]
        self.languages = [*offered, *(code for code in stands if code not in offered)]
        for code in self.languages:
            name, description = stands.get(code, ["", ""])
            tag = {"lang": code}
            self.fields[f"name:{code}"] = forms.CharField(
                label=field_words(f"name:{code}"), required=False, max_length=LONGEST, initial=name,
                widget=forms.TextInput(tag),
            )  # fmt: skip
            self.fields[f"description:{code}"] = forms.CharField(
                label=field_words(f"description:{code}"), required=False, initial=description,
                widget=forms.Textarea({"rows": 3, **tag}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A description stands under a name; alone it would be shown nowhere."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for code in self.languages:
            if self._text(f"description:{code}") and not self._text(f"name:{code}"):
                self.add_error(f"name:{code}", _("A description needs a name in its language. Write one."))
        return told

    def _text(self, field: str) -> str:
        return str(self.cleaned_data.get(field, "")).replace("\r\n", "\n").strip()

    @property
    def changed(self) -> Texts:
        """The languages that differ from what stands; empty words take a language away."""
        now = {code: [self._text(f"name:{code}"), self._text(f"description:{code}")] for code in self.languages}
        return {code: told for code, told in now.items() if told != self.stands.get(code, ["", ""])}


@requires("catalog.change")
def languages(request: HttpRequest, product: int) -> HttpResponse:
    """Names and descriptions in every language of the house."""
    page = product_page(product)
    form = TextsForm(standing(product), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if told := form.changed:
            catalog.put_texts(cards=_cards(product, told), **intent.said(request))
            was = {code: form.stands.get(code, ["", ""]) for code in told}
            back = reverse("web:product", args=[product])
            undo.offer(request, _("Saved."), "texts", back, product=product, was=was, now=told)
        return redirect("web:product", product)
    return render(request, "web/products/languages.html", _context(page, form), status=422 if form.is_bound else 200)


def _context(page: ProductPage, form: TextsForm) -> dict[str, object]:
    back = reverse("web:product", args=[page.id])
    return {
        "product": page,
        "form": form,
        "crumbs": [Crumb(_("Products"), reverse("web:products")), Crumb(page.name, back)],
        "title": _("In other languages"),
        "reason": _("On its card: %(name)s. Where a language has no name of its own, this one is shown.")
        % {"name": page.name},
        "back": back,
    }


def _cards(product: int, texts: Texts) -> list[TextCard]:
    return [TextCard(product, code, name, description) for code, (name, description) in texts.items()]


@undo.undoes("texts", "catalog.change")
def _texts(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    put_texts_back(product=told["product"], was=told["was"], now=told["now"], **said)


@command
def put_texts_back(work: Work, *, product: int, was: Texts, now: Texts) -> None:
    """Give a product the texts that it had; refused when one of them is no longer what the change made of it."""
    stands = standing(product)
    if any(stands.get(code, ["", ""]) != told for code, told in now.items()):
        raise undo.ChangedSince()
    catalog.put_texts(work=work, cards=_cards(product, was))
