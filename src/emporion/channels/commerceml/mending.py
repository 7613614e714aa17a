"""Which refused rows a person can mend by saying what of ours a key of 1C means."""

from __future__ import annotations

from emporion.exchange.types import Mending, QuarantinedRow

from .inbound.refusals import UnknownGoods, UnknownOffer, UnknownPriceType
from .values import split_key


def _price_type(row: QuarantinedRow) -> list[tuple[str, str]]:
    return [("price_type", str(row.fault.facts.get("price_type") or row.value))]


def _offer(row: QuarantinedRow) -> list[tuple[str, str]]:
    return [("variant", row.key)]


def _goods(row: QuarantinedRow) -> list[tuple[str, str]]:
    """The offer is the variant that a person chose, and its goods are the variant's product."""
    return [("product", split_key(row.key)[0]), ("variant", row.key)]


MENDINGS = {
    UnknownPriceType.code: Mending("price_type", _price_type),
    UnknownOffer.code: Mending("goods", _offer),
    UnknownGoods.code: Mending("goods", _goods),
}
