"""The lists that have a name: their acts and the views people keep are found here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

from .shown import List

LISTS: dict[str, List[Any]] = {}


def enter(one: List[Any]) -> List[Any]:
    """Enter a list under its name; called where the list is made, and answers it."""
    LISTS[one.name] = one
    return one


def list_of(name: str) -> List[Any]:
    """The list of this name; raises KeyError. Pages enter their lists: a worker, which opens none, loads them here."""
    if name not in LISTS:
        import_module(settings.ROOT_URLCONF)
    return LISTS[name]
