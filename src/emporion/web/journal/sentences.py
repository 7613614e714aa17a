"""The words of facts that no page but the journal shows: settings, staff, customers, the exchange, the ledger.

Amounts and personal values never stand in a fact, so they stand in none of these sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def changed_words(changes: Sequence[Any]) -> str:
    """Fields with what they were and are, the way settings tell them."""
    return "; ".join(
        f"{setting_words(one.field)}: {one.old or numbers.NOTHING} → {one.new or numbers.NOTHING}" for one in changes
    )


def _fields(event: Any) -> str:
    return ", ".join(map(setting_words, event.fields))


@says(catalog.CategoryAdded)
def _group(event: catalog.CategoryAdded, names: Names) -> Said:
    return _told(event, event.name, "stack-2")


@says(catalog.CategoryChanged)
def _group_changed(event: catalog.CategoryChanged, names: Names) -> Said:
    return _told(event, changed_words(event.changes), "stack-2")


@says(catalog.PropertyAdded)
def _property(event: catalog.PropertyAdded, names: Names) -> Said:
    return _told(event, event.name, "tags")


@says(catalog.PropertyChanged)
def _property_changed(event: catalog.PropertyChanged, names: Names) -> Said:
    return _told(event, changed_words(event.changes), "tags")


@says(catalog.UnitAdded)
def _unit(event: catalog.UnitAdded, names: Names) -> Said:
    return _told(event, event.short, "tag")


@says(catalog.UnitChanged)
def _unit_changed(event: catalog.UnitChanged, names: Names) -> Said:
    return _told(event, changed_words(event.changes), "tag")


@says(pricing.PriceTypeAdded)
def _price_type(event: pricing.PriceTypeAdded, names: Names) -> Said:
    return _told(event, f"{event.name}, {numbers.symbol(event.currency)}", "tag")


@says(pricing.PriceTypeChanged)
def _price_type_changed(event: pricing.PriceTypeChanged, names: Names) -> Said:
    return _told(event, changed_words(event.changes), "tag")


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


@says(stock.WarehouseAdded)
def _warehouse(event: stock.WarehouseAdded, names: Names) -> Said:
    return _told(event, event.code, "building-warehouse")


@says(stock.WarehouseChanged)
def _warehouse_changed(event: stock.WarehouseChanged, names: Names) -> Said:
    return _told(event, _fields(event), "building-warehouse")


@says(ShopPut)
def _shop(event: ShopPut, names: Names) -> Said:
    return _told(event, _fields(event), "shopping-cart")


@says(StatusNamed)
def _status_named(event: StatusNamed, names: Names) -> Said:
    return _told(event, changed_words(event.changes), "tag")


@says(parties.PartyChanged)
def _party(event: parties.PartyChanged, names: Names) -> Said:
    return _told(event, _fields(event), "user")


@says(parties.PossibleDuplicate)
def _twice(event: parties.PossibleDuplicate, names: Names) -> Said:
    return _told(event, _("Customer %(number)s") % {"number": event.other}, "users")


@says(parties.PartyMerged)
def _merged(event: parties.PartyMerged, names: Names) -> Said:
    return _told(event, _("into customer %(number)s") % {"number": event.into}, "users")


@says(parties.PartyUnmerged)
def _parted(event: parties.PartyUnmerged, names: Names) -> Said:
    return _told(event, _("out of customer %(number)s") % {"number": event.out_of}, "users")


@says(parties.ConsentGiven)
def _agreed(event: parties.ConsentGiven, names: Names) -> Said:
    return _told(event, event.purpose, "check")


@says(parties.ConsentWithdrawn)
def _disagreed(event: parties.ConsentWithdrawn, names: Names) -> Said:
    return _told(event, event.purpose, "x")


@says(parties.FirmAdded)
def _firm(event: parties.FirmAdded, names: Names) -> Said:
    return _told(event, f"{country(event.country)}, {numbers.symbol(event.base_currency)}", "home")


@says(parties.FirmChanged)
def _firm_changed(event: parties.FirmChanged, names: Names) -> Said:
    return _told(event, _fields(event), "home")


@says(parties.RegimeSet)
def _regime(event: parties.RegimeSet, names: Names) -> Said:
    return _told(event, f"{regime(event.regime)}, {times.day(event.since)}", "home")


@says(exchange.ChannelAdded)
def _channel(event: exchange.ChannelAdded, names: Names) -> Said:
    return _told(event, event.code, "plug-connected")


@says(exchange.ChannelChanged)
def _channel_changed(event: exchange.ChannelChanged, names: Names) -> Said:
    return _told(event, ", ".join(map(setting_words, event.names)), "plug-connected")


@says(exchange.AuthorityChanged)
def _authority(event: exchange.AuthorityChanged, names: Names) -> Said:
    was, now = (authority_words(one) for one in (event.old, event.new))
    return _told(event, f"{setting_words(event.data)}: {was} → {now}", "plug-connected")


@says(exchange.RowsQuarantined)
def _quarantined(event: exchange.RowsQuarantined, names: Names) -> Said:
    return _told(event, numbers.rows(sum(count for _kind, count in event.counts)), "alert-triangle")


@says(exchange.RowsSettled)
def _settled(event: exchange.RowsSettled, names: Names) -> Said:
    return _told(event, ", ".join(filter(None, (numbers.rows(event.rows), event.reason))), "check")


@says(exchange.QuestionAnswered)
def _answered(event: exchange.QuestionAnswered, names: Names) -> Said:
    return _told(event, event.answer, "check")


@says(exchange.KeysRelinked)
def _relinked(event: exchange.KeysRelinked, names: Names) -> Said:
    return _told(event, numbers.rows(event.rows), "plug-connected")


for _failed in (exchange.SessionFailed, exchange.MessageRefused, exchange.MessageFailed, exchange.OutgoingFailed):
    _plain(_failed, "alert-triangle")
_plain(exchange.QuestionAsked, "help-circle")


@says(accounts.StaffChanged)
def _staff(event: accounts.StaffChanged, names: Names) -> Said:
    return _told(event, _fields(event), "users")


@says(accounts.Granted)
def _granted(event: accounts.Granted, names: Names) -> Said:
    return _told(event, _role(event.role), "key")


@says(accounts.GrantWithdrawn)
def _withdrawn(event: accounts.GrantWithdrawn, names: Names) -> Said:
    return _told(event, _role(event.role), "key")


def _role(code: str) -> str:
    return ROLES[code].title if code in ROLES else code


@says(accounts.RoleChanged)
def _rights(event: accounts.RoleChanged, names: Names) -> Said:
    told = [*(f"+ {_right(one)}" for one in event.given), *(f"− {_right(one)}" for one in event.taken)]
    return _told(event, "; ".join(told), "key")


def _right(name: str) -> str:
    return accounts.RIGHTS[name].title if name in accounts.RIGHTS else name


@says(accounts.RoleMade)
def _role_made(event: accounts.RoleMade, names: Names) -> Said:
    return _told(event, event.title, "key")


@says(accounts.RoleDescribed)
def _role_described(event: accounts.RoleDescribed, names: Names) -> Said:
    return _told(event, f"{event.was} → {event.title}" if event.was != event.title else event.title, "key")


@says(accounts.RoleRemoved)
def _role_removed(event: accounts.RoleRemoved, names: Names) -> Said:
    return _told(event, event.title, "key")


@says(household.LanguagesSet)
def _languages(event: household.LanguagesSet, names: Names) -> Said:
    return _told(event, ", ".join(event.offered), "language")


@says(ledger.SeriesBegun)
def _series(event: ledger.SeriesBegun, names: Names) -> Said:
    return _told(event, f"{event.subject.removeprefix('series:')}, {event.year}: {event.first}", "list")


@says(BulkBegun)
def _bulk(event: BulkBegun, names: Names) -> Said:
    return _told(event, f"{event.list}, {event.act}, {numbers.rows(event.rows)}", "list")


@says(BulkEnded)
def _bulk_ended(event: BulkEnded, names: Names) -> Said:
    told = {"changed": event.changed, "unchanged": event.unchanged, "refused": event.refused, "left": event.left}
    said = _("%(changed)s changed, %(unchanged)s as they were, %(refused)s refused, %(left)s left")
    return _told(event, said % told, "list")


for _view in (ViewKept, ViewChanged, ViewRemoved):
    _plain(_view, "list")
_plain(household.BackupMade, "shield-check")
_plain(household.BackupTried, "shield-check")


@says(ledger.CostSettled)
def _cost(event: ledger.CostSettled, names: Names) -> Said:
    return _told(event, str(event.month), "chart-bar")
