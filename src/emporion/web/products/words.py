"""Fields of a product as people call them."""

from django.utils.translation import gettext as _, pgettext


def field_words(name: str) -> str:
    """A field of the card as people call it."""
    kind, _colon, rest = name.partition(":")
    words = {
        "name": pgettext("goods", "Name"), "full_name": _("Full name"), "sku": _("Article"), "brand": _("Brand"),
        "description": _("Description"), "weight_grams": _("Weight, g"), "unit": _("Unit"), "kind": _("Kind"),
        "country": _("Country"), "tax_class": _("Tax class"), "is_hidden": _("Hidden"),
        "categories": _("Categories"), "category_ids": _("Categories"), "pictures": _("Pictures"),
    }  # fmt: skip
    if kind == "value":
        return _("Property %(number)s") % {"number": rest}
    if kind == "variant":
        return _("Variant %(field)s") % {"field": rest}
    return words.get(name, name)
