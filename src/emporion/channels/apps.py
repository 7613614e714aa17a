"""What channels enter into the registers of the house."""

from django.apps import AppConfig

from emporion.exchange.types import (
    DryRunner,
    Leftovers,
    Relinker,
    Search,
    register_alongside,
    register_answers,
    register_carried,
    register_catcher,
    register_checklist,
    register_dry_runner,
    register_excerpt,
    register_form,
    register_guide,
    register_held,
    register_held_back,
    register_leftovers,
    register_mending,
    register_relinker,
    register_retrier,
    register_runner,
    register_search,
    register_status_words,
    register_taker,
    register_uploader,
)
from emporion.journal.types import register
from emporion.pricing.types import PriceJumped


class ChannelsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.channels"

    def ready(self) -> None:
        """Enter reactions and what pages ask; imported here because Django loads the tables after this module."""
        from emporion.clockwork.types import every

        from .commerceml.answering import CHOICES
        from .commerceml.carried import carried
        from .commerceml.dropped import drop, keep
        from .commerceml.excerpt import excerpt
        from .commerceml.held_back import HELD_BACK
        from .commerceml.inbound.beside import BESIDE
        from .commerceml.inbound.refusals import UnknownWarehouse
        from .commerceml.leftovers import listed, take, take_due
        from .commerceml.mending import MENDINGS
        from .commerceml.programs import PROGRAMS
        from .commerceml.reactions import TELL_ORDERS
        from .commerceml.setting_up import FORM
        from .commerceml.settings import KIND, USUAL_WORDS
        from .commerceml.settling import settle_all
        from .commerceml.tasks import (
            apply_dry_run,
            begin_dry_run,
            begin_relinking,
            begin_relinking_back,
            catch_up,
            is_relinking,
            rows_again,
            run_again,
            search,
            searched,
        )
        from .commerceml.their_lines import CODE, take_theirs

        register(TELL_ORDERS)
        register_answers(KIND, CHOICES)
        register_carried(KIND, carried)
        register_catcher(KIND, catch_up)
        register_checklist(UnknownWarehouse.code, "totals_warehouse")
        register_excerpt(KIND, excerpt)
        register_runner(KIND, run_again)
        for further in ("goods_variant", BESIDE):
            register_alongside("product", further)
        register_search(KIND, Search(search, searched))
        register_relinker(KIND, Relinker(begin_relinking, begin_relinking_back, is_relinking))
        register_retrier(KIND, rows_again)
        register_form(KIND, FORM)
        register_leftovers(KIND, Leftovers(listed, take))
        register_guide(KIND, PROGRAMS)
        register_held_back(KIND, HELD_BACK)
        register_uploader(KIND, drop)
        register_dry_runner(KIND, DryRunner(keep, begin_dry_run, apply_dry_run))
        register_status_words(KIND, USUAL_WORDS)
        for code, mending in MENDINGS.items():
            register_mending(code, mending)
        register_taker(CODE, take_theirs)
        register_held(PriceJumped.code)
        every(60, "commerceml.import_left", take_due)
        every(300, "commerceml.settle_stock", settle_all)
