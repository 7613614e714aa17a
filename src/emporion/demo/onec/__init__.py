"""A simulated 1C:Enterprise that keeps a small firm's base and exchanges it with a site over CommerceML.

It is the other side of the wire: strict where the real one is strict, and with its real habits (an 11-sign number
column, all orders or none, no pause on progress). It imports nothing of the house and shares no code with the site end.
Not a stand-in for 1C's accounting: it knows goods, prices, stock, orders, payments and shipments, and no more.
"""

from emporion.demo.onec import desk, errors, trade
from emporion.demo.onec.base import Base
from emporion.demo.onec.exchange import CatalogReport, OneC, OrdersReport
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.life import Life, Pace, Round, life
from emporion.demo.onec.profiles import UT11, Profile

__all__ = [
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
    "trade",
]
