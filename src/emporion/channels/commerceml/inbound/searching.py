"""A person asks which goods 1C sends no more: for programs that never say that a full export is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages, messages_in_work, open_message, session, sessions
from emporion.exchange.types import ContentGone, Fault, MessageView, fault_of

from .. import catalog_reader as parse
from ..reader import Kind, read
from ..refusals import FileRefused
from .left_out import find_absent, is_of_orders
from .refusals import AbsentGoods, ExportUnfinished, NoFullExport, NothingAbsent, TalkGoesOn

LOOKED_BACK = 2000  # messages
APART = timedelta(hours=6)  # the longest between the beginnings of two catalogs of one export
BEFORE_ROWS = frozenset({Kind.OFFER, Kind.CHANGE_OFFER, Kind.DOCUMENT, Kind.COUNTERPARTY})


def refuse_while_talking(channel: int) -> None:
    """Half an export looks as if the other half had gone, so nobody looks while one comes in."""
    if messages_in_work(channel) or any(one.kind != "sale" for one in sessions(channel, state="open")):
        raise TalkGoesOn()


def search(*, channel: int, actor: str) -> Fault:
    """Compare the newest full export with what is for sale; answers what came of it.

    Nothing is hidden by it: what is absent is put to a person, whatever the connection's setting is.
    """
    since = last_full(channel)
    if since is None:
        return fault_of(NoFullExport())
    found = find_absent(channel, since)
    if found.unfinished:
        return fault_of(ExportUnfinished(message=found.unfinished))
    if not found:
        exchange.withdraw_question(channel=channel, code=AbsentGoods.code, actor=actor)
        return fault_of(NothingAbsent())
    exchange.ask(channel=channel, code=AbsentGoods.code, facts=found.facts, actor=actor)
    return Fault(AbsentGoods.code, found.facts)


def last_full(channel: int) -> datetime | None:
    """When the newest export began that shows a catalog whole; None when none has come.

    Only its first portion says so; several catalogs may follow one another. A catalog that an earlier talk shows whole
    too began another export there.
    """
    began: MessageView | None = None
    talks: dict[str, int | None] = {}
    for one in _back(channel):
        if began and began.at - one.at > APART:
            break
        whole = _shown_whole(one.id)
        if whole is None:
            continue
        if talks.setdefault(whole, one.session) != one.session:
            break
        began = one
    if began is None:
        return None
    return min(began.at, session(began.session).started_at) if began.session else began.at


def _back(channel: int) -> Iterator[MessageView]:
    """What a connection brought of goods, newest first."""
    kept = messages(channel=channel, limit=LOOKED_BACK)
    return (one for one in kept if one.direction == "in" and not is_of_orders(one))


def _shown_whole(number: int) -> str | None:
    """The catalog that a message shows whole, told by its head and its first goods; None when it is changes only."""
    catalog = None
    try:
        with open_message(number) as source:
            for row in read(source):
                if row.kind is Kind.CATALOG:
                    catalog = row.key if parse.head(row).only_changes is False else None
                elif row.kind is Kind.GOODS:
                    return catalog
                elif row.kind in BEFORE_ROWS:
                    return None
    except (FileRefused, ContentGone):
        pass
    return None
