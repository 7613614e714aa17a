"""Clicks that are tried and taken back, and what a form must say for a click to reach its command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from .neighbours import Firm

Form = Callable[[Firm], Mapping[str, object]]
# A form that says less than this is sent away before anything is asked of it.
FORMS: Mapping[str, Form] = {
    "bulk_ask": lambda of: {"act": "take", "chosen": of.order},
    "comment_say": lambda of: {"subject": f"order:{of.number}", "text": "And then?"},
    "channel_renumbered_back": lambda of: {"of": of.relinked},
    "channel_renumbered_choose": lambda of: {"choice": of.relink},
    "channel_pause": lambda _: {"reason": "a count"},
    "channel_shadow": lambda _: {"reason": "look first"},
    "channel_work": lambda _: {"reason": "looked"},
    "outgoing_retry": lambda of: {"channel": of.channel, "kind": "order"},
    "product_new": lambda of: {
        "name": "Tray", "unit": "796", "price_type": of.price_type, "price": "5", "warehouse": of.warehouse,
        "quantity": "3", "cost": "6",
    },
    "question_answer": lambda _: {"answer": "keep"},
    "settings_languages": lambda _: {"default": "en", "offered": ["en", "ru"]},
    "setup_owner": lambda _: {
        "code": "x", "name": "Eve", "email": "eve@example.com", "password1": "four words of mine",
        "password2": "four words of mine",
    },
    "tour_enter": lambda _: {"email": "owner@demo.example"},
    "watchman_mute": lambda _: {"days": "7", "reason": "Moved"},
    "view_change": lambda _: {"do": "share"},
}  # fmt: skip


def form_of(name: str, of: Firm) -> Mapping[str, object]:
    """What a click on an address says."""
    return FORMS[name](of) if name in FORMS else {}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written within is as if it had never been; commands may open their transactions as ever."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase says it: durable may stand within
    with around:
        yield
        transaction.set_rollback(True)
