"""The journal in plain words: each kind of fact has its sentence, its icon, and who or what caused it.

A room's pages add the sentences of their facts with the decorator `says`; a kind without one is shown by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from emporion.journal.types import Event as Told, FactView
from emporion.pricing.queries import price_types
from emporion.pricing.types import PriceTypeView
from emporion.stock.queries import every_warehouse

from . import called, numbers
from .parts import Event
from .people import initials, names as people_named
from .status import Words

T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in facts are called, read once for a whole timeline.

    currency is that of the document; without one the sentences leave amounts out.
    """

    currency: str = ""
    variants: Mapping[int, str] = field(default_factory=dict)
    warehouses: Mapping[int, str] = field(default_factory=dict)
    price_types: Mapping[int, PriceTypeView] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def variant(self, pk: int | None) -> str:
        """The name of a variant, or its number where nobody knows one."""
        return self.variants.get(pk or 0) or f"#{pk}"

    def warehouse(self, pk: int) -> str:
        """The name of a warehouse."""
        return self.warehouses.get(pk) or f"#{pk}"

    def person(self, number: int | None) -> str:
        """The name of a member of the staff; nothing for nobody."""
        return "" if number is None else self.people.get(f"staff:{number}", f"#{number}")

    def money(self, minor: int) -> str:
        """An amount with its sign, or nothing for a reader who meets no amounts."""
        if not self.currency:
            return ""
        return f"{numbers.money(minor, self.currency)}{numbers.FIXED_SPACE}{numbers.symbol(self.currency)}"

    def goods(self, items: Iterable[Any]) -> str:
        """Some goods in one line, such as: Cup × 3, Pot × 1; of more than four the number of the rest."""
        listed = [f"{self.variant(item.variant)} × {numbers.quantity(item.quantity)}" for item in items]
        more = len(listed) - 4
        told = ", ".join(listed[:4])
        return _("%(goods)s and %(more)s more") % {"goods": told, "more": more} if more > 0 else told


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words: a title, what is to be added, and its icon."""

    title: Words
    text: Words = ""
    icon: str = "point"


Sentence = Callable[[Any, Names], Said]
SENTENCES: dict[type[Told], Sentence] = {}


def says(kind: type[T]) -> Callable[[Callable[[T, Names], Said]], Callable[[T, Names], Said]]:
    """Enter the sentence of a kind of fact: @says(OrderPaid) above a function of the event and the names."""

    def enter(sentence: Callable[[T, Names], Said]) -> Callable[[T, Names], Said]:
        SENTENCES[kind] = sentence
        return sentence

    return enter


def events(facts: Sequence[FactView], currency: str = "") -> list[Event]:
    """Facts as the partial timeline.html takes them; six queries at most, whatever their number."""
    names, people = names_in(facts, currency), people_named({fact.actor for fact in facts})
    return [_event(fact, names, people[fact.actor]) for fact in facts]


def names_in(facts: Sequence[FactView], currency: str = "") -> Names:
    """The names of all variants, warehouses and price types that some facts speak of."""
    spoken = [fact.event for fact in facts if fact.event]
    goods = {pk for event in spoken for pk in _ids(event, "variant", "variants")}
    places = any(_ids(event, "warehouse") for event in spoken)
    priced = any(_ids(event, "price_type_id") for event in spoken)
    people = {f"staff:{pk}" for event in spoken for pk in _ids(event, "manager", "manager_before")}
    return Names(
        currency,
        {pk: view.name for pk, view in called.variants(goods).items()},
        {place.id: place.name for place in every_warehouse()} if places else {},
        {kind.id: kind for kind in price_types()} if priced else {},
        people_named(people) if people else {},
    )


def _ids(value: object, *fields: str) -> set[int]:
    """The ids under some names anywhere within a fact."""
    found: set[int] = set()
    for name in getattr(value, "__dataclass_fields__", ()):
        inside = getattr(value, name)
        if name in fields:
            found |= {inside} if isinstance(inside, int) else {one for one in inside or () if isinstance(one, int)}
        if isinstance(inside, tuple):
            found = found.union(*(_ids(one, *fields) for one in inside))
    return found


def _event(fact: FactView, names: Names, actor: str) -> Event:
    said = said_of(fact.event, names) if fact.event else Said(fact.kind)
    is_person = fact.actor.startswith("staff:")
    return Event(
        title=said.title,
        text=" · ".join(str(part) for part in (said.text, actor, _message(fact)) if part),
        icon=said.icon,
        initials=initials(actor) if is_person else "",
        at=fact.at,
    )


def said_of(event: Told, names: Names) -> Said:
    """The words of one fact."""
    sentence = SENTENCES.get(type(event))
    return sentence(event, names) if sentence else Said(_spaced(type(event).__name__))


def _message(fact: FactView) -> str:
    if not fact.message:
        return ""
    return _("message %(number)s") % {"number": numbers.count(fact.message)}


def _spaced(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]
