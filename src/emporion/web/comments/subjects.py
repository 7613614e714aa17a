"""What can be spoken about: each kind of subject with the page that shows it to those who may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.catalog import queries as catalog
from emporion.exchange.queries import channels
from emporion.ledger.queries import places_of
from emporion.parties import queries as parties

from .. import called
from ..links import document_url, document_words
from ..notes import id_in
from ..orders.access import seen_by
from ..stock import places

DOCUMENTS = ("receipt", "count", "move")


@dataclass(frozen=True, slots=True)
class Spot:
    """A record as a person may open it: its name and its page."""

    words: str
    url: str


Found = Mapping[str, Spot]


def spots(asker: Asker, subjects: Iterable[str]) -> dict[str, Spot]:
    """The records that this person may see, by subject; a few queries a kind."""
    named: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, key = subject.partition(":")
        named[kind].add(key)
    found: dict[str, Spot] = {}
    for kind, keys in named.items():
        seen = KINDS[kind](asker, keys) if kind in KINDS else {}
        found |= {f"{kind}:{key}": spot for key, spot in seen.items()}
    return found


def spot(asker: Asker, subject: str) -> Spot | None:
    """One record, or nothing where there is none or this person may not see it."""
    return spots(asker, [subject]).get(subject)


def _ids(keys: Collection[str]) -> set[int]:
    return {pk for key in keys if (pk := id_in(key)) is not None}


def _orders(asker: Asker, keys: Collection[str]) -> Found:
    if not may_somewhere(asker, "orders.view"):
        return {}
    rows = seen_by(asker).filter(number__in=keys).order_by().values_list("number", "pk")
    return {number: Spot(document_words(f"order:{number}"), reverse("web:order", args=[pk])) for number, pk in rows}


def _products(asker: Asker, keys: Collection[str]) -> Found:
    if not may(asker, "catalog.view"):
        return {}
    rows = catalog.products(hidden=None).filter(pk__in=_ids(keys)).order_by().values_list("pk", "name")
    names = called.products(rows)
    return {str(pk): Spot(one.name, reverse("web:product_timeline", args=[pk])) for pk, one in names.items()}


def _customers(asker: Asker, keys: Collection[str]) -> Found:
    if not may(asker, "parties.view"):
        return {}
    named = parties.names(_ids(keys))
    return {str(pk): Spot(name, reverse("web:customer", args=[pk])) for pk, name in named.items()}


def _connections(asker: Asker, keys: Collection[str]) -> Found:
    if not may(asker, "exchange.view"):
        return {}
    asked = _ids(keys)
    return {
        str(one.id): Spot(one.title or one.code, reverse("web:channel", args=[one.id]))
        for one in channels()
        if one.id in asked
    }


def _papers(kind: str) -> Callable[[Asker, Collection[str]], Found]:
    def found(asker: Asker, keys: Collection[str]) -> Found:
        if not may_somewhere(asker, "stock.view"):
            return {}
        names, seen = {f"{kind}:{key}": key for key in keys}, {place.id for place in places.remembered(asker)}
        return {
            names[name]: Spot(document_words(name), document_url(name))
            for name, at in places_of(names).items()
            if at & seen
        }

    return found


KINDS: Mapping[str, Callable[[Asker, Collection[str]], Found]] = {
    "order": _orders,
    "product": _products,
    "party": _customers,
    "channel": _connections,
    **{kind: _papers(kind) for kind in DOCUMENTS},
}
