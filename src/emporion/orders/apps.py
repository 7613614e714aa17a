"""What orders enter into the registers of the house."""

from django.apps import AppConfig

from emporion.journal.types import register


class OrdersConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.orders"

    def ready(self) -> None:
        """Enter reactions, what is searched and what is held against the book.

        Imported here because Django loads the tables after this module.
        """
        from emporion.ledger.types import prove
        from emporion.search.commands import register as let_be_searched

        from .proof import RESERVE, reserves
        from .reactions import COVER_WAITING, FORGET, REVIEW_SHORTAGES
        from .searchable import ORDERS

        register(COVER_WAITING)
        register(REVIEW_SHORTAGES)
        register(FORGET)
        let_be_searched(ORDERS)
        prove(RESERVE, reserves)
