"""The form of a customer: one field a line of contacts, as many as there are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from emporion.parties.types import AddressCard, PartyCard, PartyView, TaxId

from ..orders.buyer import as_card

LINES = forms.Textarea({"rows": 2})
PARTS = ("city", "street", "house", "flat", "postcode")
MOST = 20  # lines of a kind


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())[:MOST]


class CustomerForm(forms.Form):
    """Everything a person may type about a customer; phones without a country code are read as ones of the country."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("person", _("Person")), ("company", _("Company"))])
    name = forms.CharField(label=_("Name"), required=False, max_length=400)
    phones = forms.CharField(
        label=_("Phones"), required=False, max_length=600, widget=LINES, help_text=_("One per line.")
    )
    emails = forms.CharField(
        label=_("E-mails"), required=False, max_length=2000, widget=LINES, help_text=_("One per line.")
    )
    tax_number = forms.CharField(label=_("Tax number"), required=False, max_length=64)
    country = forms.CharField(
        label=_("Country"),
        required=False,
        min_length=2,
        max_length=2,
        help_text=_("Two letters, such as CY. Phones without a code are read as ones of there."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *settings.LANGUAGES])
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=LINES)
    city = forms.CharField(label=_("City"), required=False, max_length=120)
    street = forms.CharField(label=_("Street"), required=False, max_length=200)
    house = forms.CharField(label=_("House"), required=False, max_length=40)
    flat = forms.CharField(label=_("Flat"), required=False, max_length=40)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=16)
    even_if_known = forms.BooleanField(
        label=_("Add them all the same"), required=False, help_text=_("For two people who share a phone.")
    )

    def __init__(self, *args: Any, of: PartyView | None = None, **kwargs: Any) -> None:
        if of:
            kwargs["initial"] = _initial(of)
        super().__init__(*args, **kwargs)
        self.of = of
        if of:
            del self.fields["even_if_known"]
            self.fields["kept"] = forms.MultipleChoiceField(
                required=False,
                choices=[(str(one.id), one.text) for one in of.addresses],
                initial=[str(one.id) for one in of.addresses],
                label=_("Addresses"),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The parts of a further address."""
        return [self[name] for name in PARTS]

    def card(self) -> PartyCard:
        """What was typed, as a card."""
        said = self.cleaned_data
        country = said["country"].upper()
        parts = {name: said[name].strip() for name in PARTS}
        address = (AddressCard(country=country, **parts),) if any(parts.values()) else ()
        return PartyCard(
            name=said["name"],
            kind=said["kind"],
            phones=_lines(said["phones"]),
            emails=_lines(said["emails"]),
            tax_ids=self._tax_ids(country),
            addresses=address,
            language=said["language"],
            note=said["note"],
            country=country,
        )

    def changes(self) -> dict[str, Any]:
        """What was typed, as the command change takes it; an address that is no longer ticked is left."""
        card = self.card()
        kept = set(self.cleaned_data.get("kept", ()))
        stand = tuple(as_card(one) for one in (self.of.addresses if self.of else ()) if str(one.id) in kept)
        fields = ("name", "kind", "phones", "emails", "tax_ids", "language", "note", "country")
        return {name: getattr(card, name) for name in fields} | {"addresses": (*stand, *card.addresses)}

    def _tax_ids(self, country: str) -> tuple[TaxId, ...]:
        """The number in the form, and further ones of the customer that the form does not show."""
        typed = self.cleaned_data["tax_number"].strip()
        stand = self.of.tax_ids if self.of else ()
        further = tuple(_tax_id(one.scheme, one.raw) for one in stand[1:])
        if stand and typed == stand[0].shown:
            return (_tax_id(stand[0].scheme, stand[0].raw), *further)
        return (*((TaxId(country, typed),) if typed else ()), *further)


def _tax_id(scheme: str, number: str) -> TaxId:
    country, _sign, kind = scheme.partition(".")
    return TaxId(country, number, kind)


def _initial(of: PartyView) -> dict[str, Any]:
    return {
        "kind": of.kind,
        "name": of.name,
        "phones": "\n".join(of.phones),
        "emails": "\n".join(of.emails),
        "tax_number": of.tax_ids[0].shown if of.tax_ids else "",
        "language": of.language,
        "note": of.note,
        "country": next((one.country for one in of.addresses if one.country), ""),
    }
