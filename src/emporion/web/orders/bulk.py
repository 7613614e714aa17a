"""What can be done to many orders at once: taking and giving them, calling off, noting that they were paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from emporion.accounts.queries import Asker, staff_number, whose_eyes
from emporion.kernel.errors import Refused
from emporion.kernel.money import Money
from emporion.orders import commands, queries as orders
from emporion.orders.types import AlreadyShipped, HasManager, OrderManaged, OrderView

from .. import numbers
from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, one_by_one, together
from ..lists.rewound import of_work, told_of
from ..types import NothingToTakeBack, RightMissingThere
from .access import may_in, possible, seen_by, sight_of
from .forms import CancelForm
from .managing import GiveForm, chosen, name_of, names_of
from .refusals import NothingDue, OrderOver
from .words import METHODS, state_of


class PaidForm(forms.Form):
    """How the money came in; the amount of each order is what is due of it."""

    method = forms.ChoiceField(label=_("How"))
    reference = forms.CharField(
        label=_("Document"),
        max_length=80,
        help_text=_("Statement or register that speaks of them. The same document is noted once for each order."),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["method"].choices = [(word, gettext(word)) for word in METHODS]  # type: ignore[attr-defined]


def _seen(asker: Asker, ids: Sequence[int]) -> list[OrderView]:
    return orders.orders_by_id(list(seen_by(asker).filter(pk__in=ids).values_list("pk", flat=True)))


def _planned(asker: Asker, ids: Sequence[int], right: str, plan: Any) -> dict[int, Planned]:
    """A plan for every order, refused where the person's right does not reach its shop."""
    allowed = {shop.code: may_in(asker, right, shop) for shop in orders.every_shop()}
    found = {}
    for order in _seen(asker, ids):
        missing = None if allowed.get(order.shop) else RightMissingThere(where=order.shop_name)
        found[order.id] = Planned(refusal=missing) if missing else plan(order)
    return found


def _names(asker: Asker, ids: Sequence[int]) -> Mapping[int, Named]:
    return {pk: Named(number, reverse("web:order", args=[pk])) for pk, number in orders.numbers(ids).items()}


# ---- calling off


def _plan_cancel(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    def plan(order: OrderView) -> Planned:
        if order.state != "open":
            return Planned(refusal=OrderOver(number=order.number, status=order.status))
        if "cancel" not in possible(order):
            return Planned(refusal=AlreadyShipped(number=order.number))
        now = str(state_of(order.status).word)
        back = numbers.money(order.paid_minor, order.currency) if order.paid_minor and amounts else ""
        more = [Change("", f"{back}{numbers.FIXED_SPACE}{order.currency}", gettext("to give back"))] if back else []
        return Planned([Change(now, str(state_of("cancelled").word)), *more])

    amounts = sight_of(asker).amounts
    return _planned(asker, ids, "orders.cancel", plan)


def _cancel(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    number = orders.numbers(ids)

    def cancel(pk: int, own: Said) -> None:
        commands.cancel(number=number[pk], reason=told["reason"], **own)

    return one_by_one(cancel, ids, said)


# ---- noting payments


def _plan_pay(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    def plan(order: OrderView) -> Planned:
        if order.state == "cancelled":
            return Planned(refusal=OrderOver(number=order.number, status=order.status))
        if order.paid_minor >= order.owed_minor:
            return Planned(refusal=NothingDue(number=order.number))
        if any(payment.reference == told["reference"] for payment in order.payments):
            return Planned()
        paid, owed = (numbers.money(minor, order.currency) for minor in (order.paid_minor, order.owed_minor))
        return Planned([Change(paid, f"{owed}{numbers.FIXED_SPACE}{order.currency}", pgettext("order", "paid"))])

    return _planned(asker, ids, "orders.note_payment", plan)


def _pay(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    found = {order.id: order for order in orders.orders_by_id(ids)}

    def pay(pk: int, own: Said) -> bool:
        order = found[pk]
        due = Money(order.owed_minor - order.paid_minor, order.currency)
        return commands.note_payment(
            number=order.number, reference=told["reference"], amount=due, method=told["method"], **own
        )

    return one_by_one(pay, ids, said)


# ---- whose deals they are


def _plan_take(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    me = whose_eyes(asker)
    mine = Planned([Change("—", name_of(me))])

    def plan(order: OrderView) -> Planned:
        if order.manager not in (None, me):
            return Planned(refusal=HasManager(number=order.number))
        return Planned() if order.manager == me else mine

    return _planned(asker, ids, "orders.take", plan)


def _take(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    me = staff_number(said["actor"]) or 0
    return together(lambda some, own: _changed(some, commands.take, manager=me, said=own), ids, said)


def _plan_free(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    me = whose_eyes(asker)
    freed = Planned([Change(name_of(me), name_of(None))])
    return _planned(asker, ids, "orders.take", lambda order: freed if order.manager == me else Planned())


def _free(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    number, me = orders.numbers(ids), staff_number(said["actor"])

    def free(pk: int, own: Said) -> bool:
        return commands.give_back_to(number=number[pk], was=None, now=me, **own)

    return one_by_one(free, ids, said)


def _plan_give(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    to = chosen(told["manager"])
    names = names_of([to, *seen_by(asker).filter(pk__in=ids).order_by().values_list("manager", flat=True).distinct()])

    def plan(order: OrderView) -> Planned:
        if order.manager == to:
            return Planned()
        return Planned([Change(names[order.manager], names[to])])

    return _planned(asker, ids, "orders.give", plan)


def _give(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    to = chosen(told["manager"])
    return together(lambda some, own: _changed(some, commands.give, manager=to, said=own), ids, said)


def _given(numbers: Mapping[int, str], told: Told) -> dict[int, OrderManaged]:
    """By order, whose deal it was before the work which is taken back, and whose after it."""
    facts = told_of(told, OrderManaged, (f"order:{number}" for number in numbers.values()))
    return {pk: facts[f"order:{number}"][-1] for pk, number in numbers.items() if f"order:{number}" in facts}


def _plan_ungive(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    was = _given(orders.numbers(ids), told)
    names = names_of(one for given in was.values() for one in (given.manager, given.manager_before))

    def plan(order: OrderView) -> Planned:
        given = was.get(order.id)
        if given is None:
            return Planned(refusal=NothingToTakeBack())
        back = Change(names[given.manager], names[given.manager_before])
        return Planned([back] if order.manager == given.manager else ())

    return _planned(asker, ids, "orders.give", plan)


def _ungive(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    number = orders.numbers(ids)
    was = _given(number, told)

    def ungive(pk: int, own: Said) -> bool:
        return commands.give_back_to(number=number[pk], was=was[pk].manager_before, now=was[pk].manager, **own)

    return one_by_one(ungive, ids, said)


def _changed(ids: Sequence[int], verb: Any, *, manager: int | None, said: Said) -> Mapping[int, Done]:
    number = orders.numbers(ids)
    changed = set(verb(numbers=[number[pk] for pk in ids], manager=manager, **said))
    return {pk: "changed" if number[pk] in changed else "unchanged" for pk in ids}


ACTS = (
    Act(
        "take", _("Take orders"), "orders.take", _plan_take, _take, _names, icon="user",
        consequence=_("They are your deals from then on. One that a colleague has taken stays theirs."), back="free",
    ),
    Act("free", _("Free orders"), "orders.take", _plan_free, _free, _names, is_way_back=True),
    Act(
        "give", _("Give orders to a colleague"), "orders.give",
        _plan_give, _give, _names, lambda _asker, data: GiveForm(data), "users",
        consequence=_("They are the colleague's deals from then on, also in the figures of days gone by."),
        back="ungive",
    ),
    Act(
        "ungive", _("Undo"), "orders.give", _plan_ungive, _ungive, _names, of_work, is_way_back=True,
    ),
    Act(
        "pay", _("Note payments"), "orders.note_payment",
        _plan_pay, _pay, _names, lambda _asker, data: PaidForm(data), "cash",
        consequence=_(
            "Of each order what is due now is noted as paid, whole. Look at the amounts first: what is noted here"
            " cannot be taken back."
        ),
    ),
    Act(
        "cancel", _("Cancel orders"), "orders.cancel",
        _plan_cancel, _cancel, _names, lambda _asker, data: CancelForm(data), "x",
        consequence=_(
            "Their goods go back on sale, and a cancelled order is never opened again. An order of which something"
            " has left stays as it is."
        ),
        is_undo=True,
    ),
)  # fmt: skip
