"""The first page of the set-up: what is missing before the first order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may_somewhere
from emporion.accounts.types import RIGHTS

from .. import navigation
from ..parts import Action
from ..rights import requires, staff_of
from . import area
from .checklist import Step, left, remedies, steps


@requires("settings.view")
@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """The way from an empty house to the first order."""
    staff, found = staff_of(request), steps()
    allowed = {right for right in RIGHTS if may_somewhere(staff, right)}
    order = navigation.place("order_new") if "orders.place" in allowed and not left(found) else ""
    return area.page(
        request,
        "setup",
        "settings",
        {
            "steps": remedies(found, allowed),
            "reason": _reason(found),
            "actions": [Action(_("Place an order"), order, "primary", "plus")] if order else [],
            "exchange": navigation.place("exchange") if "exchange.view" in allowed else "",
            "missing": left(found),
        },
    )


def _reason(found: list[Step]) -> str:
    missing = left(found)
    if not missing:
        return _("Everything stands that an order needs.")
    said = ngettext(
        "%(count)s step is left before the first order can be placed by hand.",
        "%(count)s steps are left before the first order can be placed by hand.",
        missing,
    )
    return said % {"count": missing}
