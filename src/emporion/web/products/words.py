"""Fields of a product and kinds of its properties as people call them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy

KINDS: dict[str, Promise] = {
    "text": pgettext_lazy("property", "Text"),
    "number": pgettext_lazy("property", "Number"),
    "choice": gettext_lazy("One of several choices"),
    "date": pgettext_lazy("property", "Date"),
}
IN_LANGUAGES: dict[str, Promise] = {  # whole, for a language's name changes its form behind a word
    "name:en": gettext_lazy("Name in English"),
    "name:ru": gettext_lazy("Name in Russian"),
    "name:ro": gettext_lazy("Name in Romanian"),
    "name:el": gettext_lazy("Name in Greek"),
    "description:en": gettext_lazy("Description in English"),
    "description:ru": gettext_lazy("Description in Russian"),
    "description:ro": gettext_lazy("Description in Romanian"),
    "description:el": gettext_lazy("Description in Greek"),
}
MADE_BY_HAND = ("text", "number", "choice")


def kind_words(kind: str) -> str:
    """The kind of a property as people call it."""
    return str(KINDS.get(kind, kind))


def field_words(name: str) -> str:
    """A field of the card as people call it."""
    kind, _colon, rest = name.partition(":")
    words = {
        "name": pgettext("goods", "Name"), "full_name": _("Full name"), "sku": _("Article"), "brand": _("Brand"),
        "description": _("Description"), "weight_grams": _("Weight, g"), "unit": _("Unit"), "kind": _("Kind"),
        "country": _("Country"), "tax_class": _("Tax class"), "is_hidden": _("Hidden"),
        "categories": _("Groups"), "category_ids": _("Groups"), "pictures": _("Pictures"),
    }  # fmt: skip
    if name in IN_LANGUAGES:
        return str(IN_LANGUAGES[name])
    if rest and kind in ("name", "description"):
        return f"{words[kind]} ({rest})"
    if kind == "value":
        return _("Property %(number)s") % {"number": rest}
    if kind == "variant":
        return _("Variant %(field)s") % {"field": rest}
    return words.get(name, name)
