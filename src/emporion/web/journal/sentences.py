"""The words of facts that no page but the journal shows: settings, staff, customers, the exchange, the ledger.

Amounts and personal values never stand in a fact, so they stand in none of these sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from emporion.accounts import types as accounts
from emporion.accounts.types import ROLES
from emporion.catalog import types as catalog
from emporion.clockwork.types import TaskFailed
from emporion.crm import types as crm
from emporion.exchange import types as exchange
from emporion.household import types as household
from emporion.journal.types import Event, JournalCarried, kind_of
from emporion.ledger import types as ledger
from emporion.orders.types import ShopPut, StatusNamed
from emporion.parties import types as parties
from emporion.pricing import types as pricing
from emporion.stock import types as stock

from .. import numbers, times
from ..settings.words import country, regime
from ..timeline import SENTENCES, Names, Said, says
from ..types import BulkBegun, BulkEnded, ViewChanged, ViewKept, ViewRemoved
from .words import authority_words, setting_words, title_of


def _plain(kind: type[Event], icon: str) -> None:
    """A fact whose title says all."""
    SENTENCES.setdefault(kind, lambda event, names: Said(title_of(kind_of(kind)), "", icon))


for _kind, _icon in (
    (stock.StockFreed, "package"),
    (parties.PartyAdded, "user"),
    (parties.PartyErased, "user"),
    (accounts.StaffAdded, "users"),
    (accounts.PasswordChanged, "key"),
    (accounts.SeeingBegan, "eye"),
    (accounts.SeeingEnded, "eye"),
    (accounts.SignedOut, "logout"),
    (accounts.Invited, "mail"),
    (accounts.InvitationTakenBack, "mail"),
    (accounts.CodesGuessed, "alert-triangle"),
    (accounts.LetterSent, "mail"),
    (accounts.LetterNotTaken, "mail-x"),
    (accounts.StaffDeactivated, "users"),
    (accounts.StaffReactivated, "users"),
    (ledger.BalancesRepaired, "shield-check"),
    (ledger.BookDiffers, "alert-triangle"),
    (ledger.GuardsPutUp, "shield-check"),
    (JournalCarried, "history"),
    (TaskFailed, "alert-triangle"),
    (crm.Commented, "message"),
    (crm.CommentChanged, "message"),
    (crm.CommentTakenBack, "message"),
    (crm.CommentPutBack, "message"),
    (crm.MentionsSeen, "message"),
    (crm.CommentsForgotten, "message"),
):
    _plain(_kind, _icon)


def _told(event: Event, text: str, icon: str) -> Said:
    return Said(title_of(kind_of(type(event))), text, icon)


def _with_words(kind: type[Event], icon: str, words: Callable[[Any], str]) -> None:
    """A fact whose title is followed by some words of its own."""
    SENTENCES[kind] = lambda event, names: _told(event, words(event), icon)


def changed_words(changes: Sequence[Any]) -> str:
    """Fields with what they were and are, the way settings tell them."""
    return "; ".join(
        f"{setting_words(one.field)}: {one.old or numbers.NOTHING} → {one.new or numbers.NOTHING}" for one in changes
    )


def _fields(event: Any) -> str:
    return ", ".join(map(setting_words, event.fields))


def _changes(event: Any) -> str:
    return changed_words(event.changes)


@says(pricing.TaxRateSet)
def _rate(event: pricing.TaxRateSet, names: Names) -> Said:
    country = event.subject.removeprefix("tax:")
    return _told(event, f"{country}: {numbers.quantity(event.percent_milli)} %, {event.valid_from}", "chart-bar")


@says(stock.StockReceived)
def _received(event: stock.StockReceived, names: Names) -> Said:
    return _told(event, _at(event, names), "package-import")


@says(stock.StockCorrected)
def _counted(event: stock.StockCorrected, names: Names) -> Said:
    return _told(event, _at(event, names), "package")


@says(stock.StockCarried)
def _carried(event: stock.StockCarried, names: Names) -> Said:
    places = f"{names.warehouse(event.warehouse)} → {names.warehouse(event.target)}"
    return _told(event, f"{places}: {names.goods(event.goods)}", "package")


def _at(event: stock.StockMoved, names: Names) -> str:
    return f"{names.warehouse(event.warehouse)}: {names.goods(event.goods)}"


@says(exchange.AuthorityChanged)
def _authority(event: exchange.AuthorityChanged, names: Names) -> Said:
    was, now = (authority_words(one) for one in (event.old, event.new))
    return _told(event, f"{setting_words(event.data)}: {was} → {now}", "plug-connected")


for _failed in (exchange.SessionFailed, exchange.MessageRefused, exchange.MessageFailed, exchange.OutgoingFailed):
    _plain(_failed, "alert-triangle")
_plain(exchange.QuestionAsked, "help-circle")
_plain(exchange.OutgoingResumed, "refresh")


def _role(code: str) -> str:
    return ROLES[code].title if code in ROLES else code


@says(accounts.RoleChanged)
def _rights(event: accounts.RoleChanged, names: Names) -> Said:
    told = [*(f"+ {_right(one)}" for one in event.given), *(f"− {_right(one)}" for one in event.taken)]
    return _told(event, "; ".join(told), "key")


def _right(name: str) -> str:
    return accounts.RIGHTS[name].title if name in accounts.RIGHTS else name


@says(BulkEnded)
def _bulk_ended(event: BulkEnded, names: Names) -> Said:
    told = {"changed": event.changed, "unchanged": event.unchanged, "refused": event.refused, "left": event.left}
    said = _("%(changed)s changed, %(unchanged)s as they were, %(refused)s refused, %(left)s left")
    return _told(event, said % told, "list")


for _view in (ViewKept, ViewChanged, ViewRemoved):
    _plain(_view, "list")
_plain(household.BackupMade, "shield-check")
_plain(household.BackupTried, "shield-check")


# Facts whose sentence is their title and a few words: what is told, its icon, the words.
WORDED: tuple[tuple[type[Event], str, Callable[[Any], str]], ...] = (
    (catalog.CategoryAdded, "stack-2", attrgetter("name")),
    (catalog.CategoryChanged, "stack-2", _changes),
    (catalog.PropertyAdded, "tags", attrgetter("name")),
    (catalog.PropertyChanged, "tags", _changes),
    (catalog.UnitAdded, "tag", attrgetter("short")),
    (catalog.UnitChanged, "tag", _changes),
    (pricing.PriceTypeAdded, "tag", lambda event: f"{event.name}, {numbers.symbol(event.currency)}"),
    (pricing.PriceTypeChanged, "tag", _changes),
    (stock.WarehouseAdded, "building-warehouse", attrgetter("code")),
    (stock.WarehouseChanged, "building-warehouse", _fields),
    (ShopPut, "shopping-cart", _fields),
    (StatusNamed, "tag", _changes),
    (parties.PartyChanged, "user", _fields),
    (parties.PossibleDuplicate, "users", lambda event: _("Customer %(number)s") % {"number": event.other}),
    (parties.PartyMerged, "users", lambda event: _("into customer %(number)s") % {"number": event.into}),
    (parties.PartyUnmerged, "users", lambda event: _("out of customer %(number)s") % {"number": event.out_of}),
    (parties.ToldApart, "users", lambda event: _("Customer %(number)s") % {"number": event.other}),
    (parties.ConsentGiven, "check", attrgetter("purpose")),
    (parties.ConsentWithdrawn, "x", attrgetter("purpose")),
    (parties.FirmAdded, "home", lambda event: f"{country(event.country)}, {numbers.symbol(event.base_currency)}"),
    (parties.FirmChanged, "home", _fields),
    (parties.RegimeSet, "home", lambda event: f"{regime(event.regime)}, {times.day(event.since)}"),
    (exchange.ChannelAdded, "plug-connected", attrgetter("code")),
    (exchange.ChannelChanged, "plug-connected", lambda event: ", ".join(map(setting_words, event.names))),
    (exchange.RowsQuarantined, "alert-triangle", lambda event: numbers.rows(sum(one for _kind, one in event.counts))),
    (exchange.RowsAccepted, "check", lambda event: numbers.rows(event.rows)),
    (exchange.RowsSettled, "check", lambda event: ", ".join(filter(None, (numbers.rows(event.rows), event.reason)))),
    (exchange.OutgoingSentAgain, "refresh", lambda event: numbers.rows(len(event.object_ids))),
    (
        exchange.OutgoingGivenUp,
        "x",
        lambda event: ", ".join((numbers.rows(len(event.object_ids)), event.reason)),
    ),
    (exchange.OutgoingPaused, "player-pause", attrgetter("reason")),
    (exchange.ShadowBegun, "eye", attrgetter("reason")),
    (exchange.ShadowEnded, "check", attrgetter("reason")),
    (exchange.QuestionAnswered, "check", attrgetter("answer")),
    (exchange.KeysRelinked, "plug-connected", lambda event: numbers.rows(event.rows)),
    (exchange.KeysRelinkedBack, "arrow-back-up", lambda event: numbers.rows(event.rows)),
    (accounts.StaffChanged, "users", _fields),
    (accounts.Granted, "key", lambda event: _role(event.role)),
    (accounts.GrantWithdrawn, "key", lambda event: _role(event.role)),
    (accounts.RoleMade, "key", attrgetter("title")),
    (accounts.RoleDescribed, "key", lambda event: " → ".join(dict.fromkeys((event.was, event.title)))),
    (accounts.RoleRemoved, "key", attrgetter("title")),
    (household.LanguagesSet, "language", lambda event: ", ".join(event.offered)),
    (ledger.SeriesBegun, "list", lambda event: f"{event.subject.removeprefix('series:')}, {event.year}: {event.first}"),
    (BulkBegun, "list", lambda event: f"{event.list}, {event.act}, {numbers.rows(event.rows)}"),
    (ledger.CostSettled, "chart-bar", lambda event: str(event.month)),
)
for _worded, _sign, _words in WORDED:
    _with_words(_worded, _sign, _words)
