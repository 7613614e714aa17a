"""What anybody may tell pricing to do."""

from .percent import raise_prices as raise_prices
from .price_types import (
    close_price_type as close_price_type,
    open_price_type as open_price_type,
    put_price_types as put_price_types,
)
from .prices import put_prices as put_prices, set_price as set_price
from .taxes import set_tax_rate as set_tax_rate
