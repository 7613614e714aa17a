"""What anybody may ask pricing; the pure sums of lines and taxes too, for rooms that enter by the door."""

from ..rules import (
    line_sum as line_sum,
    raised as raised,
    split as split,
    tax_class_of as tax_class_of,
    with_tax as with_tax,
    without_tax as without_tax,
)
from .prices import (
    open_price_types as open_price_types,
    price_for as price_for,
    price_type as price_type,
    price_types as price_types,
    prices_of as prices_of,
    why_price as why_price,
    with_lowest_price as with_lowest_price,
    with_price as with_price,
)
from .taxes import rate_for as rate_for, rates_for as rates_for, tax_table as tax_table
