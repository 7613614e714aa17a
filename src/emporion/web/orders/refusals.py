"""Why an order is left out of an act on many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

from .words import state_of


class OrderOver(Refused):
    """The order is not open any more."""

    code = "order_over"
    says = gettext_noop("The order is not open any more: %(status)s.")
    remedy = gettext_noop("Leave it out of the selection.")

    def shown(self) -> Mapping[str, Any]:
        """The status by its word."""
        return {**self.facts, "status": state_of(str(self.facts["status"])).word}


class NothingDue(Refused):
    """All of it was paid."""

    code = "nothing_due"
    says = gettext_noop("Nothing is due any more.")
    remedy = gettext_noop("Leave it out of the selection.")
