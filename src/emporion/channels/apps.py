"""What channels enter into the registers of the house."""

from django.apps import AppConfig

from emporion.exchange.types import (
    register_answers,
    register_excerpt,
    register_form,
    register_guide,
    register_retrier,
    register_runner,
)
from emporion.journal.types import register


class ChannelsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.channels"

    def ready(self) -> None:
        """Enter reactions and what pages ask; imported here because Django loads the tables after this module."""
        from emporion.clockwork.types import every

        from .commerceml.answering import CHOICES
        from .commerceml.excerpt import excerpt
        from .commerceml.programs import PROGRAMS
        from .commerceml.reactions import TELL_ORDERS
        from .commerceml.setting_up import FORM
        from .commerceml.settings import KIND
        from .commerceml.settling import settle_all
        from .commerceml.tasks import rows_again, run_again

        register(TELL_ORDERS)
        register_answers(KIND, CHOICES)
        register_excerpt(KIND, excerpt)
        register_runner(KIND, run_again)
        register_retrier(KIND, rows_again)
        register_form(KIND, FORM)
        register_guide(KIND, PROGRAMS)
        every(300, "commerceml.settle_stock", settle_all)
