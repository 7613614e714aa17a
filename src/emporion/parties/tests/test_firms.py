"""Our own legal entities, and under which regime each works on a day."""

from __future__ import annotations

from datetime import date

import pytest

from emporion.journal.queries import timeline
from emporion.kernel.money import UnknownCurrency
from emporion.parties import commands, queries
from emporion.parties.models import OwnFirm
from emporion.parties.types import (
    FirmChanged,
    FirmKnown,
    FirmTaxIdView,
    NameMissing,
    NoSuchFirm,
    TaxId,
    UnknownCountry,
    UnknownRegime,
)

from .factories import firm

BY = "staff:1"


def test_a_regime_holds_until_the_next_one(house: str) -> None:
    ours = firm(country="RU", currency="RUB").id
    commands.set_regime(firm=ours, regime="simplified_5", since=date(2025, 1, 1), actor=BY)
    assert queries.regime_at(ours, date(2019, 12, 31)) == ""
    assert queries.regime_at(ours, date(2024, 12, 31)) == "general"
    assert queries.regime_at(ours, date(2025, 1, 1)) == "simplified_5"
    assert [row.since.year for row in queries.regimes(ours)] == [2025, 2020]


def test_a_regime_told_twice_is_told_once(house: str) -> None:
    ours = firm()
    for _ in range(2):
        commands.set_regime(firm=ours.id, regime="simplified", since=date(2020, 1, 1), actor=BY)
    assert [row.regime for row in queries.regimes(ours.id)] == ["simplified"]
    kinds = [fact.kind for fact in timeline([ours.subject])]
    assert kinds == ["parties.RegimeSet", "parties.RegimeSet", "parties.FirmAdded"]


def test_a_firm_changes_what_is_named_and_keeps_the_rest(house: str) -> None:
    ours = firm("Trade House")
    numbers = (TaxId("MD", "1008600038413"), TaxId("MD", "0600123", "vat"))
    for _ in range(2):
        commands.change_firm(firm=ours.id, legal_name="Trade House SRL", tax_ids=numbers, actor=BY)
    view = queries.firm(ours.id)
    assert (view.name, view.legal_name, view.country, view.base_currency) == (
        "Trade House",
        "Trade House SRL",
        "MD",
        "MDL",
    )
    assert queries.firm_tax_ids(ours.id) == [
        FirmTaxIdView("MD", "idno", "1008600038413", checked=True),
        FirmTaxIdView("MD", "vat", "0600123", checked=False),
    ]
    told = [fact.event for fact in timeline([ours.subject], kinds=["parties.FirmChanged"])]
    assert told == [FirmChanged(ours.subject, ("legal_name", "tax_ids"))]


def test_wrong_firms_are_refused_and_leave_nothing(house: str) -> None:
    with pytest.raises(UnknownCountry):
        firm(country="XX")
    with pytest.raises(UnknownCurrency):
        firm(currency="ABC")
    with pytest.raises(UnknownRegime):
        firm(regime="none")
    with pytest.raises(NameMissing):
        firm("  ")
    assert OwnFirm.objects.count() == 0
    firm("One")
    with pytest.raises(FirmKnown):
        firm(" ONE ")
    with pytest.raises(NoSuchFirm):
        queries.firm(99)


def test_a_firm_put_aside_is_not_offered(house: str) -> None:
    ours = firm().id
    commands.change_firm(firm=ours, is_active=False, actor=BY)
    assert queries.firms() == []
    assert [one.id for one in queries.firms(active_only=False)] == [ours]
