"""Why two customers may be one, and how sure that is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE

from ..status import Status

REASONS: Mapping[str, Promise] = {
    "tax": _("the same tax number"),
    "phone": _("the same phone"),
    "phone_form": _("the same phone, written differently"),
    "email": _("the same e-mail"),
    "email_alias": _("the same mailbox under another address"),
    "name": _("the same name"),
    "name_order": _("the same name in another order"),
    "name_letters": _("the same name in another alphabet"),
    "name_spelling": _("the same name, spelled differently"),
    "name_shorter": _("the same name, in one with more words"),
    "name_near": _("names that differ by one letter"),
    "name_initials": _("names that agree, one with initials"),
    "name_part": _("one name is a word of the other"),
    "nameless": _("one of them has no name"),
    "name_half": _("names with a word in common"),
    "name_differs": _("different names"),
    "address": _("the same address"),
}
SURENESS: Mapping[int, Status] = {
    CERTAIN: Status(_("Certain"), "good", "4"),
    LIKELY: Status(_("Likely"), "info", "3"),
    POSSIBLE: Status(_("Possible"), "idle", "1"),
}
APART = Status(_("Two customers"), "idle", "x")


def reasons(codes: Iterable[str]) -> str:
    """The reasons in one line, the strongest first, with a capital letter."""
    said = ", ".join(str(REASONS[code]) for code in codes if code in REASONS)
    return said[:1].upper() + said[1:]
