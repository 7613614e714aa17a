"""What the watchman watches by itself: one module a kind of trouble. Rooms above enter their own checks."""

from .address import ADDRESS
from .exchange import EXCHANGE
from .house import IN_THE_HOUSE
from .trade import TRADE

OURS = (*EXCHANGE, *TRADE, *IN_THE_HOUSE, *ADDRESS)
