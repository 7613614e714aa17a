"""What the watch over the book found, for Today: silent as long as all sums agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker, may
from emporion.catalog.queries import variants_standing
from emporion.ledger import commands as ledger
from emporion.ledger.queries import mismatches
from emporion.ledger.types import Account, Finding
from emporion.stock.queries import every_warehouse

from .. import intent, live, numbers
from ..navigation import place
from ..notes import saved
from ..orders.papers import Paper, papers
from ..parts import Action, Todo
from ..rights import requires
from ..stock.ledger import account_words

NAMED = 3
GROUPS = {"balance": "balance", "balance_value": "balance", "balance_missing": "balance"}


def count() -> int:
    """How many things `todos` tells: one for each kind of finding."""
    return len({GROUPS.get(one.finding.code, one.finding.code) for one in mismatches()})


def todos(staff: Asker) -> Iterator[Todo]:
    """What does not add up; for who sets the house up, with the button for who may change it."""
    known = mismatches() if may(staff, "settings.view") else []
    if not known:
        return
    words = Words(staff, [one.finding for one in known])
    for group, told in GROUPED:
        if found := [one for one in known if GROUPS.get(one.finding.code, one.finding.code) == group]:
            title, why, remedy = told([one.finding for one in found], words, may(staff, "settings.change"))
            yield Todo(title, why, remedy, "bad", since=min(one.since for one in found))


class Words:
    """Names of the goods, places and documents that some findings are about, as a reader may know them."""

    def __init__(self, staff: Asker, found: Sequence[Finding]) -> None:
        self._goods = variants_standing({one.variant for one in found if one.variant})
        self._places = {one.id: one for one in every_warehouse()}
        holders = {Account.read(one.account).holder for one in found if one.account}
        self._papers = papers(staff, holders | {one.document for one in found})

    def goods(self, one: Finding) -> str:
        """The product, or the currency of money."""
        known = self._goods.get(one.variant)
        return str(known.name) if known else one.currency or numbers.count(one.variant)

    def warehouse(self, one: Finding) -> str:
        """The warehouse of what lies there."""
        known = self._places.get(one.place)
        return str(known.name) if known else numbers.count(one.place)

    def account(self, one: Finding) -> str:
        """Where the goods are or to whom they are promised."""
        return account_words(Account.read(one.account), self._places, self._papers)

    def document(self, one: Finding) -> Paper:
        """What moved it."""
        return self._papers[one.document]


Told = tuple[str, str, Action | None]


def _mending(verb: str, may_mend: bool) -> Action:
    if may_mend:
        return Action(verb, reverse("web:today_mend_book"), post=True)
    return Action(_("Open the diagnosis"), place("settings_diagnosis"))


def _balances(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    said = ngettext(
        "%(count)s balance differs from its entries", "%(count)s balances differ from their entries", len(found)
    )
    lines = [_balance(one, words) for one in found[:NAMED]]
    if more := len(found) - len(lines):
        lines.append(_("and %(count)s more") % {"count": numbers.count(more)})
    return (
        said % {"count": numbers.count(len(found))},
        _("%(balances)s. The entries hold: a repair writes the balance anew from them.")
        % {"balances": "; ".join(lines)},
        _mending(_("Repair the balances"), may_mend),
    )


def _balance(one: Finding, words: Words) -> str:
    """A balance with both figures; a value is nobody's here, for it may be a cost."""
    about = {"goods": words.goods(one), "account": words.account(one)}
    if one.code == "balance" or (one.code == "balance_missing" and one.variant):
        about |= {"found": numbers.quantity(one.found), "expected": numbers.quantity(one.expected)}
        said = _("%(goods)s (%(account)s): %(found)s instead of %(expected)s") % about
    else:
        said = _("%(goods)s (%(account)s): the value") % about
    document = words.document(one).words
    if not document or document in said:
        return said
    return _("%(balance)s, moved last by %(document)s") % {"balance": said, "document": document}


def _guards(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    return (
        _("The books can be changed past Emporion"),
        _("Somebody took the guards away: %(guards)s. Find out who, and put them up again.")
        % {"guards": ", ".join(one.subject for one in found)},
        _mending(_("Put the guards up again"), may_mend),
    )


def _postings(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    said = ngettext(
        "%(count)s posting does not add up", "%(count)s postings do not add up", len({one.posting for one in found})
    )
    named = "; ".join(
        _("%(document)s, posting %(posting)s: %(goods)s")
        % {"document": words.document(one).words, "posting": one.posting, "goods": words.goods(one)}
        for one in found[:NAMED]
    )
    why = _(
        "%(postings)s. Entries are never rewritten, so no button mends this: something wrote into the database past"
        " Emporion. Find out what, and restore the backup from before it."
    )
    title = said % {"count": numbers.count(len({one.posting for one in found}))}
    return title, why % {"postings": named}, _opens(words.document(found[0]).url)


def _promises(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    named = "; ".join(
        _("%(goods)s in %(warehouse)s: apart by %(quantity)s")
        % {"goods": words.goods(one), "warehouse": words.warehouse(one), "quantity": numbers.quantity(one.found)}
        for one in found[:NAMED]
    )
    why = _(
        "%(goods)s. A posting moved goods without their promise, or a promise without goods: the ledger of the goods"
        " tells which. No button mends it."
    )
    url = place("stock_card", found[0].variant)
    return _("What lies there and what is promised are apart"), why % {"goods": named}, _opens(url)


def _reserves(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    """Orders for which more or less is reserved than their lines say."""
    told = []
    for one in found[:NAMED]:
        about = {
            "document": words.document(one).words, "goods": words.goods(one),
            "found": numbers.quantity(one.found), "expected": numbers.quantity(one.expected),
        }  # fmt: skip
        told.append(_("%(document)s, %(goods)s: %(found)s reserved instead of %(expected)s") % about)
    count = len({one.document for one in found})
    title = ngettext(
        "For %(count)s order other goods are reserved than its lines say",
        "For %(count)s orders other goods are reserved than their lines say",
        count,
    )
    why = _("%(orders)s. No button mends it: call the order off, or its rest where a part has left, and place it anew.")
    url = words.document(found[0]).url
    title = title % {"count": numbers.count(count)}
    return title, why % {"orders": "; ".join(told)}, Action(_("Open the order"), url) if url else None


def _costs(found: Sequence[Finding], words: Words, may_mend: bool) -> Told:
    """Orders whose cost was kept otherwise than the book says; without figures, for not everybody may see a cost."""
    title = ngettext(
        "%(count)s order has another cost kept than its entries say",
        "%(count)s orders have another cost kept than their entries say",
        len(found),
    )
    why = _("%(orders)s. The entries hold: margins are right again when the costs are worked out anew from them.")
    named = [words.document(one).words for one in found[:NAMED]]
    if more := len(found) - len(named):
        named.append(_("and %(count)s more") % {"count": numbers.count(more)})
    return (
        title % {"count": numbers.count(len(found))},
        why % {"orders": "; ".join(named)},
        _mending(_("Work the costs out anew"), may_mend),
    )


def _opens(url: str) -> Action | None:
    return Action(_("Open the ledger"), url) if url else None


GROUPED = (
    ("balance", _balances), ("guard", _guards), ("posting", _postings), ("promise", _promises), ("reserve", _reserves),
    ("cost", _costs),
)  # fmt: skip


@requires("settings.change")
@require_POST
def mend(request: HttpRequest) -> HttpResponse:
    """Write balances that drifted and costs kept wrongly anew from the entries, and put up guards that are missing."""
    done = ledger.mend(**intent.said(request))
    live.board.forget()
    said = ngettext("%(count)s thing was put right.", "%(count)s things were put right.", done)
    saved(request, said % {"count": numbers.count(done)} if done else _("Nothing is left to put right."))
    return redirect("web:today")
