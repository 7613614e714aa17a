"""Sixty damaged inputs: what came in is taken, unchanged or put aside; messages name line, field and remedy."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from emporion.channels.commerceml.inbound.job import import_message
from emporion.exchange.queries import message

from .bench import aside, bring, catalog, code_of, connection, goods, kept, offer, pack, prices
from .damages import BOWL, CUP, DAMAGES

NUMBER, MISSING = "commerceml.field.number", "commerceml.field.missing"
NEGATIVE, JUMPED = "commerceml.field.negative_price", "price_jumped"
NOT_XML, NAMELESS = "commerceml.file.not_xml", "name_missing"
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "two commas in a price",
            "an exponent in a price",
            "no number as a price",
            "words as a price",
            "a currency behind a price",
            "words as a figure of stock",
            "an exponent as a figure of stock",
            "a weight in words",
            "a coefficient in words",
            "a smallest quantity in words",
        ),
        NUMBER,
    ),
    **dict.fromkeys(("a price below zero", "the sign of 1C for no price"), NEGATIVE),
    **dict.fromkeys(("a price a hundred times too high", "a price of nothing"), JUMPED),
    **dict.fromkeys(
        (
            "an empty price",
            "goods without an id",
            "goods with an empty id",
            "an offer without an id",
            "a price without its type",
            "a group without an id",
        ),
        MISSING,
    ),
    **dict.fromkeys(("goods without a name", "goods with a name of blanks", "a group without a name"), NAMELESS),
    "a rate of tax in words": "commerceml_tax_not_understood",
    "a price that no table holds": "commerceml.field.number_too_large",
    "a price in another currency": "commerceml_other_currency",
    "an id longer than any": "commerceml_key_too_long",
    "a name longer than any": "text_too_long",
    "an offer of unknown goods": "commerceml_unknown_goods",
    "a change for an unknown offer": "commerceml_unknown_offer",
    "a price of an unknown type": "commerceml_unknown_price_type",
    "a total of several warehouses": "commerceml_no_warehouse",
    "an answer about a foreign order": "commerceml_order_not_ours",
}
"""What the row beside the sound ones waits for; of the others nothing has to wait."""
UNREAD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "a file cut inside of goods",
            "a file cut behind goods",
            "a file cut in its header",
            "an element that is not closed",
            "something behind the end",
        ),
        NOT_XML,
    ),
    "an entity of web pages": "commerceml.file.entity",
    "an empty file": "commerceml.file.empty",
    "an error page of a hosting": "commerceml.file.html",
    "a warning of PHP before the header": "commerceml.file.unknown_root",
    "another kind of file": "commerceml.file.unknown_root",
    "a document type with entities": "commerceml.file.doctype",
    "ten thousand levels": "commerceml.file.too_deep",
    "CommerceML of another age": "commerceml.file.version_1",
}
"""What a file is refused for as a whole."""
WITH_LINES = {NOT_XML, "commerceml.file.entity"}


def test_there_are_sixty_and_each_is_expected_to_come_to_something() -> None:
    assert len(DAMAGES) >= 60
    assert {*REFUSED, *UNREAD} <= DAMAGES.keys()
    assert not REFUSED.keys() & UNREAD.keys()


@pytest.mark.parametrize("name", DAMAGES)
def test_nothing_is_lost_and_every_message_helps(house: str, name: str) -> None:
    channel = connection()
    offers = (
        offer(key, {"retail": figure}, {"w1": "5"}) for key, figure in {"a": "100", "b": "200", "c": "1000"}.items()
    )
    bring(channel, catalog(CUP, BOWL, goods("c", "Ваза")), pack(*offers))
    number = kept(channel, DAMAGES[name])
    import_message(number, pause_seconds=0)
    found, waiting = message(number), aside(channel)
    for tally in found.counts.values():
        assert tally.read == tally.created + tally.changed + tally.unchanged + tally.refused
    assert (found.state, code_of(found)) == (("refused", UNREAD[name]) if name in UNREAD else ("done", ""))
    assert [row.fault.code for row in waiting] == list(filter(None, [REFUSED.get(name)]))
    for row in waiting:
        assert row.line and row.place and row.field
        assert row.fault.refusal.sentence and row.fault.refusal.what_to_do
    if found.fault:
        assert found.fault.refusal.sentence and found.fault.refusal.what_to_do
        assert ("line" in found.fault.facts) == (found.fault.code in WITH_LINES)
    elif "offers" in found.counts:
        assert prices(channel, "a") == {"Розничная": "110.00"}  # whatever stood beside it
        assert prices(channel, "b") == {"Розничная": "200.00" if name == "a change for an unknown offer" else "210.00"}
