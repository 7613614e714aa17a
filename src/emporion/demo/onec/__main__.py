"""Run a living 1C beside a site: `ONEC_PASSWORD=... python -m emporion.demo.onec FOLDER URL LOGIN`."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from emporion.demo.onec import PROFILES, Base, OneC, Round, life


def main(arguments: list[str] | None = None) -> None:
    """Open the base in the folder, or make one, and let it live until interrupted."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder)
    base = (
        Base.open(folder)
        if (folder / "base.sqlite3").exists()
        else Base.create(folder, goods=options.goods, seed=options.seed)
    )
    password = os.environ.get("ONEC_PASSWORD", "")
    onec = OneC(
        base,
        options.url,
        options.login,
        password,
        profile=PROFILES[options.edition],
        portion=options.portion,
        wait_for_import=options.wait,
    )
    with suppress(KeyboardInterrupt), base, onec:
        life(onec, seed=options.seed, every_seconds=options.every, rounds=options.rounds, report=_tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m emporion.demo.onec", description=__doc__)
    parser.add_argument("folder", help="where the base lives; made if there is none")
    parser.add_argument("url", help="the site's exchange address")
    parser.add_argument("login", help="the password comes from the environment: ONEC_PASSWORD")
    parser.add_argument("--goods", type=int, default=500, help="goods of a new base")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=5, metavar="SECONDS", help="pause between rounds")
    parser.add_argument("--edition", choices=PROFILES, default="ut11", help="which 1C it is")
    parser.add_argument("--portion", type=int, default=200, help="goods or changed offers sent at a time")
    parser.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait for the import")
    parser.add_argument("--rounds", type=int, default=None, help="stop after so many; for ever when left out")
    return parser


def _tell(happened: Round) -> None:
    """One line a round on standard output, failures on standard error."""
    catalog, orders = happened.catalog, happened.orders
    sent = f"{catalog.goods} cards, {catalog.changes} changes" if catalog else "no catalog"
    came = f"{len(orders.created)} orders in, {len(orders.sent)} answers out" if orders else "no orders"
    done = ", ".join(happened.done) or "nothing on the desk"
    sys.stdout.write(f"round {happened.number}: {sent}; {came}; {done}\n")
    sys.stdout.flush()
    sys.stderr.writelines(f"{failure}\n" for failure in happened.failures)


if __name__ == "__main__":
    main()
