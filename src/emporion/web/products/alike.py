"""Why two products may be one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..alike import NAMES, said
from ..status import Status

REASONS: Mapping[str, Promise] = {
    **NAMES,
    "barcode": _("the same barcode"),
    "article": _("the same article"),
    "name_spacing": _("the same name with other blanks"),
    "name_alike": _("names of which half the words agree"),
    "numbers": _("other figures in the name"),
    "brand_differs": _("another brand"),
}
APART = Status(_("Two products"), "idle", "x")


def reasons(codes: Iterable[str]) -> str:
    """The reasons in one line, the strongest first, with a capital letter."""
    return said(codes, REASONS)
