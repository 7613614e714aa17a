"""Who looks at Today: what they may open, press and read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange.types import Cause, MessageView, SessionView

from .. import numbers
from ..navigation import place
from ..orders.access import seen_by, sees_every_order
from ..parts import Action
from ..why.sight import sight, without_values


@dataclass(frozen=True, slots=True)
class Reader:
    """What the person in front of the page may open and see."""

    staff: Asker

    def may(self, right: str) -> bool:
        """Whether the person holds a right anywhere."""
        return may_somewhere(self.staff, right)

    @property
    def seen(self) -> Any:
        """The orders that this person sees."""
        return seen_by(self.staff)

    def near(self, ids: set[int]) -> set[int]:
        """Those of some orders that this person sees."""
        if not ids or sees_every_order(self.staff):
            return ids
        return set(self.seen.filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def action(self, right: str, verb: str, name: str, *args: object, query: str = "") -> Action | None:
        """The remedy; none for one whose role does not open the place of the remedy."""
        url = place(name, *args) if self.may(right) else ""
        return Action(verb, url + query) if url else None

    def press(self, right: str, verb: str, name: str, *args: object) -> Action | None:
        """The remedy that one press does, back on Today; none for one who may not do it."""
        return Action(verb, reverse(f"web:{name}", args=args), post=True) if may(self.staff, right) else None

    def stake(self, totals: Iterable[tuple[str, int]]) -> str:
        """Amounts per currency for a person who meets amounts."""
        if not self.may("pricing.view"):
            return ""
        return ", ".join(
            f"{numbers.money(minor, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"
            for currency, minor in totals
        )

    def reads(self, channel: int) -> bool:
        """Whether the words of refusals of a connection, which may repeat what came, are for this person."""
        seen = sight(self.staff, channel)
        return self.may("exchange.view") and seen.people and seen.prices is None

    def why(self, failed: SessionView | MessageView) -> str:
        """Why a talk or a message failed, with what to do; without what came for those who may not read it."""
        if not failed.fault or not self.may("exchange.view"):
            return ""
        said = failed.fault.refusal if self.reads(failed.channel) else without_values(failed.fault).refusal
        return f"{said.sentence.rstrip('.')}. {said.what_to_do}".strip()

    def refused(self, cause: Cause) -> str:
        """Why rows were refused, by the newest of them, as far as this person may read it."""
        if not self.may("exchange.view"):
            return ""
        return sight(self.staff, cause.channel).row(cause.newest).fault.refusal.sentence
