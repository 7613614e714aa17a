"""What each kind of fact is called, where no fact is at hand: in the filter, and for the search by words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from emporion.orders.queries import STATUSES

from .. import status_names

ROOMS: Mapping[str, Promise] = {
    "orders": _("Orders"),
    "catalog": _("Products"),
    "pricing": _("Prices"),
    "stock": _("Stock"),
    "parties": _("Customers and firms"),
    "exchange": _("Exchange"),
    "channels": _("Exchange"),
    "accounts": _("Staff"),
    "ledger": _("Ledger"),
    "clockwork": _("Automatic work"),
    "journal": _("Journal"),
    "crm": _("Comments"),
    "household": _("House"),
    "watchman": _("Watchman"),
    "web": _("Lists"),
}
TITLES: Mapping[str, Promise] = {
    "orders.OrderPlaced": _("Order placed"),
    "orders.OrderManaged": _("Order taken or given"),
    "orders.OrderLinesChanged": _("Lines of an order changed"),
    "orders.OrderRestCancelled": _("Rest of an order cancelled"),
    "orders.OrderCovered": _("Goods came in for an order"),
    "orders.OrderCancelled": _("Order cancelled"),
    "orders.OrderPaid": _("Payment noted"),
    "orders.OrderShipped": _("Order shipped"),
    "orders.OrderReturned": _("Goods of an order came back"),
    "orders.StatusChanged": _("Status of an order changed"),
    "orders.ShopPut": _("Shop set up"),
    "orders.StatusNamed": _("Status called otherwise"),
    "catalog.ProductAdded": _("Product added"),
    "catalog.ProductChanged": _("Product changed"),
    "catalog.ProductHidden": _("Taken out of sale"),
    "catalog.ProductShown": _("Back on sale"),
    "catalog.ProductTextsPut": _("Texts in other languages changed"),
    "catalog.ProductMerged": _("Products merged"),
    "catalog.ProductUnmerged": _("Products parted again"),
    "catalog.ProductsToldApart": _("Products told apart"),
    "catalog.VariantAdded": _("Variant added"),
    "catalog.VariantChanged": _("Variant changed"),
    "catalog.CategoryAdded": _("Group added"),
    "catalog.CategoryChanged": _("Group changed"),
    "catalog.PropertyAdded": _("Property added"),
    "catalog.PropertyChanged": _("Property changed"),
    "catalog.UnitAdded": _("Unit added"),
    "catalog.UnitChanged": _("Unit changed"),
    "catalog.PicturesChanged": _("Pictures changed"),
    "catalog.FieldsProtected": _("Protected from the exchange"),
    "catalog.FieldsReleased": _("The exchange may write again"),
    "pricing.PricesChanged": _("Prices changed"),
    "pricing.PriceTypeAdded": _("Price type added"),
    "pricing.PriceTypeChanged": _("Price type changed"),
    "pricing.TaxRateSet": _("Tax rate set"),
    "stock.StockDeclared": _("Stock declared"),
    "stock.StockReceived": _("Goods received"),
    "stock.StockCorrected": _("Stock counted"),
    "stock.StockShipped": _("Goods left a warehouse"),
    "stock.StockCarried": _("Goods moved between warehouses"),
    "stock.StockReserved": _("Reserved"),
    "stock.StockReleased": _("Reserve given up"),
    "stock.StockFreed": _("Goods can be promised again"),
    "stock.WarehouseAdded": _("Warehouse added"),
    "stock.WarehouseChanged": _("Warehouse changed"),
    "parties.PartyAdded": _("Customer added"),
    "parties.PartyChanged": _("Customer changed"),
    "parties.PossibleDuplicate": _("Perhaps the same customer twice"),
    "parties.PartyMerged": _("Customers merged"),
    "parties.PartyUnmerged": _("Customers parted again"),
    "parties.ToldApart": _("Customers told apart"),
    "parties.PartyErased": _("Customer erased"),
    "parties.ConsentGiven": _("Consent given"),
    "parties.ConsentWithdrawn": _("Consent withdrawn"),
    "parties.FirmAdded": _("Firm added"),
    "parties.FirmChanged": _("Firm changed"),
    "parties.RegimeSet": _("Tax regime set"),
    "exchange.ChannelAdded": _("Connection added"),
    "exchange.ChannelChanged": _("Connection changed"),
    "exchange.AuthorityChanged": _("Another master of some data"),
    "exchange.DryRunApplied": _("What a dry run has shown was done"),
    "exchange.SessionFailed": _("Exchange session failed"),
    "exchange.MessageRefused": _("Message not read"),
    "exchange.MessageFailed": _("Work on a message stopped"),
    "exchange.RowsQuarantined": _("Rows not accepted"),
    "exchange.RowsAccepted": _("Rows taken as they were told"),
    "exchange.RowsSettled": _("Rows left the quarantine"),
    "exchange.QuestionAsked": _("The exchange asks a person"),
    "exchange.QuestionAnswered": _("A question of the exchange answered"),
    "exchange.KeysRelinked": _("Their keys linked anew"),
    "exchange.KeysRelinkedBack": _("A linking of keys taken back"),
    "exchange.OutgoingFailed": _("Objects the other side did not take"),
    "exchange.OutgoingSentAgain": _("Objects leave again"),
    "exchange.OutgoingGivenUp": _("Objects that shall not leave"),
    "exchange.OutgoingPaused": _("What leaves was paused"),
    "exchange.OutgoingResumed": _("What leaves goes on"),
    "exchange.ShadowBegun": _("Shadow mode: it only compares"),
    "exchange.ShadowEnded": _("It works for real"),
    "channels.StatusWordUnknown": _("Another program gave it a status"),
    "accounts.StaffAdded": _("Person joined the staff"),
    "accounts.StaffChanged": _("Person of the staff changed"),
    "accounts.PasswordChanged": _("Password changed"),
    "accounts.Granted": _("Role given"),
    "accounts.GrantWithdrawn": _("Role taken back"),
    "accounts.StaffDeactivated": _("Person left the staff"),
    "accounts.StaffReactivated": _("Person came back"),
    "ledger.BalancesRepaired": _("Balances repaired"),
    "ledger.BookDiffers": _("The book does not add up"),
    "ledger.GuardsPutUp": _("Guards of the ledger put up again"),
    "ledger.CostSettled": _("Cost settled"),
    "clockwork.TaskFailed": _("Background task failed"),
    "crm.Commented": _("Comment written"),
    "crm.CommentChanged": _("Comment changed"),
    "crm.CommentTakenBack": _("Comment taken back"),
    "crm.CommentPutBack": _("Comment put back"),
    "crm.MentionsSeen": _("Mentions seen"),
    "crm.CommentsForgotten": _("Comments about a person forgotten"),
    "accounts.RoleChanged": _("Rights of a role changed"),
    "accounts.RoleMade": _("Role made"),
    "accounts.RoleDescribed": _("Role described anew"),
    "accounts.RoleRemoved": _("Role removed"),
    "accounts.SeeingBegan": _("Looks at the house as somebody else"),
    "accounts.SeeingEnded": _("Looks with their own eyes again"),
    "accounts.SignedOut": _("Sessions ended"),
    "accounts.Invited": _("Person invited"),
    "accounts.CodesGuessed": _("One-time codes guessed"),
    "accounts.LetterSent": _("Letter sent"),
    "accounts.LetterNotTaken": _("Letter not taken by the mail server"),
    "accounts.InvitationTakenBack": _("Invitation taken back"),
    "stock.StockReturned": _("Goods came back to a warehouse"),
    "household.LanguagesSet": _("Languages of the house set"),
    "household.BackupMade": _("Backup made"),
    "household.BackupTried": _("Backup tried"),
    "ledger.SeriesBegun": _("First number of a series set"),
    "web.ViewKept": _("View of a list kept"),
    "web.ViewChanged": _("View of a list changed"),
    "web.ViewRemoved": _("View of a list taken away"),
    "web.BulkBegun": _("Act on many rows began"),
    "web.BulkEnded": _("Act on many rows ended"),
    "journal.JournalCarried": _("Journal carried to another server"),
    "watchman.AlertOpened": _("Alert"),
    "watchman.AlertClosed": _("Alert over"),
    "watchman.AlertSeen": _("Sees to the alert"),
    "watchman.AlertMuted": _("Alert muted"),
    "watchman.AlertUnmuted": _("Alert told again"),
    "watchman.CheckSet": _("Check set"),
    "watchman.TellingSet": _("Who is told of alerts"),
    "watchman.SecretRenewed": _("Secret of the webhook renewed"),
    "watchman.HookBroke": _("The webhook does not take calls"),
    "watchman.HookWorks": _("The webhook takes calls again"),
}
FIELDS: Mapping[str, Promise] = {
    "name": pgettext_lazy("goods", "Name"),
    "legal_name": _("Legal name"),
    "tax_ids": _("Tax numbers"),
    "country": _("Country"),
    "base_currency": _("Base currency"),
    "is_active": _("In use"),
    "is_hidden": _("Hidden"),
    "firm_id": _("Firm"),
    "price_type_id": _("Price type"),
    "prefix": _("Prefix of numbers"),
    "takes_uncovered": _("Takes orders without cover"),
    "warehouses": _("Warehouses"),
    "is_demo": _("Demonstration"),
    "sells": _("Sells from here"),
    "master": _("Kept by"),
    "excludes_reserves": _("Figures exclude reserves"),
    "currency": _("Currency"),
    "tax_included": _("Tax included"),
    "is_cost": _("Is what goods cost us"),
    "is_closed": _("Closed"),
    "position": _("Place in the list"),
    "code": _("Code"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "kind": _("Kind"),
    "note": _("Note"),
    "tax": _("Tax number"),
    "address": _("Address"),
    "parent_id": _("Within the group"),
    "short": _("Short name"),
    "names": _("Names, articles and descriptions"),
    "properties": _("Properties and groups"),
    "pictures": _("Pictures"),
    "prices": _("Prices"),
    "stock": _("Stock"),
    "orders": _("Orders"),
}
MASTERS: Mapping[str, Promise] = {"theirs": _("The other side"), "ours": _("Emporion")}


def title_of(kind: str) -> str:
    """A kind of fact in words; one that nobody named stands by its own name."""
    return str(TITLES.get(kind, kind))


def room_of(kind: str) -> str:
    """The part of the house that a kind of fact belongs to, in words."""
    room = kind.partition(".")[0]
    return str(ROOMS.get(room, room))


def setting_words(field: str) -> str:
    """A field of a firm, a shop, a warehouse, a price type or a customer as people call it."""
    return str(FIELDS.get(field, field))


def authority_words(rule: str) -> str:
    """A rule of authority as a fact keeps it, "ours both to_ship": whose word counts, and from which status on."""
    master, _direction, status = (*rule.split(), "", "", "")[:3]
    word = next((status_names.word(one) for one in STATUSES if one.code == status), "")
    return ", ".join(filter(None, (str(MASTERS.get(master, master)), str(word))))


def kinds_called(text: str) -> list[str]:
    """The kinds of facts whose words, in the reader's language, hold this text."""
    wanted = text.casefold()
    return [kind for kind, words in TITLES.items() if wanted in str(words).casefold()]
