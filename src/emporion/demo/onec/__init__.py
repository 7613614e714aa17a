"""A simulated 1C:Enterprise that keeps a small firm's base and exchanges it with a site over CommerceML.

It is the other side of the wire: strict where the real one is strict, and with its real habits (an 11-sign number
column, all orders or none, no pause on progress), in three editions: UT 11, UNF, and the exchange module of 1C-Bitrix.
It imports nothing of the house and shares no code with the site end. Not a stand-in for 1C's accounting: it knows
goods, prices, stock, orders, payments and shipments, and no more.
"""

from emporion.demo.onec import desk, errors, mapping, operations, trade
from emporion.demo.onec.base import Base
from emporion.demo.onec.exchange import OneC
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.life import Life, Pace, Round, life
from emporion.demo.onec.profiles import BITRIX_31, BITRIX_209, PROFILES, UNF, UNF_BITRIX, UT11, Profile
from emporion.demo.onec.reports import CatalogReport, OrdersReport

__all__ = [
    "BITRIX_31",
    "BITRIX_209",
    "PROFILES",
    "UNF",
    "UNF_BITRIX",
    "UT11",
    "Base",
    "CatalogReport",
    "Faults",
    "Life",
    "OneC",
    "OrdersReport",
    "Pace",
    "Profile",
    "Round",
    "desk",
    "errors",
    "life",
    "mapping",
    "operations",
    "trade",
]
