"""What anybody may ask the catalog."""

from ..rules import options_text as options_text
from .alike import ProductMarks as ProductMarks, marks_of as marks_of, products_marked as products_marked
from .doubles import (
    double_of as double_of,
    double_views as double_views,
    doubles as doubles,
    doubles_keys as doubles_keys,
    doubles_of as doubles_of,
    merge_of as merge_of,
    merge_preview as merge_preview,
    merges_into as merges_into,
    open_doubles as open_doubles,
    stands_for as stands_for,
    with_product as with_product,
)
from .lists import brands as brands, products as products, variants_found as variants_found
from .pages import product_page as product_page
from .shown import (
    categories_of as categories_of,
    lock_products as lock_products,
    product_names as product_names,
    products_with_variants as products_with_variants,
    protections_of as protections_of,
    shown_products as shown_products,
    shown_variants as shown_variants,
)
from .texts import in_language as in_language, names_in as names_in, page_in as page_in, texts_of as texts_of
from .trees import category_tree as category_tree, properties as properties, units as units
from .variants import (
    barcodes_of as barcodes_of,
    default_variants as default_variants,
    find_by_barcode as find_by_barcode,
    find_by_sku as find_by_sku,
    lock_variants as lock_variants,
    products_by_variant as products_by_variant,
    variants as variants,
    variants_of as variants_of,
    variants_standing as variants_standing,
)
