"""What facts are about: names and addresses of their subjects, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker, may_somewhere, staff_names
from emporion.catalog.queries import product_names
from emporion.exchange.queries import channels
from emporion.orders import queries as orders
from emporion.parties import queries as parties
from emporion.pricing.queries import price_types
from emporion.stock.queries import every_warehouse
from emporion.watchman.queries import alerts_by_id

from .. import called, numbers, status_names
from ..links import document_url, document_words
from ..navigation import place
from ..orders.papers import papers
from ..watchman.words import called_alert


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that facts are about; no address where the reader may not open it or it has no page."""

    words: str
    url: str = ""


Naming = Callable[[Asker, list[str]], Mapping[str, Subject]]


def named(asker: Asker, subjects: Iterable[str]) -> dict[str, Subject]:
    """All subjects in words, each kind of them read at once."""
    kinds: dict[str, list[str]] = {}
    for subject in set(subjects):
        kind, _colon, key = subject.partition(":")
        kinds.setdefault(kind, []).append(key)
    found: dict[str, Subject] = {}
    for kind, keys in kinds.items():
        known = NAMINGS[kind](asker, keys) if kind in NAMINGS else {}
        found |= {f"{kind}:{key}": known.get(key) or _plain(f"{kind}:{key}") for key in keys}
    return found


def _plain(subject: str) -> Subject:
    return Subject(document_words(subject), document_url(subject))


def _ids(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _url(asker: Asker, right: str, name: str, *args: object) -> str:
    return place(name, *args) if may_somewhere(asker, right) else ""


def _orders(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    known = papers(asker, (f"order:{key}" for key in keys))
    return {key: Subject(known[f"order:{key}"].words, known[f"order:{key}"].url) for key in keys}


def _products(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    known = called.products(product_names(_ids(keys)).items())
    return {str(pk): Subject(one.name, _url(asker, "catalog.view", "product", pk)) for pk, one in known.items()}


def _variants(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    known = called.variants(_ids(keys))
    return {
        str(pk): Subject(one.name, _url(asker, "catalog.view", "product_prices", one.product_id))
        for pk, one in known.items()
    }


def _parties(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    sees = may_somewhere(asker, "parties.view")
    known = parties.names(_ids(keys)) if sees else {}
    return {
        key: Subject(
            known.get(int(key)) or _("Customer %(number)s") % {"number": key},
            place("customer", int(key)) if sees else "",
        )
        for key in keys
        if key.isdecimal()
    }


def _shops(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(one.id): Subject(one.name, _url(asker, "settings.view", "settings_shop", one.code))
        for one in orders.every_shop()
    }


def _firms(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(one.id): Subject(one.name, _url(asker, "settings.view", "settings_firm", one.id))
        for one in parties.firms(active_only=False)
    }


def _warehouses(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(one.id): Subject(one.name, _url(asker, "settings.view", "warehouse", one.code)) for one in every_warehouse()
    }


def _price_types(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(one.id): Subject(one.name, _url(asker, "settings.view", "settings_price", one.id)) for one in price_types()
    }


def _statuses(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    known = {one.code: status_names.word(one) for one in orders.STATUSES if one.code in keys}
    return {code: Subject(word, _url(asker, "settings.view", "settings_statuses")) for code, word in known.items()}


def _channels(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    """Connections by number and by code: facts name them in both ways."""
    known: dict[str, Subject] = {}
    for one in channels():
        told = Subject(one.title or one.code, _url(asker, "exchange.operate", "channel", one.id))
        known |= {str(one.id): told, one.code: told}
    return known


def _sessions(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(pk): Subject(
            _("Session %(number)s") % {"number": numbers.count(pk)}, _url(asker, "exchange.view", "session", pk)
        )
        for pk in _ids(keys)
    }


def _messages(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {
        str(pk): Subject(document_words(f"message:{pk}"), _url(asker, "exchange.view", "message", pk))
        for pk in _ids(keys)
    }


def _staff(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    known = staff_names(f"staff:{key}" for key in keys)
    return {
        key: Subject(known[f"staff:{key}"], _url(asker, "accounts.manage", "settings_person", int(key)))
        for key in keys
        if key.isdecimal()
    }


def _alerts(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    """Alerts by what they are about."""
    return {
        str(one.id): Subject(called_alert(one.code, one.name), _url(asker, "watchman.view", "watchman_alert", one.id))
        for one in alerts_by_id(_ids(keys))
    }


def _watched(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    """What is watched, by the code of its check and its subject."""
    url = _url(asker, "watchman.view", "watchman")
    return {key: Subject(called_alert(key.partition(":")[0]), url) for key in keys}


def _watchman(asker: Asker, keys: list[str]) -> Mapping[str, Subject]:
    return {key: Subject(_("Watchman"), _url(asker, "watchman.view", "watchman")) for key in keys}


NAMINGS: Mapping[str, Naming] = {
    "order": _orders,
    "product": _products,
    "variant": _variants,
    "party": _parties,
    "shop": _shops,
    "firm": _firms,
    "warehouse": _warehouses,
    "price_type": _price_types,
    "status": _statuses,
    "channel": _channels,
    "session": _sessions,
    "message": _messages,
    "staff": _staff,
    "alert": _alerts,
    "watch": _watched,
    "watchman": _watchman,
}
