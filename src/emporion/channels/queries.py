"""What anybody may ask the channels."""

from .loads import has_goods as has_goods, load_products as load_products, loaded as loaded
