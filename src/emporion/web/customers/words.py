"""The values of a customer and their changes in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .listing import LANGUAGES


def field_words(field: str) -> str:
    """What a field of a customer is called."""
    words = {
        "name": _("Name"),
        "kind": _("Kind"),
        "language": _("Language"),
        "note": _("Note"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "tax": _("Tax number"),
        "address": _("Address"),
    }
    return words.get(field, field)


def shown(field: str, value: str | None) -> str:
    """A value of a field as a person reads it."""
    if field == "kind":
        return {"person": _("Person"), "company": _("Company")}.get(value or "", value or "")
    return str(LANGUAGES.get(value or "", value or "")) if field == "language" else value or ""


def change_words(field: str, old: str | None, new: str | None) -> str:
    """A change of a value; None where there was or is none."""
    said = {"field": field_words(field), "old": shown(field, old), "new": shown(field, new)}
    if old is None:
        return _("%(field)s added: %(new)s") % said
    return _("%(field)s taken off: %(old)s") % said if new is None else _("%(field)s: %(old)s → %(new)s") % said
