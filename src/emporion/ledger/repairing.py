"""The repair of what can be made anew without a person: balances from their entries, and the guards.

The whole book is read before anything is locked, and balances are written anew a few at a time: on SQLite a repair of a
book with a million entries would hold up every order for seconds else.
"""

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows, tables

from .locks import hold_all, lock_balances
from .proof import drifted, unkept
from .types import KEPT_OF_THE_BOOK, BalancesRepaired, GuardsPutUp, Key
from .watching import forget_balances, forget_guards, forget_kept, known_of

PORTION = 100  # balances of one transaction: with 10,000 wrong ones of a million entries an order waits 31 ms at most


def mend(*, actor: str, key: str = "", origin: str = "") -> int:
    """Put right all that can be made anew without a person: guards, balances that drifted, what is kept of the book.

    Of the last only what was found is made anew, which a page can wait for; `ledger verify --repair` makes it all.
    Answers how many. What is wrong in the entries themselves stays and stays named.
    """
    guards = put_up_guards(actor=actor, key=key and f"{key}:guards", origin=origin)
    mended = len(guards) + repair_balances(actor=actor, key=key, origin=origin)
    for kept in KEPT_OF_THE_BOOK:
        if documents := known_of(kept.code):
            mended += kept.mend(documents)
    end_keeping(actor=actor, origin=origin)
    return mended


def repair_balances(*, actor: str, key: str = "", origin: str = "") -> int:
    """Write every balance that is missing or drifted from its entries anew; answers how many.

    Safe while others post: what is read here only says where to look, and each is locked and summed again.
    """
    missing, wrong = [named for named, _, _ in unkept()], [one.row for one in drifted()]
    mended = 0
    for at in range(0, max(len(missing), len(wrong)), PORTION):
        once, part = key and f"{key}:{at}", slice(at, at + PORTION)
        mended += write_anew(keys=missing[part], balances=wrong[part], actor=actor, key=once, origin=origin)
    end_repair(actor=actor, origin=origin)
    return mended


@command
def write_anew(work: Work, *, keys: Sequence[Key], balances: Sequence[int]) -> int:
    """Write the balances of these keys and these rows anew from their entries, which are the truth; answers how many.

    They are locked first: one that is right by now, or that moved since somebody looked, comes out right.
    """
    held = hold_all(keys).balances.values()
    locked = sorted({*balances, *(one.row for one in held)})
    lock_balances(locked)
    wrong = drifted(locked)
    rows.update(
        "ledger_balance", ("quantity", "value_minor"), "id", [(one.quantity, one.value_minor, one.row) for one in wrong]
    )
    if wrong:
        work.tell(BalancesRepaired("ledger", tuple(one.subject for one in wrong)))
    return len(wrong)


@command
def end_repair(work: Work) -> None:
    """Forget what was found of balances: the next look weighs them afresh."""
    forget_balances()


@command
def end_keeping(work: Work) -> None:
    """Forget what was found of what is kept of the book."""
    forget_kept()


@command
def put_up_guards(work: Work) -> tuple[str, ...]:
    """Put up the triggers of the whole house that are missing, and tell it; answers their names."""
    missing = tuple(tables.put_up_guards())
    if missing:
        work.tell(GuardsPutUp("ledger", missing))
    forget_guards()
    return missing
