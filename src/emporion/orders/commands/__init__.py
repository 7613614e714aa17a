"""Everything that can be done to an order."""

from .changing import cancel, change_lines
from .covering import cover_waiting, review_shortages
from .naming import name_status
from .noting import forget_person, note_payment, note_shipment
from .owning import give, give_back_to, take
from .placing import place
from .rest import cancel_rest
from .returning import note_return
from .shops import put_shop

__all__ = [
    "cancel",
    "cancel_rest",
    "change_lines",
    "cover_waiting",
    "forget_person",
    "give",
    "give_back_to",
    "name_status",
    "note_payment",
    "note_return",
    "note_shipment",
    "place",
    "put_shop",
    "review_shortages",
    "take",
]
