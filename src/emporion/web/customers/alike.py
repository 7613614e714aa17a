"""Why two customers may be one, and how sure that is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..alike import NAMES, said
from ..status import Status

REASONS: Mapping[str, Promise] = {
    **NAMES,
    "tax": _("the same tax number"),
    "phone": _("the same phone"),
    "phone_form": _("the same phone, written differently"),
    "email": _("the same e-mail"),
    "email_alias": _("the same mailbox under another address"),
    "name_shorter": _("the same name, in one with more words"),
    "name_initials": _("names that agree, one with initials"),
    "name_part": _("one name is a word of the other"),
    "nameless": _("one of them has no name"),
    "name_half": _("names with a word in common"),
    "address": _("the same address"),
}
APART = Status(_("Two customers"), "idle", "x")


def reasons(codes: Iterable[str]) -> str:
    """The reasons in one line, the strongest first, with a capital letter."""
    return said(codes, REASONS)
