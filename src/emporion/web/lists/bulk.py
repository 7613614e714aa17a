"""An act on many selected rows: what it would change, what it would not and why, and the doing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django import forms
from django.http import QueryDict

from emporion.accounts.queries import Asker
from emporion.kernel.errors import Refused

from ..intent import Said
from ..status import Words
from ..types import Partly

Done = Literal["changed", "unchanged"]
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words of the reader; label says whose it is where a row has several."""

    old: str
    new: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What an act would do to a row: its changes (none: it stands so already), or why it would be refused.

    rest: why a part of a row that changes stays as it is.
    """

    changes: Sequence[Change] = ()
    refusal: Refused | None = None
    rest: Refused | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is called, and its page."""

    title: str
    url: str = ""


Plan = Callable[[Asker, Sequence[int], Told], Mapping[int, Planned]]
Run = Callable[[Sequence[int], Told, Said], Mapping[int, Done | Refused | Partly]]


def origin_of(bulk: int) -> str:
    """What everything comes of that a work does: its page."""
    return f"page:/lists/acts/{bulk}/"


def no_form(_asker: Asker, data: QueryDict | None) -> forms.Form:
    """For an act that asks nothing."""
    return forms.Form(data)


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done to selected rows of a list.

    verb stands on the button and above the page. right is asked before anything, where it
    reaches by plan. plan looks and changes nothing; run does it by commands, each with a key made from the one it
    is given, so that a run that broke off goes on without doing anything twice. Both take a few hundred rows at once.
    back: the act of the same list that takes it back; it asks nothing, and is told which work it takes back, see
    rewound. is_way_back: it does nothing else, so nobody chooses it for rows of their own choice.
    """

    name: str
    verb: Words
    right: str
    plan: Plan
    run: Run
    names: Callable[[Asker, Sequence[int]], Mapping[int, Named]]
    form: Callable[[Asker, QueryDict | None], forms.Form] = field(default=no_form)
    icon: str = ""
    consequence: Words = ""
    is_undo: bool = False
    back: str = ""
    is_way_back: bool = False


def one_by_one(verb: Callable[[int, Said], bool | None], ids: Sequence[int], said: Said) -> dict[int, Done | Refused]:
    """Run a verb row by row, each a transaction and a key of its own; what is refused is answered and stops nobody.

    A verb that answers False has found nothing to change.
    """
    found: dict[int, Done | Refused] = {}
    for pk in ids:
        own: Said = {"actor": said["actor"], "origin": said["origin"], "key": f"{said['key']}:{pk}"}
        try:
            found[pk] = "unchanged" if verb(pk, own) is False else "changed"
        except Refused as refusal:
            found[pk] = refusal
    return found


def together(
    verb: Callable[[Sequence[int], Said], Mapping[int, Done]], ids: Sequence[int], said: Said
) -> Mapping[int, Done | Refused]:
    """Run a verb of many in one transaction; where one row is refused, row by row, so that the others are done."""
    own: Said = {**said, "key": f"{said['key']}:{ids[0]}-{ids[-1]}x{len(ids)}"}
    try:
        return dict(verb(ids, own))
    except Refused:
        return one_by_one(lambda pk, alone: verb([pk], alone)[pk] == "changed", ids, said)
