"""Run a storefront beside the house: `python -m emporion.demo.storefront FOLDER SHOP [--every SECONDS]`."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emporion.site.settings")
django.setup()

from emporion.demo.storefront.shopping import Storefront, trade  # noqa: E402 - tables exist after setup alone
from emporion.kernel.errors import Refused  # noqa: E402
from emporion.orders.types import OrderRef  # noqa: E402


def main(arguments: list[str] | None = None) -> None:
    """Sell until interrupted."""
    options = _parser().parse_args(arguments)
    storefront = Storefront(options.shop, Path(options.folder), options.seed)
    with suppress(KeyboardInterrupt):
        trade(storefront, every_seconds=options.every, customers=options.customers, report=_tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m emporion.demo.storefront", description=__doc__)
    parser.add_argument("folder", help="where the storefront counts its orders; made if there is none")
    parser.add_argument("shop", help="the code of its shop in the house")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=20, metavar="SECONDS", help="average pause between customers")
    parser.add_argument("--customers", type=int, default=None, help="stop after so many; for ever when left out")
    return parser


def _tell(placed: OrderRef | Refused | None) -> None:
    """One line a customer."""
    if isinstance(placed, OrderRef):
        short = f", uncovered lines: {len(placed.uncovered)}" if placed.uncovered else ""
        told = f"{placed.number}: {placed.total}{short}"
    else:
        told = placed.sentence if placed else "nothing for sale"
    sys.stdout.write(told + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
