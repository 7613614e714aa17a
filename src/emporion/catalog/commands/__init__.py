"""What anybody may tell the catalog to do.

The bulk verbs (put_*) take cards and answer what became of each, in their order. A card is compared with what stands;
what differs is written and told as one fact per object. Callers give chunks of at most a few thousand cards.
"""

from ..pictures import KeptPicture as KeptPicture, keep_picture as keep_picture, share_on_disk as share_on_disk
from .by_hand import (
    add_pictures as add_pictures,
    choose_main_picture as choose_main_picture,
    put_category as put_category,
    put_property as put_property,
    put_values as put_values,
    remove_picture as remove_picture,
)
from .categories import put_categories as put_categories
from .doubles import (
    look_for_doubles as look_for_doubles,
    perhaps_one_again as perhaps_one_again,
    tell_apart as tell_apart,
)
from .merging import merge as merge, unmerge as unmerge
from .pages import add_product as add_product, add_variant as add_variant, edit_product as edit_product
from .pictures import put_pictures as put_pictures
from .products import hide_products as hide_products, put_products as put_products, show_products as show_products
from .properties import put_properties as put_properties
from .protection import protect_fields as protect_fields, unprotect_fields as unprotect_fields
from .returning import return_fields as return_fields
from .texts import put_texts as put_texts
from .units import put_units as put_units
from .variants import put_variants as put_variants
